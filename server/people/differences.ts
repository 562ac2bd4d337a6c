/** What a change changed: the members that differ, before and after. */
export function differences(before: object, after: object): { before: object; after: object } {
  const old = Object.entries(before);
  const now: Record<string, unknown> = { ...after };
  const changed = old.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(now[name])).map(([name]) => name);
  const only = (all: object) => Object.fromEntries(Object.entries(all).filter(([name]) => changed.includes(name)));
  return { before: only(before), after: only(now) };
}

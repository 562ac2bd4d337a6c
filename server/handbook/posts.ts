/** What each role means at a target: who holds it there, who is on record, whose it is from the zone above, or that nobody does. Pure. */
import type { HandbookClass } from "../contract/handbook.ts";
import type { HandbookHolder, HandbookPost, HandbookRole } from "../contract/types.ts";
import type { Book, Target } from "./book.ts";

const recorded = (name: string): HandbookHolder => ({ id: null, person: null, name, phone: null, unit: null, note: null, since: null });

/** Entered for the target itself, or else on its record. */
function here({ held }: Book, target: Target, { code, registered }: HandbookRole): Pick<HandbookPost, "how" | "holders"> | null {
  const own = held.get(`${target.key} ${code}`);
  if (own) return { how: "own", holders: [...own] };
  return registered && target.person !== null ? { how: "registered", holders: [recorded(target.person)] } : null;
}

/** Of a site: the nearest zone around it where somebody holds the role. */
function above(book: Book, target: Target, role: HandbookRole): Pick<HandbookPost, "how" | "holders" | "from"> | null {
  if (target.kind === "zone") return null;
  for (const id of [target.zone3, target.zone2, target.zone1]) {
    const zone = id === null ? undefined : book.byKey.get(`zone/${id}`);
    const found = zone && role.applies.includes(zone.class) ? here(book, zone, role) : null;
    if (zone && found) return { ...found, how: "inherited", from: { key: zone.key, name: zone.name } };
  }
  return null;
}

const levelOf = (name: HandbookClass): number | null => (name.startsWith("zone") ? Number(name.slice(4)) : null);

/** One post for each role that applies to the target, in the roles' order. */
export function postsOf(book: Book, target: Target): HandbookPost[] {
  return book.rules.roles
    .filter(({ applies }) => applies.includes(target.class))
    .map((role) => ({
      role: role.code,
      name: role.name,
      level: role.level ?? levelOf(target.class),
      needed: role.needed,
      from: null,
      ...(here(book, target, role) ?? above(book, target, role) ?? { how: "gap" as const, holders: [] }),
    }));
}

export const gapsOf = (posts: readonly HandbookPost[]): number => posts.filter(({ needed, how }) => needed && how === "gap").length;

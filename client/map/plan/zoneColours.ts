/** Which of the eight fills each zone has: neighbours differ, and a zone keeps its colour from one partition to the next unless it clashes. Pure. */

/** Zones and those they have a border with, both ways. */
export type Neighbours = ReadonlyMap<number, ReadonlySet<number>>;
export const colourCount = 8;

/** Of the free colours the one that is used least, so that all eight appear; null when none is free. */
function free(taken: ReadonlySet<number | undefined>, used: readonly number[]): number | null {
  let best: number | null = null;
  for (let c = 0; c < colourCount; c++) if (!taken.has(c) && (best === null || (used[c] as number) < (used[best] as number))) best = c;
  return best;
}

/** An order in which each zone has fewer than eight neighbours behind it: there is one for everything that can be drawn on paper. */
function peeled(neighbours: Neighbours): number[] {
  const degree = new Map([...neighbours].map(([zone, others]) => [zone, others.size]));
  const order: number[] = [];
  const gone = new Set<number>();
  const ready = [...neighbours.keys()].filter((zone) => (degree.get(zone) as number) < colourCount);
  const left = [...neighbours.keys()];
  while (gone.size < neighbours.size) {
    // Zones in several parts can be neighbours of more: any of them goes first.
    const zone = ready.pop() ?? left.pop();
    if (zone === undefined) break;
    if (gone.has(zone)) continue;
    gone.add(zone);
    order.push(zone);
    for (const other of neighbours.get(zone) ?? []) {
      degree.set(other, (degree.get(other) ?? 0) - 1);
      if (degree.get(other) === colourCount - 1) ready.push(other);
    }
  }
  return order.reverse();
}

function anew(neighbours: Neighbours, before: ReadonlyMap<number, number>): Map<number, number> {
  const colours = new Map<number, number>();
  const used = Array.from({ length: colourCount }, () => 0);
  for (const zone of peeled(neighbours)) {
    const taken = new Set([...(neighbours.get(zone) ?? [])].map((other) => colours.get(other)));
    const old = before.get(zone);
    const colour = old !== undefined && !taken.has(old) ? old : (free(taken, used) ?? 0);
    colours.set(zone, colour);
    used[colour] = (used[colour] as number) + 1;
  }
  return colours;
}

/** Colours by zone, 0 … 7. @param before those of the partition before; of zones that are gone, too, so that undo brings back what was */
export function zoneColours(neighbours: Neighbours, before: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  if (before.size === 0) return anew(neighbours, before);
  const colours = new Map<number, number>();
  const used = Array.from({ length: colourCount }, () => 0);
  for (const [zone, others] of neighbours) {
    const settled = new Set([...others].map((other) => colours.get(other)));
    const old = before.get(zone);
    const kept = old !== undefined && !settled.has(old) ? old : null;
    const colour = kept ?? free(new Set([...others].map((other) => colours.get(other) ?? before.get(other))), used) ?? free(settled, used);
    if (colour === null) return anew(neighbours, before);
    colours.set(zone, colour);
    used[colour] = (used[colour] as number) + 1;
  }
  return colours;
}

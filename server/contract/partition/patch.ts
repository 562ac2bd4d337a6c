/** What leads from one partition to another, small: to take steps back to the very bytes. By the identity of members, which steps keep where they change nothing. */
import type { Arc, Partition, PlanZone } from "./partition.ts";

/** Members of a map that are gone, and those that are new or other with their place in the map's order, ascending. */
export interface MapPatch<V> {
  readonly drop: readonly number[];
  readonly put: readonly (readonly [index: number, id: number, value: V])[];
}
/** Plain data: it may be kept as JSON. */
export interface PartitionPatch {
  readonly depth: Partition["depth"];
  readonly arcs: MapPatch<Arc>;
  readonly faces: MapPatch<number | null>;
  readonly zones: MapPatch<PlanZone>;
  readonly next: Partition["next"];
}

type Members<V> = ReadonlyMap<number, V>;
const hasSame = <V>(map: Members<V>, id: number, value: V): boolean => map.has(id) && Object.is(map.get(id), value);

/** True when what both maps have the same comes in the same order in both. */
function sameOrder<V>(from: Members<V>, to: Members<V>): boolean {
  const there = to.entries();
  for (const [id, value] of from) {
    if (!hasSame(to, id, value)) continue;
    let next = there.next().value;
    while (next && !hasSame(from, ...next)) next = there.next().value;
    if (next?.[0] !== id) return false;
  }
  return true;
}

function between<V>(from: Members<V>, to: Members<V>): MapPatch<V> {
  const ordered = sameOrder(from, to);
  const put = [...to].flatMap(([id, value], index) => (ordered && hasSame(from, id, value) ? [] : [[index, id, value] as const]));
  return { drop: [...from.keys()].filter((id) => !to.has(id)), put };
}

function applied<V>(map: Members<V>, { drop, put }: MapPatch<V>): Members<V> {
  if (drop.length === 0 && put.length === 0) return map;
  const gone = new Set([...drop, ...put.map(([, id]) => id)]);
  const kept = [...map].filter(([id]) => !gone.has(id));
  const made: (readonly [number, V])[] = [];
  let taken = 0;
  for (const [index, id, value] of put) {
    while (made.length < index && taken < kept.length) made.push(kept[taken++] as [number, V]);
    made.push([id, value]);
  }
  return new Map([...made, ...kept.slice(taken)]);
}

/** What makes `to` of `from`. */
export const patchBetween = (from: Partition, to: Partition): PartitionPatch => ({
  depth: to.depth,
  arcs: between(from.arcs, to.arcs),
  faces: between(from.faces, to.faces),
  zones: between(from.zones, to.zones),
  next: to.next,
});

/** What it was made for, to the byte; of the partition that it was made from, or an equal one. */
export const applyPatch = (partition: Partition, { depth, arcs, faces, zones, next }: PartitionPatch): Partition => ({
  depth,
  arcs: applied(partition.arcs, arcs),
  faces: applied(partition.faces, faces),
  zones: applied(partition.zones, zones),
  next,
});

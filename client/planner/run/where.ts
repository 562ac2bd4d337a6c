/** Where things of a plan are. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { zoneShapes } from "../../../server/contract/partition/shapes.ts";

export type Box = readonly [west: number, south: number, east: number, north: number];

/** Null of a zone without ground. */
export function zoneBox(partition: Partition, zone: number): Box | null {
  const level = partition.zones.get(zone)?.level;
  return level === undefined ? null : (zoneShapes(partition, level).get(zone)?.box ?? null);
}
export const middleOf = ([w, s, e, n]: Box): Position => [(w + e) / 2, (s + n) / 2];

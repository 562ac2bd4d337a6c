/** Vector tiles by hand: where a point lies by plain arithmetic, what a tile says by an independent decoder. */
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { ringName } from "../../../server/contract/shares.ts";
import { statusOf } from "../../../server/contract/status.ts";
import { tileExtent } from "../../../server/contract/tiles.ts";
import { statusOrder } from "../../../server/contract/vocabulary.ts";
import { clock, type Point, type TownEvent, type TownProblem } from "../questions/town.ts";

/** Parts of the world from its north-west corner. */
export const part = ([lon, lat]: Point): Point => [
  (lon + 180) / 360,
  0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI),
];

/** The tile a point is of, and its place there in units. An edge is the eastern and northern tile's. */
export function placeOf(at: Point, z: number): { x: number; y: number; px: number; py: number } {
  const [u, v] = part(at);
  const side = 2 ** z;
  const [x, y] = [Math.min(side - 1, Math.floor(u * side)), Math.min(side - 1, Math.max(0, Math.ceil(v * side) - 1))];
  return { x, y, px: Math.floor((u * side - x) * tileExtent), py: Math.ceil((v * side - y) * tileExtent) - 1 };
}

export const eventAt = (p: TownProblem, at: number | null): TownEvent =>
  p.events[p.events.findLastIndex((e) => at === null || e.at <= at)] as TownEvent;

/** The place of its status in the order of urgency. */
export function rankOf(p: TownProblem, at: number | null): number {
  const { state, nearlyDue, deadline } = eventAt(p, at);
  return statusOrder.indexOf(statusOf(state, nearlyDue, deadline, at ?? clock));
}

export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly id: number | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a tile holds. */
export function decoded(bytes: Buffer): Spot[] {
  if (bytes.length === 0) return [];
  const { layers } = new VectorTile(new PbfReader(bytes));
  const layer = layers.problems;
  if (!layer || Object.keys(layers).length !== 1 || layer.extent !== tileExtent || layer.version !== 2) throw new Error("another layer");
  return Array.from({ length: layer.length }, (_, i) => {
    const feature = layer.feature(i);
    const at = feature.loadGeometry()[0]?.[0] ?? { x: -1, y: -1 };
    if (feature.type !== 1) throw new Error("not a point");
    return { x: at.x, y: at.y, id: feature.id, properties: { ...feature.properties } };
  });
}

export function grouped<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** What a spot of these problems says. @param named as nearest: the ids of several are said */
export function said(problems: readonly TownProblem[], at: number | null, named: boolean): Record<string, unknown> {
  const counts = statusOrder.map((_, rank) => problems.filter((p) => rankOf(p, at) === rank).length);
  const ids = problems.map(({ id }) => id).sort((a, b) => a - b);
  return {
    n: problems.length,
    status: statusOrder[counts.findIndex((count) => count > 0)],
    ...(problems.length > 1 && { donut: ringName(counts) }),
    ...((named || problems.length === 1) && { ids: ids.slice(0, 40).join() }),
  };
}

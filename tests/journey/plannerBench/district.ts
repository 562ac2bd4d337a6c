/** A made-up district of many cells: a square of crooked cells, eight by eight to a community, three by three communities to a street. */
import type { Position } from "../../../server/contract/draw.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import { randomOf } from "../../../server/contract/partition/random.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";

const west = 119.05;
const south = 33.56;
const wide = 0.14;
export const bounds = [west, south, west + wide, south + wide * 0.7] as const;

/** Corners and three bends an edge, each made once, so that neighbours share them. */
class Corners {
  private readonly places = new Map<string, Position>();
  private readonly next: () => number;
  private readonly step: number;
  constructor(size: number) {
    this.step = wide / size;
    const random = randomOf(7);
    this.next = () => random.next();
  }
  private place(key: string, x: number, y: number, shake: number): Position {
    const old = this.places.get(key);
    if (old) return old;
    const off = () => (this.next() - 0.5) * shake;
    const round = (value: number) => Math.round(value * 1e7) / 1e7;
    const made: Position = [round(west + (x + off()) * this.step), round(south + (y + off()) * this.step * 0.7)];
    this.places.set(key, made);
    return made;
  }
  /** From a corner towards the next one, that one not included. */
  edge(ax: number, ay: number, bx: number, by: number): Position[] {
    const forward = ax + ay < bx + by;
    const [fx, fy, tx, ty] = forward ? [ax, ay, bx, by] : [bx, by, ax, ay];
    const bends = [0.25, 0.5, 0.75].map((t) => this.place(`${fx},${fy},${tx},${ty},${t}`, fx + (tx - fx) * t, fy + (ty - fy) * t, 0.12));
    return [this.place(`${ax},${ay}`, ax, ay, 0.3), ...(forward ? bends : bends.reverse())];
  }
}

/** @param size cells a side */
export function madeUp(size: number): Partition {
  const corners = new Corners(size);
  const zones = new Map<string, PlanZone>();
  const zone = (level: ZoneLevel, x: number, y: number, parent: number | null): number => {
    const code = `${level}-${x}-${y}`;
    const old = zones.get(code);
    if (old) return old.id;
    const id = zones.size + 1;
    zones.set(code, { id, level, parent, code, name: `区${code}`, unit: null, person: "张三", locked: false });
    return id;
  };
  const cells = Array.from({ length: size * size }, (_, i) => [i % size, Math.floor(i / size)] as const);
  const faces = cells.map(([x, y]) => {
    const street = zone(1, Math.floor(x / 24), Math.floor(y / 24), null);
    const community = zone(2, Math.floor(x / 8), Math.floor(y / 8), street);
    const sides = [
      [x, y, x + 1, y],
      [x + 1, y, x + 1, y + 1],
      [x + 1, y + 1, x, y + 1],
      [x, y + 1, x, y],
    ] as const;
    return { polygon: [sides.flatMap((side) => corners.edge(...side))], zone: zone(3, x, y, community) };
  });
  return partitionOf(3, [...zones.values()], faces);
}

/** Made-up districts and random steps for the partition's tests. */
import fc from "fast-check";
import type { Position } from "../../../server/contract/draw.ts";
import { piecesOf } from "../../../server/contract/partition/belong.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import type { Polygon } from "../../../server/contract/partition/shapes.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";

export const origin: Position = [119.1, 33.6];
/** Edge of a cell in degrees: about 100 m. */
export const step_deg = 0.001;

/** Numbers from 0 to 1, the same for a seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function zone(id: number, level: ZoneLevel, parent: number | null, code = `Z${level}${id}`): PlanZone {
  return { id, level, parent, code, name: `${level}级${id}`, unit: null, person: null, locked: false };
}

interface Made {
  readonly polygon: Polygon;
  readonly zone: number | null;
}

/** Cells of a block of a district, corners shaken, from a column and a row on. */
function block(columns: number, rows: number, from: Position, shake: number, seed: number): Polygon[][] {
  const next = random(seed);
  const corners = Array.from({ length: rows + 1 }, (_, y) =>
    Array.from(
      { length: columns + 1 },
      (_, x): Position => [from[0] + (x + shake * (next() - 0.5)) * step_deg, from[1] + (y + shake * (next() - 0.5)) * step_deg],
    ),
  );
  const corner = (x: number, y: number) => (corners[y] as Position[])[x] as Position;
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_, x): Polygon => [[corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)]]),
  );
}

/** A square island in a cell, and the cell with it as a hole. */
function withIsland(polygon: Polygon): [Polygon, Polygon] {
  const [outer] = polygon as [readonly Position[]];
  const [x, y] = [0, 1].map((i) => outer.reduce((sum, p) => sum + (p[i] as number), 0) / outer.length) as [number, number];
  const r = step_deg * 0.12;
  const island: Position[] = [
    [x - r, y - r],
    [x + r, y - r],
    [x + r, y + r],
    [x - r, y + r],
  ];
  return [[outer, island], [island]];
}

/**
 * A district of three levels and two parts: a block of 6 × 5 cells with a hole of one cell that is not of the district and an island in another,
 * and a block of 2 × 2 to its east. Some cells are nobody's. Communities are 2 × 2 cells, sub-districts 3 columns.
 */
export function district(seed: number, shake = 0.5): Partition {
  const zones = new Map<number, PlanZone>();
  const faces: Made[] = [];
  const zoneFor = (level: ZoneLevel, id: number, parent: number | null) => {
    if (!zones.has(id)) zones.set(id, zone(id, level, parent));
    return id;
  };
  const add = (polygon: Polygon, x: number, y: number) => {
    const top = zoneFor(1, 1 + Math.floor(x / 3), null);
    const middle = zoneFor(2, 100 + Math.floor(x / 2) * 10 + Math.floor(y / 2), x === 0 && y < 2 ? null : top);
    const owner = (x * 7 + y * 3) % 11 === 0 ? null : zoneFor(3, 1000 + faces.length, middle);
    faces.push({ polygon, zone: owner });
  };
  for (const [y, row] of block(6, 5, origin, shake, seed).entries()) {
    for (const [x, polygon] of row.entries()) {
      if (x === 2 && y === 2) continue;
      if (x === 4 && y === 1) for (const part of withIsland(polygon)) add(part, x, y);
      else add(polygon, x, y);
    }
  }
  const east: Position = [origin[0] + 7.5 * step_deg, origin[1] + step_deg];
  for (const [y, row] of block(2, 2, east, shake, seed + 1).entries()) for (const [x, polygon] of row.entries()) add(polygon, x + 7, y);
  return partitionOf(3, [...zones.values()], faces);
}

/** A corner of a plain grid, in cells from its south-west. */
export const at = (x: number, y: number): Position => [origin[0] + x * step_deg, origin[1] + y * step_deg];

/** A rectangle from corner to corner, anticlockwise. */
export const box = (w: number, s: number, e: number, n: number): Position[] => [at(w, s), at(e, s), at(e, n), at(w, n)];

/**
 * A plain grid of two levels: cell (x, y) is face 1 + y × columns + x and the zone 100 + its face, of community 1 + x div 2.
 * Cells not in `without`.
 */
export function plain(columns: number, rows: number, without: readonly (readonly [number, number])[] = []): Partition {
  const zones: PlanZone[] = [];
  const faces: Made[] = [];
  for (let i = 0; i < columns / 2; i++) zones.push({ ...zone(1 + i, 1, null, `A${i + 1}`), name: `社区${i + 1}` });
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      if (without.some(([a, b]) => a === x && b === y)) continue;
      const id = 101 + faces.length;
      const parent = 1 + Math.floor(x / 2);
      zones.push({ ...zone(id, 2, parent, `A${parent}${String(id - 100).padStart(2, "0")}`), name: `网格${id}`, unit: 7, person: "王" });
      faces.push({ polygon: [box(x, y, x + 1, y + 1)], zone: id });
    }
  return partitionOf(2, zones, faces);
}

/** Dice for one step: what it becomes depends on the partition it meets, so that runs can be made shorter. */
export interface Dice {
  readonly kind: number;
  readonly seed: number;
}
export const dice: fc.Arbitrary<Dice> = fc.record({ kind: fc.nat(99), seed: fc.nat(0x7fffffff) });

type Roll = () => number;
const pick = <T>(list: readonly T[], roll: Roll): T => list[Math.floor(roll() * list.length)] as T;
const level = (roll: Roll) => (1 + Math.floor(roll() * 3)) as ZoneLevel;

const somewhere = (roll: Roll): Position => [origin[0] + (roll() * 11 - 0.7) * step_deg, origin[1] + (roll() * 6.4 - 0.7) * step_deg];
const beside = (p: Position, by: number, roll: Roll): Position => [p[0] + (roll() - 0.5) * by, p[1] + (roll() - 0.5) * by];

function vertex(partition: Partition, roll: Roll): Position {
  return pick(pick([...partition.arcs.values()], roll).points, roll);
}
/** On an edge, but for rounding. */
function onEdge(partition: Partition, roll: Roll): Position {
  const { points } = pick([...partition.arcs.values()], roll);
  const i = Math.floor(roll() * (points.length - 1));
  const [a, b] = [points[i] as Position, points[i + 1] as Position];
  const t = roll();
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}

function place(partition: Partition, roll: Roll): Position {
  const kind = roll();
  if (kind < 0.35) return somewhere(roll);
  if (kind < 0.6) return vertex(partition, roll);
  if (kind < 0.7) return beside(vertex(partition, roll), 3e-7, roll);
  if (kind < 0.8) return beside(onEdge(partition, roll), 3e-7, roll);
  return onEdge(partition, roll);
}

function line(partition: Partition, roll: Roll): Position[] {
  const kind = roll();
  if (kind < 0.15) return [...pick([...partition.arcs.values()], roll).points];
  if (kind < 0.4) {
    const at = place(partition, roll);
    const ring = [0, 1, 2].map(() => beside(at, 1.6 * step_deg, roll));
    return [...ring, ring[0] as Position];
  }
  if (kind < 0.55) {
    const at = vertex(partition, roll);
    return [at, beside(at, 2 * step_deg, roll), place(partition, roll)];
  }
  return Array.from({ length: 2 + Math.floor(roll() * 3) }, () => place(partition, roll));
}

/** A vertex where only two edges meet, when there is one. */
function bend(partition: Partition, roll: Roll): Position {
  const bends = [...partition.arcs.values()].flatMap((arc) => arc.points.slice(1, -1));
  return bends.length ? pick(bends, roll) : vertex(partition, roll);
}

/** A place further along the outline from one of its nodes. */
function slide(partition: Partition, roll: Roll): Step {
  const outline = [...partition.arcs.values()].filter((arc) => arc.left === 0 || arc.right === 0);
  const { points } = pick(outline, roll);
  const [a, b] = [points[0] as Position, points[1] as Position];
  const t = roll() * 1.1;
  return { kind: "moveVertices", moves: [{ from: a, to: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])] }] };
}

function pieces(partition: Partition, at: ZoneLevel, roll: Roll): number[] {
  const all = [...piecesOf(partition, at).keys()];
  return all.length ? Array.from({ length: 1 + Math.floor(roll() * 4) }, () => pick(all, roll)) : [1];
}
function zonesOf(partition: Partition, at: ZoneLevel): number[] {
  const ids = [...partition.zones.values()].filter((z) => z.level === at).map((z) => z.id);
  return ids.length ? ids : [-999];
}

function dissolve(partition: Partition, roll: Roll): Step {
  const inner = [...partition.arcs.values()].filter(
    ({ left, right }) => left && right && partition.faces.get(left) === partition.faces.get(right),
  );
  if (!inner.length || roll() < 0.1) return { kind: "dissolve", faces: [1, 2] };
  const { left, right } = pick(inner, roll);
  return { kind: "dissolve", faces: [left, right] };
}
/** Zones on the two sides of a border. */
function merge(partition: Partition, roll: Roll): Step {
  const at = level(roll);
  const { left, right } = pick([...partition.arcs.values()], roll);
  const up = (face: number) => {
    let of = partition.zones.get(partition.faces.get(face) ?? 0);
    while (of && of.level > at) of = of.parent === null ? undefined : partition.zones.get(of.parent);
    return of?.id ?? -999;
  };
  return { kind: "merge", level: at, zones: roll() < 0.1 ? zonesOf(partition, at).slice(0, 3) : [up(left), up(right)] };
}
function reroute(partition: Partition, roll: Roll): Step {
  const { points } = pick([...partition.arcs.values()], roll);
  const [a, b] = roll() < 0.6 ? [points[0] as Position, points[points.length - 1] as Position] : [pick(points, roll), pick(points, roll)];
  return { kind: "reroute", line: [a, beside([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], step_deg, roll), b] };
}
function move(partition: Partition, roll: Roll): Step {
  const from = vertex(partition, roll);
  const by = pick(
    [0.2, 0.7, 3].map((n) => n * step_deg),
    roll,
  );
  const moves = [{ from, to: beside(from, by, roll) }];
  if (roll() < 0.3) moves.push({ from: vertex(partition, roll), to: beside(from, by, roll) });
  return { kind: "moveVertices", moves };
}
function share(partition: Partition, roll: Roll): Step {
  const at = level(roll);
  const old = pick(zonesOf(partition, at), roll);
  const parent = at === 1 ? null : pick(zonesOf(partition, (at - 1) as ZoneLevel), roll);
  const zones = [
    { id: old, code: "", name: "" },
    { id: null, code: `S${Math.floor(roll() * 1e6)}`, name: "方案" },
  ].map((z) => ({ ...z, code: z.code || "x", name: z.name || "x" }));
  return {
    kind: "share",
    level: at,
    parent,
    zones,
    pieces: pieces(partition, at, roll).map((piece) => [piece, Math.floor(roll() * 2)] as const),
  };
}

/** The step that dice make of a partition. */
export function stepOf({ kind, seed }: Dice, partition: Partition): Step {
  const roll = random(seed);
  const at = level(roll);
  if (kind < 40) {
    const zones = roll() < 0.5 ? null : zonesOf(partition, at).filter(() => roll() < 0.6);
    return { kind: "cut", level: at, zones, line: line(partition, roll), names: roll() < 0.5 ? [] : ["新区"] };
  }
  if (kind < 46) return merge(partition, roll);
  if (kind < 56) return dissolve(partition, roll);
  if (kind < 64)
    return { kind: "assign", level: at, pieces: pieces(partition, at, roll), to: roll() < 0.1 ? null : pick(zonesOf(partition, at), roll) };
  if (kind < 74) return move(partition, roll);
  if (kind < 78) return slide(partition, roll);
  if (kind < 82) return { kind: "addVertex", at: place(partition, roll) };
  if (kind < 86) return { kind: "removeVertex", at: roll() < 0.2 ? place(partition, roll) : bend(partition, roll) };
  if (kind < 92) return reroute(partition, roll);
  if (kind < 93) return { kind: "zoneAdd", level: at, parent: null, code: `N${Math.floor(roll() * 1000)}`, name: "新" };
  if (kind < 94) return { kind: "zoneChange", zone: pick(zonesOf(partition, at), roll), to: { name: "改名", person: null } };
  if (kind < 95) return { kind: "zoneRemove", zone: pick(zonesOf(partition, at), roll) };
  if (kind < 96) return { kind: "lock", zones: [pick(zonesOf(partition, at), roll)], locked: true };
  if (kind < 98) return { kind: "lock", zones: [...partition.zones.values()].filter((z) => z.locked).map((z) => z.id), locked: false };
  return share(partition, roll);
}

/**
 * DBSCAN (Ester, Kriegel, Sander and Xu 1996): a core has `least` neighbours no farther off than a distance, itself among them;
 * cores that are neighbours share a cluster, and a border point, which is no core but has one for a neighbour, belongs to the
 * cluster of its nearest core (of two as near, the one with the lower number). So the answer does not hang on the points' order.
 *
 * On a grid whose cells are as wide as the distance's square (Gunawan 2013): all points of a cell are neighbours, so a full cell
 * is all cores and one cluster, and what is left is compared with a few cells around. The time grows with the number of points.
 */
import { type Grid, makeGrid, type Points } from "./grid.ts";
import { apart } from "./metres.ts";
import { turns } from "./turns.ts";

export type { Points } from "./grid.ts";

interface Ground {
  readonly points: Points;
  readonly within_m: number;
  readonly least: number;
  readonly grid: Grid;
  /** 1 = a core. */
  readonly core: Uint8Array;
  /** Waits when others are to have their turn. */
  readonly rest: () => Promise<void> | undefined;
}

const between = ({ points: { lon, lat } }: Ground, i: number, j: number): number =>
  apart(lon[i] as number, lat[i] as number, lon[j] as number, lat[j] as number);

/** True when a point has enough neighbours, of which it knows some already. */
function hasEnough(ground: Ground, point: number, known: number, near: readonly number[]): boolean {
  let count = known;
  for (const cell of near) {
    for (const other of ground.grid.members(cell)) {
      if (between(ground, point, other) <= ground.within_m && ++count >= ground.least) return true;
    }
  }
  return false;
}

async function findCores(ground: Ground): Promise<void> {
  const { grid, least, core, rest } = ground;
  for (let cell = 0; cell < grid.size; cell++) {
    const members = grid.members(cell);
    const near = members.length >= least ? [] : grid.near(cell);
    for (const point of members) {
      if (members.length >= least || hasEnough(ground, point, members.length, near)) core[point] = 1;
      await rest();
    }
  }
}

/** Cells whose cores are one cluster point at each other, in the end at one of them. */
class Sets {
  readonly #parent: Int32Array;
  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
  }
  root(cell: number): number {
    let at = cell;
    for (;;) {
      const above = this.#parent[at] as number;
      if (above === at) return at;
      this.#parent[at] = this.#parent[above] as number;
      at = above;
    }
  }
  join(a: number, b: number): void {
    this.#parent[this.root(a)] = this.root(b);
  }
}

/** The smallest upright box around points. */
function boxOf({ lon, lat }: Points, list: Int32Array) {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const i of list) {
    box.west = Math.min(box.west, lon[i] as number);
    box.east = Math.max(box.east, lon[i] as number);
    box.south = Math.min(box.south, lat[i] as number);
    box.north = Math.max(box.north, lat[i] as number);
  }
  return box;
}
type Box = ReturnType<typeof boxOf>;

/** False when a point is certainly too far from everything in a box; the slack is for metres that differ within it. */
function mayReach({ points: { lon, lat }, within_m }: Ground, point: number, { west, south, east, north }: Box): boolean {
  const [x, y] = [lon[point] as number, lat[point] as number];
  return apart(x, y, Math.min(Math.max(x, west), east), Math.min(Math.max(y, south), north)) <= within_m * 1.01;
}

interface Cores {
  readonly list: Int32Array;
  readonly box: Box;
}

/** True when some core of one list is a neighbour of some core of the other. */
async function touch(ground: Ground, one: Cores, other: Cores): Promise<boolean> {
  const [few, many] = one.list.length <= other.list.length ? [one, other] : [other, one];
  for (const point of few.list) {
    if (mayReach(ground, point, many.box)) {
      for (const next of many.list) if (between(ground, point, next) <= ground.within_m) return true;
    }
    await ground.rest();
  }
  return false;
}

/** The cores of each cell; null = none. */
const coresOf = ({ grid, core, points }: Ground): (Cores | null)[] =>
  Array.from({ length: grid.size }, (_, cell) => {
    const list = grid.members(cell).filter((i) => core[i]);
    return list.length ? { list, box: boxOf(points, list) } : null;
  });

async function joinCells(ground: Ground, cores: readonly (Cores | null)[]): Promise<Sets> {
  const sets = new Sets(ground.grid.size);
  for (const [cell, own] of cores.entries()) {
    if (!own) continue;
    for (const other of ground.grid.near(cell)) {
      const others = other > cell ? cores[other] : null;
      if (others && sets.root(cell) !== sets.root(other) && (await touch(ground, own, others))) sets.join(cell, other);
    }
    await ground.rest();
  }
  return sets;
}

/** The cell of the nearest core, when one is a neighbour; -1 otherwise. */
function nearest(ground: Ground, cores: readonly (Cores | null)[], point: number, cells: readonly number[]): number {
  let best = { cell: -1, core: -1, metres: Number.POSITIVE_INFINITY };
  for (const cell of cells) {
    for (const core of cores[cell]?.list ?? []) {
      const metres = between(ground, point, core);
      if (metres > ground.within_m) continue;
      if (metres < best.metres || (metres === best.metres && core < best.core)) best = { cell, core, metres };
    }
  }
  return best.cell;
}

/** The cell each point's cluster has a core in; -1 = it is in no cluster. */
async function cellsOf(ground: Ground, cores: readonly (Cores | null)[]): Promise<Int32Array> {
  const { grid, core, points, rest } = ground;
  const found = new Int32Array(points.lon.length).fill(-1);
  for (let cell = 0; cell < grid.size; cell++) {
    const members = grid.members(cell);
    const bare = members.some((i) => !core[i]) ? [cell, ...grid.near(cell)].filter((c) => cores[c]) : [];
    for (const i of members) {
      found[i] = core[i] ? cell : nearest(ground, cores, i, bare);
      await rest();
    }
  }
  return found;
}

/**
 * The cluster of each point, numbered from 0 in the order of their first points; -1 = in none.
 * Gives way to other work every few milliseconds.
 * @param within_m neighbours are no farther apart, in metres on the ellipsoid
 * @param least neighbours a core has, itself among them
 */
export async function dbscan(points: Points, within_m: number, least: number): Promise<Int32Array> {
  const size = points.lon.length;
  if (size === 0) return new Int32Array();
  const ground = { points, within_m, least, grid: makeGrid(points, within_m), core: new Uint8Array(size), rest: turns() };
  await findCores(ground);
  const cores = coresOf(ground);
  const sets = await joinCells(ground, cores);
  const cells = await cellsOf(ground, cores);
  const numbers = new Map<number, number>();
  return cells.map((cell) => {
    if (cell < 0) return -1;
    const root = sets.root(cell);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
}

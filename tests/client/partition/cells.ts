/** A made-up district of crooked cells, in zones of three levels: rows of cells are grid zones, some rows a community, some of these a street. */
import type { Position } from "../../../server/contract/draw.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import type { LoadGround } from "../../../server/contract/partition/load.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import type { Random } from "../../../server/contract/partition/random.ts";

const west = 119;
const south = 33.5;
/** Degrees: about 100 m. */
export const cell_deg = 0.001;

/** Corners of cells are off the grid by up to half of `crooked` cells, borders bend in between. */
function cornersOf(cols: number, rows: number, random: Random, crooked: number): (x: number, y: number) => Position {
  const corners = Array.from({ length: (2 * cols + 1) * (2 * rows + 1) }, (_, i): Position => {
    const [x, y] = [(i % (2 * cols + 1)) / 2, Math.floor(i / (2 * cols + 1)) / 2];
    return [west + (x + (random.next() - 0.5) * crooked) * cell_deg, south + (y + (random.next() - 0.5) * crooked) * cell_deg];
  });
  return (x, y) => corners[2 * y * (2 * cols + 1) + 2 * x] as Position;
}

/** Faces are numbered in no order. @param zoneOf the lowest zone that holds the cell in a column and a row */
export function cellsOf(
  cols: number,
  rows: number,
  random: Random,
  zones: readonly PlanZone[],
  zoneOf: (x: number, y: number) => number | null,
  crooked = 0.25,
): Partition {
  const at = cornersOf(cols, rows, random, crooked);
  const around = [
    [0, 0],
    [0.5, 0],
    [1, 0],
    [1, 0.5],
    [1, 1],
    [0.5, 1],
    [0, 1],
    [0, 0.5],
  ] as const;
  const faces = Array.from({ length: cols * rows }, (_, i) => {
    const [x, y] = [i % cols, Math.floor(i / cols)];
    return { polygon: [around.map(([dx, dy]) => at(x + dx, y + dy))], zone: zoneOf(x, y), key: random.next() };
  });
  faces.sort((a, b) => a.key - b.key);
  return partitionOf(3, zones, faces);
}

/** Zones of level 3 are blocks of a size; those of a row of blocks are a community, and one street has them all. */
export function districtOf(cols: number, rows: number, block: number, random: Random): Partition {
  const [across, up] = [Math.ceil(cols / block), Math.ceil(rows / block)];
  const zone = (id: number, level: 1 | 2 | 3, parent: number | null): PlanZone => ({
    id,
    level,
    parent,
    code: `${level}-${id}`,
    name: `${id}`,
    unit: null,
    person: null,
    locked: false,
  });
  const zones = [
    zone(1, 1, null),
    ...Array.from({ length: up }, (_, i) => zone(2 + i, 2, 1)),
    ...Array.from({ length: across * up }, (_, i) => zone(100 + i, 3, 2 + Math.floor(i / across))),
  ];
  return cellsOf(cols, rows, random, zones, (x, y) => 100 + Math.floor(y / block) * across + Math.floor(x / block));
}

/** Sites, lines and problems all over a district of so many cells and a little beyond it. */
export function groundOf(
  cols: number,
  rows: number,
  counts: { sites: number; lines: number; problems: number },
  random: Random,
): LoadGround {
  const place = (): Position => [
    west + (random.next() * 1.04 - 0.02) * cols * cell_deg,
    south + (random.next() * 1.04 - 0.02) * rows * cell_deg,
  ];
  const walk = (from: Position): Position[] => {
    const line = [from];
    let way = random.next() * 6.283;
    while (line.length < 12) {
      const [x, y] = line.at(-1) as Position;
      way += random.next() - 0.5;
      line.push([x + Math.cos(way) * cell_deg * 0.6, y + Math.sin(way) * cell_deg * 0.6]);
    }
    return line;
  };
  const sites = Array.from({ length: counts.sites }, (_, i): LoadGround["sites"][number] =>
    i % 20 === 0
      ? { type: "market", at: place(), lines: null, kind: "market" }
      : { type: i % 2 ? "community" : "park", at: place(), lines: null, kind: null },
  );
  const lines = Array.from({ length: counts.lines }, (_, i): LoadGround["sites"][number] => {
    const line = walk(place());
    return { type: i % 3 ? "back_alley" : "river", at: line[0] as Position, lines: [line], kind: i % 3 ? "alley" : "river" };
  });
  const problems = Array.from({ length: counts.problems }, () => {
    const open = random.next() < 0.2;
    return { at: place(), open, overdue: open && random.next() < 0.3, recent: random.next() < 0.1 };
  });
  return { sites: [...sites, ...lines], problems };
}

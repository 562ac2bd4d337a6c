/** A made district of n × n square cells, under communities of two columns each, under one sub-district: small enough to be counted by hand. */
import type { Position } from "../../../server/contract/draw.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";

export const west = 119;
export const south = 33.5;
/** Degrees of a cell's side. */
export const side = 0.01;
export const at = (column: number, row: number): Position => [west + column * side, south + row * side];
/** The middle of a cell. */
export const middle = (column: number, row: number): Position => at(column + 0.5, row + 0.5);

const zone = (id: number, level: 1 | 2 | 3, parent: number | null, name: string): PlanZone => ({
  ...{ id, level, parent, code: `Z${id}`, name, unit: null, person: id % 2 ? "王" : null, locked: false },
});
export const cellId = (column: number, row: number, n = 4): number => 100 + row * n + column;
export const communityId = (column: number): number => 10 + Math.floor(column / 2);

export function gridOf(n = 4): Partition {
  const cells = Array.from({ length: n * n }, (_, i) => [i % n, Math.floor(i / n)] as const);
  const communities = Array.from({ length: Math.ceil(n / 2) }, (_, i) => zone(10 + i, 2, 1, `社区${i + 1}`));
  return partitionOf(
    3,
    [
      zone(1, 1, null, "东街道"),
      ...communities,
      ...cells.map(([x, y]) => zone(cellId(x, y, n), 3, communityId(x), `网格${x + 1}-${y + 1}`)),
    ],
    cells.map(([x, y]) => ({ polygon: [[at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)]], zone: cellId(x, y, n) })),
  );
}

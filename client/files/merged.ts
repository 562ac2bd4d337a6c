/** What stands in a merged cell stands in each cell it covers. */
import type { GridRow } from "./grid.ts";
import type { Merge } from "./sheet.ts";

/** Fills that are made at most: a sheet merged in a million ways is no table. */
const mostFills = 2_000_000;

/**
 * @returns rows with merged cells filled; a merge across the whole table is marked so, being words and no row
 */
export function filledMerges(rows: readonly GridRow[], merges: readonly Merge[]): { rows: GridRow[]; filled: number } {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const at = new Map(rows.map((row, i) => [row.line, i]));
  const made: { line: number; cells: string[]; fromAbove: Set<number>; across?: true }[] = rows.map(({ line, cells }) => ({
    ...{ line, cells: [...cells], fromAbove: new Set<number>() },
  }));
  let filled = 0;
  for (const { top, left, bottom, right } of merges) {
    const from = at.get(top);
    const value = from === undefined ? undefined : made[from]?.cells[left];
    if (from === undefined || !value) continue;
    const last = Math.min(right, width - 1);
    for (let i = from; i < made.length && (made[i]?.line ?? Number.POSITIVE_INFINITY) <= bottom && filled < mostFills; i++) {
      const row = made[i] as (typeof made)[number];
      if (width > 2 && left === 0 && right >= width - 1) row.across = true;
      for (let column = left; column <= last; column++) {
        while (row.cells.length < column) row.cells.push("");
        if (i !== from || column !== left) filled++;
        if (i !== from) row.fromAbove.add(column);
        row.cells[column] = value;
      }
    }
  }
  return { rows: made, filled };
}

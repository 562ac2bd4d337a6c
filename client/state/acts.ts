/** Choosing rows for a bulk act, and the later of two tellings of a problem. Pure. */
import type { ProblemDetail, ProblemRow } from "../../server/contract/types.ts";

/** Rows that can be chosen for one bulk act. */
export type Chosen = ReadonlyMap<number, ProblemRow>;

/** The later of two tellings of the same problem; either may be missing. */
export function later(a: ProblemDetail | null, b: ProblemDetail | null): ProblemDetail | null {
  if (!a || !b) return a ?? b;
  if (a.version !== b.version) return a.version > b.version ? a : b;
  return a.clock >= b.clock ? a : b;
}

/** Rows from one to another, both included, whichever comes first: what a click with Shift held means. */
export function between(rows: readonly ProblemRow[], from: number | null, to: number): readonly ProblemRow[] {
  const a = rows.findIndex((row) => row.id === from);
  const b = rows.findIndex((row) => row.id === to);
  if (b < 0) return [];
  return a < 0 ? rows.slice(b, b + 1) : rows.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** The chosen with these added or taken away; never more than `most`. `full` says that some found no room. */
export function choose(chosen: Chosen, rows: readonly ProblemRow[], on: boolean, most: number): { chosen: Chosen; full: boolean } {
  const next = new Map(chosen);
  let full = false;
  for (const row of rows) {
    if (!on) next.delete(row.id);
    else if (next.has(row.id) || next.size < most) next.set(row.id, row);
    else full = true;
  }
  return { chosen: next, full };
}

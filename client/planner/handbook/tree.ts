/** The book's contents as a tree, its search, and which pages are printed. Pure. */
import type { HandbookPages } from "../../../server/contract/types.ts";
import type { Printing } from "./address.ts";

export type PageRow = HandbookPages["rows"][number];

/** Pages by the page they hang under; null = at the top. */
export function childrenOf(rows: readonly PageRow[]): ReadonlyMap<string | null, readonly PageRow[]> {
  const found = new Map<string | null, PageRow[]>();
  for (const row of rows) {
    const list = found.get(row.parent);
    if (list) list.push(row);
    else found.set(row.parent, [row]);
  }
  return found;
}

/** Keys of the pages above one, the nearest first. */
export function aboveOf(rows: ReadonlyMap<string, PageRow>, key: string): string[] {
  const above: string[] = [];
  for (let at = rows.get(key)?.parent ?? null; at !== null && !above.includes(at); at = rows.get(at)?.parent ?? null) above.push(at);
  return above;
}

/** Pages whose name or code holds all the words. */
export function found(rows: readonly PageRow[], q: string): PageRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name, code }) => words.every((word) => `${name} ${code}`.toLowerCase().includes(word)));
}

/** A page with all that hang under it, in the book's order. */
export function underOf(rows: readonly PageRow[], key: string): PageRow[] {
  const under = new Set([key]);
  // A page comes after the one it hangs under.
  return rows.filter((row) => {
    const holds = under.has(row.key) || (row.parent !== null && under.has(row.parent));
    if (holds) under.add(row.key);
    return holds;
  });
}

/** Changed since an edition: it stands as it does since a later one, or has no edition yet. */
export const changedSince = (rows: readonly PageRow[], edition: number): PageRow[] =>
  rows.filter(({ since }) => since === null || since > edition);

export function printedOf(rows: readonly PageRow[], print: Printing): PageRow[] {
  if (print.what === "all") return [...rows];
  if (print.what === "changed") return changedSince(rows, print.since);
  return print.what === "under" ? underOf(rows, print.key) : rows.filter(({ key }) => key === print.key);
}

/** What the scene tells of a question that is drawn from tiles. Pure. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import { endStates } from "../../server/contract/vocabulary.ts";
import { queryOf } from "../state/view.ts";
import type { Beyond } from "./handle.ts";

interface Known {
  readonly turn: number;
  /** Unix seconds. */
  readonly clock: number;
  readonly total: number | null;
  readonly cells: Beyond["cells"];
  readonly rows: readonly { readonly id: number; readonly lon: number; readonly lat: number }[];
}

export const beyondScene = (filter: Filter, { turn, clock, total, cells, rows }: Known): Beyond => ({
  query: queryOf(formatFilter(filter)),
  turn,
  minute: Math.floor(clock / 60),
  total,
  cells,
  places: new Map(rows.map(({ id, lon, lat }) => [id, [lon, lat] as const])),
});

const isEnd = (word: string) => endStates.some((end) => end === word);

/** The open ones of a question: what the heat is of. null = it means none. */
export function openPart(filter: Filter): Filter | null {
  const status = filter.status.length ? filter.status.filter((word) => !isEnd(word)) : (["open"] as const);
  return status.length && filter.closed === null ? { ...filter, status } : null;
}

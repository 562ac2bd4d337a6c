/** How far the archive reaches (data/schema/0016_archive.sql), as the database said within the last minute: it tells an hour before it moves anything. */
import { sql } from "./sql.ts";

const minute_ms = 60_000;

/** One row. */
export const edgeRow = sql`select extract(epoch from edge)::float8 * 1000 as edge_ms from archive_head`;
export interface EdgeRow {
  readonly edge_ms: number | null;
}

export class ArchiveEdge {
  #edge_ms: number | null = null;
  #until_ms = 0;

  /** ms since 1970; null: nothing is archived. Undefined: it is to be asked again. */
  get at(): number | null | undefined {
    return performance.now() < this.#until_ms ? this.#edge_ms : undefined;
  }

  heard(row: EdgeRow | undefined): void {
    this.#edge_ms = row?.edge_ms ?? null;
    this.#until_ms = performance.now() + minute_ms;
  }
}

/** One data row of a file, whichever format it came in. */
import type { Place } from "../report.ts";

export interface Row extends Place {
  /** What a column holds; undefined when the row has no such column. */
  cell(column: string): unknown;
  /** GeoJSON only: the feature's geometry, unread. */
  readonly geometry?: unknown;
}

export interface Rows {
  /** Names of all columns; null when the file cannot say before it is read. */
  readonly columns: readonly string[] | null;
  readonly rows: AsyncIterable<Row>;
  /** Part of the file that has been read, 0 to 1; null when unknown. */
  fraction(): number | null;
}

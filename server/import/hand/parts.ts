/** A batch's rows as they came, read part by part: never all at once. */
import type { Queryable } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";

export type Cells = readonly string[];

/** @yields each part with the number of its first row: 1 = the first below the headings */
export async function* partsOf(
  on: Queryable,
  batchId: number,
): AsyncGenerator<{ readonly first: number; readonly rows: readonly Cells[] }> {
  const parts = await on.query<{ part: number; count: number }>(
    sql`select part, count from import_part where batch_id = ${batchId}::bigint order by part`,
  );
  let first = 1;
  for (const { part, count } of parts) {
    const [read] = await on.query<{ rows: Cells[] }>(
      sql`select rows from import_part where batch_id = ${batchId}::bigint and part = ${part}::int`,
    );
    yield { first, rows: read?.rows ?? [] };
    first += count;
  }
}

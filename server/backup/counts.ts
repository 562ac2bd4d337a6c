/** How many rows tables have whose names only the catalog knows. */
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

const make = `create function pg_temp.rows_of(relation text) returns bigint language plpgsql as $$
declare n bigint;
begin
  execute format('select count(*) from %I.%I', split_part(relation, '.', 1), split_part(relation, '.', 2)) into n;
  return n;
end $$`;
const drop = "drop function pg_temp.rows_of(text)";

/** @param names with their schemas @returns rows by name */
export async function rowsOf(tx: Tx, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  await tx.script(make);
  const rows = await tx.query<{ name: string; rows: number }>(
    sql`select name, pg_temp.rows_of(name) as rows from unnest(${names}::text[]) t (name)`,
    { timeout_ms: 0 },
  );
  await tx.script(drop);
  return new Map(rows.map(({ name, rows }) => [name, rows]));
}

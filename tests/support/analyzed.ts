/**
 * Statistics of a fixture's own tables. A bare ANALYZE takes the catalogs that all databases of a server share as well: in a transaction it holds
 * them to its end, and every other fixture of the server waits, past its limit.
 */
import type { Db, Tx } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";

/** Analyses every table of the schema, partitions with their parents, in the caller's transaction; without a limit. */
export async function analyzeOwn(tx: Tx): Promise<void> {
  const [row] = await tx.query<{ names: string }>(sql`select string_agg(c.oid::regclass::text, ', ') as names
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`);
  await tx.script(`analyze ${row?.names ?? ""}`);
}

/** The same in a transaction of its own. */
export const analyzed = (db: Db): Promise<void> => db.tx(analyzeOwn);

/**
 * Rows come as they were, in the order of tables' names. What looks at single rows meanwhile is put aside: triggers (the log refuses changes,
 * a zone writes its versions), foreign keys and plain indexes. It comes back over the whole, and all of it is checked then.
 * The owner of the tables may do all this.
 */
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** Statements that put things aside, and those that bring them back. */
interface Aside {
  readonly off: string;
  readonly on: string;
}

const ourTable = sql`t.relkind in ('r', 'p') and t.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' and t.relpersistence <> 't'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = t.oid and d.deptype = 'e')`;

const foreignKeys = sql`select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as off,
    format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as on
  from pg_constraint k join pg_class t on t.oid = k.conrelid where k.contype = 'f' and k.conparentid = 0 and ${ourTable} order by k.oid`;

/** Of a partitioned table the definition speaks of the parent only. */
const indexes = sql`select format('drop index %I.%I', i.relnamespace::regnamespace, i.relname) as off,
    replace(pg_get_indexdef(x.indexrelid), ' ON ONLY ', ' ON ') as on
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
  where not i.relispartition and not x.indisprimary and not exists (select from pg_constraint k where k.conindid = x.indexrelid)
    and ${ourTable} order by i.oid`;

const triggers = sql`select format('alter table %s disable trigger user', t.oid::regclass) as off,
    format('alter table %s enable trigger user', t.oid::regclass) as on
  from pg_class t where exists (select from pg_trigger g where g.tgrelid = t.oid and not g.tgisinternal) and ${ourTable} order by t.oid`;

/** @returns what brings all back, one after the other */
export async function loosen(tx: Tx): Promise<readonly string[]> {
  const found: Aside[] = [];
  for (const kind of [triggers, foreignKeys, indexes]) found.push(...(await tx.query<Aside>(kind, { timeout_ms: 0 })));
  for (const { off } of found) await tx.script(off);
  // Indexes first: foreign keys are checked by them.
  return found.map(({ on }) => on).reverse();
}

/** Indexes of a database with several districts: what begins with a time or a word begins with the district, so that a role reads it in order. */
import type { Db } from "../db/db.ts";
import { patiently, usualPatience } from "../db/patience.ts";
import { sql } from "../db/sql.ts";

interface Build {
  readonly build: string;
  readonly swap: string;
}

/**
 * What begins with a thing's number (`zone1_id`) is one district's anyway, and has the district behind it: so it answers alone, as before. What is
 * unique has it there already (data/schema/0015).
 */
const todo = sql`
  select replace(replace(case when of_thing then regexp_replace(head, '^([^(]*[(](?:[^()]|[(][^()]*[)])*)[)]', '\\1, district_id)')
          else replace(head, ' USING btree (', ' USING btree (district_id, ') end,
        format(' INDEX %I ON ', name), format(' INDEX IF NOT EXISTS %I ON ', made)), ' ON ONLY ', ' ON ')
      || coalesce(' where ' || pg_get_expr(pred, rel), '') as build,
    format('drop index %1$I; alter index %2$I rename to %1$I', name, made) as swap
  from (select c.relname as name, left('by_' || c.relname, 63) as made, i.indpred as pred, i.indrelid as rel, f.attname ~ '_id$' as of_thing,
      regexp_replace(split_part(pg_get_indexdef(i.indexrelid), ' WHERE ', 1), ', district_id[)]', ')') as head
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam and m.amname = 'btree'
      join pg_attribute f on f.attrelid = i.indrelid and f.attnum = i.indkey[0]
      join pg_attribute d on d.attrelid = i.indrelid and d.attname = 'district_id' and not d.attisdropped
    where c.relnamespace = 'public'::regnamespace and not c.relispartition and not i.indisunique and c.relname !~ '^by_'
      and d.attnum <> all ((i.indkey::int2[])[0:i.indnkeyatts - 1])) x
  order by name`;

/**
 * Makes those that are not there yet. Readers go on; who writes waits while the indexes of all tables are built, one after the other.
 * Cut short, it is done again from where it was.
 */
export async function indexByDistrict(db: Db): Promise<void> {
  const left = await db.query<Build>(todo);
  for (const { build } of left) await db.alone(build);
  if (left.length === 0) return;
  const swap = left.map((one) => one.swap).join(";\n");
  await patiently("indexes by district", usualPatience, () => hurried(db, swap));
}

/** One transaction that waits for no lock longer than a moment: whoever waits has all readers wait behind it. */
const hurried = (db: Db, text: string): Promise<void> =>
  db.tx(async (tx) => {
    await tx.query(sql`select set_config('lock_timeout', ${`${usualPatience.lock_ms}ms`}, true)`);
    await tx.script(text);
  });

/** What a database holds of each district, by table. */
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";

/** Tables that districts share, by name: ordinary and partitioned ones, their parts left out. */
export const heldTables = async (owner: Db): Promise<string[]> =>
  (
    await owner.query<{ name: string }>(sql`select c.relname::text as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id' and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'district_role' order by 1`)
  ).map(({ name }) => name);

/** Of every table, a sum over a district's rows with their number before it: "12 0f3c…". As the owner. */
export async function sumsOf(owner: Db, district: number): Promise<Readonly<Record<string, string>>> {
  const names = await heldTables(owner);
  const found: Record<string, string> = {};
  await owner.tx(async (tx) => {
    for (const name of names) {
      // A name of the catalog: no statement takes one as a value.
      await tx.script(`create temporary table summed on commit drop as select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum
        from ${name} t where district_id = ${district}`);
      const [row] = await tx.query<{ sum: string }>(sql`select sum from summed`);
      await tx.script("drop table summed");
      found[name] = row?.sum ?? "";
    }
    const [own] = await tx.query<{ sum: string }>(sql`select md5(d::text) as sum from district d where id = ${district}::int`);
    found.district = own?.sum ?? "";
  });
  return found;
}

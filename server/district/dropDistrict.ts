/** A district leaves the database, with all its rows and its role. For the owner alone. */

import { anyEvent, anyProblem } from "../ask/past.ts";
import { type Db, type Tx, Unsuitable } from "../db/db.ts";
import { rewriting } from "../db/rewrites.ts";
import { sql } from "../db/sql.ts";
import { roleStands } from "./mend.ts";

const unhurried = { timeout_ms: 0 };

/**
 * @param withData false: only one without problems, sites and people goes
 * @returns rows removed
 * @throws Unsuitable when there is no such district, it has no role, or it is not empty
 */
export function dropDistrict(db: Db, role: string, withData: boolean): Promise<number> {
  return db.tx(async (tx) => {
    const [it] = await tx.query<{ id: number; alone: boolean; rows: number; stands: boolean; text: string }>(sql`
      select r.district_id as id, not exists (select from district_role o where o.district_id = r.district_id and o.role <> r.role) as alone,
        (select count(*)::int from ${anyProblem} p where p.district_id = r.district_id) + (select count(*)::int from site s where s.district_id = r.district_id)
          + (select count(*)::int from person s where s.district_id = r.district_id) as rows, ${roleStands} as stands,
        format('drop owned by %1$I cascade; drop role %1$I', r.role) as text
      from district_role r where r.role = ${role}::name`);
    if (!it) throw new Unsuitable(`没有这个角色：${role}。 / There is no such role: ${role}.`);
    if (it.alone && it.rows > 0 && !withData)
      throw new Unsuitable(
        `${role} 还有 ${it.rows} 行数据；先备份，再加 --with-data。 / ${role} still holds ${it.rows} rows: back them up, then say --with-data.`,
      );
    const gone = it.alone ? await empty(tx, it.id) : 0;
    await tx.query(sql`delete from district_role where role = ${role}::name`);
    if (it.stands) await tx.script(it.text);
    if (it.alone) await unsee(tx, it.id);
    return gone;
  });
}

/** Cities over it see it no more. */
async function unsee(tx: Tx, id: number): Promise<void> {
  await tx.query(sql`update district_role set sees = array_remove(sees, ${id}::int) where ${id}::int = any(sees)`);
  await tx.query(sql`select let_see(p.polrelid, r.role) from district_role r join pg_policy p on p.polname = r.role
    where ${roleStands} and exists (select from pg_policy n where n.polrelid = p.polrelid and n.polname = 'held_new')`);
}

/** Tables that others name go after those. A key that lets go by itself stands against nothing. */
async function empty(tx: Tx, id: number): Promise<number> {
  const tables = await tx.query<{ name: string; named: string[]; text: string }>(sql`
    select t.oid::regclass::text as name,
      array(select distinct k.conrelid::regclass::text from pg_constraint k where k.contype = 'f' and k.confrelid = t.oid and k.conrelid <> t.oid
        and k.confdeltype in ('a', 'r')) as named,
      format('delete from %s where district_id = ', t.oid::regclass) as text
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'district_id' and not a.attisdropped
    where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition and t.relname <> 'district_role' order by 1`);
  const left = new Map(tables.map((one) => [one.name, one]));
  const before = await countOf(tx, id);
  await rewriting(tx, async () => {
    while (left.size > 0) {
      const free = [...left.values()].filter(({ named }) => !named.some((other) => left.has(other)));
      if (free.length === 0) throw new Error(`Tables name each other in a ring: ${[...left.keys()].join(", ")}`);
      for (const { name, text } of free) {
        await tx.script(text + String(Math.trunc(id)));
        left.delete(name);
      }
    }
    await tx.query(sql`delete from district where id = ${id}::int`, unhurried);
  });
  return before;
}

async function countOf(tx: Tx, id: number): Promise<number> {
  const [row] = await tx.query<{ rows: number }>(
    sql`select (select count(*) from ${anyProblem} where district_id = ${id}::int) + (select count(*) from ${anyEvent} where district_id = ${id}::int) as rows`,
    unhurried,
  );
  return row?.rows ?? 0;
}

/** The way back along an import's changes: what it added goes, what it changed is as it was; what others have made theirs stands. */

import { anyEvent, anyProblem } from "../../ask/past.ts";
import type { ImportUndone } from "../../contract/types.ts";
import type { Word } from "../../contract/vocabulary.ts";
import type { Tx } from "../../db/db.ts";
import { type Sql, sql } from "../../db/sql.ts";
import { bringBack } from "../../log/problem.ts";
import { siteState } from "./siteWrite.ts";

type Undone = Omit<ImportUndone, "batch">;
type Kept = ImportUndone["kept"];

interface KeptRow {
  readonly row: number;
  readonly name: string;
  readonly why: keyof typeof reasons;
}

const reasons = {
  gone: { zh: "已不在了", en: "it is gone" },
  changed: { zh: "导入之后有人改过", en: "somebody has changed it since" },
  problem: { zh: "有问题引用这个点位", en: "problems refer to it" },
  check_in: { zh: "有人在此打卡", en: "somebody has checked in there" },
  holder: { zh: "测评手册中有责任人", en: "the handbook names people for it" },
  alarm: { zh: "有告警涉及它", en: "an alarm is of it" },
  acted: { zh: "导入之后有人处理过", en: "somebody has worked on it since" },
  photo: { zh: "已有照片", en: "it has photos" },
  told: { zh: "已有人督办或催办", en: "somebody has supervised or pressed it" },
  intake: { zh: "有来件并入了它", en: "something that was sent in belongs to it" },
} as const satisfies Record<string, Word>;

const keptOf = (rows: readonly KeptRow[]): Kept => rows.map(({ row, name, why }) => ({ row, name, reason: { ...reasons[why] } }));

/** Each change of the batch with why it must stand; null = it can go back. */
const judged = (batch: number, thing: "site" | "problem", why: Sql, join: Sql, name: Sql): Sql => sql`
  select c.row, c.thing_id as id, c.before, coalesce(${name}, '#' || c.thing_id) as name, ${why} as why
  from import_change c ${join} where c.batch_id = ${batch}::bigint and c.thing = ${thing}::text`;

/** Whoever works with one of them has finished, or waits: what is judged is what is taken back. In one order, so that two who lock many do not wait for each other. */
async function hold(tx: Tx, batch: number, table: Sql, thing: "site" | "problem"): Promise<void> {
  await tx.query(sql`select from ${table} t where t.id in (select c.thing_id from import_change c where c.batch_id = ${batch}::bigint and c.thing = ${thing})
    order by t.id for update`);
}

/** @returns how many went, and were restored */
export async function undoSites(tx: Tx, batch: number): Promise<Undone> {
  await hold(tx, batch, sql`site`, "site");
  const why = sql`case when s.id is null then 'gone' when ${siteState} is distinct from c.after then 'changed'
    when c.before is not null then null
    when exists (select from ${anyProblem} p where p.site_id = s.id) then 'problem'
    when exists (select from check_in k where k.site_id = s.id) then 'check_in'
    when exists (select from handbook_holder h where h.site_id = s.id) then 'holder' end`;
  const all = judged(batch, "site", why, sql`left join site s on s.id = c.thing_id`, sql`s.name`);
  const kept = await tx.query<KeptRow>(sql`select j.row, j.name, j.why from (${all}) j where j.why is not null order by j.row`);
  const restored = await tx.query(sql`
    update site s set site_type = b.site_type, kind = b.kind, name = b.name, address = b.address, unit_id = b.unit_id, person = b.person, is_key = b.is_key,
      search = b.search, geom = b.geom::geometry, length_m = b.length_m, area_m2 = b.area_m2
    from (${all}) j, jsonb_to_record(j.before) b(site_type text, kind text, name text, address text, unit_id bigint, person text, is_key boolean,
      search text, geom text, length_m float8, area_m2 float8)
    where j.id = s.id and j.why is null and j.before is not null returning 1`);
  const removed = await tx.query(sql`
    with gone as (select j.id from (${all}) j where j.why is null and j.before is null)
    delete from site s using gone where s.id = gone.id returning 1`);
  return { removed: removed.length, restored: restored.length, kept: keptOf(kept) };
}

/** A problem goes only while its log holds nothing but what the import wrote: otherwise it is the record of somebody's work. */
export async function undoProblems(tx: Tx, batch: number): Promise<Undone> {
  await hold(tx, batch, sql`problem_key`, "problem");
  await bringBack(tx, sql`select c.thing_id from import_change c where c.batch_id = ${batch}::bigint and c.thing = 'problem'`);
  const why = sql`case when p.id is null then 'gone'
    when (select count(*) from ${anyEvent} e where e.problem_id = p.id) <> (c.after ->> 'events')::int or p.version <> (c.after ->> 'version')::int then 'acted'
    when exists (select from photo f where f.problem_id = p.id) then 'photo'
    when exists (select from notice n where n.problem_id = p.id and n.by_id is not null) then 'told'
    when a.id is not null then 'alarm' when i.id is not null then 'intake' end`;
  const join = sql`left join problem p on p.id = c.thing_id
    left join (select distinct unnest(problems) as id from alarm) a on a.id = p.id
    left join (select distinct problem_id as id from intake where problem_id is not null) i on i.id = p.id`;
  const all = judged(batch, "problem", why, join, sql`p.title`);
  const kept = await tx.query<KeptRow>(sql`select j.row, j.name, j.why from (${all}) j where j.why is not null order by j.row`);
  const removed = await tx.query(sql`
    with gone as (select j.id from (${all}) j where j.why is null)
    delete from problem p using gone where p.id = gone.id returning 1`);
  return { removed: removed.length, restored: 0, kept: keptOf(kept) };
}

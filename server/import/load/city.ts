/** The city that the database's sessions hold: one, or none yet. */

import { anyEvent } from "../../ask/past.ts";
import { moved, peopleMoved } from "../../ask/revision.ts";
import type { Word } from "../../contract/vocabulary.ts";
import type { Tx } from "../../db/db.ts";
import { rewriting } from "../../db/rewrites.ts";
import { sql } from "../../db/sql.ts";
import type { Revised } from "../loading.ts";
import type { Manifest } from "../manifest.ts";
import { parseTime } from "../time.ts";
import { referenceCategories, saveCategories } from "./categories.ts";

export interface Held {
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly made_up: boolean;
  readonly data_as_of: Date | null;
}

export async function heldCity(tx: Pick<Tx, "query">): Promise<Held | null> {
  const [held] = await tx.query<Held>(sql`select code, name_zh, name_en, made_up, data_as_of from district`);
  return held ?? null;
}

/** The database holds another real city, and nobody said that it may go. */
class HoldsAnotherCity extends Error {
  readonly reason: Word;
  constructor(held: Held, manifest: Manifest) {
    const reason = {
      zh: `数据库里是“${held.name_zh}”（${held.code}），不是“${manifest.name.zh}”（${manifest.code}）。加 --replace 会先删除它的全部数据；或换一个数据库。`,
      en: `The database holds ${held.name_en} (${held.code}), not ${manifest.name.en} (${manifest.code}). With --replace all its data is deleted first; or choose another database.`,
    };
    super(`${reason.en} / ${reason.zh}`);
    this.reason = reason;
  }
}

/** Whether what is held must go first. @throws HoldsAnotherCity */
export function mustGo(held: Held | null, manifest: Manifest, replace: boolean): boolean {
  if (!held) return false;
  if (replace) return true;
  if (held.code === manifest.code) return false;
  if (held.made_up) return true;
  throw new HoldsAnotherCity(held, manifest);
}

/** What those who go had kept for themselves goes with them; what they made for all stays, and is nobody's. */
async function letGo(tx: Tx): Promise<void> {
  await tx.query(sql`with going as (select id from person where layer <> 'app'),
    views as (delete from saved_view where owner_id in (select id from going)),
    shapes as (delete from named_shape where owner_id in (select id from going)),
    rounds as (update inspection_round set made_by = null where made_by in (select id from going)),
    links as (update share_link set made_by = null where made_by in (select id from going)),
    tours as (update wall_tour set changed_by = null where changed_by in (select id from going)),
    orders as (update wall_order set made_by = null where made_by in (select id from going))
    update wall_rule set changed_by = null where changed_by in (select id from going)`);
  // An office that is gone shares nothing.
  await tx.query(
    sql`update saved_view set unit_id = null, share = case share when 'office' then 'mine' else share end where unit_id is not null`,
  );
  await tx.query(
    sql`update named_shape set unit_id = null, share = case share when 'office' then 'mine' else share end where unit_id is not null`,
  );
}

/** The past of zones goes with them; only so can what is published go. Where other districts are beside it, row by row. */
async function empty(tx: Tx): Promise<void> {
  const [among] = await tx.query<{ others: boolean }>(sql`select row_security_active('problem') as others`);
  if (among?.others) return rewriting(tx, () => emptyOwn(tx));
  await tx.query(sql`truncate act_key, problem_event, archived_problem_event, problem, archived_problem, problem_key, check_in, notice, delivery, message, intake, alarm, handbook_holder, handbook_edition, site,
    base_feature, trade_duty, time_limit, category, district`);
  await tx.query(sql`truncate zone_version, zone_plan_step, zone_plan`);
  // What was brought in by hand was the city's. How files with such headings are read is the office's, and stays.
  await tx.query(sql`truncate import_batch, import_part, import_refused, import_change`);
}

/** The same of one district among others, in an order that no key stands against. */
async function emptyOwn(tx: Tx): Promise<void> {
  for (const statement of [
    ...[
      sql`delete from problem_event`,
      sql`delete from archived_problem_event`,
      sql`delete from check_in`,
      sql`delete from delivery`,
      sql`delete from message`,
      sql`delete from notice`,
    ],
    ...[
      sql`delete from intake`,
      sql`delete from alarm`,
      sql`delete from handbook_holder`,
      sql`delete from handbook_edition`,
      sql`delete from problem`,
      sql`delete from archived_problem`,
    ],
    ...[
      sql`delete from site`,
      sql`delete from base_feature`,
      sql`delete from trade_duty`,
      sql`delete from time_limit`,
      sql`delete from category`,
    ],
    ...[sql`delete from district`, sql`delete from zone_version`, sql`delete from zone_plan_step`, sql`delete from zone_plan`],
    ...[sql`delete from import_refused`, sql`delete from import_change`, sql`delete from import_part`, sql`delete from import_batch`],
  ])
    await tx.query(statement, { timeout_ms: 0 });
}

/**
 * Deletes everything of the city. Ids go on from where they were: an old link must not open something else. Accounts made in the page stay,
 * without what they held in a zone or a unit that is gone.
 */
export async function clear(tx: Tx, held: Held, changed: Set<Revised>): Promise<Word> {
  // Photos are let go: whatever nothing names is removed with its files.
  await tx.query(sql`update photo set problem_id = null, check_in_id = null`);
  await empty(tx);
  await tx.query(sql`update robot set unit_id = null, paused = true where unit_id is not null`);
  await tx.query(sql`
    update person set roles = array(select r from unnest(roles) r where r not in ('dispatcher', 'inspector', 'handler')), unit_id = null, zone_id = null,
      version = version + 1
    where layer = 'app' and (unit_id is not null or zone_id is not null)`);
  await letGo(tx);
  await tx.query(sql`delete from person where layer <> 'app'`);
  await tx.query(sql`delete from zone`);
  await tx.query(sql`delete from unit`);
  for (const layer of ["district", "base", "sites", "zones", "problems", "alarms", "plans"] as const) changed.add(layer);
  const made = held.made_up ? { zh: "虚构的", en: "the made-up " } : { zh: "", en: "" };
  return { zh: `已删除${made.zh}“${held.name_zh}”的全部数据`, en: `all data of ${made.en}${held.name_en} was deleted` };
}

/** How far the times of a rolling bundle are moved: whole days, so that asOf falls within the 24 hours before now. */
export function shiftOf(manifest: Manifest, held: Held | null, now: Date): number {
  if (!manifest.rolling || manifest.asOf === undefined) return 0;
  const asOf = parseTime(manifest.asOf, "iso", manifest.timeZone) as number;
  // A city that is here keeps its times: importing it again changes nothing.
  if (held?.code === manifest.code && held.data_as_of) return held.data_as_of.getTime() - asOf;
  const day = 24 * 3_600_000;
  return Math.floor((now.getTime() - asOf) / day) * day;
}

/** The district's row and its categories. */
export async function saveCity(tx: Tx, m: Manifest, shift_ms: number, changed: Set<Revised>): Promise<void> {
  const asOf = m.asOf === undefined ? null : new Date((parseTime(m.asOf, "iso", m.timeZone) as number) + shift_ms);
  const frozen = m.rolling ? null : asOf;
  const saved = await tx.query(sql`
    insert into district as d (code, name_zh, name_en, time_zone, language, centre, frozen_at, data_as_of, made_up, notice_zh, notice_en,
      attribution, map_approval, nearly_due_h)
    values (${m.code}, ${m.name.zh}, ${m.name.en}, ${m.timeZone}, ${m.language}, st_setsrid(st_makepoint(${m.centre[0]}::float8, ${m.centre[1]}::float8), 4326),
      ${frozen}::timestamptz, ${asOf}::timestamptz, ${m.madeUp ?? false}, ${m.notice?.zh ?? null}, ${m.notice?.en ?? null}, ${m.attribution ?? null},
      ${m.mapApproval ?? null}, ${m.nearlyDueHours ?? 24}::float8)
    on conflict (id) do update set code = excluded.code, name_zh = excluded.name_zh, name_en = excluded.name_en, time_zone = excluded.time_zone,
      language = excluded.language, centre = excluded.centre, frozen_at = excluded.frozen_at, data_as_of = coalesce(excluded.data_as_of, d.data_as_of),
      made_up = excluded.made_up, notice_zh = excluded.notice_zh, notice_en = excluded.notice_en, attribution = excluded.attribution,
      map_approval = excluded.map_approval, nearly_due_h = excluded.nearly_due_h
    where (d.code, d.name_zh, d.name_en, d.time_zone, d.language, d.centre, d.frozen_at, d.data_as_of, d.made_up, d.notice_zh, d.notice_en, d.attribution,
        d.map_approval, d.nearly_due_h)
      is distinct from (excluded.code, excluded.name_zh, excluded.name_en, excluded.time_zone, excluded.language, excluded.centre, excluded.frozen_at,
        coalesce(excluded.data_as_of, d.data_as_of), excluded.made_up, excluded.notice_zh, excluded.notice_en, excluded.attribution, excluded.map_approval,
        excluded.nearly_due_h)
    returning 1`);
  const own = m.categories ?? [];
  const reference = (await referenceCategories()).filter((c) => !own.some((mine) => mine.code === c.code));
  const categories = (await saveCategories(tx, "reference", reference)) + (await saveCategories(tx, m.code, own));
  if (saved.length + categories > 0) changed.add("district");
}

/** Without an asOf, the data is as of the latest thing it knows; without problems, as of the import. */
export async function settleAsOf(tx: Tx, manifest: Manifest, now: Date, changed: Set<Revised>): Promise<void> {
  if (manifest.asOf !== undefined) return;
  const settled = await tx.query(sql`
    update district d set data_as_of = l.last
    from (select coalesce((select max(at) from ${anyEvent} where at <= ${now}::timestamptz), (select data_as_of from district), ${now}::timestamptz) as last) l
    where d.data_as_of is distinct from l.last returning 1`);
  if (settled.length) changed.add("district");
}

/** Moves the revisions of what changed, in the transaction that changed it. */
export async function bump(tx: Tx, changed: ReadonlySet<Revised>, now: Date): Promise<void> {
  // People come with a city, and are no layer: duties and areas may be others.
  await tx.query(peopleMoved(null));
  if (changed.size === 0) return;
  await tx.query(sql`update district set imported_at = ${now}::timestamptz`);
  for (const layer of changed) await tx.query(moved(layer));
}

/** 上报: a new problem, from whoever found it: its number, its zones by its place and day, and the first event of its log. */

import { type Caller, Conflict, Forbidden } from "../ask/caller.ts";
import { dayOf, today } from "../ask/day.ts";
import { holdClientId, usedOtherwise } from "../ask/once.ts";
import { anyProblem } from "../ask/past.ts";
import { searchText } from "../ask/searchText.ts";
import { isOpenState } from "../ask/status.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { ProblemSource, Word } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Facts } from "../life/facts.ts";
import { bareEvent, type Fold, foldLog, type LogEvent } from "../life/fold.ts";
import { roleRefusal } from "../life/rules.ts";
import { frozenWord, notYours } from "./allowed.ts";
import { ms, nearlyDueHours } from "./problem.ts";
import { append } from "./write.ts";
import { holdZones } from "./zonesHeld.ts";

/** What is reported. Degrees of EPSG:4326; times ms since 1970. */
export interface Report {
  readonly category: string;
  readonly lon: number;
  readonly lat: number;
  /** The category's name when there is none. */
  readonly title: string | null;
  readonly description: string | null;
  /** Where it is, in words. */
  readonly place: string | null;
  /** Id of the evaluated site it belongs to. */
  readonly site: number | null;
  readonly source: ProblemSource;
  readonly night: boolean;
  /** When it was found; null = now, or so many seconds ago by the sender's count. */
  readonly found: number | null;
  readonly ago_s?: number | null;
  /** Photos of what is wrong and, mended on the spot, of what was done; or why there are none. */
  readonly photos?: readonly number[] | null;
  readonly photosAfter?: readonly number[] | null;
  readonly noPhoto: string | null;
  /** Made by the page: sent again, it is the same report. */
  readonly clientId?: string | null;
  /** Radius in metres in which the device believed to be. */
  readonly accuracy_m?: number | null;
  /** Whoever told of it from outside: of 12345 and public reports only. */
  readonly reporterName: string | null;
  readonly reporterPhone: string | null;
  /** It was mended on the spot. */
  readonly fixed: boolean;
  /** Written with the problem, before the change is told. */
  readonly also?: (id: number) => Promise<void>;
}

interface Looked {
  readonly now: number;
  readonly frozen: boolean;
  readonly hours: number;
  /** The district's day now, yyyy-MM-dd. */
  readonly today: string;
  /** The category's name, in the district's language; null = there is none such, or it is retired. */
  readonly category: string | null;
  readonly site: boolean;
  /** When it was found, ms since 1970. */
  readonly found: number;
  /** Within the district's outline; true where there is none. */
  readonly inside: boolean;
  /** Farther from the outline than any place of this district's work. */
  readonly far: boolean;
  /** The zone of each level that holds the place: today, and the day it was found. */
  readonly zones: Zones;
  readonly foundZones: Zones;
}
type Zones = readonly [number | null, number | null, number | null];

const zonesOn = (day: Sql): Sql => sql`zone_at(it.geom, 1, ${day}), zone_at(it.geom, 2, ${day}), zone_at(it.geom, 3, ${day})`;

/** A position farther from the outline than this is a slip: of the hand, of the device, or lon and lat changed over. */
export const farthest_m = 200_000;

const foundAt = ({ found, ago_s }: Report): Sql =>
  found === null ? sql`clock() - ${ago_s ?? 0}::float8 * interval '1 second'` : sql`${new Date(found).toISOString()}::timestamptz`;

const look = (report: Report): Sql => sql`
  with found as (select ${foundAt(report)} as at),
  it as (select st_setsrid(st_makepoint(${report.lon}::float8, ${report.lat}::float8), 4326) as geom,
    ${dayOf(sql`found.at`)} as day, ${today} as today from found)
  select ${ms(sql`clock()`)} as now, coalesce((select frozen_at is not null from district), false) as frozen, ${nearlyDueHours} as hours,
    ${dayOf(sql`clock()`)}::text as today, (select ${ms(sql`found.at`)} from found) as found,
    (select case when (select language from district) = 'en' then c.name_en else c.name_zh end from category c
      where c.code = ${report.category}::text and (c.retired_on is null or c.retired_on > ${dayOf(sql`clock()`)})) as category,
    ${report.site}::bigint is null or exists (select from site where id = ${report.site}::bigint) as site,
    coalesce((select st_intersects(d.outline, it.geom) from district d, it), true) as inside,
    coalesce((select not st_dwithin(d.outline::geography, it.geom::geography, ${farthest_m}::float8) from district d, it), false) as far,
    (select array[${zonesOn(sql`it.today`)}] from it) as zones, (select array[${zonesOn(sql`it.day`)}] from it) as "foundZones"`;

const told: ReadonlySet<ProblemSource> = new Set(["12345", "public"]);
const expected = {
  category: { zh: "现行的类别代码", en: "the code of a category in use" },
  site: { zh: "没有这个点位", en: "the id of a site that exists" },
  place: {
    zh: `距本区不超过 ${farthest_m / 1000} 公里的位置`,
    en: `a place not farther than ${farthest_m / 1000} km from the district`,
  },
  found: { zh: "不晚于现在的时间", en: "a time that is not after now" },
  photos: { zh: "照片，或没有照片的理由（noPhoto）", en: "a photo, or why there is none (noPhoto)" },
  reporter: { zh: "仅 12345 热线和群众上报可填举报人", en: "of a 12345 or public report only" },
} as const satisfies Record<string, Word>;

/** @throws ParameterError */
function refuseWrong(report: Report, looked: Looked): void {
  const refuse = (name: string, value: string, what: keyof typeof expected): never => {
    throw new ParameterError(name, value, expected[what]);
  };
  const { category, lon, lat, site, found, noPhoto, photos, source } = report;
  if (looked.category === null) refuse("category", category, "category");
  if (!looked.site) refuse("site", String(site), "site");
  if (looked.far) refuse("lon/lat", `${lon} ${lat}`, "place");
  if (found !== null && found > looked.now) refuse("found", new Date(found).toISOString(), "found");
  if (!noPhoto?.trim() && !photos?.length) refuse("photos", "", "photos");
  if (!told.has(source) && report.reporterName !== null) refuse("reporterName", "…", "reporter");
  if (!told.has(source) && report.reporterPhone !== null) refuse("reporterPhone", "…", "reporter");
}

/** Another system reports for itself, by its key. */
const isSystem = ({ kind, roles }: Caller): boolean => kind === "device" && roles.has("intake");

/** @throws Forbidden */
function refuseCaller(caller: Caller, { fixed }: Report): void {
  if (isSystem(caller) && !fixed) return;
  const duty = roleRefusal("report", caller.roles) ?? (fixed ? roleRefusal("fix_on_spot", caller.roles) : null);
  if (duty || caller.personId === null) throw new Forbidden(duty ?? notYours);
}

/** The next number of the day: yyyyMMdd-NNNN. Two who report at once wait for each other here, until the first is done. */
async function nextCode(tx: Tx, day: string): Promise<string> {
  const [row] = await tx.query<{ n: number }>(sql`insert into problem_number (day, next) values (${day}::date, 2)
    on conflict (day, district_id) do update set next = problem_number.next + 1 returning next - 1 as n`);
  return `${day.replaceAll("-", "")}-${String(row?.n).padStart(4, "0")}`;
}

async function insert(tx: Tx, caller: Caller, report: Report, looked: Looked, fold: Fold): Promise<number> {
  const { description, place, source, site, night, noPhoto, lon, lat, clientId = null, accuracy_m = null } = report;
  const title = report.title ?? looked.category ?? report.category;
  const found = new Date(looked.found).toISOString();
  const [zone1, zone2, zone3] = looked.zones;
  const [found1, found2, found3] = looked.foundZones;
  const [row] = await tx.query<{ id: number }>(sql`
    insert into problem (layer, external_id, category, title, description, place, source, site_id, night, found_at, state, is_open, zone1_id, zone2_id, zone3_id,
      found_zone1_id, found_zone2_id, found_zone3_id, reporter_id, reporter_name, reporter_phone, no_photo, client_id, accuracy_m, outside, search, geom)
    values ('app', ${await nextCode(tx, looked.today)}::text, ${report.category}::text, ${title}::text, ${description}::text, ${place}::text,
      ${source}::text, ${site}::bigint, ${night}::boolean, ${found}::timestamptz, ${fold.state}::text, ${isOpenState(fold.state)}::boolean, ${zone1}::bigint, ${zone2}::bigint,
      ${zone3}::bigint, ${found1}::bigint, ${found2}::bigint, ${found3}::bigint, ${caller.personId}::bigint, ${report.reporterName}::text, ${report.reporterPhone}::text, ${noPhoto}::text,
      ${clientId}::uuid, ${accuracy_m}::float8, ${!looked.inside}::boolean, ${searchText(title, place)}::text, st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326)) returning id`);
  return row?.id as number;
}

/** The problem that this very report made before; null = none. @throws Conflict when its id was used by somebody else */
async function madeBefore(tx: Tx, caller: Caller, clientId: string): Promise<number | null> {
  await holdClientId(tx, clientId);
  const [made] = await tx.query<{ id: number; by: number | null }>(
    sql`select p.id, p.reporter_id as by from problem_key k join ${anyProblem} p on p.id = k.id where k.client_id = ${clientId}::uuid`,
  );
  if (made && made.by !== caller.personId) throw new Conflict(usedOtherwise);
  return made?.id ?? null;
}

/** The report, and of what was mended on the spot its end; each with its own photos. */
function eventsOf(caller: Caller, { fixed, noPhoto, photos, photosAfter }: Report, at: number): LogEvent[] {
  const shown = (ids: readonly number[] | null | undefined): Facts => ({
    ...(ids?.length && { photos: [...new Set(ids)] }),
    ...(isSystem(caller) && { system: true as const }),
    ...(noPhoto && { noPhoto }),
  });
  const one = (act: "report" | "fix_on_spot", facts: Facts): LogEvent => ({
    ...bareEvent,
    ...{ act, at, actor: caller.name, actorId: caller.personId, facts },
  });
  return [one("report", shown(photos)), ...(fixed ? [one("fix_on_spot", shown(photosAfter))] : [])];
}

/**
 * Files a report; `fixed` writes it off in the same transaction. One that was filed before under its clientId is not filed again.
 * @returns the problem's id
 * @throws ParameterError naming category, site, lon/lat, found, photos or the reporter; Forbidden; Conflict in a snapshot, or when the
 *   clientId is somebody else's
 */
export async function reportProblem(tx: Tx, caller: Caller, report: Report): Promise<number> {
  refuseCaller(caller, report);
  const before = report.clientId ? await madeBefore(tx, caller, report.clientId) : null;
  if (before !== null) return before;
  await holdZones(tx);
  const [row] = await tx.query<Looked>(look(report));
  const looked = row as Looked;
  if (looked.frozen) throw new Conflict(frozenWord);
  refuseWrong(report, looked);
  const place = { lon: report.lon, lat: report.lat };
  const events = eventsOf(caller, report, looked.now);
  const folds = foldLog(events, looked.found, looked.hours);
  const id = await insert(tx, caller, report, looked, folds.at(-1) as Fold);
  await report.also?.(id);
  await append(
    tx,
    caller,
    events.map((event, i) => ({ id, event, fold: folds[i] as Fold, place })),
  );
  return id;
}

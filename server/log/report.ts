/** 上报: a new problem, from whoever found it: its number, its zones by its place and day, and the first event of its log. */

import { type Caller, Conflict, Forbidden } from "../ask/caller.ts";
import { dayOf } from "../ask/day.ts";
import { searchText } from "../ask/searchText.ts";
import { ParameterError } from "../contract/filter.ts";
import type { ProblemSource, Word } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { bareEvent, type Fold, foldLog, type LogEvent } from "../life/fold.ts";
import { roleRefusal } from "../life/rules.ts";
import { frozenWord, notYours } from "./allowed.ts";
import { ms, nearlyDueHours } from "./problem.ts";
import { append } from "./write.ts";

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
  /** When it was found; null = now. */
  readonly found: number | null;
  /** Why there is no photo. */
  readonly noPhoto: string;
  /** Whoever told of it from outside: of 12345 and public reports only. */
  readonly reporterName: string | null;
  readonly reporterPhone: string | null;
  /** It was mended on the spot. */
  readonly fixed: boolean;
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
  readonly inside: boolean;
  readonly zone1: number | null;
  readonly zone2: number | null;
  readonly zone3: number | null;
}

/** Of each level the zone in force on the day it was found, the lowest id where the place lies on a border: as an import does it. */
const zoneAt = (
  level: number,
): Sql => sql`(select min(z.id) from zone z, it where z.level = ${level}::int and st_intersects(z.geom, it.geom)
  and (z.valid_from is null or z.valid_from <= it.day) and (z.valid_to is null or z.valid_to > it.day))`;

const look = ({ category, lon, lat, site, found }: Report): Sql => sql`
  with it as (select st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326) as geom,
    ${dayOf(sql`coalesce(${found === null ? null : new Date(found).toISOString()}::timestamptz, clock())`)} as day)
  select ${ms(sql`clock()`)} as now, coalesce((select frozen_at is not null from district), false) as frozen, ${nearlyDueHours} as hours,
    ${dayOf(sql`clock()`)}::text as today,
    (select case when (select language from district) = 'en' then c.name_en else c.name_zh end from category c
      where c.code = ${category}::text and (c.retired_on is null or c.retired_on > ${dayOf(sql`clock()`)})) as category,
    ${site}::bigint is null or exists (select from site where id = ${site}::bigint) as site,
    coalesce((select st_intersects(d.outline, it.geom) from district d, it where d.outline is not null), true) as inside,
    ${zoneAt(1)} as zone1, ${zoneAt(2)} as zone2, ${zoneAt(3)} as zone3`;

const told: ReadonlySet<ProblemSource> = new Set(["12345", "public"]);
const expected = {
  category: { zh: "现行的类别代码", en: "the code of a category in use" },
  site: { zh: "没有这个点位", en: "the id of a site that exists" },
  place: { zh: "本区界内的位置", en: "a place inside the district's outline" },
  found: { zh: "不晚于现在的时间", en: "a time that is not after now" },
  noPhoto: { zh: "没有照片的理由", en: "why there is no photo" },
  reporter: { zh: "仅 12345 热线和群众上报可填举报人", en: "of a 12345 or public report only" },
} as const satisfies Record<string, Word>;

/** @throws ParameterError */
function refuseWrong(report: Report, looked: Looked): void {
  const refuse = (name: string, value: string, what: keyof typeof expected): never => {
    throw new ParameterError(name, value, expected[what]);
  };
  const { category, lon, lat, site, found, noPhoto, source } = report;
  if (looked.category === null) refuse("category", category, "category");
  if (!looked.site) refuse("site", String(site), "site");
  if (!looked.inside) refuse("lon/lat", `${lon} ${lat}`, "place");
  if (found !== null && found > looked.now) refuse("found", new Date(found).toISOString(), "found");
  if (!noPhoto.trim()) refuse("noPhoto", noPhoto, "noPhoto");
  if (!told.has(source) && report.reporterName !== null) refuse("reporterName", "…", "reporter");
  if (!told.has(source) && report.reporterPhone !== null) refuse("reporterPhone", "…", "reporter");
}

/** @throws Forbidden */
function refuseCaller(caller: Caller, { fixed }: Report): void {
  const duty = roleRefusal("report", caller.roles) ?? (fixed ? roleRefusal("fix_on_spot", caller.roles) : null);
  if (duty || caller.personId === null) throw new Forbidden(duty ?? notYours);
}

/** The next number of the day: yyyyMMdd-NNNN. Two who report at once wait for each other here, until the first is done. */
async function nextCode(tx: Tx, day: string): Promise<string> {
  const [row] = await tx.query<{ n: number }>(sql`insert into problem_number (day, next) values (${day}::date, 2)
    on conflict (day) do update set next = problem_number.next + 1 returning next - 1 as n`);
  return `${day.replaceAll("-", "")}-${String(row?.n).padStart(4, "0")}`;
}

async function insert(tx: Tx, caller: Caller, report: Report, looked: Looked, fold: Fold): Promise<number> {
  const { description, place, source, site, night, noPhoto, lon, lat } = report;
  const title = report.title ?? looked.category ?? report.category;
  const found = new Date(report.found ?? looked.now).toISOString();
  const [row] = await tx.query<{ id: number }>(sql`
    insert into problem (layer, external_id, category, title, description, place, source, site_id, night, found_at, state, zone1_id, zone2_id, zone3_id,
      reporter_id, reporter_name, reporter_phone, no_photo, search, geom)
    values ('app', ${await nextCode(tx, looked.today)}::text, ${report.category}::text, ${title}::text, ${description}::text, ${place}::text,
      ${source}::text, ${site}::bigint, ${night}::boolean, ${found}::timestamptz, ${fold.state}::text, ${looked.zone1}::bigint, ${looked.zone2}::bigint,
      ${looked.zone3}::bigint, ${caller.personId}::bigint, ${report.reporterName}::text, ${report.reporterPhone}::text, ${noPhoto}::text,
      ${searchText(title, place)}::text, st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326)) returning id`);
  return row?.id as number;
}

/**
 * Files a report; `fixed` writes it off in the same transaction.
 * @returns the new problem's id
 * @throws ParameterError naming category, site, lon/lat, found, noPhoto or the reporter; Forbidden; Conflict in a snapshot
 */
export async function reportProblem(tx: Tx, caller: Caller, report: Report): Promise<number> {
  refuseCaller(caller, report);
  const [row] = await tx.query<Looked>(look(report));
  const looked = row as Looked;
  if (looked.frozen) throw new Conflict(frozenWord);
  refuseWrong(report, looked);
  const { now, hours } = looked;
  const place = { lon: report.lon, lat: report.lat };
  const facts = { noPhoto: report.noPhoto };
  const acts = report.fixed ? (["report", "fix_on_spot"] as const) : (["report"] as const);
  const events = acts.map((act): LogEvent => ({ ...bareEvent, act, at: now, actor: caller.name, actorId: caller.personId, facts }));
  const folds = foldLog(events, report.found ?? now, hours);
  const id = await insert(tx, caller, report, looked, folds.at(-1) as Fold);
  await append(
    tx,
    caller,
    events.map((event, i) => ({ id, event, fold: folds[i] as Fold, place })),
  );
  return id;
}

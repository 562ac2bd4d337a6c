/** A small office for tests of acts: two sub-districts, three units, people of every role, and a clock that the tests move. */
import { type Caller, nobody } from "../../../server/ask/caller.ts";
import type { PersonAct, Role } from "../../../server/contract/vocabulary.ts";
import type { Db, Tx } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import type { Asked, Outcome, Says } from "../../../server/log/perform.ts";
import { perform } from "../../../server/log/perform.ts";
import { type Report, reportProblem } from "../../../server/log/report.ts";

export const hour = 3_600_000;
/** A Monday, 09:00 in Shanghai. */
export const monday = Date.parse("2026-11-16T09:00:00+08:00");
/** The west half is zone 1 with the community 3 and the cell 4; the east half zone 2. */
export const west = { lon: 119.02, lat: 33.52 };
export const east = { lon: 119.08, lat: 33.52 };
/** Unit 2 is under unit 1; unit 3 is by itself. */
const people: readonly [id: number, name: string, role: Role, unit: number | null, zone: number | null][] = [
  [1, "钱调度", "dispatcher", null, null],
  [2, "西调度", "dispatcher", null, 1],
  [3, "巡查甲", "inspector", null, null],
  [4, "巡查乙", "inspector", null, null],
  [5, "东巡查", "inspector", null, 2],
  [6, "处置一", "handler", 1, null],
  [7, "处置三", "handler", 3, null],
  [8, "领导", "leader", null, null],
  [9, "规划", "planner", null, null],
  [10, "审计", "auditor", null, null],
  [11, "系统", "administrator", null, null],
  [12, "安全", "security", null, null],
];

const caller = ([personId, name, role, unit, zone]: (typeof people)[number]): Caller => ({
  ...nobody,
  kind: "person",
  personId,
  name,
  roles: new Set([role]),
  zone: zone === null ? null : { id: zone, level: 1 },
  units: unit === null ? [] : unit === 1 ? [1, 2] : [unit],
  address: "192.0.2.1",
});
const [
  dispatcher,
  westDispatcher,
  inspector,
  second,
  eastInspector,
  handler,
  otherHandler,
  leader,
  planner,
  auditor,
  administrator,
  security,
] = people.map(caller) as [Caller, Caller, Caller, Caller, Caller, Caller, Caller, Caller, Caller, Caller, Caller, Caller];
/** One caller of each kind; handler is of units 1 and 2, otherHandler of unit 3. */
export const staff = {
  ...{ dispatcher, westDispatcher, inspector, second, eastInspector, handler, otherHandler },
  ...{ leader, planner, auditor, administrator, security },
};
export const wall: Caller = { ...nobody, kind: "device", deviceId: 1, name: "大屏", roles: new Set(["wall"]) };

const square = (w: number, e: number) => `MULTIPOLYGON(((${w} 33.5,${e} 33.5,${e} 33.6,${w} 33.6,${w} 33.5)))`;

/** Writes the office into an empty database. */
export async function loadDesk(db: Db): Promise<void> {
  await db.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, outline, data_as_of, clock_set_at, made_up)
    values ('desk', '测试区', 'Test district', 'Asia/Shanghai', 'zh', ST_Point(119.05, 33.55, 4326), ST_GeomFromText(${square(119, 119.1)}::text, 4326),
      ${new Date(monday).toISOString()}::timestamptz, now(), true)`);
  await db.query(sql`insert into category (code, major, name_zh, name_en, retired_on) values ('0101', '01', '占道经营', 'street vending', null),
    ('0102', '01', '店外经营', 'vending outside a shop', null), ('0199', '01', '旧类', 'retired', '2020-01-01')`);
  await db.query(sql`insert into unit (id, layer, external_id, name, short_name, parent_id) overriding system value
    values (1, 'u', '1', '城管局', '城管', null), (2, 'u', '2', '城管一中队', '一中队', 1), (3, 'u', '3', '市政所', '市政', null)`);
  await db.query(sql`insert into zone (id, layer, external_id, level, code, name, parent_id, geom, area_m2) overriding system value
    select id, 'z', id::text, level, id::text, name, parent, ST_GeomFromText(wkt, 4326), 1 from (values
      (1::bigint, 1, '西街道', null::bigint, ${square(119, 119.05)}::text), (2, 1, '东街道', null, ${square(119.05, 119.1)}::text),
      (3, 2, '西社区', 1, ${square(119, 119.05)}::text), (4, 3, '西一网格', 3, ${square(119, 119.05)}::text)) v (id, level, name, parent, wkt)`);
  for (const [id, name, role, unit, zone] of people)
    await db.query(sql`insert into person (id, external_id, name, roles, unit_id, zone_id) overriding system value
      values (${id}::bigint, ${`p${id}`}::text, ${name}::text, array[${role}::text], ${unit}::bigint, ${zone}::bigint)`);
  await db.query(sql`insert into work_hours values ('2020-01-01', '{480,720,840,1080}', '{1,2,3,4,5}') on conflict do nothing`);
}

/** Problems and logs lie by month from now on, as where there are many: this one is there. Its owner alone may. */
export async function divide(db: Db, month: string): Promise<void> {
  for (const parent of ["problem_ended", "problem_event"])
    await db.query(sql`select make_month(${parent}::text, ${month}::date)`, { timeout_ms: 0 });
}

/** Sets the district's clock; it runs on from there. */
export async function setClock(db: Db, at: number): Promise<void> {
  await db.query(sql`update district set data_as_of = ${new Date(at).toISOString()}::timestamptz, clock_set_at = now()`);
}

export const plainReport: Report = {
  ...{ category: "0101", ...west, title: "占道经营", description: null, place: "人民路", site: null, source: "patrol", night: false },
  ...{ found: null, noPhoto: "天黑", reporterName: null, reporterPhone: null, fixed: false },
};

export const report = (db: Db, more: Partial<Report> = {}, by: Caller = staff.inspector): Promise<number> =>
  db.tx((tx) => reportProblem(tx, by, { ...plainReport, ...more }));

/** What each act says when a test does not care. */
export const saysPlain: Readonly<Record<PersonAct, Says>> = {
  ...{ verify: () => ({}), file: () => ({}), reject: () => ({ note: "重复" }) },
  dispatch: (_held, { now }) => ({
    ...{ unitId: 1, person: "处置一", personId: 6, deadline: now + 48 * hour },
    facts: { limit: { value: 48, unit: "eh" }, coop: 3, area: 1, trade: 3, lead: "area" },
  }),
  ...{ accept: () => ({}), return: () => ({ note: "不是我们的" }) },
  suspend: (_held, { now }) => ({ note: "等材料", until: now + 240 * hour }),
  resume: () => ({}),
  extend: ({ fold }, { now }) => ({ note: "下雨", deadline: Math.max(now, fold.deadlineAt ?? 0) + 24 * hour }),
  hand_back: () => ({ note: "已清", facts: { noPhoto: "没有相机" } }),
  ...{ recheck: () => ({}), rework: () => ({ note: "没清干净" }), close: () => ({ facts: { noPhoto: "同上" } }) },
  ...{ fix_on_spot: () => ({ facts: { noPhoto: "当场" } }), supervise: () => ({ note: "盯住" }), press: () => ({}) },
  ...{ appeal: () => ({ note: "天气" }), uphold: () => ({ note: "属实" }), dismiss: () => ({ note: "不属实" }), undo: () => ({}) },
  me_too: () => ({}),
};

/** Who does an act when a test does not care. */
export const doerOf: Readonly<Record<PersonAct, Caller>> = {
  ...{ verify: inspector, file: dispatcher, reject: dispatcher, dispatch: dispatcher, accept: handler, return: handler },
  ...{ suspend: dispatcher, resume: dispatcher, extend: dispatcher, hand_back: handler, recheck: second, rework: second, close: second },
  ...{
    fix_on_spot: inspector,
    supervise: leader,
    press: dispatcher,
    appeal: handler,
    uphold: dispatcher,
    dismiss: dispatcher,
    me_too: second,
    undo: dispatcher,
  },
};

export const act = (db: Db, by: Caller, name: PersonAct, asked: readonly Asked[], says: Says = saysPlain[name]): Promise<Outcome[]> =>
  db.tx((tx: Tx) => perform(tx, by, name, asked, says));

/** Does acts to one problem, one after the other; each must be done. @returns the last one's outcome */
export async function walk(db: Db, id: number, ...acts: readonly PersonAct[]): Promise<Outcome> {
  let last: Outcome | undefined;
  for (const name of acts) {
    [last] = await act(db, doerOf[name], name, [{ id, version: null }]);
    if (last?.error) throw last.error;
  }
  return last as Outcome;
}

/**
 * A made-up precinct for acts: two streets side by side, a bureau with a crew, one person of each duty and more, limits and a calendar.
 * Its clock runs from where `setClock` puts it; everything is asked over HTTP with real sessions.
 */
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { actPaths, type PersonAct, type ProblemState } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { cookieOf } from "../../support/people.ts";

export const units = { west: 11, east: 12, bureau: 21, crew: 22, dissolved: 23 } as const;
/** Who there is: id, duties, unit, zone. */
export const people = {
  leader: { id: 1, roles: ["leader"], unit: null, zone: null },
  dispatcher: { id: 2, roles: ["dispatcher"], unit: null, zone: null },
  westDispatcher: { id: 3, roles: ["dispatcher"], unit: null, zone: 101 },
  eastDispatcher: { id: 4, roles: ["dispatcher"], unit: null, zone: 102 },
  westHandler: { id: 5, roles: ["handler"], unit: 11, zone: null },
  bureauHandler: { id: 6, roles: ["handler"], unit: 21, zone: null },
  crewHandler: { id: 7, roles: ["handler"], unit: 22, zone: null },
  inspector: { id: 8, roles: ["inspector"], unit: null, zone: null },
  secondInspector: { id: 9, roles: ["inspector"], unit: null, zone: null },
  eastInspector: { id: 10, roles: ["inspector"], unit: null, zone: 102 },
  both: { id: 11, roles: ["handler", "inspector"], unit: 11, zone: null },
  planner: { id: 12, roles: ["planner"], unit: null, zone: null },
  auditor: { id: 13, roles: ["auditor"], unit: null, zone: null },
  administrator: { id: 14, roles: ["administrator"], unit: null, zone: null },
  security: { id: 15, roles: ["security"], unit: null, zone: null },
  left: { id: 16, roles: ["handler"], unit: 11, zone: null },
  secondDispatcher: { id: 17, roles: ["dispatcher"], unit: null, zone: null },
  evidence: { id: 18, roles: ["evidence"], unit: null, zone: null },
} as const;
export type Who = keyof typeof people;

/** Places in the west and the east street, one in the district and in neither, and one abroad. */
export const west = { lon: 119.01, lat: 33.51 };
export const east = { lon: 119.03, lat: 33.51 };
export const outside = { lon: 119.05, lat: 33.51 };
export const abroad = { lon: 120.5, lat: 33.51 };
/** Farther than any work of the district's: 320 km. */
export const farAway = { lon: 122.5, lat: 33.51 };
export const categories = { stalls: "0101", kerb: "0102", rubbish: "0103", retired: "0104", unlimited: "0105" } as const;

const rectangle = (w: number, e: number) => `MULTIPOLYGON(((${w} 33.5,${e} 33.5,${e} 33.54,${w} 33.54,${w} 33.5)))`;
const zones = [
  { id: 100, level: 0, parent: null, unit: null, wkt: rectangle(119, 119.04) },
  ...[1, 2, 3].flatMap((level) => [
    { id: level * 100 + 1, level, parent: level === 1 ? 100 : (level - 1) * 100 + 1, unit: units.west, wkt: rectangle(119, 119.02) },
    { id: level * 100 + 2, level, parent: level === 1 ? 100 : (level - 1) * 100 + 2, unit: units.east, wkt: rectangle(119.02, 119.04) },
  ]),
];

const unitRows = [
  { id: 11, name: "西街道", kind: "subdistrict", parent: null, dissolved: null, contact: 5 },
  { id: 12, name: "东街道", kind: "subdistrict", parent: null, dissolved: null, contact: null },
  { id: 21, name: "城管局", kind: "bureau", parent: null, dissolved: null, contact: 6 },
  { id: 22, name: "市政班", kind: "bureau", parent: 21, dissolved: null, contact: 7 },
  { id: 23, name: "旧局", kind: "bureau", parent: null, dissolved: "2026-01-01", contact: null },
];

/** A moment of the precinct's March 2026, such as "02T10:00" (a Monday) in its own time. */
export const march = (text: string): number => Date.parse(`2026-03-${text}:00+08:00`);

/** Puts the precinct into an empty, migrated database, its clock at Monday 2 March 2026, 09:00. */
export async function loadPrecinct(db: Db): Promise<void> {
  await db.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, outline, data_as_of, clock_set_at, made_up)
    values ('precinct', '测试片区', 'Precinct', 'Asia/Shanghai', 'zh', ST_Point(119.02, 33.52, 4326),
      ST_GeomFromText(${rectangle(119, 119.06)}, 4326), '2026-03-02T09:00+08:00', now(), true)`);
  await db.query(sql`insert into category (code, major, name_zh, name_en, retired_on) values ('01', '01', '市容', 'order', null),
    ('0101', '01', '占道经营', 'street vending', null), ('0102', '01', '路面破损', 'broken road', null), ('0103', '01', '垃圾满溢', 'overflowing bin', null),
    ('0104', '01', '旧类', 'retired', '2026-01-01'), ('0105', '01', '无时限', 'without limit', null)`);
  await db.query(
    sql`insert into time_limit values ('0101', '0001-01-01', 2, 'eh'), ('0102', '0001-01-01', 5, 'd'), ('0103', '0001-01-01', 4, 'h')`,
  );
  await db.query(sql`insert into unit (id, layer, external_id, name, short_name, kind, parent_id, dissolved_on) overriding system value
    select id, 'u', id::text, name, name, kind, parent, dissolved from jsonb_to_recordset(${JSON.stringify(unitRows)}::jsonb)
      x (id bigint, name text, kind text, parent bigint, dissolved date)`);
  await db.query(sql`insert into zone (id, layer, external_id, level, code, name, parent_id, unit_id, geom, area_m2) overriding system value
    select id, 'z', id::text, level, id::text, '区' || id, parent, unit, ST_GeomFromText(wkt, 4326), 1
    from jsonb_to_recordset(${JSON.stringify(zones)}::jsonb) x (id bigint, level int, parent bigint, unit bigint, wkt text) order by level`);
  const rows = Object.entries(people).map(([name, person]) => ({ name, ...person, left: name === "left" ? "2026-02-01" : null }));
  await db.query(sql`insert into person (id, layer, external_id, name, account, roles, unit_id, zone_id, left_on, password_hash, password_set_at)
    overriding system value
    select id, 'p', id::text, name, lower(name), roles, unit, zone, "left", 'none that fits', now() from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      x (id bigint, name text, roles text[], unit bigint, zone bigint, "left" date)`);
  await db.query(sql`update unit u set contact_id = x.contact from jsonb_to_recordset(${JSON.stringify(unitRows)}::jsonb) x (id bigint, contact bigint)
    where x.id = u.id and x.contact is not null`);
  await db.query(sql`insert into trade_duty (category, unit_id, lead) values ('0102', 21, 'trade')`);
  await db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
    values (501, 's', '501', 'market', 'market', '西市场', ST_Point(119.011, 33.511, 4326))`);
  await db.query(sql`insert into work_hours values ('0001-01-01', '{480,720,840,1080}', '{1,2,3,4,5}') on conflict do nothing`);
  await db.query(sql`insert into calendar_year values (2026, true, 'test') on conflict do nothing`);
}

/** Puts the precinct's clock at a moment; it runs on from there. */
export async function setClock(db: Db, at: number): Promise<void> {
  await db.query(sql`update district set data_as_of = ${new Date(at).toISOString()}::timestamptz, clock_set_at = now()`);
}

export type Reply = LightMyRequestResponse;
type Json = Readonly<Record<string, unknown>>;

/** A precinct's app, and its people asking it. */
export class Precinct {
  readonly db: Db;
  readonly app: FastifyInstance;
  readonly #cookies = new Map<Who, string>();
  constructor(db: Db, app: FastifyInstance) {
    this.db = db;
    this.app = app;
  }
  static async open(db: Db): Promise<Precinct> {
    return new Precinct(db, await buildApp({ db: () => ({ status: "ready", db }) }));
  }

  /** The headers of a person's requests. */
  async headers(who: Who | null): Promise<Record<string, string>> {
    if (who === null) return {};
    const cookie = this.#cookies.get(who) ?? (await cookieOf(this.db, people[who].id));
    this.#cookies.set(who, cookie);
    return { cookie };
  }
  async get(who: Who | null, url: string): Promise<Reply> {
    return this.app.inject({ url, headers: await this.headers(who) });
  }
  async post(who: Who | null, url: string, body: unknown): Promise<Reply> {
    const headers = { ...(await this.headers(who)), "content-type": "application/json" };
    return this.app.inject({ method: "POST", url, headers, payload: JSON.stringify(body) });
  }

  /** The problem as the whole district's dispatcher reads it. */
  async read(id: number, who: Who = "dispatcher"): Promise<ProblemDetail> {
    return body<ProblemDetail>(await this.get(who, `/api/problems/${id}`));
  }
  /** Tries an act with the version as it is and all fields it needs; `said` changes or (undefined) removes some. */
  async attempt(
    who: Who | null,
    act: PersonAct,
    problem: { readonly id: number; readonly version: number },
    said: Json = {},
  ): Promise<Reply> {
    return this.post(who, `/api/problems/${problem.id}/${actPaths[act]}`, { version: problem.version, ...usual[act], ...said });
  }
  /** Does an act that must succeed. */
  async act(who: Who, act: PersonAct, problem: { readonly id: number }, said: Json = {}): Promise<ProblemDetail> {
    const { version } = await this.read(problem.id);
    return body<ProblemDetail>(await this.attempt(who, act, { id: problem.id, version }, said));
  }
  /** Reports a problem that must be taken. */
  async report(said: Json = {}, who: Who = "inspector"): Promise<ProblemDetail> {
    return body<ProblemDetail>(await this.post(who, "/api/problems", { ...usualReport, ...said }));
  }
  /** A new problem in the west street, brought to a state by the shortest way. */
  async bring(state: ProblemState, said: Json = {}): Promise<ProblemDetail> {
    let problem = await this.report(said);
    for (const [who, act] of ways[state]) problem = await this.act(who, act, problem);
    return problem;
  }
}

export const usualReport = { category: "0103", ...west, source: "patrol", noPhoto: "无法拍照" } as const;
/** What each act says when nothing else is said. */
export const usual: Readonly<Record<PersonAct, Json>> = {
  verify: {},
  file: {},
  reject: { note: "不属实" },
  dispatch: { unit: units.west, person: people.westHandler.id, reason: "就近处置" },
  accept: {},
  return: { note: "不属于本单位" },
  suspend: { note: "待立项", until: "2026-06-01T00:00:00+08:00" },
  resume: {},
  extend: { note: "材料未到", limit: { value: 1, unit: "d" } },
  hand_back: { note: "已清理", noPhoto: "相机故障" },
  recheck: {},
  rework: { note: "仍有垃圾" },
  close: { noPhoto: "相机故障" },
  fix_on_spot: { noPhoto: "相机故障" },
  supervise: { note: "领导关注" },
  press: {},
  appeal: { note: "非本单位原因" },
  uphold: { note: "情况属实" },
  dismiss: { note: "理由不足" },
  me_too: {},
  undo: {},
};

type Way = readonly (readonly [Who, PersonAct])[];
const dispatched: Way = [["dispatcher", "dispatch"]];
const handling: Way = [...dispatched, ["westHandler", "accept"]];
const handedBack: Way = [...handling, ["westHandler", "hand_back"]];
const ways: Readonly<Record<ProblemState, Way>> = {
  reported: [],
  verifying: [["inspector", "verify"]],
  filed: [["dispatcher", "file"]],
  rejected: [["dispatcher", "reject"]],
  dispatched,
  handling,
  returned: [...dispatched, ["westHandler", "return"]],
  suspended: [...handling, ["dispatcher", "suspend"]],
  handed_back: handedBack,
  rechecking: [...handedBack, ["inspector", "recheck"]],
  rework: [...handedBack, ["inspector", "rework"]],
  closed: [...handedBack, ["inspector", "close"]],
};

/** The body of an answer that must be 200. */
export function body<T>(reply: Reply): T {
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${reply.body.slice(0, 500)}`);
  return reply.json<T>();
}

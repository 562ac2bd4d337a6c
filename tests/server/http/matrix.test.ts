/**
 * Every route × every role × own and other area, against the table of expected.ts: who may, may; who may not is told 401 or 403
 * and nothing else; and what lies outside a caller's area is refused or not in the answer.
 */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import { ProblemDocument } from "../../../server/contract/schemas.ts";
import { personRoles, type Role } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice, keyOfSystem, makePerson } from "../../support/people.ts";
import { type Asked, appOn, ask, listedRoutes } from "./asked.ts";
import { expectContract } from "./contract.ts";
import { type Expected, expected, type Subject } from "./expected.ts";

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const listed = listedRoutes().map((route) => [nameOf(route), route] as const);

/** Whose requests: a role and whether their area holds the problem; null = nobody. */
interface Asker {
  readonly role: Role | null;
  readonly own: boolean;
  /** A fresh session each time: one of the routes ends it. */
  cookie(): Promise<string>;
  /** Of another system: its key, which is nothing to the routes that do not name it. */
  readonly key?: string;
}

/** A district of two sub-districts, 1 and 2, and units 11 (22 under it) and 12. The problem lies in 1, at the market, and is 22's. */
async function furnish(db: Db): Promise<Subject> {
  await db.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, outline, data_as_of, clock_set_at, made_up)
    values ('matrix', '测试区', 'Matrix', 'Asia/Shanghai', 'zh', ST_Point(119.02, 33.52, 4326),
      ST_Multi(ST_MakeEnvelope(119, 33.5, 119.04, 33.54, 4326)), '2026-03-02T10:00+08:00', now(), true)`);
  await db.query(
    sql`insert into category (code, major, name_zh, name_en) values ('01', '01', '市容', 'order'), ('0101', '01', '占道经营', 'vending')`,
  );
  await db.query(sql`insert into time_limit values ('0101', '0001-01-01', 2, 'eh')`);
  await db.query(sql`insert into calendar_year values (2026, true, 'test') on conflict do nothing`);
  await db.query(sql`insert into work_hours values ('0001-01-01', '{480,720,840,1080}', '{1,2,3,4,5}') on conflict do nothing`);
  await db.query(sql`insert into unit (id, layer, external_id, name, short_name, parent_id) overriding system value
    values (11, 'u', '11', '城管局', '城管', null), (22, 'u', '22', '一中队', '一中队', 11), (12, 'u', '12', '住建局', '住建', null)`);
  await db.query(sql`insert into zone (id, layer, external_id, level, code, name, geom, area_m2) overriding system value
    values (1, 'z', '1', 1, '1', '西街道', ST_Multi(ST_MakeEnvelope(119, 33.5, 119.02, 33.54, 4326)), 1),
      (2, 'z', '2', 1, '2', '东街道', ST_Multi(ST_MakeEnvelope(119.02, 33.5, 119.04, 33.54, 4326)), 1)`);
  await db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
    values (501, 's', '501', 'market', 'market', '西市场', ST_Point(119.01, 33.51, 4326))`);
  await db.query(sql`insert into problem (id, layer, external_id, category, title, source, found_at, state, unit_id, person, dispatched_at, deadline_at,
      version, zone1_id, search, geom, reporter_name) overriding system value
    values (7, 'p', 'MATRIX-7', '0101', '占道', 'patrol', '2026-03-02T08:00+08:00', 'dispatched', 22, '李四', '2026-03-02T09:00+08:00',
      '2026-03-02T11:00+08:00', 2, 1, 'matrix-7', ST_Point(119.0101, 33.51, 4326), '张先生')`);
  await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after, unit_after, person_after, deadline_after)
    values (7, 1, 'report', '2026-03-02T08:00+08:00', 'reported', null, null, null),
      (7, 2, 'dispatch', '2026-03-02T09:00+08:00', 'dispatched', 22, '李四', '2026-03-02T11:00+08:00')`);
  await db.query(sql`with d as (insert into device (name, kind, token_hash) values ('热线', 'intake', '\\x31') returning id)
    insert into intake (id, device_id, external_id, body, state, geom) overriding system value
    select 31, d.id, 'A-1', '{"externalId":"A-1","lon":119.0101,"lat":33.51,"crs":"EPSG:4326","found":null}', 'refused', ST_Point(119.0101, 33.51, 4326) from d`);
  await db.query(sql`insert into photo (id, client_id, state, person_id, problem_id, kind, taken_at, upload_bytes, upload_sha256, width, height, sets, shown)
    overriding system value values (41, gen_random_uuid(), 'ready', null, 7, 'before', '2026-03-02T08:00+08:00', 1, '\\x31', 640, 480, 1, 1)`);
  const handler = await makePerson(db, { name: "李四", roles: ["handler"], unit: 22 });
  await db.tx((tx) => tx.query(moved("problems", [{ id: 7, unitBefore: 22, personBefore: null, act: "dispatch" }])));
  return { problem: 7, code: "MATRIX-7", site: 501, unit: 22, handler, photo: 41, lon: 119.0101, lat: 33.51 };
}

/** One caller of each role whose area holds the problem, and of the roles bound to an area one more whose area does not. */
async function gather(db: Db): Promise<Asker[]> {
  const asker = async (role: (typeof personRoles)[number], own: boolean): Promise<Asker> => {
    const area = {
      zone: ["dispatcher", "inspector"].includes(role) ? (own ? 1 : 2) : null,
      unit: role === "handler" ? (own ? 11 : 12) : null,
    };
    const id = await makePerson(db, { roles: [role], ...area });
    return { role, own, cookie: () => cookieOf(db, id) };
  };
  const bound = ["dispatcher", "inspector", "handler"] as const;
  return [
    ...(await Promise.all(personRoles.map((role) => asker(role, true)))),
    ...(await Promise.all(bound.map((role) => asker(role, false)))),
    { role: "wall", own: true, cookie: () => cookieOfDevice(db) },
    { role: "intake", own: false, cookie: async () => "", key: await keyOfSystem(db) },
    { role: null, own: false, cookie: async () => "" },
  ];
}

describe("the table", () => {
  it("has a line for every route, and none for a route that is gone", () => {
    expect(Object.keys(expected).toSorted()).toEqual(listed.map(([name]) => name).toSorted());
  });

  it("says of each route's area what the route says of itself", () => {
    for (const [name, { may }] of listed) expect([name, expected[name]?.area === "none"], name).toEqual([name, may.area === "none"]);
  });
});

/** What an asker must be answered. @returns the statuses that will do, in words a failure shows */
function verdict({ who, area }: Expected, { role, own }: Asker): "may" | "401" | "403" {
  if (who === "everybody") return "may";
  if (role === null || (role === "intake" && !who.includes(role))) return "401";
  if (!who.includes(role)) return "403";
  return area === "refused" && !own ? "403" : "may";
}

function given(reply: Asked): "may" | "401" | "403" | "failed" {
  if (reply.statusCode === 401) return "401";
  if (reply.statusCode === 403) return "403";
  return reply.statusCode < 500 ? "may" : "failed";
}

describe.each(databases())("the matrix on $name", (engine) => {
  let db: Db;
  let app: FastifyInstance;
  let subject: Subject;
  let askers: Asker[];
  beforeAll(async () => {
    db = await engine.fresh();
    subject = await furnish(db);
    askers = await gather(db);
    app = await appOn(db, { demo: false });
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  async function asked(method: string, path: string, { ask: how }: Expected, asker: Asker): Promise<Asked> {
    const { id = subject.problem, query, body = {} } = how?.(subject) ?? {};
    const url = `${path.replace("{id}", String(id))}${query ? `?${query}` : ""}`;
    const cookie = await asker.cookie();
    const headers = { cookie, ...(asker.key !== undefined && { authorization: asker.key }) };
    return ask(app, { method: method as "GET" | "POST", url, headers, ...(method === "POST" && { payload: body }) });
  }

  it.each(listed)("%s", async (name, { method, path }) => {
    const line = expected[name];
    if (!line) throw new Error(`${name} is not in the table.`);
    for (const asker of askers) {
      const reply = await asked(method, path, line, asker);
      const whose = `${asker.role ?? "nobody"}, ${asker.own ? "own" : "other"} area: ${reply.body.slice(0, 300)}`;
      expect(given(reply), whose).toBe(verdict(line, asker));
      if (verdict(line, asker) !== "may") {
        expectContract(ProblemDocument, reply.json());
        expect(reply.body, "nothing of the object leaks").not.toMatch(/占道|MATRIX|李四|张先生|dispatched/);
      } else if (line.area === "refused" || line.area === "absent") {
        // A question that was not understood would say nothing of the area.
        expect(reply.statusCode, whose).not.toBe(400);
        if (line.holds) expect([reply.statusCode, line.holds(reply.body, subject)], whose).toEqual([200, asker.own]);
      }
    }
  });

  it("every refusal of somebody signed in is in the audit log", async () => {
    const [refusals] = await db.query<{ count: number; faceless: number }>(sql`select count(*)::int as count,
      count(*) filter (where person_id is null and device_id is null)::int as faceless from audit_entry where kind = 'refusal'`);
    const due = Object.values(expected).flatMap((line) => askers.filter((asker) => verdict(line, asker) === "403"));
    // A bulk act notes each row it refuses, too.
    const rows = askers.filter(({ role, own }) => role === "dispatcher" && !own).length;
    expect(refusals).toEqual({ count: due.length + rows, faceless: 0 });
  });
});

/** Every route's answer: what it says, and that it is what its schema promises. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import { partitionText, sumOf } from "../../../server/contract/partition/text.ts";
import * as S from "../../../server/contract/problemSchemas.ts";
import type {
  CountAnswer,
  District,
  Health,
  ProblemDetail,
  ProblemList,
  SearchAnswer,
  SiteDetail,
} from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { distance } from "../questions/oracle.ts";
import { everyDuty, loadPeopled, peopledTown as town } from "../questions/peopled.ts";
import { answer, appOn, ask, listedRoutes } from "./asked.ts";
import { expectContract } from "./contract.ts";

const examples: Record<string, string> = {
  "/api/tiles/problems": "/api/tiles/problems?z=9&x=425&y=205",
  "/api/problems/grid": "/api/problems/grid?cell=200&status=open",
  "/api/problems/features": "/api/problems/features?bbox=119,33.5,119.05,33.55&limit=500",
  "/api/problems/near": "/api/problems/near?of=market,river&ids=1",
  "/api/surroundings": "/api/surroundings?of=market,river",
  "/api/nearest": "/api/nearest?of=market&what=problem,river,park&limit=50",
  "/api/problems/count": "/api/problems/count?by=status,unit,category,major,zone,zone2,zone3,source,campaign,day,siteType,state",
  "/api/problems/performance": "/api/problems/performance?by=person",
  "/api/problems/{id}": "/api/problems/7",
  "/api/sites/{id}": "/api/sites/1001",
  "/api/handbook/holders": "/api/handbook/holders?zone=100",
  "/api/handbook/content": "/api/handbook/content?keys=zone/100,site/1001",
  "/api/sites/{id}/history": "/api/sites/1001/history?months=3",
  "/api/problems/facets": "/api/problems/facets?by=status,state,category,major,unit,siteType,zone,day,hour&status=open",
  "/api/problems/replay": "/api/problems/replay?from=2026-11-01T00:00:00Z&to=2026-11-20T00:00:00Z",
  "/api/problems/clusters": "/api/problems/clusters?within=150&least=4",
  "/api/problems/{id}/responsibility": "/api/problems/7/responsibility",
  "/api/responsibility": "/api/responsibility?category=0101&lon=119.04&lat=33.54",
  "/api/problems/similar": "/api/problems/similar?category=0101&lon=119.04&lat=33.54",
  "/api/sites/near": "/api/sites/near?lon=119.04&lat=33.54",
  "/api/people/handlers": "/api/people/handlers?unit=11",
  "/api/photos/{id}/thumb": "/api/photos/41/thumb",
  "/api/photos/{id}/picture": "/api/photos/41/picture",
  "/api/search": "/api/search?q=market",
  "/api/locate": "/api/locate?q=market",
  "/api/problems": "/api/problems?ids=1&sort=deadline",
  "/api/links": "/api/links?code=abcdEF12",
  "/api/briefs/page": "/api/briefs/page?kind=notice&from=2026-11-01&to=2026-11-20&siteType=market",
  "/api/briefs/map.png": "/api/briefs/map.png?kind=weekly",
  "/api/briefs/{id}": "/api/briefs/41",
  "/api/briefs/{id}/map.png": "/api/briefs/41/map.png",
  "/api/briefs/{id}/document.docx": "/api/briefs/41/document.docx",
  "/api/briefTemplates/file.docx": "/api/briefTemplates/file.docx?kind=weekly",
  "/api/imports/mapping": `/api/imports/mapping?into=sites&headings=${"0".repeat(64)}`,
  "/api/imports/{id}": "/api/imports/41",
  "/api/imports/{id}/refused.csv": "/api/imports/41/refused.csv",
  "/api/exports/{id}": "/api/exports/41",
  "/api/exports/{id}/file": "/api/exports/41/file",
  "/api/walls/{id}/picture": "/api/walls/41/picture",
  ...Object.fromEntries(
    ["", "/steps", "/difference", "/proof", "/export.geojson", "/export.zip"].map((what) => [
      `/api/zonePlans/{id}${what}`,
      `/api/zonePlans/41${what}`,
    ]),
  ),
};

/** A plan of one square that is nobody's. */
const planText = partitionText(
  partitionOf(
    1,
    [],
    [
      {
        polygon: [
          [
            [119, 33.5],
            [119.08, 33.5],
            [119.08, 33.58],
            [119, 33.58],
          ],
        ],
        zone: null,
      },
    ],
  ),
);

describe.each(databases())("routes on $name", ({ fixture, fresh }) => {
  let app: FastifyInstance;
  let cookie: string;
  beforeAll(async () => {
    const db = await fixture("peopled", loadPeopled);
    // Nothing names it, so that nobody else's test meets it.
    await db.query(sql`insert into photo (id, client_id, state, person_id, kind, taken_at, upload_bytes, upload_sha256, width, height, sets, shown)
      overriding system value values (41, gen_random_uuid(), 'ready', ${everyDuty.id}::bigint, 'site', now(), 1, '\\x31', 640, 480, 1, 1)
      on conflict do nothing`);
    await db.query(sql`insert into share_link (code, query) values ('abcdEF12', '?status=open') on conflict do nothing`);
    await db.query(
      sql`insert into device (id, name, token_hash) overriding system value values (41, 'a wall', '\\x3431') on conflict do nothing`,
    );
    await db.query(
      sql`insert into wall_state (device_id, state, picture, picture_at) values (41, '{}', '\\xffd8', now()) on conflict do nothing`,
    );
    await db.query(sql`insert into export_job (id, person_id, caller, what, format, query, sentence_zh, sentence_en, state, name, bytes, ended_at)
      overriding system value values (41, ${everyDuty.id}::bigint, '{}', 'zones', 'csv', '', '全部责任区', 'all zones', 'done', '责任区.csv', 1, now())
      on conflict do nothing`);
    await db.query(sql`insert into export_part values (41, 0, '\\x31') on conflict do nothing`);
    await db.query(sql`insert into import_batch (id, who, name, into_what, columns, rows) overriding system value
      values (41, 'somebody', '点位.csv', 'sites', '{名称}', 1) on conflict do nothing`);
    await db.query(sql`insert into zone_plan (id, name, partition, sum, made_by) overriding system value
      values (41, 'a plan', ${planText}::text, ${sumOf(planText)}::text, ${everyDuty.id}::bigint) on conflict do nothing`);
    app = await appOn(db, { photos: { get: async () => Buffer.from("a picture"), put: async () => {}, remove: async () => {} } });
    cookie = await cookieOf(db, everyDuty.id);
    const page = (await app.inject("/api/briefs/page?kind=weekly")).body;
    await db.query(sql`insert into brief_issued (id, kind, title, from_day, to_day, as_of, page, bytes, sum, who) overriding system value
      values (41, 'weekly', 'a circular', '2026-11-09', '2026-11-15', now(), ${page}::jsonb, '\\x31', '\\x31', 'somebody') on conflict do nothing`);
  });

  const questions = listedRoutes().filter((route) => route.method === "GET");
  it.each(questions.map((route) => [route.path, route] as const))(
    "%s answers as its schema says, under a timer and a policy",
    async (path, route) => {
      const reply = await ask(app, { url: examples[path] ?? path, headers: { cookie } });
      expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
      expect(reply.headers["content-security-policy"]).toContain("default-src 'self'");
      expect(reply.headers["server-timing"]).toMatch(/total;dur=/);
      expect(reply.headers["content-type"]).toContain(route.media ?? "application/json");
      if (/json/.test(route.media ?? "json")) expectContract(route.answer, reply.json());
    },
  );

  it("health says what it stands on", async () => {
    const health = await answer<Health>(app, "/api/health");
    expect(health).toMatchObject({
      status: "ok",
      postgis: expect.stringMatching(/^3\./),
      database: expect.stringMatching(/^(embedded|postgres) 1\d/),
    });
  });

  it("the district carries its words", async () => {
    const district = await answer<District>(app, "/api/district");
    expect(district).toMatchObject({
      code: "town",
      frozen: true,
      clock: "2026-11-21T02:00:00.000Z",
      timeZone: "Asia/Shanghai",
      siteCounts: { market: 12, river: 3 },
    });
    expect(district.zones).toHaveLength(town.zones.length);
    expect(district.bounds.map((v) => Number(v.toFixed(6)))).toEqual([119, 33.5, 119.08, 33.58]);
  });

  it("limits, categories and units are those of the district's day", async () => {
    const db = await fresh();
    await loadPeopled(db);
    await db.query(sql`update unit set dissolved_on = case id when 11 then date '2026-11-21' when 12 then '2026-11-22' end`);
    await db.query(sql`update category set retired_on = case code when '0101' then date '2026-11-21' when '0102' then '2026-11-22' end`);
    await db.query(
      sql`insert into time_limit values ('01', '2026-11-20', 5, 'd'), ('02', '2026-11-22', 6, 'd'), ('0101', '2026-11-21', null, null)`,
    );
    await db.query(sql`delete from time_limit where category = '0201'`);
    const own = await appOn(db);
    const at = async (moment: string) => {
      await db.query(sql`update district set frozen_at = ${moment}::timestamptz`);
      const { categories, units } = await answer<District>(own, "/api/district");
      return {
        limits: categories.map(({ limit }) => limit && `${limit.value} ${limit.unit}`),
        retired: categories.filter((c) => c.retired).map((c) => c.code),
        dissolved: units.filter((u) => u.dissolved).map((u) => u.id),
      };
    };
    // 01, 0101, 0102, 02, 0201. The day begins at midnight in Asia/Shanghai.
    expect(await at("2026-11-20T15:59:59Z")).toEqual({ limits: ["5 d", "2 eh", "2 eh", "2 eh", null], retired: [], dissolved: [] });
    expect(await at("2026-11-20T16:00:00Z")).toEqual({ limits: ["5 d", null, "2 eh", "2 eh", null], retired: ["0101"], dissolved: [11] });
    const later = { limits: ["5 d", null, "2 eh", "6 d", null], retired: ["0101", "0102"], dissolved: [11, 12] };
    expect(await at("2026-11-21T16:00:00Z")).toEqual(later);
    await own.close();
    await db.close();
  });

  it.each(["-found", "found", "-deadline", "deadline", "-closed", "closed", "id", "-id"])(
    "pages of sort=%s neither skip nor repeat",
    async (sort) => {
      const whole = await answer<ProblemList>(app, "/api/problems", { sort, limit: "500", geo: "within:600:market", ids: "1" });
      expect(whole.total).toBeGreaterThan(300);
      const rows: ProblemList["rows"] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: ProblemList = await answer(app, "/api/problems", {
          sort,
          limit: "97",
          geo: "within:600:market",
          ...(cursor ? { cursor } : {}),
        });
        expect(page.total).toBe(whole.total);
        rows.push(...page.rows);
        cursor = page.next;
      }
      expect(rows.slice(0, 500)).toEqual(whole.rows);
      expect(rows.map((r) => r.id).sort((a, b) => a - b)).toEqual(whole.ids);
      const key = sort.replace("-", "") as "found" | "deadline" | "closed" | "id";
      const keys = rows.map((r) => r[key]).filter((k) => k !== null);
      const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(keys).toEqual(sort.startsWith("-") ? sorted.reverse() : sorted);
      expect(rows.slice(keys.length).every((r) => r[key] === null)).toBe(true);
    },
  );

  it("limit=0 gives the figures alone; a cursor of another order is refused", async () => {
    const none = await answer<ProblemList>(app, "/api/problems", { limit: "0" });
    expect(none).toMatchObject({ total: town.problems.length, rows: [], next: null });
    const { next } = await answer<ProblemList>(app, "/api/problems", { limit: "5" });
    const wrong = await app.inject(`/api/problems?sort=id&cursor=${next}`);
    expect([wrong.statusCode, wrong.json().parameter]).toEqual([400, "cursor"]);
  });

  it("a problem comes with its history and its zones, as it stood too", async () => {
    const problem = town.problems.find((p) => p.events.length > 4 && p.zones[2] !== null) as (typeof town.problems)[number];
    const detail = await answer<ProblemDetail>(app, `/api/problems/${problem.id}`);
    expect(detail.history.map((e) => [e.act, Date.parse(e.at), e.state])).toEqual(problem.events.map((e) => [e.act, e.at, e.state]));
    expect(detail.zones.map((z) => z.id)).toEqual(problem.zones);
    const middle = problem.events[3] as (typeof problem.events)[number];
    const then = await answer<ProblemList>(app, "/api/problems", {
      at: `${new Date(middle.at).toISOString().slice(0, 19)}Z`,
      q: problem.code,
      limit: "500",
    });
    expect(then.rows.find((r) => r.id === problem.id)).toMatchObject({ state: middle.state, unit: middle.unit });
  });

  it("a site counts what is around it", async () => {
    const site = town.sites.find((s) => s.type === "river") as (typeof town.sites)[number];
    const detail = await answer<SiteDetail>(app, `/api/sites/${site.id}`);
    expect(detail.near.total).toBe(town.problems.filter((p) => distance(p.at, site.geometry) <= 500).length);
    const list = await answer<ProblemList>(app, "/api/problems", { geo: `within:500:site/${site.id}`, status: "overdue" });
    expect(detail.near.overdue).toBe(list.total);
  });

  it("search ranks the very name, then a beginning, then what contains it", async () => {
    const { hits } = await answer<SearchAnswer>(app, "/api/search", { q: "market 1" });
    expect(hits.map((h) => h.name).slice(0, 4)).toEqual(["market 1", "market 10", "market 11", "market 12"]);
    const code = await answer<SearchAnswer>(app, "/api/search", { q: "c42" });
    expect(code.hits[0]).toMatchObject({ kind: "problem", id: 43, lon: expect.any(Number) });
    const unit = await answer<SearchAnswer>(app, "/api/search", { q: "danwei12" });
    expect(unit.hits[0]).toMatchObject({ kind: "unit", id: 12, lon: null });
    expect((await answer<SearchAnswer>(app, "/api/search", { q: "%" })).hits.every((h) => h.name.includes("%"))).toBe(true);
  });

  it("the status figures are the filter's words", async () => {
    const count = await answer<CountAnswer>(app, "/api/problems/count", { by: "status" });
    for (const { key, count: figure } of count.by.status ?? []) {
      expect((await answer<ProblemList>(app, "/api/problems", { status: key, limit: "0" })).total, key).toBe(figure);
    }
    expectContract(S.CountAnswer, count);
  });

  it("HEAD has the headers alone, OPTIONS says what is allowed, other methods are refused", async () => {
    const head = await app.inject({ method: "HEAD", url: "/api/problems" });
    expect([head.statusCode, head.body]).toEqual([200, ""]);
    for (const path of new Set(listedRoutes().map((r) => r.path))) {
      const own = listedRoutes().filter((r) => r.path === path);
      const allow = [...own.flatMap((r) => (r.method === "GET" ? ["GET", "HEAD"] : [r.method])), "OPTIONS"].join(", ");
      const url = path.replace("{id}", "7");
      const options = await app.inject({ method: "OPTIONS", url });
      expect([options.statusCode, options.headers.allow], path).toEqual([204, allow]);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"] as const) {
        if (allow.includes(method)) continue;
        const refused = await app.inject({ method, url });
        expect([refused.statusCode, refused.headers.allow], `${method} ${path}`).toEqual([405, allow]);
        expect(refused.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
      }
    }
  });
});

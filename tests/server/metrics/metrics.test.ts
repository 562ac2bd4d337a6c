/** What a monitoring system is told, who is told it, and that it is told when the database says nothing. */
import { readFile } from "node:fs/promises";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Standing } from "../../../server/ask/standing.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { Admission } from "../../../server/http/admission.ts";
import { type AppOptions, buildApp } from "../../../server/http/app.ts";
import { doorFamilies } from "../../../server/http/metered.ts";
import { Feed } from "../../../server/live/feed.ts";
import { exposition } from "../../../server/metrics/exposition.ts";
import { readSettings } from "../../../server/settings.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { loadTown, town } from "../questions/town.ts";
import { type ReadFamily, readExposition } from "./read.ts";

const token = "a-token-of-24-characters";
const starting: Standing = { status: "starting", phase: "a test" };

async function scrape(app: FastifyInstance, options: Partial<InjectOptions> = {}) {
  const { statusCode, headers, body } = await app.inject({ url: "/metrics", ...options });
  return { status: statusCode, headers, body };
}
async function read(app: FastifyInstance): Promise<Map<string, ReadFamily>> {
  const { status, headers, body } = await scrape(app);
  expect([status, headers["content-type"]], body.slice(0, 300)).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  return readExposition(body);
}
const figureOf = (families: Map<string, ReadFamily>, key: string): number | undefined =>
  families.get(key.replace(/\{.*/, ""))?.values.get(key);

describe("who is told", () => {
  const on = async <T>(options: Partial<AppOptions>, work: (app: FastifyInstance) => Promise<T>): Promise<T> => {
    const app = await buildApp({ db: () => starting, ...options });
    return work(app).finally(() => app.close());
  };

  it("is this machine alone, and nobody whom a proxy of it asks for", () =>
    on({}, async (app) => {
      for (const remoteAddress of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
        expect((await scrape(app, { remoteAddress })).status, remoteAddress).toBe(200);
      for (const remoteAddress of ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8::1", "128.0.0.1"])
        expect((await scrape(app, { remoteAddress })).status, remoteAddress).toBe(404);
      for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
        expect((await scrape(app, { headers: { [name]: "127.0.0.1" } })).status, name).toBe(404);
    }));

  it("is whoever shows the token where there is one, this machine too", () =>
    on({ metricsToken: token }, async (app) => {
      for (const authorization of [undefined, "Bearer", `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, token]) {
        const { status, headers, body } = await scrape(app, { headers: authorization === undefined ? {} : { authorization } });
        expect([status, headers["www-authenticate"]], authorization).toEqual([401, 'Bearer realm="chuangtu"']);
        expect(body).not.toContain(token);
      }
      for (const remoteAddress of ["127.0.0.1", "10.1.2.3"])
        expect((await scrape(app, { remoteAddress, headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    }));

  it("a token that could be guessed is refused, and not said again", () => {
    expect(readSettings({ METRICS_TOKEN: token }).metricsToken).toBe(token);
    expect(readSettings({}).metricsToken).toBeUndefined();
    expect(() => readSettings({ METRICS_TOKEN: "secret" })).toThrow(/^METRICS_TOKEN: (?!.*secret)/);
  });
});

describe("a scrape without the database", () => {
  it("is answered while it is opened", async () => {
    const app = await buildApp({ db: () => starting });
    const families = await read(app);
    expect([figureOf(families, "chuangtu_ready"), figureOf(families, "chuangtu_database_answers")]).toEqual([0, 0]);
    expect(figureOf(families, "process_resident_memory_bytes")).toBeGreaterThan(1e6);
    await app.close();
  });

  it("is answered soon when it hangs, and asks it no second time meanwhile", async () => {
    let asked = 0;
    const db = {
      stands: () => ({ servers: [], heard_ms: null }),
      capabilities: { sessions: 1 },
      query: () => {
        asked++;
        return new Promise(() => {});
      },
    } as unknown as Db;
    const app = await buildApp({ db: () => ({ status: "ready", db }) });
    const from = performance.now();
    const [one, two] = await Promise.all([read(app), read(app)]);
    expect(performance.now() - from).toBeLessThan(4_000);
    expect([one, two].map((families) => figureOf(families, "chuangtu_database_answers"))).toEqual([0, 0]);
    expect([figureOf(one, "chuangtu_ready"), asked]).toEqual([1, 1]);
    await app.close();
  });
});

it("tells who waits, who is at work and who was sent away", async () => {
  const admission = new Admission(() => 1);
  let free = (): void => {};
  const busy = admission.admit(
    { weight: "heavy", signal: new AbortController().signal, who: () => ({ address: "a", session: undefined }) },
    () => new Promise<void>((done) => (free = done)),
  );
  const others = Array.from({ length: 200 }, (_, i) =>
    admission.admit(
      { weight: "heavy", signal: new AbortController().signal, who: () => ({ address: `b${i}`, session: undefined }) },
      async () => {},
    ),
  );
  const families = readExposition(exposition(doorFamilies(admission, new Feed(() => starting))));
  const [running, waiting, refused] = ["running", "waiting", "refused_total"].map((what) =>
    figureOf(families, `chuangtu_requests_${what}{weight="heavy"}`),
  );
  expect(running).toBe(1);
  expect(waiting).toBeGreaterThan(0);
  expect((waiting ?? 0) + (refused ?? 0)).toBe(200);
  free();
  await Promise.allSettled([busy, ...others]);
});

describe.each(databases())("metrics on $name", ({ name, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let base: string;
  beforeAll(async () => {
    db = await fresh();
    await loadTown(town)(db);
    app = await buildApp({
      db: () => ({ status: "ready", db }),
      backups: () => ({ status: "failed", lastGood: new Date(Date.now() - 3_600_000).toISOString(), why: "no room" }),
    });
    base = await app.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  it("count what was asked by the list's addresses, kept answers too, and say nothing of what was asked for", async () => {
    const cookie = await cookieOf(db, await makePerson(db, { roles: ["leader"] }));
    const get = async (path: string): Promise<void> => {
      await (await fetch(base + path, { headers: { cookie } })).arrayBuffer();
    };
    for (let i = 0; i < 5; i++) await get("/api/layers/problems");
    await get("/api/problems/7");
    await get(`/api/problems?q=${encodeURIComponent("张伟")}`);
    await get("/api/problems/999999999");
    await get("/api/nothing/zhangwei?q=zhangwei");
    const { body } = await scrape(app);
    const families = readExposition(body);
    const of = (route: string, status: string) =>
      figureOf(families, `chuangtu_http_requests_total{method="GET",route="${route}",status="${status}"}`);
    expect([of("/api/layers/problems", "2xx"), of("/api/problems/{id}", "2xx"), of("/api/problems/{id}", "4xx")]).toEqual([5, 1, 1]);
    expect([of("/api/problems", "2xx"), of("none", "4xx")]).toEqual([1, 1]);
    const took = families.get("chuangtu_http_request_seconds")?.values;
    expect(took?.get('chuangtu_http_request_seconds_count{method="GET",route="/api/layers/problems"}')).toBe(5);
    expect(body).not.toMatch(/zhangwei|张|%E5|999999999/);
  });

  it("tell how the database, the outbox and the jobs stand", async () => {
    await db.query(sql`insert into export_job (caller, what, format, query, sentence_zh, sentence_en, state, name)
      values ('{}', 'zones', 'csv', '', '全', 'all', 'waiting', 'a'), ('{}', 'zones', 'csv', '', '全', 'all', 'failed', 'a')`);
    await db.query(sql`insert into import_batch (who, name, into_what, columns, rows, state, beat_at)
      values ('x', 'a', 'sites', '{a}', 1, 'loading', clock_timestamp()), ('x', 'b', 'sites', '{a}', 1, 'trying', null)`);
    await db.query(
      sql`insert into robot (id, kind, kinds, name, url) overriding system value values (41, 'wecom', '{}', 'r', 'https://example.org')`,
    );
    await db.query(sql`insert into message (robot_id, state, text) values (41, 'waiting', 'a'), (41, 'sending', 'b'), (41, 'dead', 'c')`);
    const families = await read(app);
    const jobs = (kind: string, state: string) => figureOf(families, `chuangtu_jobs{kind="${kind}",state="${state}"}`);
    expect([jobs("export", "waiting"), jobs("export", "running"), jobs("export", "failed")]).toEqual([1, 0, 1]);
    expect([jobs("import", "waiting"), jobs("import", "running"), jobs("import", "failed")]).toEqual([1, 1, 0]);
    expect(["waiting", "dead"].map((state) => figureOf(families, `chuangtu_outbox_messages{state="${state}"}`))).toEqual([2, 1]);
    expect([figureOf(families, "chuangtu_ready"), figureOf(families, "chuangtu_database_answers")]).toEqual([1, 1]);
    expect(figureOf(families, 'chuangtu_database_server{server="",role="primary"}')).toBe(1);
    const sessions = (pool: string, state: string) =>
      figureOf(families, `chuangtu_database_sessions{server="",pool="${pool}",state="${state}"}`);
    expect((sessions("work", "idle") ?? 0) + (sessions("work", "busy") ?? 0)).toBeGreaterThan(0);
    expect(sessions("gate", "idle") === undefined).toBe(name === "embedded");
  });

  it("have every name that the rules beside the unit ask for", async () => {
    const rules = await readFile(new URL("../../../scripts/deploy/prometheus.rules.yml", import.meta.url), "utf8");
    const asked = new Set((rules.match(/\bchuangtu_\w+/g) ?? []).map((one) => one.replace(/_(bucket|sum|count)$/, "")));
    const there = new Set((await read(app)).keys());
    // Of several servers alone: tests/server/db/replicas.test.ts.
    expect([...asked].filter((one) => !there.has(one))).toEqual(["chuangtu_database_left_out"]);
  });

  it("tell of streams and of the backup", async () => {
    const before = await read(app);
    expect(figureOf(before, "chuangtu_live_streams")).toBe(0);
    expect(figureOf(before, "chuangtu_backup_wrong")).toBe(1);
    expect(figureOf(before, "chuangtu_backup_age_seconds")).toBeCloseTo(3_600, -2);
    const cookie = await cookieOf(db, await makePerson(db, { roles: ["leader"] }));
    const gone = new AbortController();
    await fetch(`${base}/api/changes`, { headers: { cookie }, signal: gone.signal });
    expect(figureOf(await read(app), "chuangtu_live_streams")).toBe(1);
    gone.abort();
  });
});

/** Files as jobs: whose they are, what of them leaves, how they end, and what becomes of one whose program was killed. */
import { parse } from "csv-parse/sync";
import type { FastifyInstance } from "fastify";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExportJob, ExportJobs } from "../../../server/contract/exportSchemas.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Db } from "../../../server/db/db.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { makeExports } from "../../../server/exports/runner.ts";
import { sweepExports } from "../../../server/exports/sweep.ts";
import { adminUrl, databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { evaluate } from "../filter/naive.ts";
import { appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { loadPeopled, peopledTown } from "../questions/peopled.ts";
import { begun, ended, fileOf, stands, type Taker, taken } from "./taking.ts";

const rowsOf = (bytes: Buffer): string[][] => parse(bytes, { bom: true, relax_column_count: true }) as string[][];
const codesOf = (bytes: Buffer): string[] =>
  rowsOf(bytes)
    .slice(2)
    .map(([code]) => code as string);

describe.each(databases())("files as jobs on $name", ({ name, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let leader: Taker;
  let dispatcher: Taker;
  const faults: unknown[] = [];
  beforeAll(async () => {
    db = await fresh();
    await loadPeopled(db);
    app = await appOn(db, { demo: false });
    leader = { app, cookie: await cookieOf(db, 601) };
    dispatcher = { app, cookie: await cookieOf(db, 602) };
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const running = async (work: () => Promise<void>, limits = {}): Promise<void> => {
    const stop = makeExports(db, { failed: (error) => faults.push(error), every_ms: 100, limits: { statement_ms: 30_000, ...limits } });
    try {
      await work();
    } finally {
      await stop();
    }
    expect(faults).toEqual([]);
  };
  const clear = (): Promise<object[]> => db.query(sql`delete from export_job`);

  it("holds the rows of one's own area and no others, under the filter's sentence and one's name", async () => {
    await running(async () => {
      const bytes = await taken(dispatcher, "problems", "csv", "status=open&category=01");
      const mine = evaluate(peopledTown, { ...emptyFilter, status: ["open"], category: ["01"] }, (p) => p.zones[0] === 100);
      expect(mine.length).toBeGreaterThan(5);
      expect(codesOf(bytes).toSorted()).toEqual(mine.map(({ code }) => code).toSorted());
      expect(rowsOf(bytes)[0]?.[0]).toBe(
        `筛选：未销号 · 类01；时间：2026-11-21 10:00（Asia/Shanghai）；共 ${mine.length} 条；导出人：人602`,
      );
      const all = evaluate(peopledTown, { ...emptyFilter, status: ["open"], category: ["01"] });
      expect(codesOf(await taken(leader, "problems", "csv", "status=open&category=01"))).toHaveLength(all.length);
    });
    const entries = await db.query<{ kind: string; detail: Record<string, unknown> }>(
      sql`select kind, detail from audit_entry where person_id = 602 order by id`,
    );
    expect(entries.map(({ kind, detail }) => [kind, detail.rows])).toEqual([
      ["change", undefined],
      ["export", expect.any(Number)],
      ["export", expect.any(Number)],
    ]);
    await clear();
  });

  it("is nobody else's: not to see, to stop or to fetch", async () => {
    const { id } = await begun(leader, "zones", "csv");
    for (const [method, path] of [
      ["GET", `/api/exports/${id}`],
      ["GET", `/api/exports/${id}/file`],
      ["POST", `/api/exports/${id}/cancel`],
    ] as const) {
      const reply = await app.inject({
        method,
        url: path,
        headers: { cookie: dispatcher.cookie },
        ...(method === "POST" && { payload: {} }),
      });
      expect(reply.statusCode, path).toBe(404);
    }
    const list = await app.inject({ url: "/api/exports", headers: { cookie: dispatcher.cookie } });
    expect(list.json()).toEqual({ rows: [] });
    const own = await app.inject({ url: "/api/exports", headers: { cookie: leader.cookie } });
    expectContract(ExportJobs, own.json());
    expect(own.json().rows).toMatchObject([{ id, state: "waiting", what: "zones", name: "责任区名录-2026-11-21.csv" }]);
    await clear();
  });

  it("says that a file is not there yet, was stopped, or is there no more", async () => {
    const { id } = await begun(leader, "sites", "geojson", "siteType=market");
    const early = await fileOf(leader, id);
    expect([early.statusCode, early.json().now]).toEqual([409, { state: "waiting", done: 0, total: null }]);
    const stopped = await app.inject({ method: "POST", url: `/api/exports/${id}/cancel`, headers: { cookie: leader.cookie }, payload: {} });
    expectContract(ExportJob, stopped.json());
    expect(stopped.json()).toMatchObject({ state: "cancelled" });
    expect((await fileOf(leader, id)).statusCode).toBe(409);
    await running(async () => {
      const made = await begun(leader, "sites", "geojson", "siteType=market");
      const job = await ended(leader, made.id);
      expect(job).toMatchObject({ state: "done", capped: false, done: job.total });
      const reply = await fileOf(leader, made.id);
      expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, "application/octet-stream"]);
      expect(reply.headers["content-disposition"]).toContain(`filename*=UTF-8''${encodeURIComponent("点位名录")}`);
      expect(reply.rawPayload.length).toBe(job.bytes);
      // Stopping what has ended leaves it as it ended.
      await app.inject({ method: "POST", url: `/api/exports/${made.id}/cancel`, headers: { cookie: leader.cookie }, payload: {} });
      expect((await stands(leader, made.id)).state).toBe("done");
      await db.query(sql`update export_job set ended_at = ended_at - interval '25 hours' where id = ${made.id}::bigint`);
      expect((await fileOf(leader, made.id)).statusCode).toBe(410);
      await sweepExports(db);
      expect((await fileOf(leader, made.id)).statusCode).toBe(410);
      expect(await db.query(sql`select from export_part`)).toEqual([]);
    });
    await clear();
  });

  it("refuses a question it cannot read, and the fourth at once", async () => {
    const asked = (payload: object) => app.inject({ method: "POST", url: "/api/exports", headers: { cookie: leader.cookie }, payload });
    for (const [what, query, parameter] of [
      ["problems", "stauts=open", "stauts"],
      ["problems", "category=nope", "category"],
      ["problems", "geo=inside:zone/999999", "geo"],
      ["sites", "siteType=nope", "siteType"],
      ["sites", "zone=999999", "zone"],
      ["zones", "level=4", "level"],
      ["zones", "level=1&level=2", "level"],
    ] as const) {
      const reply = await asked({ what, format: "csv", query });
      expect([reply.statusCode, reply.json().parameter], `${what} ${query}`).toEqual([400, parameter]);
    }
    for (let n = 0; n < 3; n++) await begun(leader, "zones", "csv");
    const fourth = await asked({ what: "zones", format: "csv", query: "" });
    expect([fourth.statusCode, fourth.json().detail_zh]).toEqual([409, expect.stringContaining("3 个导出")]);
    await begun(dispatcher, "zones", "csv");
    await clear();
  });

  it("is not made for who has lost the duty meanwhile, nor handed to who sees another area by then", async () => {
    const cookie = await cookieOf(db, 603);
    const other: Taker = { app, cookie };
    const { id } = await begun(other, "problems", "csv");
    await db.query(sql`update person set roles = '{administrator}' where id = 603`);
    await running(async () => {
      for (;;) {
        const [job] = await db.query<{ state: string; failure_zh: string | null }>(
          sql`select state, failure_zh from export_job where id = ${id}::bigint`,
        );
        if (job?.state === "failed") return expect(job.failure_zh).toContain("不再有导出的职责");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    await db.query(sql`update person set roles = '{dispatcher}' where id = 603`);
    await running(async () => {
      const made: { readonly id: number }[] = [];
      for (const what of ["problems", "sites", "zones"] as const) made.push(await begun(other, what, "csv"));
      for (const { id: one } of made) await ended(other, one);
      const codes = async () => Promise.all(made.map(async (job) => (await fileOf(other, job.id)).statusCode));
      expect(await codes()).toEqual([200, 200, 200]);
      await db.query(sql`update person set zone_id = 103 where id = 603`);
      // Sites say how many problems of one's own area are open at each; zones are everybody's.
      expect(await codes()).toEqual([409, 409, 200]);
    });
    await clear();
  });

  it("is taken up again when its program was killed, and given up after the third time", async () => {
    const { id } = await begun(leader, "problems", "csv", "status=open");
    // As a killed program leaves it: half a file, and nobody who says anything.
    await db.query(
      sql`update export_job set state = 'running', tries = 1, done = 7, beat_at = clock_timestamp() - interval '1 hour' where id = ${id}::bigint`,
    );
    await db.query(sql`insert into export_part values (${id}::bigint, 0, '\\x00'), (${id}::bigint, 1, '\\x00')`);
    await running(async () => {
      expect(await ended(leader, id)).toMatchObject({ state: "done" });
    });
    const open = evaluate(peopledTown, { ...emptyFilter, status: ["open"] });
    expect(codesOf((await fileOf(leader, id)).rawPayload)).toHaveLength(open.length);
    const lost = await begun(leader, "zones", "csv");
    await db.query(
      sql`update export_job set state = 'running', tries = 3, beat_at = clock_timestamp() - interval '1 hour' where id = ${lost.id}::bigint`,
    );
    await running(async () => {
      expect(await ended(leader, lost.id)).toMatchObject({ state: "failed", failure: { zh: expect.stringContaining("3 次") } });
    });
    await clear();
  });

  it("leaves a job that another process works at alone", async () => {
    const { id } = await begun(leader, "zones", "csv");
    await db.query(sql`update export_job set state = 'running', tries = 1, beat_at = clock_timestamp() where id = ${id}::bigint`);
    await running(async () => {
      const next = await begun(leader, "zones", "csv");
      await ended(leader, next.id);
      expect((await stands(leader, id)).state).toBe("running");
    });
    await clear();
  });

  it("stops in the middle when it is cancelled, and nothing of it stays", async () => {
    const { id } = await begun(leader, "problems", "csv");
    const cancel = { method: "POST", url: `/api/exports/${id}/cancel`, headers: { cookie: leader.cookie }, payload: {} } as const;
    let pages = 0;
    let said = "";
    // Somebody stops it while its second page is being read.
    const meddled = new Proxy(db, {
      get(target, key) {
        if (key !== "query")
          return typeof target[key as keyof Db] === "function"
            ? (target[key as keyof Db] as () => void).bind(target)
            : target[key as keyof Db];
        return async (statement: Sql, options: object) => {
          if (statement.texts.join("").includes("with ordinality") && ++pages === 2) said = (await app.inject(cancel)).json().state;
          return target.query(statement, options);
        };
      },
    });
    const stop = makeExports(meddled, { failed: (error) => faults.push(error), every_ms: 100, limits: { say_ms: 0 } });
    expect(await ended(leader, id)).toMatchObject({ state: "cancelled", done: 250, failure: null });
    await stop();
    expect([said, pages, faults]).toEqual(["cancelled", 2, []]);
    expect(await db.query(sql`select from export_part`)).toEqual([]);
    await clear();
  });

  it.runIf(name === "postgres")("a slow reader holds no transaction: tables can be changed meanwhile", async () => {
    await running(async () => {
      const { id } = await begun(leader, "problems", "geojson");
      await ended(leader, id);
      // Twelve parts, so that reading is many questions.
      await db.query(
        sql`insert into export_part select job_id, (select max(part) from export_part) + n, bytes from export_part, generate_series(1, 11) n where job_id = ${id}::bigint and part = 0`,
      );
      await db.query(
        sql`update export_job set bytes = (select sum(length(bytes)) from export_part where job_id = ${id}::bigint) where id = ${id}::bigint`,
      );
      const { stream } = await app
        .inject({ url: `/api/exports/${id}/file`, headers: { cookie: leader.cookie }, payloadAsStream: true })
        .then((reply) => ({ stream: reply.stream() }));
      const [{ database } = { database: "" }] = await db.query<{ database: string }>(sql`select current_database() as database`);
      let parts = 0;
      for await (const _part of stream) {
        if (++parts !== 2) continue;
        const held = await db.query<{ n: number }>(
          sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
        );
        expect(held).toEqual([{ n: 0 }]);
        // Needs every reader of the tables gone. On a session of its own: this one's questions come from within the reading.
        const url = new URL(adminUrl() ?? "");
        url.pathname = `/${database}`;
        const other = new pg.Client({ connectionString: url.href });
        await other.connect();
        await other.query(
          "begin; set local lock_timeout = '2s'; lock table export_part, export_job, problem in access exclusive mode; rollback",
        );
        await other.end();
      }
      expect(parts).toBeGreaterThan(2);
    });
    await clear();
  });
});

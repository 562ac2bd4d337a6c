/** Through PgBouncer in transaction mode, where a session is ours for one transaction: fewer sessions than clients, and nothing stays behind in them. */
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cancelled, type Db, StatementTimeout } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { loadTown, town } from "../questions/town.ts";
import { type Bouncer, hasBouncer, startBouncer } from "./bouncer.ts";
import { atNow, database, hasPrograms, portOf, several, until } from "./replicated.ts";

const endless = sql`select count(*) from generate_series(1, 60000) a, generate_series(1, 60000) b where a # b = -1`;
const text = (value: string) => sql`select ${value}::text as v`;

describe.skipIf(!hasBouncer || adminUrl() === null)("through PgBouncer", () => {
  let bouncer: Bouncer;
  let direct = "";
  let through = "";
  let db: Db;
  beforeAll(async () => {
    // Two sessions for all: whoever asks takes turns.
    bouncer = await startBouncer(adminUrl() ?? "", 2);
    direct = await createDatabase();
    through = bouncer.url(new URL(direct).pathname.slice(1));
    db = await openDatabase({ databaseUrl: through, dataFolder: null, pooled: true });
    await loadTown(town)(db);
    await db.query(sql`create table kept (n int, t text)`);
  });
  afterAll(async () => {
    await db?.close();
    await bouncer?.stop();
  });

  it("statements asked again and again by many at once are each answered with their own", async () => {
    for (let i = 0; i < 20; i++) {
      const asked = Array.from({ length: 20 }, (_, n) => `${i} ${n}`);
      expect(await Promise.all(asked.map(async (one) => (await db.query<{ v: string }>(text(one)))[0]?.v))).toEqual(asked);
    }
    const named = await db.query(sql`select name from pg_prepared_statements`);
    expect(named).toEqual([]);
  });

  it("transactions beside each other count right, and one that fails leaves nothing", async () => {
    await db.query(sql`insert into kept values (0, 'sum')`);
    const add = (fail: boolean) =>
      db.tx(async (tx) => {
        await tx.query(sql`update kept set n = n + 1 where t = 'sum'`);
        if (fail) throw new Error("no");
      });
    const done = await Promise.allSettled(Array.from({ length: 60 }, (_, i) => add(i % 3 === 0)));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(40);
    expect(await db.query(sql`select n from kept where t = 'sum'`)).toEqual([{ n: 40 }]);
    const copied = await db.tx((tx) => tx.copyIn("kept", ["n", "t"], Readable.from(["1\ta\n2\tb\n"])));
    expect(copied).toBe(2);
  });

  it("a transaction is settled as everywhere, a moment is of UTC, and another program's sessions stay as they were", async () => {
    const settled = await db.tx((tx) =>
      tx.query(sql`select current_setting('jit') as jit, current_setting('idle_in_transaction_session_timeout') as idle`),
    );
    expect(settled).toEqual([{ jit: "off", idle: "1min" }]);
    const other = await openPostgres(through, { pooled: true, sessions: 4 });
    const plain = await import("pg").then(({ default: pg }) => new pg.Client({ connectionString: through }));
    await plain.connect();
    await plain.query("set TimeZone = 'Asia/Shanghai'");
    for (let i = 0; i < 20; i++) {
      const [theirs, ours] = await Promise.all([
        plain.query<{ zone: string; jit: string; idle: string }>(
          "select current_setting('TimeZone') as zone, current_setting('jit') as jit, current_setting('idle_in_transaction_session_timeout') as idle",
        ),
        other.query<{ zone: string; at: Date }>(
          sql`select current_setting('TimeZone') as zone, '2026-11-21T10:00+08:00'::timestamptz as at`,
        ),
        db.tx((tx) => tx.query(sql`select 1`)),
      ]);
      expect(theirs.rows).toEqual([{ zone: "Asia/Shanghai", jit: "on", idle: "0" }]);
      expect(ours).toEqual([{ zone: "UTC", at: new Date("2026-11-21T02:00Z") }]);
    }
    await plain.end();
    await other.close();
  });

  it("a statement over its limit, and one whose caller left, are stopped on the server", async () => {
    await expect(db.query(endless, { timeout_ms: 300 })).rejects.toBeInstanceOf(StatementTimeout);
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 100);
    await expect(db.query(endless, { signal: leaving.signal })).rejects.toBeInstanceOf(Cancelled);
    const running = async () =>
      (
        await db.query(
          sql`select 1 from pg_stat_activity where datname = current_database() and state = 'active' and query like '%60000%' and pid <> pg_backend_pid()`,
        )
      ).length;
    await expect.poll(running, { timeout: 3_000 }).toBe(0);
    expect(await db.query(text("on"))).toEqual([{ v: "on" }]);
  });

  it("past it one hears what is said through it; without such an address nothing is heard, and nobody fails", async () => {
    const heard: string[] = [];
    const hearing = await openPostgres(through, { pooled: true, listenUrl: direct });
    const stop = await hearing.listen("word", (payload) => heard.push(payload));
    await db.notify("word", "1");
    await expect.poll(() => heard).toEqual(["1"]);
    await stop();
    await hearing.close();
    await (await db.listen("word", (payload) => heard.push(payload)))();
    expect(heard).toEqual(["1"]);
  });

  it("routes answer as they do without it, and a change is in the next answer", async () => {
    const past = await openPostgres(direct);
    const cookie = await cookieOf(db, await makePerson(db, { roles: ["dispatcher"] }));
    const [app, straight] = await Promise.all([db, past].map((on) => buildApp({ db: () => ({ status: "ready", db: on }) })));
    const urls = [
      "/api/problems?limit=5&geo=within:500:market",
      "/api/problems/count?by=status,unit",
      "/api/layers/problems",
      "/api/layers/sites",
      "/api/problems/near?of=market&within=500",
      "/api/district",
    ];
    const get = (of: typeof app, url: string) => of?.inject({ url, headers: { cookie } });
    const still = (body: string | undefined) => body?.replace(/"clock":"[^"]*"/g, "");
    for (const url of [...urls, ...urls]) {
      const [mine, theirs] = [await get(app, url), await get(straight, url)];
      expect([url, mine?.statusCode, still(mine?.body)]).toEqual([url, 200, still(theirs?.body)]);
    }
    const many = await Promise.all(Array.from({ length: 40 }, (_, i) => get(app, urls[i % urls.length] as string)));
    expect(new Set(many.map((reply) => reply?.statusCode))).toEqual(new Set([200]));
    const view = { name: "甲", query: "?status=open", share: "mine" };
    const added = await app?.inject({ method: "POST", url: "/api/views", headers: { cookie }, payload: view });
    expect(added?.statusCode).toBe(200);
    expect((await get(straight, "/api/views"))?.body).toContain("甲");
    await Promise.all([app?.close(), straight?.close()]);
    await past.close();
  });
});

describe.skipIf(!hasBouncer || !hasPrograms)("several servers, each behind its PgBouncer", () => {
  it("reads are the copy's, and writes go on with it once it is promoted", { timeout: 90_000 }, async () => {
    const { cluster, close } = await several({ replicas: 1, synchronous: false });
    const bouncers = await Promise.all(cluster.members.map((member) => startBouncer(member.url(), 4)));
    const db = await openPostgres(bouncers.map((one) => one.url(database)).join(" "), { pooled: true });
    try {
      await db.query(sql`create table kept (n int)`);
      const [replica] = cluster.replicas;
      await until("the copy is read from", async () => (await portOf(db, await atNow(db))) === replica?.port, 5_000);
      await cluster.primary.crash();
      await until("the copy answers alone", async () => (await atNow(db)).staleSince !== null, 15_000);
      await cluster.promote();
      const writes = () => db.query(sql`insert into kept values (1) returning inet_server_port() as port`).catch(() => []);
      await until("writes go on", async () => (await writes()).length > 0, 20_000);
      expect(await writes()).toEqual([{ port: replica?.port }]);
    } finally {
      await db.close();
      await Promise.all(bouncers.map((one) => one.stop()));
      await close();
    }
  });
});

/** The server that is written to is lost: reading goes on, writing goes on by itself once another can be written to, and never on one left behind. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Member } from "../../../scripts/cluster/member.ts";
import { type Db, Unavailable } from "../../../server/db/db.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { loadTown, town } from "../questions/town.ts";
import { ask, atNow, database, hasPrograms, portOf, type Several, several, until } from "./replicated.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe.skipIf(!hasPrograms)("a failover", () => {
  let all: Several;
  let db: Db;
  let old: Member;
  const heard: string[] = [];
  let resumed = 0;
  beforeAll(async () => {
    all = await several({ replicas: 2, synchronous: true });
    db = all.db;
    old = all.cluster.primary;
    await loadTown(town)(db);
    await db.query(sql`create table kept (n int primary key)`);
    await db.listen(
      "after",
      (payload) => heard.push(payload),
      () => resumed++,
    );
  });
  afterAll(() => all?.close());

  it("reading goes on and says since when it may be old, acts are to be tried again, and then all goes on", {
    timeout: 90_000,
  }, async () => {
    const app = await buildApp({ db: () => ({ status: "ready", db }) });
    const cookie = await cookieOf(db, await makePerson(db, { roles: ["dispatcher"] }));
    const get = (url: string, more = {}) => app.inject({ url, headers: { cookie, ...more } });
    const urls = ["/api/problems?limit=3", "/api/layers/sites", "/api/layers/problems", "/api/layers/counts", "/api/problems/headline"];
    for (const url of urls) expect([url, (await get(url)).statusCode]).toEqual([url, 200]);
    const fresh = await get("/api/layers/sites");
    expect(fresh.headers["chuangtu-stale-since"]).toBeUndefined();
    const same = await get("/api/layers/sites", { "if-none-match": fresh.headers.etag });
    expect([same.statusCode, same.headers["chuangtu-stale-since"]], "it takes back what a browser may have kept").toEqual([304, ""]);

    let [over, n] = [false, 0];
    const acknowledged: number[] = [];
    const writer = async (): Promise<void> => {
      while (!over) {
        const mine = ++n;
        const error = await caught(db.tx((tx) => tx.query(sql`insert into kept values (${mine}::int)`)));
        if (error === null) acknowledged.push(mine);
        else expect(error).toBeInstanceOf(Unavailable);
        await wait(10);
      }
    };
    const statuses = new Map<string, number>();
    const stale: string[] = [];
    const reader = async (url: string): Promise<void> => {
      while (!over) {
        const reply = await get(url);
        const key = `${url} ${reply.statusCode}`;
        statuses.set(key, (statuses.get(key) ?? 0) + 1);
        const since = reply.headers["chuangtu-stale-since"];
        if (typeof since === "string" && since) stale.push(since);
        await wait(5);
      }
    };
    const running = Promise.all([writer(), writer(), ...urls.map(reader)]);
    await wait(500);
    const dead_ms = Date.now();
    await old.crash();
    const gone_ms = Date.now();
    await until("answers say that they may be old", () => stale.length > 20, 10_000);
    const refused = await app.inject({
      method: "POST",
      url: "/api/views",
      headers: { cookie },
      payload: { name: "甲", query: "?status=open", share: "mine" },
    });
    expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([503, "5"]);
    await wait(1_000);
    const chosen = await all.cluster.promote();
    const promoted = acknowledged.length;
    await until("writes go on", () => acknowledged.length > promoted + 20, 10_000);
    over = true;
    await running;
    expect([...statuses.keys()].filter((key) => !key.endsWith(" 200"))).toEqual([]);
    for (const since of stale.map(Date.parse)) {
      expect(since).toBeLessThanOrEqual(gone_ms);
      expect(since, "it is asked each second").toBeGreaterThan(dead_ms - 2_000);
    }
    expect((await get("/api/problems?limit=1")).headers["chuangtu-stale-since"]).toBeUndefined();
    const rows = new Set((await db.query<{ n: number }>(sql`select n from kept`)).map((row) => row.n));
    expect(
      acknowledged.filter((one) => !rows.has(one)),
      "acknowledged with a copy, so not lost",
    ).toEqual([]);
    expect(all.said.join("\n")).toContain(`127.0.0.1:${chosen.port} is the primary now`);
    await until("the listener has followed", () => resumed > 0, 10_000);
    await db.notify("after", "back");
    await until("it hears", () => heard.includes("back"), 5_000);
    await app.close();
  });

  it("the one that was written to before comes back on its own and is refused; as a copy it is read from", {
    timeout: 90_000,
  }, async () => {
    // As it was left: it takes itself for the primary. It has no copy any more that could acknowledge, so it is told not to wait for one.
    all.said.length = 0;
    await old.start();
    await ask(old.url(), "alter system set synchronous_standby_names = ''");
    await ask(old.url(), "select pg_reload_conf()");
    await until("it is refused", () => all.said.some((line) => line.includes("not used") && line.includes(String(old.port))), 10_000);
    for (let i = 0; i < 20; i++) {
      await db.query(sql`insert into kept values (${100_000 + i}::int)`);
      const port = await portOf(db, await atNow(db));
      expect(port).not.toBe(old.port);
    }
    expect(await ask(old.url(database), "select n from kept where n >= 100000")).toEqual([]);
    await all.cluster.rejoin(old);
    await until("it is read from", async () => (await portOf(db, await atNow(db))) === old.port, 30_000);
  });

  it("a program that starts meanwhile finds who is written to, whatever the order of the addresses", async () => {
    const urls = all.cluster.members.map((member) => member.url(database));
    for (const order of [urls, [...urls].reverse()]) {
      const other = await openPostgres(order.join(" "));
      const [row] = await other.query<{ port: number }>(sql`select inet_server_port() as port`);
      expect(row?.port).toBe(all.cluster.primary.port);
      await other.close();
    }
  });

  it("a copy that answers while there is no primary is read from, whatever it tells of its timeline; nobody is refused", {
    timeout: 90_000,
  }, async () => {
    const app = await buildApp({ db: () => ({ status: "ready", db }), demo: () => true });
    let over = false;
    const refused: string[] = [];
    const asker = async (url: string): Promise<void> => {
      while (!over) {
        const { statusCode } = await app.inject(url);
        if (statusCode !== 200) refused.push(`${url} ${statusCode}`);
        await wait(5);
      }
    };
    let [stale, failed, wentBack, newest] = [0, 0, 0, 0];
    const reader = async (): Promise<void> => {
      while (!over) {
        const at = await atNow(db).catch(() => null);
        if (at && at.timeline < newest) wentBack++;
        newest = Math.max(newest, at?.timeline ?? 0);
        if (at?.staleSince) {
          stale++;
          if ((await caught(portOf(db, at))) !== null) failed++;
        }
        await wait(2);
      }
    };
    const urls = ["/api/problems?limit=3", "/api/layers/sites", "/api/problems/headline", "/api/problems/count?by=status"];
    const running = Promise.all([...urls.map(asker), ...Array.from({ length: 4 }, reader)]);
    for (let round = 0; round < 3; round++) {
      const { primary } = all.cluster;
      await primary.crash();
      await wait(600);
      await all.cluster.promote();
      await until("writes go on", async () => (await caught(db.notify("after", "on"))) === null, 10_000);
      await all.cluster.rejoin(primary);
    }
    over = true;
    await running;
    await app.close();
    expect(refused).toEqual([]);
    expect(stale).toBeGreaterThan(100);
    expect(failed, "a copy that becomes the primary between the question and the read is asked anew, once in a while").toBeLessThan(10);
    expect(wentBack, "one that has not followed yet, once in a while").toBeLessThan(stale / 10);
  });

  it("one that stops answering without a word is given up, and taken again when it answers", { timeout: 60_000 }, async () => {
    const { primary } = all.cluster;
    const [of] = await ask<{ folder: string }>(primary.url(), "select current_setting('data_directory') as folder");
    const postmaster = Number(readFileSync(`${of?.folder}/postmaster.pid`, "utf8").split("\n")[0]);
    const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    const family = rows.map((row) => row.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === postmaster);
    const pids = [postmaster, ...family.map(([pid]) => pid as number)];
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    const started = performance.now();
    const asked = await Promise.all(Array.from({ length: 30 }, () => atNow(db)));
    expect(performance.now() - started, "who waited for it is answered by a copy").toBeLessThan(9_000);
    expect(asked.every(({ staleSince }) => staleSince !== null)).toBe(true);
    expect((await caught(db.query(sql`insert into kept values (-2)`))) instanceof Unavailable).toBe(true);
    for (const pid of pids) process.kill(pid, "SIGCONT");
    await until("it is written to again", async () => (await caught(db.query(sql`insert into kept values (-3)`))) === null, 15_000);
    expect((await atNow(db)).staleSince).toBeNull();
  });

  it("beyond the bound the copies answer nobody", { timeout: 60_000 }, async () => {
    const bounded = await openPostgres(all.cluster.urls(database), { maxStaleness_ms: 1_500 });
    expect((await atNow(bounded)).staleSince).toBeNull();
    await all.cluster.primary.crash();
    const at = await atNow(bounded);
    expect(at.staleSince).toBeInstanceOf(Date);
    expect(await bounded.query(sql`select count(*) > 0 as any from kept`, { at })).toEqual([{ any: true }]);
    await wait(2_000);
    expect(await caught(atNow(bounded))).toBeInstanceOf(Unavailable);
    await all.cluster.promote();
    await until("it goes on", async () => (await caught(bounded.query(sql`insert into kept values (-1)`))) === null, 10_000);
    await bounded.close();
  });
});

/** Reads on copies: nothing acknowledged is missing from an answer, whoever gives it; a copy that lags or dies is left out and taken back. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Member } from "../../../scripts/cluster/member.ts";
import { type Db, ownAt, Unavailable } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { databaseFamilies } from "../../../server/metrics/database.ts";
import { ask, atNow, database, hasPrograms, portOf, type Several, several, until } from "./replicated.ts";

describe.skipIf(!hasPrograms)("reads on copies", () => {
  let all: Several;
  let db: Db;
  const add = async (): Promise<number> =>
    ((await db.query<{ n: number }>(sql`update counter set n = n + 1 returning n`)) as [{ n: number }])[0].n;
  const read = async (): Promise<number> => {
    const at = await atNow(db);
    return ((await db.query<{ n: number }>(sql`select n from counter`, { at })) as [{ n: number }])[0].n;
  };
  const ports = async (times: number): Promise<number[]> => {
    const found = new Set<number>();
    for (let i = 0; i < times; i++) {
      const together = Array.from({ length: 4 }, async () => portOf(db, await atNow(db)));
      for (const port of await Promise.all(together)) found.add(port);
    }
    return [...found].sort();
  };
  const families = () => databaseFamilies({ status: "ready", db });
  /** What a monitoring system is told: a figure of each server that has it. */
  const figure = (name: string): number[] =>
    families()
      .find((family) => family.name === `chuangtu_database_${name}`)
      ?.samples.map(({ value }) => value) ?? [];
  const roles = (): (string | undefined)[] =>
    families()
      .find((family) => family.name === "chuangtu_database_server")
      ?.samples.map(({ labels }) => labels?.role)
      .sort() ?? [];
  const replicaPorts = (): number[] => all.cluster.replicas.map(({ port }) => port).sort();

  beforeAll(async () => {
    all = await several({ replicas: 2, synchronous: false });
    db = all.db;
    await db.query(sql`create table counter (n int)`);
    await db.query(sql`insert into counter values (0)`);
    await until("both are read from", async () => (await ports(5)).join() === replicaPorts().join(), 10_000);
  });
  afterAll(() => all?.close());

  it("reads are the copies', whatever does not say so is the primary's", async () => {
    expect(await ports(10)).toEqual(replicaPorts());
    const [own] = await db.query<{ port: number }>(sql`select inet_server_port() as port`);
    expect(own?.port).toBe(all.cluster.primary.port);
    const inTx = await db.tx((tx) => tx.query<{ port: number }>(sql`select inet_server_port() as port`));
    expect(inTx).toEqual([{ port: all.cluster.primary.port }]);
  });

  it("a request's reads stay with one server, also beside each other", async () => {
    for (let i = 0; i < 10; i++) {
      const at = ownAt(await atNow(db));
      const first = await Promise.all(Array.from({ length: 5 }, () => portOf(db, at)));
      expect(new Set([...first, await portOf(db, at)]).size).toBe(1);
    }
    const requests = await Promise.all(Array.from({ length: 20 }, async () => portOf(db, await atNow(db))));
    for (const port of replicaPorts()) expect(requests.filter((one) => one === port).length, "each has its share").toBeGreaterThan(5);
  });

  it("a read that turns out to write is the primary's after all", async () => {
    const at = await atNow(db);
    const [row] = await db.query<{ n: number }>(sql`update counter set n = n + 1 returning n`, { at });
    expect(await read()).toBe(row?.n);
  });

  it("what one wrote one reads, although the copies do not show it; they are left out at once, and taken back", async () => {
    for (const member of all.cluster.replicas) await all.cluster.pauseReplay(member);
    const wrote = await add();
    expect(await read()).toBe(wrote);
    await until("both are left out", () => all.said.filter((line) => line.includes("is behind")).length >= 2, 5_000);
    const started = performance.now();
    for (let i = 0; i < 50; i++) expect(await read()).toBe(wrote);
    expect(performance.now() - started, "nobody waits for them any more").toBeLessThan(1_000);
    expect(await ports(3)).toEqual([all.cluster.primary.port]);
    await until("it is known how far they are behind", () => figure("behind_bytes").every((bytes) => bytes > 0), 5_000);
    expect(figure("left_out")).toEqual([1, 1]);
    for (const member of all.cluster.replicas) await all.cluster.resumeReplay(member);
    await until("both are read from again", async () => (await ports(5)).join() === replicaPorts().join(), 10_000);
    await until("nothing is behind", () => figure("behind_bytes").every((bytes) => bytes === 0), 5_000);
    expect(figure("left_out")).toEqual([0, 0]);
  });

  it("a copy that is killed in the middle of reads fails nobody, and is taken back", { timeout: 60_000 }, async () => {
    const victim = all.cluster.replicas[0] as Member;
    let over = false;
    let answers = 0;
    const reader = async (): Promise<void> => {
      while (!over) {
        const at = await atNow(db);
        const rows = await db.query(sql`select n, pg_sleep(0.02)::text from counter`, { at });
        expect(rows).toHaveLength(1);
        answers++;
      }
    };
    const reading = Promise.all(Array.from({ length: 8 }, reader));
    await until("reading goes on", () => answers > 100, 10_000);
    await victim.crash();
    const before = answers;
    await until("reading goes on", () => answers > before + 200, 10_000);
    over = true;
    await reading;
    expect(await ports(5)).not.toContain(victim.port);
    expect(roles()).toEqual(["away", "copy", "primary"]);
    await all.cluster.rejoin(victim);
    await until("it is read from again", async () => (await ports(5)).includes(victim.port), 15_000);
    expect(roles()).toEqual(["copy", "copy", "primary"]);
    expect(figure("primary_heard_seconds")[0]).toBeLessThan(5);
  });

  it("a question whose server is lost before or between its reads is asked anew, a few times; an act is not", async () => {
    let [lost, gateLost, most] = [0, 0, 3];
    const unlucky = new Proxy(db, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (name !== "query") return typeof value === "function" ? value.bind(target) : value;
        return (...[statement, options]: Parameters<Db["query"]>) => {
          if (options?.orStale ? ++gateLost > 1 : ++lost > most) return target.query(statement, options);
          return Promise.reject(new Unavailable("lost"));
        };
      },
    });
    const app = await buildApp({ db: () => ({ status: "ready", db: unlucky }), demo: () => true });
    expect((await app.inject("/api/layers/sites")).statusCode, "also where who asks is looked up first").toBe(200);
    expect([lost, gateLost].every((times) => times > 1)).toBe(true);
    lost = 0;
    expect((await app.inject("/api/problems?limit=1")).statusCode).toBe(200);
    expect(lost).toBeGreaterThan(3);
    [lost, most] = [0, 100];
    expect([(await app.inject("/api/problems?limit=1")).statusCode, lost < 100], "not for ever").toEqual([503, true]);
    lost = 0;
    const act = await app.inject({ method: "POST", url: "/api/locateMany", payload: { addresses: ["甲街 1 号"] } });
    expect([act.statusCode, lost]).toEqual([503, 1]);
    await app.close();
  });

  it("a copy that stops answering without a word is left out, and who waits for it is answered by another", {
    timeout: 60_000,
  }, async () => {
    const victim = all.cluster.replicas[0] as Member;
    const slow = async () => db.query<{ n: number }>(sql`select n from counter, pg_sleep(0.4)`, { at: await atNow(db) });
    const asked: Promise<{ n: number }[]>[] = [];
    const sessions = "from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";
    const whileAsked = async (): Promise<number[]> => {
      asked.push(slow(), slow());
      const text = `select string_agg(pid::text, ' ') as pids ${sessions} having bool_or(state = 'active' and query like '%pg_sleep%')`;
      const [running] = await ask<{ pids: string }>(victim.url(database), text);
      return (running?.pids ?? "").split(" ").filter(Boolean).map(Number);
    };
    let pids: number[] = [];
    const isAsked = async (): Promise<boolean> => {
      pids = await whileAsked();
      return pids.length > 0;
    };
    await until("it is in the middle of a read", isAsked, 10_000);
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    try {
      const answered = (await Promise.all(asked)).map(([row]) => row?.n);
      expect(new Set([...answered, await read()]).size).toBe(1);
    } finally {
      for (const pid of pids)
        try {
          process.kill(pid, "SIGCONT");
        } catch {
          // It ended meanwhile.
        }
    }
    await until("it is read from again", async () => (await ports(5)).includes(victim.port), 15_000);
  });

  it("an answer never lacks what was acknowledged before its request began", { timeout: 90_000 }, async () => {
    let [acknowledged, reads, over] = [await read(), 0, false];
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const writer = async (): Promise<void> => {
      while (!over) {
        const n = await add();
        acknowledged = Math.max(acknowledged, n);
        await wait(Math.random() * 4);
      }
    };
    const reader = async (): Promise<void> => {
      while (!over) {
        const least = acknowledged;
        const at = ownAt(await atNow(db));
        for (let i = 0; i < 2; i++) {
          const [row] = await db.query<{ n: number }>(sql`select n from counter`, { at });
          expect(row?.n).toBeGreaterThanOrEqual(least);
          reads++;
        }
      }
    };
    const lagging = async (): Promise<void> => {
      while (!over) {
        const member = all.cluster.replicas[Math.random() < 0.5 ? 0 : 1] as Member;
        await all.cluster.pauseReplay(member);
        await wait(Math.random() * 150);
        await all.cluster.resumeReplay(member);
        await wait(Math.random() * 300);
      }
    };
    const running = Promise.all([writer(), writer(), lagging(), ...Array.from({ length: 8 }, reader)]);
    await Promise.race([running, wait(8_000)]);
    over = true;
    await running;
    expect(reads).toBeGreaterThan(500);
  });
});

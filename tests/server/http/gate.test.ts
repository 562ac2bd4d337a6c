/** The look-up of every request: shared by those who come together, and never older than any of them. */
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NowRow, nowSelect } from "../../../server/ask/now.ts";
import { Together } from "../../../server/ask/together.ts";
import { type Db, Unavailable } from "../../../server/db/db.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice, makePerson } from "../../support/people.ts";
import { loadTown, town } from "../questions/town.ts";
import { appOn } from "./asked.ts";

const steps = fc.array(fc.constantFrom("ask", "ask", "change", "turn", "wait"), { minLength: 1, maxLength: 40 });
const ways = fc.array(fc.constantFrom("answers", "fails", "throws", "is slow"), { minLength: 1, maxLength: 6 });

describe("asked together", () => {
  it("nobody gets an answer, or a failure, of a look-up that began before they asked", async () => {
    await fc.assert(
      fc.asyncProperty(steps, ways, async (done, how) => {
        let version = 0;
        let looks = 0;
        const asked: number[] = [];
        const together = new Together<number, number>((questions) => {
          asked.push(...questions);
          const way = how[looks++ % how.length];
          if (way === "throws") throw new Error(String(version));
          return (async (seen: number) => {
            await (way === "is slow" ? wait(6) : turn());
            if (way === "fails") throw new Error(String(seen));
            return seen;
          })(version);
        }, 2);
        const answers: Promise<boolean>[] = [];
        for (const step of done) {
          const before = version;
          if (step === "change") version++;
          else if (step === "turn") await turn();
          else if (step === "wait") await wait(2);
          else {
            const answer = together.ask(answers.length);
            answers.push(
              answer.then(
                (seen) => seen >= before,
                (error: Error) => Number(error.message) >= before,
              ),
            );
          }
        }
        expect((await Promise.all(answers)).every((fresh) => fresh)).toBe(true);
        expect(asked.toSorted((a, b) => a - b)).toEqual(answers.map((_, i) => i));
      }),
      { numRuns: 150 },
    );
  });

  it("who asks while a look-up is under way shares the next one, and a slow one holds up nobody", async () => {
    const looks: (readonly string[])[] = [];
    const ends: (() => void)[] = [];
    const together = new Together<string, number>((questions) => {
      looks.push([...questions]);
      return new Promise((resolve) => ends.push(() => resolve(looks.length)));
    }, 20);
    const first = together.ask("a");
    while (looks.length < 1) await turn();
    const next = [together.ask("b"), together.ask("c")];
    while (looks.length < 2) await wait(2);
    expect(looks).toEqual([["a"], ["b", "c"]]);
    ends[1]?.();
    expect(await Promise.all(next)).toEqual([2, 2]);
    ends[0]?.();
    expect(await first).toBe(2);
  });
});

const isGate = (statement: Sql): boolean => statement.texts.join("").includes("from layer_revision r");

/** The database, with every statement told of before it runs. */
const overheard = (db: Db, hear: (statement: Sql) => void): Db =>
  new Proxy(db, {
    get(target, name) {
      if (name === "capabilities" || name === "kind") return Reflect.get(target, name, target);
      if (name !== "query") return (Reflect.get(target, name, target) as () => unknown).bind(target);
      return async (...args: Parameters<Db["query"]>) => {
        hear(args[0]);
        return target.query(...args);
      };
    },
  });

const revisionOf = (etag: unknown): number => Number(/^"sites-(\d+)-/.exec(String(etag))?.[1]);
const askSites = (app: FastifyInstance, cookie?: string) => app.inject({ url: "/api/layers/sites", headers: cookie ? { cookie } : {} });

describe.each(databases())("the gate on $name", ({ name, fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
  });
  afterAll(() => db.close());

  it("the clock it tells is the database's own: of a district that stands, that goes, and of none", async () => {
    const both = async () => {
      const [row] = await db.query<NowRow & { own: Date; day2: string }>(
        sql`select n.*, clock() as own, (clock() at time zone coalesce((select time_zone from district), 'UTC'))::date::text as day2 from (${nowSelect}) n`,
      );
      return row as NowRow & { own: Date; day2: string };
    };
    const agree = ({ clock, own, day, day2, minute }: Awaited<ReturnType<typeof both>>) => {
      expect([clock.getTime(), day, minute]).toEqual([own.getTime(), day2, Math.floor(own.getTime() / 60_000)]);
    };
    agree(await both());
    await loadTown(town)(db);
    agree(await both());
    const [was] = await db.query<{ frozen_at: Date }>(sql`select frozen_at from district`);
    await db.query(
      sql`update district set frozen_at = null, data_as_of = '2026-11-21T23:30+08:00', clock_set_at = now() - interval '1 hour'`,
    );
    agree(await both());
    expect((await both()).day).toBe("2026-11-22");
    await db.query(sql`update district set frozen_at = ${was?.frozen_at}::timestamptz, data_as_of = null, clock_set_at = null`);
  });

  it("a change and a revocation count in whatever is asked after them, and a commit in between spoils nothing", async () => {
    const app = await appOn(db, { demo: false });
    const person = await makePerson(db, { roles: ["leader"] });
    const stays = await cookieOf(db, person);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom("ask", "ask", "change", "revoke", "turn"), { maxLength: 25 }), async (done) => {
        let goes = await cookieOf(db, person);
        let [revision] = (await db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'sites'`)) as [
          { revision: number },
        ];
        const replies: Promise<void>[] = [];
        for (const step of done) {
          if (step === "turn") await turn();
          else if (step === "change")
            [revision] = (await db.query(
              sql`update layer_revision set revision = revision + 1 where layer = 'sites' returning revision`,
            )) as [{ revision: number }];
          else if (step === "revoke") {
            const gone = goes;
            goes = await cookieOf(db, person);
            await db.query(sql`update session set revoked_at = now() where person_id = ${person}::bigint and id <> (select max(id) from session)
              and id <> (select min(id) from session)`);
            replies.push(askSites(app, gone).then(({ statusCode }) => expect(statusCode).toBe(401)));
          } else {
            const least = revision.revision;
            replies.push(askSites(app, stays).then(({ headers }) => expect(revisionOf(headers.etag)).toBeGreaterThanOrEqual(least)));
          }
        }
        await Promise.all(replies);
      }),
      { numRuns: 20 },
    );
    await app.close();
  });

  it("a crowd is a few statements, one failure is theirs who waited for it, and each is seen once", async () => {
    let [gates, notes] = [0, 0];
    let broken = false;
    const heard = overheard(db, (statement) => {
      if (isGate(statement)) gates++;
      if (statement.texts.join("").includes("update session set seen_at")) notes++;
      if (isGate(statement) && broken) throw new Unavailable("away");
    });
    const app = await appOn(heard, { demo: false });
    const person = await makePerson(db, { roles: ["leader"] });
    const cookies = [await cookieOf(db, person), await cookieOf(db, person), await cookieOfDevice(db)];
    await db.query(sql`update session set seen_at = now() - interval '2 minutes'`);
    const crowd = () => Promise.all(Array.from({ length: 60 }, (_, i) => askSites(app, cookies[i % 4])));
    const statuses = (replies: readonly { statusCode: number }[]) => replies.map(({ statusCode }) => statusCode);
    const due = Array.from({ length: 60 }, (_, i) => (i % 4 === 3 ? 401 : 200));
    expect(statuses(await crowd())).toEqual(due);
    expect(gates).toBeLessThan(15);
    expect(notes).toBeLessThan(15);
    const [stale] = await db.query<{ n: number }>(
      sql`select count(*)::int as n from session where (person_id = ${person}::bigint or device_id is not null) and seen_at < now() - interval '1 minute'`,
    );
    expect(stale?.n).toBe(0);
    broken = true;
    expect(new Set(statuses(await crowd()))).toEqual(new Set([503]));
    broken = false;
    expect(statuses(await crowd())).toEqual(due);
    await app.close();
  });

  // The embedded engine has one session: everything takes its turn there.
  it.runIf(name === "postgres")("who asks, layers and health are answered while every session is busy", async () => {
    const app = await appOn(db);
    const first = await askSites(app);
    let over = 0;
    const stop = new AbortController();
    const busy = Array.from({ length: db.capabilities.sessions + 2 }, () =>
      db.query(sql`select pg_sleep(20)`, { signal: stop.signal, timeout_ms: 0 }).catch(() => over++),
    );
    await wait(200);
    const again = await app.inject({ url: "/api/layers/sites", headers: { "if-none-match": first.headers.etag as string } });
    const health = await db.health();
    expect([again.statusCode, (await askSites(app)).statusCode, health.engine, over]).toEqual([304, 200, "postgres", 0]);
    stop.abort();
    await Promise.all(busy);
    await app.close();
  });
});

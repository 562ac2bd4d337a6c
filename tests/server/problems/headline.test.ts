/** The seven figures are what their own filters say, of now, a day ago and a week ago, to whoever asks; and they follow a change at once. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import { parseFilter } from "../../../server/contract/filter.ts";
import type { CountAnswer, Performance, Headline as Told } from "../../../server/contract/types.ts";
import { Headline } from "../../../server/contract/wallSchemas.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { evaluate } from "../filter/naive.ts";
import { answer, appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { courseOf, loadPeopled, type Member, staff, peopledTown as town } from "../questions/peopled.ts";

const whens = ["now", "yesterday", "lastWeek"] as const;
const counts = ["open", "overdue", "nearlyDue", "foundToday", "closedToday"] as const;

/** What a query means to somebody, by the town's own logs. */
const meant = (query: string, member: Member) => evaluate(town, parseFilter(new URLSearchParams(query)), member.sees);

function rateOf(name: "onTime" | "rework", query: string, member: Member): { readonly of: number; readonly part: number } {
  const judged = meant(query, member).filter((p) => !courseOf(p).exempt);
  if (name === "rework") return { of: judged.length, part: judged.filter((p) => courseOf(p).reworks > 0).length };
  const counted = judged.filter((p) => courseOf(p).late !== null && p.events.at(-1)?.deadline !== null);
  return { of: counted.length, part: counted.filter((p) => courseOf(p).late === false).length };
}

describe.each(databases())("the headline on $name", ({ fixture, fresh }) => {
  let app: FastifyInstance;
  const cookies = new Map<number, string>();
  beforeAll(async () => {
    const db = await fixture("peopled", loadPeopled);
    app = await appOn(db, { demo: false });
    for (const { id } of staff) cookies.set(id, await cookieOf(db, id));
  });
  afterAll(() => app.close());
  const get = async <T>(by: number, url: string): Promise<T> => {
    const reply = await app.inject({ url, headers: { cookie: cookies.get(by) ?? "" } });
    expect(reply.statusCode, `${url} for ${by}: ${reply.body.slice(0, 300)}`).toBe(200);
    return reply.json<T>();
  };

  it.each(staff)("each figure is what its own query says to $id", async (member) => {
    const told = await get<Told>(member.id, "/api/problems/headline");
    expectContract(Headline, told);
    for (const name of counts) {
      for (const when of whens) {
        const query = told[name].query[when];
        const { total } = await get<CountAnswer>(member.id, `/api/problems/count?${query}`);
        expect([name, when, told[name][when]]).toEqual([name, when, total]);
        expect(total).toBe(meant(query, member).length);
      }
    }
    for (const name of ["onTime", "rework"] as const) {
      for (const when of whens) {
        const figure = told[name];
        const { of, part } = rateOf(name, figure.query[when], member);
        expect([name, when, figure.of[when], figure[when]]).toEqual([name, when, of, of === 0 ? null : part / of]);
        // Closure figures are for people with a duty.
        if (!member.roles.length) continue;
        const { all } = await get<Performance>(member.id, `/api/problems/performance?${figure.query[when]}`);
        expect(name === "onTime" ? [all.counted, all.onTime] : [all.judged, all.reworked]).toEqual([of, part]);
      }
    }
  });

  it("speaks of something, of each area another thing", async () => {
    const whole = await get<Told>(601, "/api/problems/headline");
    // On a morning little is closed: on one of the three something is.
    for (const name of counts)
      expect(
        whens.reduce((sum, when) => sum + (whole[name][when] ?? 0), 0),
        name,
      ).toBeGreaterThan(0);
    for (const name of ["open", "overdue", "nearlyDue", "onTime", "rework"] as const)
      for (const when of whens) expect(whole[name][when], `${name} ${when}`).toBeGreaterThan(0);
    expect(whole.closedToday.yesterday).toBeGreaterThan(0);
    const part = await get<Told>(602, "/api/problems/headline");
    expect(part.open.now).toBeLessThan(whole.open.now);
    expect(part.open.yesterday).toBeLessThan(whole.open.yesterday as number);
  });

  it("the filters are those that one would type", async () => {
    const { open, overdue, nearlyDue, foundToday, closedToday, onTime, rework } = await get<Told>(601, "/api/problems/headline");
    const plain = ({ query }: { query: Told["open"]["query"] }) => whens.map((when) => decodeURIComponent(query[when]));
    const at = ["at=2026-11-20T10:00+08:00", "at=2026-11-14T10:00+08:00"];
    for (const [word, figure] of [
      ["open", open],
      ["overdue", overdue],
      ["nearly_due", nearlyDue],
    ] as const)
      expect(plain(figure)).toEqual([`status=${word}`, `status=${word}&${at[0]}`, `status=${word}&${at[1]}`]);
    for (const [word, figure] of [
      ["found", foundToday],
      ["closed", closedToday],
    ] as const)
      expect(plain(figure)).toEqual([
        `${word}=2026-11-21..2026-11-21`,
        `${word}=2026-11-20..2026-11-20&${at[0]}`,
        `${word}=2026-11-14..2026-11-14&${at[1]}`,
      ]);
    const rated = ["closed=2026-10-23..2026-11-21", "closed=2026-10-22..2026-11-20", "closed=2026-10-16..2026-11-14"];
    expect([plain(onTime), plain(rework)]).toEqual([rated, rated]);
  });

  /** The town on a database of its own, and how many statements it has answered; `folds`: those that read the log. */
  async function counted(): Promise<{ db: Db; own: FastifyInstance; seen: { all: number; folds: number } }> {
    const db = await fresh();
    await loadPeopled(db);
    const seen = { all: 0, folds: 0 };
    const counting = new Proxy(db, {
      get(target, member) {
        const value = Reflect.get(target, member, target);
        if (member !== "query") return typeof value === "function" ? value.bind(target) : value;
        return (...args: Parameters<Db["query"]>) => {
          const text = args[0].texts.join("");
          // Who asks and how things stand is looked up for every request, whatever it asks.
          if (args[1]?.lane === "gate") return target.query(...args);
          if (text.includes("found_at") || text.includes("layer_revision")) seen.all++;
          if (text.includes("problem_event")) seen.folds++;
          return target.query(...args);
        };
      },
    });
    return { db, own: await appOn(counting), seen };
  }
  const putClock = (db: Db, at: string) => db.query(sql`update district set frozen_at = ${at}::timestamptz`);
  const told = (on: FastifyInstance) => answer<Told>(on, "/api/problems/headline");

  it("follows a change at once, and asks nothing twice that has not changed", async () => {
    const { db, own, seen } = await counted();
    const first = await told(own);
    expect(seen).toEqual({ all: 3, folds: 1 });
    expect(await told(own)).toEqual(first);
    expect(seen, "the moments and the revision, and nothing more").toEqual({ all: 4, folds: 1 });
    const open = town.problems.find((p) => p.events.at(-1)?.state === "handling");
    await db.tx(async (tx) => {
      await tx.query(sql`update problem set state = 'closed', closed_at = clock(), late = false where id = ${open?.id ?? 0}::bigint`);
      await tx.query(moved("problems"));
    });
    const next = await told(own);
    expect(seen, "the past stands").toEqual({ all: 6, folds: 1 });
    expect([next.open.now, next.closedToday.now]).toEqual([first.open.now - 1, first.closedToday.now + 1]);
    expect([next.open.yesterday, next.onTime.of.now]).toEqual([first.open.yesterday, first.onTime.of.now + 1]);
    await own.close();
    await db.close();
  });

  it("looks back to the same time of day, to five minutes, wherever the clocks were then", async () => {
    const { db, own, seen } = await counted();
    await putClock(db, "2026-11-21T10:04:59.9+08:00");
    const { open } = await told(own);
    expect(open.query.yesterday).toContain("at=2026-11-20T10%3A00%2B08%3A00");
    await putClock(db, "2026-11-21T10:05:00+08:00");
    const next = await told(own);
    expect(next.open.query.lastWeek).toContain("at=2026-11-14T10%3A05%2B08%3A00");
    expect(next.clock).toBe("2026-11-21T02:05:00.000Z");
    expect(seen.folds).toBe(2);
    await db.query(sql`update district set time_zone = 'America/New_York'`);
    await putClock(db, "2026-11-02T04:58:00Z");
    const west = await told(own);
    const { yesterday, lastWeek } = west.foundToday.query;
    expect([west.foundToday.query.now, yesterday, lastWeek].map(decodeURIComponent)).toEqual([
      "found=2026-11-01..2026-11-01",
      "found=2026-11-01..2026-11-01&at=2026-11-01T00:55-04:00",
      "found=2026-10-26..2026-10-26&at=2026-10-26T00:55-04:00",
    ]);
    await own.close();
    await db.close();
  });

  it("of an empty town is nought, and of rates nothing", async () => {
    const db = await fresh();
    const own = await appOn(db);
    const { open, closedToday, onTime } = await told(own);
    expect([open.now, open.yesterday, closedToday.lastWeek]).toEqual([0, 0, 0]);
    expect([onTime.now, onTime.of.now]).toEqual([null, 0]);
    await own.close();
    await db.close();
  });
});

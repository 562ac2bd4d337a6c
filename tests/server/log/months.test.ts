/** The drawers by month: what lies where when a month turns, what is made ahead, what waits for its month; and acts that meet on rows that move. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Conflict } from "../../../server/ask/caller.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { makeMonths } from "../../../server/log/months.ts";
import { databases } from "../../support/databases.ts";
import { act, divide, loadDesk, report, setClock, staff, walk } from "./desk.ts";
import { compareWithLogs } from "./rebuilt.ts";

const toClose = ["dispatch", "accept", "hand_back", "recheck", "close"] as const;
/** The last minute before a month turns for the district, and before its drawer does, eight hours later. */
const turns = [
  ["the district's midnight", "2026-11-30T23:59:00+08:00", "2026-12-01T00:01:00+08:00", "problem_2026_11"],
  ["midnight of UTC", "2026-12-01T07:59:00+08:00", "2026-12-01T08:01:00+08:00", "problem_2026_12"],
] as const;

describe.each(databases())("months on $name", ({ name, fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
    await loadDesk(db);
  });
  afterAll(() => db.close());
  beforeEach(() => setClock(db, Date.parse("2026-11-30T12:00:00+08:00")));

  const placeOf = async (id: number): Promise<string[]> =>
    (await db.query<{ of: string }>(sql`select tableoid::regclass::text as of from problem where id = ${id}::bigint`)).map((row) => row.of);
  const eventsIn = async (id: number): Promise<string[]> =>
    (
      await db.query<{ of: string }>(
        sql`select tableoid::regclass::text as of from problem_event where problem_id = ${id}::bigint order by seq`,
      )
    ).map((row) => row.of);
  const made = async (): Promise<string[]> =>
    (
      await db.query<{ name: string }>(sql`select relid::regclass::text as name from (select * from pg_partition_tree('problem')
        union all select * from pg_partition_tree('problem_event')) t where relid::regclass::text ~ '_\\d{4}_\\d\\d$' order by 1`)
    ).map((row) => row.name);
  const asMany = async (): Promise<object | undefined> =>
    (
      await db.query(sql`select (select count(*) from problem)::int as problems, (select count(*) from problem_event)::int as events,
        (select count(*) from problem_key)::int as keys`)
    )[0];

  it("without one nothing fails: what has ended and what was done lies in the rest", async () => {
    const id = await report(db);
    expect(await placeOf(id)).toEqual(["problem_open"]);
    await walk(db, id, ...toClose);
    expect(await placeOf(id)).toEqual(["problem_rest"]);
    expect(new Set(await eventsIn(id))).toEqual(new Set(["problem_event_rest"]));
  });

  it("are not made of what is little: each is one more to look into", async () => {
    expect(await makeMonths(db)).toBe(0);
    expect(await made()).toEqual([]);
  });

  it("are made three ahead by the district's clock, with what waited for them, and once", async () => {
    const before = await asMany();
    await divide(db, "2026-11-01");
    expect(await makeMonths(db)).toBe(6);
    const months = ["2026_11", "2026_12", "2027_01", "2027_02"];
    expect(await made()).toEqual([...months.map((m) => `problem_${m}`), ...months.map((m) => `problem_event_${m}`)].sort());
    expect(await makeMonths(db)).toBe(0);
    expect(await asMany()).toEqual(before);
    const left = await db.query(sql`select id from problem_rest union all select problem_id from problem_event_rest`);
    expect(left).toEqual([]);
    expect((await compareWithLogs(db)).faults).toEqual([]);
  });

  it("the log stays as it is written in each of them", async () => {
    const refused = "problem_event is append-only";
    await expect(db.query(sql`update problem_event set note = 'x'`)).rejects.toThrow(refused);
    await expect(db.query(sql`delete from problem_event where seq = 1`)).rejects.toThrow(refused);
  });

  it.each(turns)("turn at %s: what is closed before and after, and what is taken back", async (_which, before, after, drawer) => {
    const ids = await Promise.all([report(db), report(db), report(db)]);
    for (const id of ids) await walk(db, id, ...toClose.slice(0, -1));
    const [early, late, back] = ids as [number, number, number];
    await setClock(db, Date.parse(before));
    await walk(db, early, "close");
    await walk(db, back, "close");
    expect(await placeOf(early)).toEqual(["problem_2026_11"]);
    await setClock(db, Date.parse(after));
    await walk(db, late, "close");
    expect(await placeOf(late)).toEqual([drawer]);
    const [undone] = await act(db, staff.second, "undo", [{ id: back, version: null }]);
    expect(undone?.error).toBeNull();
    expect(await placeOf(back)).toEqual(["problem_open"]);
    await walk(db, back, "close");
    expect(await placeOf(back)).toEqual([drawer]);
    expect((await eventsIn(back)).at(-1)).toBe(drawer.replace("problem", "problem_event"));
    expect((await compareWithLogs(db)).faults).toEqual([]);
    // As it stood a moment before the turn: closed, as it was then, although it is closed by another event now.
    const [then] = await db.query(sql`select v.act from problem_event v where v.problem_id = ${back}::bigint
      and v.at < ${before}::timestamptz + interval '1 minute' order by v.seq desc limit 1`);
    expect(then).toEqual({ act: "close" });
  });

  it("a month of history that many lie in is made, strays of another stay where they are", async () => {
    const insert = (layer: string, count: number, at: string) =>
      db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, closed_at, state, is_open, geom)
        select ${layer}::text, n::text, '0101', 't', 'patrol', ${at}::timestamptz, ${at}::timestamptz, 'closed', false, ST_Point(119.02, 33.52, 4326)
        from generate_series(1, ${count}::int) n`);
    await insert("many", 1000, "2019-05-17T12:00Z");
    await insert("few", 999, "2018-05-17T12:00Z");
    const before = await asMany();
    expect(await makeMonths(db, 1000)).toBe(1);
    const lie = await db.query(sql`select layer, tableoid::regclass::text as of, count(*)::int as count from problem
      where layer in ('many', 'few') group by 1, 2 order by 1`);
    expect(lie).toEqual([
      { layer: "few", of: "problem_rest", count: 999 },
      { layer: "many", of: "problem_2019_05", count: 1000 },
    ]);
    expect(await asMany()).toEqual(before);
    await db.query(sql`delete from problem where layer in ('many', 'few')`);
    expect((await db.query(sql`select id from problem_key where layer in ('many', 'few')`)).length).toBe(0);
  });

  it("a number is there once in its layer, open or ended; what has ended must say so", async () => {
    const insert = (state: string, open: boolean) =>
      db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, closed_at, state, is_open, geom)
        values ('t', '1', '0101', 't', 'patrol', clock(), clock(), ${state}::text, ${open}::boolean, ST_Point(119.02, 33.52, 4326))`);
    await expect(insert("closed", true)).rejects.toThrow("problem_is_open");
    await insert("closed", false);
    await expect(insert("filed", true)).rejects.toThrow("problem_key");
    await db.query(sql`delete from problem where layer = 't'`);
  });

  it("acts that meet on problems that move are done or told of the conflict, each", { timeout: 60_000 }, async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => report(db)));
    for (const id of ids) await walk(db, id, ...toClose.slice(0, -1));
    const before = await asMany();
    for (let round = 0; round < 4; round++) {
      const asked = ids.map((id) => ({ id, version: null }));
      const all = await Promise.all([
        ...Array.from({ length: 4 }, () => act(db, staff.second, "close", asked)),
        ...Array.from({ length: 4 }, () => act(db, staff.second, "undo", [...asked].reverse())),
        ...Array.from({ length: 2 }, () => act(db, staff.leader, "supervise", asked)),
        db.tx((tx) => tx.query(sql`select 1 from problem where id = any(${ids}::bigint[])`)),
      ]);
      for (const outcomes of all.slice(0, -1) as Awaited<ReturnType<typeof act>>[])
        for (const { error } of outcomes) if (error !== null) expect(error).toBeInstanceOf(Conflict);
    }
    expect(await asMany()).toMatchObject({ problems: (before as { problems: number }).problems });
    expect((await compareWithLogs(db)).faults).toEqual([]);
  });

  it.runIf(name === "postgres")("a month waits for readers no longer than a moment, and comes with the next try", async () => {
    await setClock(db, Date.parse("2027-06-15T12:00:00+08:00"));
    let done = (): void => undefined;
    const reading = db.tx(async (tx) => {
      await tx.query(sql`select count(*) from problem_event`);
      await new Promise<void>((resolve) => {
        done = resolve;
      });
    });
    await expect.poll(() => makeMonths(db).catch((error: { code?: string }) => error.code)).toBe("55P03");
    const from = performance.now();
    await db.query(sql`select count(*) from problem_event`);
    expect(performance.now() - from).toBeLessThan(300);
    done();
    await reading;
    expect(await makeMonths(db)).toBeGreaterThan(0);
    expect(await made()).toContain("problem_event_2027_06");
  });
});

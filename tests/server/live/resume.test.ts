/**
 * Coming back: whatever was missed is told once, nothing twice and nothing never; under writers that never rest, with lines that are cut
 * anywhere and a listener's session that is ended, and after so long that it is not known any more.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import { changeLayers } from "../../../server/contract/officeWords.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { Feed } from "../../../server/live/feed.ts";
import { pruneChanges } from "../../../server/live/prune.ts";
import { asAdmin, databases } from "../../support/databases.ts";
import { loadPrecinct, Precinct, type Who } from "../acts/precinct.ts";
import { type Heard, Listening, listenOn, picture, until, type Where } from "./listening.ts";

/** A sequence of numbers from 0 to 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The east's and the west's problems change hands: whose they are then, and in which of the zones they lie for good. */
async function fill(db: Db, count: number): Promise<number[]> {
  const rows = await db.query<{
    id: number;
  }>(sql`insert into problem (layer, external_id, category, title, source, found_at, state, unit_id,
      zone1_id, search, geom)
    select 'r', i::text, '0101', '占道 ' || i, 'patrol', '2026-03-02T08:00+08:00', 'dispatched', 11 + i % 2, 101 + i % 2, '', ST_Point(119.01, 33.51, 4326)
    from generate_series(1, ${count}::int) i returning id`);
  return rows.map(({ id }) => id);
}

const units = [11, 12, 21, 22, null];

/** Some problems change, and may get another unit: versions up by one each, told as the acts tell it. */
async function change(db: Db, ids: readonly number[], unit: number | null | undefined): Promise<void> {
  await db.tx(async (tx) => {
    const was = await tx.query<{ id: number; unitBefore: number | null; personBefore: number | null }>(sql`
      select id, unit_id as "unitBefore", person_id as "personBefore" from problem where id = any(${ids}::bigint[]) order by id for update`);
    await tx.query(sql`update problem set version = version + 1,
      unit_id = case when ${unit === undefined}::boolean then unit_id else ${unit ?? null}::bigint end where id = any(${ids}::bigint[])`);
    await tx.query(
      moved(
        "problems",
        was.map((one) => ({ ...one, act: null })),
      ),
    );
  });
}

describe.each(databases())("coming back to the change feed on $name", (engine) => {
  let db: Db;
  let app: FastifyInstance;
  let precinct: Precinct;
  let base: string;
  let ids: number[];

  beforeAll(async () => {
    db = await engine.fresh();
    await loadPrecinct(db);
    ids = await fill(db, 60);
    const feed = new Feed(() => ({ status: "ready", db }), { beat_ms: 300 });
    app = await buildApp({ db: () => ({ status: "ready", db }), feed });
    precinct = new Precinct(db, app);
    base = await listenOn(app);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const head = async (): Promise<number> =>
    (await db.query<{ revision: number }>(sql`select revision from change_head`))[0]?.revision as number;
  const listen = async (who: Who, where: Where = {}) => Listening.open(base, (await precinct.headers(who)).cookie as string, where);
  /** A stream that has also said what was missed. */
  const caughtUp = async (who: Who, where: Where = {}) => {
    const stream = await listen(who, where);
    await stream.reach(stream.hello.revision);
    return stream;
  };
  /** What somebody sees of the problems, by the database. */
  const seenBy: Readonly<Record<string, ReturnType<typeof sql>>> = {
    leader: sql`true`,
    westDispatcher: sql`zone1_id = 101`,
    westHandler: sql`unit_id = 11`,
    bureauHandler: sql`unit_id in (21, 22)`,
    crewHandler: sql`unit_id = 22`,
  };
  const table = async (who: string): Promise<Map<number, number>> => {
    const rows = await db.query<{ id: number; version: number }>(
      sql`select id, version from problem where layer = 'r' and ${seenBy[who] ?? sql`false`}`,
    );
    return new Map(rows.map(({ id, version }) => [id, version]));
  };
  const sorted = (versions: ReadonlyMap<number, number>) => [...versions].sort(([a], [b]) => a - b);

  it("tells each problem missed once, as it is now, under the head's number", async () => {
    const from = await head();
    const [a, b, c] = ids as [number, number, number];
    await change(db, [a, b], 11);
    await change(db, [a], 21);
    await change(db, [b, c], undefined);
    await db.tx((tx) => tx.query(moved("calendar")));
    const now = await table("leader");
    for (const where of [{ since: from }, { lastEventId: String(from) }, { since: 0, lastEventId: String(from) }]) {
      const stream = await caughtUp("leader", where);
      expect(stream.hello).toMatchObject({ revision: from + 4, resumed: true });
      // Until what was missed is there it stands where it stood.
      expect(stream.told.map(({ name, id }) => [name, id])).toEqual([
        ["hello", String(from)],
        ["layer", null],
        ["change", String(from + 4)],
      ]);
      expect(stream.all("layer")).toMatchObject([{ layer: "calendar", revision: from }]);
      expect(stream.all("change")[0]?.problems.map(({ id, version }) => [id, version])).toEqual([a, b, c].map((id) => [id, now.get(id)]));
      stream.cut();
    }
    const west = await caughtUp("westHandler", { since: from });
    expect(west.all("change")).toMatchObject([{ problems: expect.any(Array), gone: [a] }]);
    const crew = await caughtUp("crewHandler", { since: from });
    // Nothing of theirs was missed, but for the calendar.
    expect(crew.told.map(({ name, id }) => [name, id])).toEqual([
      ["hello", String(from)],
      ["layer", String(from + 4)],
    ]);
    for (const [where, resumed] of [
      [{}, true],
      [{ since: from + 4 }, true],
      [{ since: from + 5 }, false],
    ] as const) {
      const stream = await caughtUp("leader", where);
      expect(stream.told.map(({ name, id, data }) => [name, id, (data as { resumed: boolean }).resumed])).toEqual([
        ["hello", String(from + 4), resumed],
      ]);
      stream.cut();
    }
    west.cut();
    crew.cut();
  });

  it("has everybody fetch all anew when the problems changed as a whole, or more of them than are told", async () => {
    const from = await head();
    await db.tx((tx) => tx.query(moved("problems")));
    const whole = await listen("leader", { since: from });
    expect([whole.hello.resumed, whole.told.length]).toEqual([false, 1]);
    await db.tx((tx) =>
      tx.query(
        moved(
          "problems",
          Array.from({ length: 5_001 }, (_, i) => ({ id: 1_000_000 + i, unitBefore: null, personBefore: null, act: null })),
        ),
      ),
    );
    const many = await listen("leader", { since: from + 1 });
    expect([many.hello.resumed, many.told.length]).toEqual([false, 1]);
    for (const stream of [whole, many]) stream.cut();
  });

  /** Somebody who is cut off again and again, and comes back with the last id each time. */
  async function restless(who: Who, random: () => number, over: () => boolean) {
    const events: Heard[] = [];
    const revisions: number[] = [];
    const start = await head();
    // The picture as it was at the start: what a page fetches before it listens.
    const from = await table(who);
    let last = String(start);
    let refused = 0;
    const keep = (stream: Listening) => {
      events.push(...stream.events);
      revisions.push(...stream.revisions());
      if (stream.lastEventId) last = stream.lastEventId;
    };
    while (!over()) {
      const stream = await listen(who, random() < 0.5 ? { lastEventId: last } : { since: Number(last) });
      await wait(random() * 120);
      stream.cut();
      if (!stream.hello?.resumed) refused++;
      keep(stream);
    }
    const stream = await listen(who, { lastEventId: last });
    return { stream, keep, events, revisions, from, start, refused: () => refused };
  }

  it.each([1, 2, 3])("misses nothing and hears nothing twice, seed %d", { timeout: 60_000 }, async (seed) => {
    const random = chance(seed);
    let over = false;
    const watchers = ["leader", "westDispatcher", "westHandler", "bureauHandler", "crewHandler"] as const;
    const steady = await Promise.all(watchers.map(async (who) => ({ who, from: await table(who), stream: await listen(who) })));
    const start = await head();
    const readers = watchers.map((who, i) => restless(who, chance(seed * 100 + i), () => over));
    // Cutting off whoever listens, without a word.
    const killer = (async () => {
      if (engine.name !== "postgres") return 0;
      let killed = 0;
      while (!over) {
        await wait(400);
        const name = (await db.query<{ name: string }>(sql`select current_database() as name`))[0]?.name;
        const rows = await asAdmin(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and query ilike 'listen%'`,
        );
        killed += rows.length;
      }
      return killed;
    })();
    const writers = Array.from({ length: 4 }, async (_, lane) => {
      const dice = chance(seed * 1_000 + lane);
      for (let i = 0; i < 60; i++) {
        const some = ids.filter(() => dice() < 0.06);
        if (some.length > 0) await change(db, some, dice() < 0.6 ? units[Math.floor(dice() * units.length)] : undefined);
        if (random() < 0.2) await wait(random() * 30);
      }
    });
    await Promise.all(writers);
    over = true;
    expect(await killer, "its session was ended").toBeGreaterThanOrEqual(engine.name === "postgres" ? 1 : 0);
    const back = await Promise.all(readers);
    const end = await head();
    // The listener may be away just now: the slow look finds what was not heard.
    for (const { stream } of [...back, ...steady]) await stream.reach(end, 20_000);
    for (const [i, who] of watchers.entries()) {
      const { stream, keep, events, revisions, from, start: began, refused } = back[i] as (typeof back)[number];
      keep(stream);
      const now = sorted(await table(who));
      expect(sorted(picture(events, from)), `${who}, cut off again and again`).toEqual(now);
      expect(refused()).toBe(0);
      expect(new Set(revisions).size, `${who}: each number once`).toBe(revisions.length);
      expect(revisions.toSorted((a, b) => a - b)).toEqual(revisions);
      expect(revisions.every((revision) => revision > began && revision <= end)).toBe(true);
      const still = steady[i] as (typeof steady)[number];
      expect(sorted(picture(still.stream.events, still.from)), `${who}, never cut off`).toEqual(now);
      const heard = still.stream.revisions();
      expect(new Set(heard).size).toBe(heard.length);
      // Who sees all is told every single one.
      if (who === "leader") expect(heard).toEqual(Array.from({ length: end - start }, (_, n) => start + 1 + n));
      stream.cut();
      still.stream.cut();
    }
  });

  it("has everybody fetch all anew when a number is missing, or the database is an older one than before", async () => {
    const stream = await listen("crewHandler");
    const from = await head();
    await db.query(sql`update change_head set revision = revision + 1`);
    await change(db, ids.slice(0, 1), undefined);
    await stream.until("all layers", () => stream.all("layer").length === changeLayers.length);
    const layers = stream.events.filter(({ name }) => name === "layer");
    expect(stream.all("layer").map(({ layer }) => layer)).toEqual([...changeLayers]);
    expect(layers.map(({ id }) => id)).toEqual([...changeLayers.slice(1).map(() => null), String(from + 2)]);
    await db.query(sql`with gone as (delete from change where revision > ${from - 3}::bigint returning revision)
      delete from problem_change where revision in (select revision from gone)`);
    await db.query(sql`update change_head set revision = ${from - 3}::bigint`);
    await until("all layers again", () => stream.all("layer").length === 2 * changeLayers.length);
    expect(stream.lastEventId).toBe(String(from - 3));
    await change(db, ids.slice(0, 1), 22);
    await stream.until("and on", () => stream.all("change").length === 1);
    expect(stream.lastEventId).toBe(String(from - 2));
    stream.cut();
  });

  it("keeps seven days, and never less than the last change", async () => {
    const last = await head();
    const days = (revision: number, days: number) =>
      db.query(sql`update change set at = now() - ${days}::int * interval '1 day' where revision <= ${revision}::bigint`);
    const kept = async () =>
      (
        await db.query<{ changes: number; oldest: number; strays: number }>(sql`select count(*)::int as changes, min(revision) as oldest,
          (select count(*)::int from problem_change x where not exists (select from change c where c.revision = x.revision)) as strays from change`)
      )[0];
    await pruneChanges(db);
    expect((await kept())?.changes).toBeGreaterThan(100);
    await change(db, ids.slice(0, 2), 11);
    await change(db, ids.slice(0, 2), 12);
    await days(last, 8);
    await days(last - 20, 6);
    // A machine's clock that was set back: what is younger than it says is not taken for a gap.
    await pruneChanges(db);
    expect(await kept()).toMatchObject({ strays: 0 });
    await days(last, 8);
    await pruneChanges(db);
    expect(await kept()).toEqual({ changes: 2, oldest: last + 1, strays: 0 });
    const late = await listen("leader", { since: last - 1 });
    expect([late.hello.resumed, late.told.length]).toEqual([false, 1]);
    const timely = await caughtUp("leader", { since: last });
    expect([timely.hello.resumed, timely.all("change").length]).toEqual([true, 1]);
    await days(last + 2, 100);
    await pruneChanges(db);
    expect(await kept()).toEqual({ changes: 1, oldest: last + 2, strays: 0 });
    await db.tx((tx) => tx.query(moved("notices")));
    await days(last + 3, 100);
    await pruneChanges(db);
    // Of problems nothing was missed, however long ago that was.
    const [old, older] = [await listen("leader", { since: last + 2 }), await listen("leader", { since: last + 1 })];
    expect([old.hello.resumed, older.hello.resumed]).toEqual([true, false]);
    for (const stream of [late, timely, old, older]) stream.cut();
  });
});

/** What a stream says, to whom, and when it ends: each role its own, over a real port. */
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import { LiveAway, LiveBeat, LiveChange, LiveEnd, LiveHello, LiveLayer } from "../../../server/contract/streetSchemas.ts";
import type { ProblemList } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { Feed } from "../../../server/live/feed.ts";
import { databases } from "../../support/databases.ts";
import { cookieOfDevice } from "../../support/people.ts";
import { body, east, loadPrecinct, Precinct, people, type Who } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { Listening, listenOn, until, type Where } from "./listening.ts";

const schemas = { hello: LiveHello, change: LiveChange, layer: LiveLayer, beat: LiveBeat, away: LiveAway, end: LiveEnd };

describe.each(databases())("the change feed on $name", (engine) => {
  let db: Db;
  let app: FastifyInstance;
  let precinct: Precinct;
  let base: string;
  let feed: Feed;
  const open: Listening[] = [];

  beforeAll(async () => {
    db = await engine.fresh();
    await loadPrecinct(db);
    feed = new Feed(() => ({ status: "ready", db }), { beat_ms: 300 });
    app = await buildApp({ db: () => ({ status: "ready", db }), feed });
    precinct = new Precinct(db, app);
    base = await listenOn(app);
  });
  afterEach(async () => {
    // Whatever was heard is as the contract says.
    for (const stream of open) {
      for (const { name, data } of stream.events) expectContract(schemas[name], data);
      stream.cut();
    }
    open.length = 0;
    await until("all are gone", () => feed.size === 0);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const listen = async (who: Who, where: Where = {}): Promise<Listening> => {
    const stream = await Listening.open(base, (await precinct.headers(who)).cookie as string, where);
    open.push(stream);
    return stream;
  };
  const head = async (): Promise<number> =>
    (await db.query<{ revision: number }>(sql`select revision from change_head`))[0]?.revision as number;
  /** Everything up to now has come, or would have. */
  const settled = async (streams: readonly Listening[] = open): Promise<number> => {
    const revision = await head();
    await Promise.all(streams.map((stream) => stream.reach(revision)));
    return revision;
  };

  it("says hello first: where the feed is, the district's clock, and every layer's revision", async () => {
    const stream = await listen("dispatcher");
    expect(stream.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "content-security-policy": expect.stringContaining("default-src 'self'"),
    });
    expect(stream.headers["content-encoding"]).toBeUndefined();
    const layers = await db.query<{ layer: string; revision: number }>(sql`select layer, revision from layer_revision`);
    expect(stream.hello).toMatchObject({
      revision: await head(),
      resumed: true,
      clock: expect.stringMatching(/^2026-03-02T0/),
      layers: Object.fromEntries(layers.map(({ layer, revision }) => [layer, revision])),
    });
    expect(stream.events[0]).toMatchObject({ name: "hello", id: String(await head()) });
  });

  it("tells a change with the ledger's very row, under its revision, to whoever may see it", async () => {
    const [all, west, other] = [await listen("leader"), await listen("westDispatcher"), await listen("eastDispatcher")];
    const problem = await precinct.report();
    const revision = await settled();
    const list = body<ProblemList>(await precinct.get("leader", "/api/problems?status=open"));
    const row = list.rows.find(({ id }) => id === problem.id);
    expect(all.all("change").at(-1)).toEqual({
      revision,
      clock: expect.any(String),
      problems: [{ ...row, nearlyDue: null, zone3: 301, siteType: null, act: "report" }],
      gone: [],
    });
    expect(all.events.find(({ name }) => name === "change")).toMatchObject({ id: String(revision) });
    expect(west.all("change").map(({ problems }) => problems.map(({ id }) => id))).toEqual([[problem.id]]);
    // Nothing of hers: not even that something happened, but for where the feed is by now.
    expect(other.all("change")).toEqual([]);
    expect(other.lastEventId).toBe(String(revision));
  });

  it("gives each their own: units, zones, the person named, who reported it; and says when it is gone", async () => {
    const watched = ["westHandler", "bureauHandler", "crewHandler", "eastDispatcher", "eastInspector", "inspector", "left"] as const;
    const heard = new Map<Who, Listening>();
    for (const who of watched) if (who !== "left") heard.set(who, await listen(who));
    const told = (who: Who): [number[], number[]][] =>
      (heard.get(who) as Listening).all("change").map(({ problems, gone }) => [problems.map(({ id }) => id), gone]);
    // Reported across the street by an inspector of the east: stays visible to her though it lies in the west.
    const { id } = await precinct.report({}, "eastInspector");
    await precinct.act("dispatcher", "dispatch", { id });
    await settled();
    expect(told("eastInspector")).toEqual([
      [[id], []],
      [[id], []],
    ]);
    expect(told("westHandler")).toEqual([[[id], []]]);
    expect(told("eastDispatcher")).toEqual([]);
    expect(told("bureauHandler")).toEqual([]);
    // To the crew, and by that to the bureau above it; the street's handler has it no more.
    await precinct.act("westHandler", "return", { id });
    await precinct.act("dispatcher", "dispatch", { id }, { unit: 22, person: people.crewHandler.id });
    await settled();
    expect(told("westHandler").at(-1)).toEqual([[], [id]]);
    expect(told("crewHandler")).toEqual([[[id], []]]);
    expect(told("bureauHandler")).toEqual([[[id], []]]);
    const late = await listen("westHandler");
    await precinct.act("crewHandler", "accept", { id });
    await settled();
    expect([told("westHandler").length, late.all("change")]).toEqual([told("westHandler").length, []]);
    expect(told("inspector").length).toBe(told("eastInspector").length);
  });

  it("tells a handler of what they are named for in person, whatever unit has it, and when they are not any more", async () => {
    const { id } = await precinct.bring("handling");
    const crew = await listen("crewHandler");
    const move = (unit: number | null, person: number | null) =>
      db.tx(async (tx) => {
        const [was] = await tx.query<{ unit_id: number; person_id: number }>(
          sql`select unit_id, person_id from problem where id = ${id}::bigint`,
        );
        await tx.query(sql`update problem set unit_id = ${unit}::bigint, person_id = ${person}::bigint where id = ${id}::bigint`);
        await tx.query(moved("problems", [{ id, unitBefore: was?.unit_id ?? null, personBefore: was?.person_id ?? null, act: null }]));
      });
    await move(11, people.crewHandler.id);
    await settled();
    await move(11, people.westHandler.id);
    await settled();
    await move(12, null);
    await settled();
    expect(crew.all("change").map(({ problems, gone }) => [problems.map((one) => [one.id, one.act]), gone])).toEqual([
      [[[id, null]], []],
      [[], [id]],
    ]);
  });

  it("says that a problem which was taken out is gone, to everybody", async () => {
    const [row] = await db.query<{
      id: number;
    }>(sql`insert into problem (layer, external_id, category, title, source, found_at, state, search, geom)
      values ('x', 'out', '0101', '占道', 'patrol', '2026-03-01T08:00+08:00', 'filed', '', ST_Point(119.01, 33.51, 4326)) returning id`);
    const { id } = row as { id: number };
    const [leader, crew] = [await listen("leader"), await listen("crewHandler")];
    await db.tx(async (tx) => {
      await tx.query(sql`delete from problem where id = ${id}::bigint`);
      await tx.query(moved("problems", [{ id, unitBefore: null, personBefore: null, act: null }]));
    });
    await settled();
    expect([leader, crew].map((stream) => stream.all("change").at(-1)?.gone)).toEqual([[id], [id]]);
  });

  it("tells walls all, and of every other layer that it changed", async () => {
    const wall = await Listening.open(base, await cookieOfDevice(db));
    const crew = await listen("crewHandler");
    open.push(wall);
    const { id } = await precinct.report(east);
    for (const layer of ["calendar", "notices", "problems"] as const) await db.tx((tx) => tx.query(moved(layer)));
    const revision = await settled();
    expect(
      wall
        .all("change")
        .at(-1)
        ?.problems.map((one) => one.id),
    ).toEqual([id]);
    for (const stream of [wall, crew])
      expect(stream.all("layer").map((one) => [one.revision, one.layer])).toEqual([
        [revision - 2, "calendar"],
        [revision - 1, "notices"],
        [revision, "problems"],
      ]);
  });

  it("beats while nothing happens, with the district's clock going on", async () => {
    const stream = await listen("planner");
    await stream.until("three beats", () => stream.all("beat").length >= 3);
    const clocks = stream.all("beat").map(({ clock }) => Date.parse(clock));
    expect(clocks.toSorted((a, b) => a - b)).toEqual(clocks);
    expect(new Set(clocks).size).toBeGreaterThan(1);
    expect(stream.all("beat").every(({ revision }) => revision === stream.hello.revision)).toBe(true);
  });

  it("tells a bulk of 500, each once", async () => {
    const ids = (
      await db.query<{
        id: number;
      }>(sql`insert into problem (layer, external_id, category, title, source, found_at, state, unit_id, dispatched_at,
          deadline_at, version, zone1_id, search, geom)
        select 'bulk', i::text, '0101', '占道 ' || i, 'patrol', '2026-03-02T08:00+08:00', 'dispatched', 12, '2026-03-02T08:30+08:00',
          '2026-03-09T08:30+08:00', 2, 102, '', ST_Point(119.03, 33.51, 4326) from generate_series(1, 500) i returning id`)
    ).map(({ id }) => id);
    await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after, unit_after, deadline_after)
      select id, seq, act, '2026-03-02T08:30+08:00', state, unit, due from unnest(${ids}::bigint[]) id, (values
        (1, 'report', 'reported', null::bigint, null::timestamptz), (2, 'dispatch', 'dispatched', 12, '2026-03-09T08:30+08:00')) e(seq, act, state, unit, due)`);
    const [stream, other] = [await listen("eastDispatcher"), await listen("westDispatcher")];
    const reply = await precinct.post("dispatcher", "/api/problems/bulk", { act: "press", rows: ids.map((id) => ({ id, version: 2 })) });
    expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
    await settled();
    const told = stream.all("change").flatMap(({ problems }) => problems.map(({ id, version, act }) => [id, version, act]));
    expect(told).toEqual(ids.map((id) => [id, 3, "press"]));
    expect(other.all("change")).toEqual([]);
  });

  it("tells thousands as a layer to be fetched anew", { timeout: 60_000 }, async () => {
    await db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, state, search, geom, zone1_id)
      select 'x', 'many ' || i, '0101', repeat('占道经营', 20) || i, 'patrol', '2026-03-01T08:00+08:00', 'filed', '', ST_Point(119.01, 33.51, 4326), 101
      from generate_series(1, 4000) i`);
    const ids = (await db.query<{ id: number }>(sql`select id from problem where layer = 'x' order by id`)).map(({ id }) => id);
    const [west, bureau] = [await listen("westDispatcher"), await listen("bureauHandler")];
    const from = await head();
    const touch = (part: readonly number[]) =>
      db.tx((tx) =>
        tx.query(
          moved(
            "problems",
            part.map((id) => ({ id, unitBefore: null, personBefore: null, act: null })),
          ),
        ),
      );
    await touch(ids.slice(0, 200));
    // Read at once they are too long for one event; the second for one reading, too.
    await touch(ids.slice(0, 1_900));
    await touch(ids);
    await touch(ids.slice(0, 1));
    await settled();
    expect(west.events.filter(({ name }) => name === "change" || name === "layer").map(({ name, id }) => [name, id])).toEqual([
      ["change", String(from + 1)],
      ["layer", String(from + 2)],
      ["layer", String(from + 3)],
      ["change", String(from + 4)],
    ]);
    expect(bureau.all("change")).toEqual([]);
  });

  it("refuses a revision that is none, by its name, and nobody who is not signed in", async () => {
    const headers = await precinct.headers("leader");
    const cases = [
      ["/api/changes?since=x", {}, "since"],
      ["/api/changes?since=-1", {}, "since"],
      ["/api/changes?since=", {}, "since"],
      ["/api/changes?since=1&since=2", {}, "since"],
      ["/api/changes?before=1", {}, "before"],
      ["/api/changes", { "last-event-id": "1.5" }, "Last-Event-ID"],
      ["/api/changes?since=3", { "last-event-id": "abc" }, "Last-Event-ID"],
    ] as const;
    for (const [url, more, parameter] of cases) {
      const reply = await app.inject({ url, headers: { ...headers, ...more } });
      expect([reply.statusCode, reply.json().parameter], url).toEqual([400, parameter]);
    }
    expect((await app.inject("/api/changes")).statusCode).toBe(401);
    const posted = await app.inject({ method: "POST", url: "/api/changes", headers });
    expect([posted.statusCode, posted.headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  it("answers HEAD with the head alone, and keeps nothing of it", async () => {
    const reply = await fetch(`${base}/api/changes`, { method: "HEAD", headers: await precinct.headers("leader") });
    expect([reply.status, reply.headers.get("content-type"), await reply.text()]).toEqual([200, "text/event-stream; charset=utf-8", ""]);
    expect(feed.size).toBe(0);
  });

  it("forgets a stream whose reader is gone", async () => {
    const streams = await Promise.all([listen("leader"), listen("crewHandler"), listen("planner")]);
    expect(feed.size).toBe(3);
    for (const stream of streams.slice(1)) stream.cut();
    await until("they are gone", () => feed.size === 1);
  });
});

/** The server goes and comes again, and 200 walls with it: each takes up where it was, and none is answered with a failure. */
import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import type { WallAnswer, WallProgramme } from "../../../server/contract/types.ts";
import { usualTour } from "../../../server/contract/wall.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { Feed } from "../../../server/live/feed.ts";
import { databases } from "../../support/databases.ts";
import { cookieOfDevice } from "../../support/people.ts";
import { loadPrecinct } from "../acts/precinct.ts";
import { Listening, listenOn, until } from "../live/listening.ts";
import { wellWord } from "./hall.ts";

const count = 200;
/** Walls come back within so many milliseconds of each other: client/wall draws its own moment, too. */
const jitter_ms = 2_000;
const questions = ["/api/layers/problems", "/api/problems/headline", "/api/wall"] as const;

interface Given {
  readonly status: number;
  readonly body: string;
}

/** Asks over a line of its own, as a browser that has just lost all of its own would. */
function asked(base: string, cookie: string, path: string, payload?: object): Promise<Given> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, ...(payload && { "content-type": "application/json" }) };
    const going = request(`${base}${path}`, { method: payload ? "POST" : "GET", headers, agent: false }, (reply) => {
      const parts: Buffer[] = [];
      reply.on("data", (part: Buffer) => parts.push(part));
      reply.on("error", reject);
      reply.on("end", () => resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
    });
    going.on("error", reject);
    going.end(payload && JSON.stringify(payload));
  });
}

interface Wall {
  readonly cookie: string;
  stream: Listening;
}
interface Back {
  /** Of each question, in their order. */
  readonly statuses: string;
  readonly programme: WallProgramme;
  readonly answer: WallAnswer;
}

/** How often each came. */
function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

describe.each(databases())("many walls on $name", (engine) => {
  let db: Db;
  let app: FastifyInstance;
  let feed: Feed;
  let base: string;
  const walls: Wall[] = [];

  async function start(port = 0): Promise<void> {
    feed = new Feed(() => ({ status: "ready", db }), { beat_ms: 500 });
    app = await buildApp({ db: () => ({ status: "ready", db }), feed });
    base = port === 0 ? await listenOn(app) : await app.listen({ port, host: "127.0.0.1" });
  }
  beforeAll(async () => {
    db = await engine.fresh();
    await loadPrecinct(db);
    await db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, state, unit_id, zone1_id, search, geom)
      select 'r', i::text, '0101', '占道 ' || i, 'patrol', '2026-03-02T08:00+08:00', 'dispatched', 11, 101, '', ST_Point(119.01, 33.51, 4326)
      from generate_series(1, 2000) i`);
    await start();
  });
  afterAll(async () => {
    for (const { stream } of walls) stream.cut();
    await app.close();
    await db.close();
  });

  /** Something changes while nobody can be told. @returns which problem */
  async function meanwhile(): Promise<number> {
    const [problem] = (await db.query<{ id: number }>(sql`select min(id) as id from problem`)) as [{ id: number }];
    await db.tx((tx) => tx.query(moved("problems", [{ ...problem, unitBefore: 11, personBefore: null, act: null }])));
    return problem.id;
  }

  /** What a wall does when its line is there again. */
  async function comeBack(wall: Wall, i: number): Promise<Back> {
    await wait((i / count) * jitter_ms);
    wall.stream = await Listening.open(base, wall.cookie, { lastEventId: wall.stream.lastEventId });
    const given: Given[] = [];
    for (const path of questions) given.push(await asked(base, wall.cookie, path));
    const said = await asked(base, wall.cookie, "/api/wall/say", wellWord);
    return {
      statuses: [wall.stream.status, ...given.map(({ status }) => status), said.status].join(" "),
      programme: JSON.parse(given.at(-1)?.body ?? "null") as WallProgramme,
      answer: JSON.parse(said.body) as WallAnswer,
    };
  }

  it("all come back after the server was away, each with its own, and are counted as heard", { timeout: 120_000 }, async () => {
    for (let i = 0; i < count; i++) {
      const cookie = await cookieOfDevice(db, `大屏 ${i}`);
      walls.push({ cookie, stream: await Listening.open(base, cookie) });
    }
    expect(feed.size).toBe(count);
    await db.query(sql`insert into wall_order (device_id, kind, detail)
      select id, 'message', jsonb_build_object('message', name, 'seconds', 60) from device`);
    await app.close();
    await until("every wall knows that its line is cut", () => walls.every(({ stream }) => stream.closed));
    const missed = await meanwhile();
    await start(Number(new URL(base).port));
    const back = await Promise.all(walls.map(comeBack));
    expect(tally(back.map(({ statuses }) => statuses))).toEqual({ "200 200 200 200 200": count });
    expect(tally(walls.map(({ stream }) => String(stream.hello.resumed)))).toEqual({ true: count });
    const told = await Promise.all(walls.map(({ stream }) => stream.reach(stream.hello.revision).then(() => stream.all("change"))));
    expect(tally(told.map((changes) => changes.flatMap(({ problems }) => problems.map(({ id }) => id)).join()))).toEqual({
      [missed]: count,
    });
    for (const [i, { programme, answer }] of back.entries()) {
      expect(programme.scenes).toHaveLength(usualTour.length);
      // Its own order and no other's.
      expect(answer.orders.map(({ message }) => message)).toEqual([`大屏 ${i}`]);
    }
    expect(feed.size).toBe(count);
    const [heard] = await db.query<{ n: number }>(
      sql`select count(*)::int as n from wall_state s join device d on d.id = s.device_id where s.heard_at > now() - interval '2 minutes'`,
    );
    expect(heard?.n).toBe(count);
  });
});

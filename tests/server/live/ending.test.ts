/** When a stream ends: signed out, another area, a reader who takes nothing any more, a server that closes; and what keeps it open. */
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { moved, peopleMoved } from "../../../server/ask/revision.ts";
import type { People, Units } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { Feed } from "../../../server/live/feed.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice } from "../../support/people.ts";
import { body, loadPrecinct, Precinct, people, type Who } from "../acts/precinct.ts";
import { Listening, listenOn, until } from "./listening.ts";

/** A reader who says hello to nobody and takes nothing after the first bytes. */
async function stalled(base: string, cookie: string): Promise<Socket> {
  const { hostname, port, host } = new URL(base);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.write(`GET /api/changes HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n\r\n`);
  await until("the stream's head", () => socket.readableLength > 0 || socket.read(0) !== null);
  socket.pause();
  return socket;
}

/** Bytes of buffers that are still in use. */
async function held(): Promise<number> {
  setFlagsFromString("--expose_gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  await wait(20);
  collect();
  return process.memoryUsage().arrayBuffers;
}

describe.each(databases())("streams end on $name", (engine) => {
  let db: Db;
  let app: FastifyInstance;
  let precinct: Precinct;
  let base: string;
  let feed: Feed;
  const open: Listening[] = [];

  beforeAll(async () => {
    db = await engine.fresh();
    await loadPrecinct(db);
    feed = new Feed(() => ({ status: "ready", db }));
    app = await buildApp({ db: () => ({ status: "ready", db }), feed });
    precinct = new Precinct(db, app);
    base = await listenOn(app);
  });
  afterEach(async () => {
    for (const stream of open) stream.cut();
    open.length = 0;
    await until("all are gone", () => feed.size === 0);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const listenAs = async (cookie: string, at = base): Promise<Listening> => {
    const stream = await Listening.open(at, cookie);
    open.push(stream);
    return stream;
  };
  const listen = async (who: Who) => listenAs((await precinct.headers(who)).cookie as string);
  /** Waits for the stream's end, at most a second. */
  const ended = async (stream: Listening): Promise<string | undefined> => {
    await stream.until("its end", () => stream.closed, 1_000);
    return stream.all("end")[0]?.why;
  };

  it("within a second of signing out, of this session alone", async () => {
    const [one, two] = [await cookieOf(db, people.leader.id), await cookieOf(db, people.leader.id)];
    const [mine, other, somebody] = [await listenAs(one), await listenAs(two), await listen("planner")];
    await app.inject({
      method: "POST",
      url: "/api/session/end",
      headers: { cookie: one, "content-type": "application/json" },
      payload: "{}",
    });
    expect(await ended(mine)).toBe("signed_out");
    const signOut = await precinct.post("security", `/api/people/${people.leader.id}/signOut`, {});
    expect(signOut.statusCode, signOut.body).toBe(200);
    expect(await ended(other)).toBe("signed_out");
    expect(somebody.closed).toBe(false);
  });

  it("of a wall whose token is revoked", async () => {
    const wall = await listenAs(await cookieOfDevice(db, "sold"));
    const [device] = await db.query<{ id: number }>(sql`select id from device where name = 'sold'`);
    expect((await precinct.post("administrator", `/api/devices/${device?.id}/revoke`, {})).statusCode).toBe(200);
    expect(await ended(wall)).toBe("signed_out");
  });

  it("when duties or area are others: the person's, or those of a unit that is under another now", async () => {
    const [west, bureau, leader] = [await listen("westDispatcher"), await listen("bureauHandler"), await listen("leader")];
    const book = body<People>(await precinct.get("security", "/api/people"));
    const { version, name, account, roles, unit, joined, left } = book.rows.find(
      ({ id }) => id === people.westDispatcher.id,
    ) as People["rows"][number];
    const person = { version, name, account, roles, unit, joined, left, zone: 102 };
    const changed = await precinct.post("security", `/api/people/${people.westDispatcher.id}`, person);
    expect(changed.statusCode, changed.body).toBe(200);
    expect(await ended(west)).toBe("area");
    expect(bureau.closed).toBe(false);
    const crew = body<Units>(await precinct.get("administrator", "/api/units")).rows.find(({ id }) => id === 22) as Units["rows"][number];
    const { kind, shortName, dissolved, successor } = crew;
    const moving = { name: crew.name, shortName, kind, parent: null, dissolved, successor };
    const apart = await precinct.post("administrator", "/api/units/22", moving);
    expect(apart.statusCode, apart.body).toBe(200);
    expect(await ended(bureau)).toBe("area");
    expect(leader.closed).toBe(false);
    // What they are let in to anew is theirs.
    const again = await listen("westDispatcher");
    expect(again.hello.resumed).toBe(true);
  });

  it("stays when somebody's name changes, and for the demo's dispatcher whoever goes", async () => {
    const demo = await buildApp({ db: () => ({ status: "ready", db }), demo: () => true });
    const at = await listenOn(demo);
    try {
      const [visitor, named, leader] = [
        await listenAs("", at),
        await listenAs(await cookieOf(db, people.planner.id), at),
        await listen("leader"),
      ];
      await db.query(sql`update person set name = '改名' where id = ${people.leader.id}::bigint`);
      await db.query(peopleMoved(null));
      // Who signs out of a demo becomes its visitor; the stream was theirs.
      await db.query(sql`update session set revoked_at = now() where person_id = ${people.planner.id}::bigint`);
      await db.query(peopleMoved({ personId: people.planner.id }));
      expect(await ended(named)).toBe("signed_out");
      await wait(200);
      expect([visitor.closed, leader.closed]).toEqual([false, false]);
    } finally {
      await demo.close();
    }
  });

  it("looks again by itself: an open stream is use of its session, and one that has run out ends", async () => {
    const brisk = new Feed(() => ({ status: "ready", db }), { look_ms: 200 });
    const own = await buildApp({ db: () => ({ status: "ready", db }), feed: brisk });
    const at = await listenOn(own);
    try {
      const stream = await listenAs(await cookieOf(db, people.auditor.id), at);
      await db.query(sql`update session set seen_at = now() - interval '4 minutes' where person_id = ${people.auditor.id}::bigint`);
      const seen = async () =>
        (
          await db.query<{ fresh: boolean }>(
            sql`select seen_at > now() - interval '1 minute' as fresh from session where person_id = ${people.auditor.id}::bigint`,
          )
        )[0]?.fresh;
      await until("its session counts as used", async () => (await seen()) === true, 2_000);
      await db.query(sql`update session set expires_at = now() where person_id = ${people.auditor.id}::bigint`);
      expect(await ended(stream)).toBe("signed_out");
    } finally {
      await own.close();
    }
  });

  it("of a reader who takes nothing any more, and the server's memory stays as it was", { timeout: 120_000 }, async () => {
    await db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, state, search, geom, zone1_id)
      select 'x', i::text, '0101', repeat('占道经营', 20) || i, 'patrol', '2026-03-01T08:00+08:00', 'filed', '', ST_Point(119.01, 33.51, 4326), 101
      from generate_series(1, 1500) i`);
    const ids = (await db.query<{ id: number }>(sql`select id from problem where layer = 'x'`)).map(({ id }) => id);
    const told = ids.map((id) => ({ id, unitBefore: null, personBefore: null, act: null }));
    const cookie = await cookieOf(db, people.leader.id);
    const sockets = await Promise.all(Array.from({ length: 10 }, () => stalled(base, cookie)));
    const reader = await listenAs(cookie);
    await until("all are open", () => feed.size === 11);
    const before = await held();
    let [bytes, most] = [0, 0];
    for (let i = 0; i < 60; i++) {
      await db.tx((tx) => tx.query(moved("problems", told)));
      await reader.until(`event ${i}`, () => reader.all("change").length + reader.all("layer").length === 1);
      expect(reader.all("layer")).toEqual([]);
      bytes += Buffer.byteLength(JSON.stringify(reader.events.pop()?.data));
      most = Math.max(most, feed.size);
      if (i === 40) await wait(100);
    }
    expect(bytes).toBeGreaterThan(30e6);
    // Those who stalled are gone, and it was not they alone who were told.
    await until("the stalled are sent away", () => feed.size === 1, 5_000);
    expect(reader.closed).toBe(false);
    expect((await held()) - before).toBeLessThan(8e6);
    // What one of them reads at last ends with why, or is cut off.
    const [socket] = sockets as [Socket];
    let tail = "";
    socket.on("data", (data: Buffer) => {
      tail = (tail + data.toString("latin1")).slice(-2_000);
    });
    socket.resume();
    await until("its end", () => socket.destroyed || socket.readableEnded);
    expect(tail).not.toBe("");
    for (const one of sockets) one.destroy();
  });

  it("sends a slow reader away with a word, and tells them everything when they are back", { timeout: 60_000 }, async () => {
    const ids = (await db.query<{ id: number }>(sql`select id from problem where layer = 'x'`)).map(({ id }) => id);
    const told = ids.map((id) => ({ id, unitBefore: null, personBefore: null, act: null }));
    let away = false;
    const opened = vi.spyOn(feed, "open").mockImplementationOnce((wire, asked) => {
      const end = () => {
        away = true;
        wire.end();
      };
      opened.mockRestore();
      feed.open({ ...wire, end }, asked);
    });
    const slow = await listen("leader");
    slow.reply?.pause();
    for (let i = 0; i < 60 && !away; i++) {
      await db.tx((tx) => tx.query(moved("problems", told)));
      await wait(10);
    }
    // It reads on before it is cut off.
    slow.reply?.resume();
    await slow.until("its end", () => slow.closed);
    expect(slow.all("end")).toEqual([{ why: "slow" }]);
    const back = await Listening.open(base, (await precinct.headers("leader")).cookie as string, { lastEventId: slow.lastEventId });
    open.push(back);
    await back.reach(back.hello.revision);
    expect(back.hello.resumed).toBe(true);
    expect([...slow.revisions(), ...back.revisions()].toSorted((a, b) => a - b)).toEqual([...slow.revisions(), ...back.revisions()]);
    expect(back.lastEventId).toBe(String(back.hello.revision));
  });

  it("when the server closes, at once, and whoever takes nothing any more soon", async () => {
    const own = await buildApp({ db: () => ({ status: "ready", db }) });
    const at = await listenOn(own);
    const cookie = await cookieOf(db, people.leader.id);
    const streams = await Promise.all(Array.from({ length: 20 }, () => Listening.open(at, cookie)));
    const from = performance.now();
    await own.close();
    expect(performance.now() - from).toBeLessThan(10_000);
    for (const stream of streams) {
      await stream.until("its end", () => stream.closed, 500);
      expect(stream.all("end")).toEqual([{ why: "closing" }]);
    }
    const second = await buildApp({ db: () => ({ status: "ready", db }) });
    const socket = await stalled(await listenOn(second), cookie);
    const ids = (await db.query<{ id: number }>(sql`select id from problem where layer = 'x'`)).map(({ id }) => id);
    for (let i = 0; i < 12; i++)
      await db.tx((tx) =>
        tx.query(
          moved(
            "problems",
            ids.map((id) => ({ id, unitBefore: null, personBefore: null, act: null })),
          ),
        ),
      );
    await wait(300);
    const then = performance.now();
    await second.close();
    expect(performance.now() - then).toBeLessThan(15_000);
    socket.destroy();
  });

  it("does not begin while the database is not open", async () => {
    const early = await buildApp({ db: () => ({ status: "starting", phase: "opening" }) });
    const reply = await early.inject("/api/changes");
    expect([reply.statusCode, reply.headers["retry-after"]]).toEqual([503, "2"]);
    await early.close();
  });
});

/**
 * What the change feed costs: from an act's commit to the last of 200 streams and of 2,000, with acts going on over HTTP at one a second;
 * and how long 200 streams take to be back after the server was gone. The streams are another process's. The limits are those the office asked for.
 */
import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { actPaths } from "../../server/contract/vocabulary.ts";
import type { Db } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";
import { cookieOf, makePerson } from "../support/people.ts";
import { cycle, makeAlive, type People, type Post, percentile, poster, timed } from "./acts.ts";
import type { Order, Report } from "./listeners.ts";
import type { Line } from "./measure.ts";

const seconds = process.env.BENCH_SMALL ? 10 : 30;
const few = 200;
const many = 2_000;
/** People whose the streams are: half see the whole district, the others what is theirs, each something else. */
const owners = 100;
const outage_ms = 1_500;
const back_ms = 10_000;

/** Streams in a process of their own. */
class Listeners {
  readonly #child: ChildProcess;
  constructor() {
    this.#child = fork(fileURLToPath(new URL("./listeners.ts", import.meta.url)), { execArgv: ["--import", "tsx"] });
  }
  async #ask<K extends Report["kind"]>(order: Order, kind: K): Promise<Extract<Report, { kind: K }>> {
    const told = new Promise<Extract<Report, { kind: K }>>((resolve, reject) => {
      this.#child.once("exit", () => reject(new Error("The process with the streams ended.")));
      const take = (report: Report): void => {
        if (report.kind !== kind) return;
        this.#child.off("message", take);
        resolve(report as Extract<Report, { kind: K }>);
      };
      this.#child.on("message", take);
    });
    this.#child.send(order);
    return told;
  }
  open = (base: string, cookies: readonly string[], count: number) => this.#ask({ kind: "open", base, cookies, count }, "opened");
  report = () => this.#ask({ kind: "report" }, "report");
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.send({ kind: "quit" } satisfies Order);
    await ended;
  }
}

/** Sessions of people who all see the one unit's problems. */
async function audience(db: Db, { unit }: People): Promise<string[]> {
  const cookies: string[] = [];
  for (let i = 0; i < owners; i++) {
    const person = await makePerson(db, i % 2 ? { roles: ["handler"], unit } : { roles: ["leader"] });
    cookies.push(await cookieOf(db, person));
  }
  return cookies;
}

/** Acts of whole lives, one a second. @returns how long each took to be answered, ms */
async function actAlong(post: Post, people: People, ids: readonly number[], count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const [act, who, says] = cycle[i % cycle.length] as (typeof cycle)[number];
    const id = ids[Math.floor(i / cycle.length)] as number;
    const from = performance.now();
    await timed(times, () => post(who, `${id}/${actPaths[act]}`, { version: 2 + (i % cycle.length), ...says(people) }));
    await wait(Math.max(0, 1_000 - (performance.now() - from)));
  }
  return times;
}

const headOf = async (db: Db): Promise<number> =>
  (await db.query<{ revision: number }>(sql`select revision from change_head`))[0]?.revision as number;

/** From each commit to each stream, and to the last of them, ms. @throws when a stream did not hear of one, or heard twice */
async function delays(db: Db, from: number, streams: number, heard: Extract<Report, { kind: "report" }>["heard"]) {
  const told = new Map(heard);
  const changes = await db.query<{ revision: number; at: Date }>(
    sql`select revision, at from change where revision > ${from}::bigint order by revision`,
  );
  const lists = changes.map(({ revision, at }) => (told.get(revision) ?? []).map((time) => time - at.getTime()));
  const wrong = lists.findIndex((list) => list.length !== streams);
  if (wrong >= 0) throw new Error(`Revision ${changes[wrong]?.revision} came to ${lists[wrong]?.length} of ${streams} streams.`);
  return { all: lists.flat(), last: lists.map((list) => Math.max(...list)) };
}

interface Bench {
  readonly db: Db;
  readonly engine: string;
  readonly people: People;
  readonly cookies: readonly string[];
  readonly ids: number[];
}

const limit = (ms: number, most_ms: number, to: string): NonNullable<Line["ratio"]> => ({ to, value: ms / most_ms, most: 1 });

async function benchStreams({ db, engine, people, cookies, ids }: Bench, streams: number): Promise<Line[]> {
  const { post, base, close } = await poster(db, people);
  const listeners = new Listeners();
  try {
    await listeners.open(base, cookies, streams);
    // Two for warming: their problem goes on to its end.
    const mine = ids.splice(0, Math.ceil((seconds + 5) / cycle.length));
    await actAlong(post, people, mine.slice(0, 1), 5);
    await wait(500);
    await listeners.report();
    const from = await headOf(db);
    const acts = await actAlong(post, people, mine.slice(1), seconds);
    await wait(500);
    const { all, last } = await delays(db, from, streams, (await listeners.report()).heard);
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => percentile(last, part)) as [number, number, number];
    const name = `${streams} streams, an act a second:`;
    return [
      { engine, what: `${name} committed to the last, p50`, ms: p50 },
      { engine, what: `${name} committed to the last, p95`, ms: p95, ratio: limit(p95, 1_000, "the 1 s asked") },
      { engine, what: `${name} committed to the last, p99`, ms: p99, ratio: limit(p99, 1_000, "the 1 s asked") },
      {
        engine,
        what: `${name} committed to each, p95`,
        ms: percentile(all, 0.95),
        ratio: limit(percentile(all, 0.95), 150, "the 150 ms asked"),
      },
      {
        engine,
        what: `${name} an act's answer, p95`,
        ms: percentile(acts, 0.95),
        ratio: limit(percentile(acts, 0.95), 150, "the 150 ms asked"),
      },
    ];
  } finally {
    await listeners.close();
    await close();
  }
}

/** The server goes, and comes back at the same address: every stream must be back, with what it missed. */
async function benchReturn({ db, engine, people, cookies, ids }: Bench): Promise<Line[]> {
  const before = await poster(db, people);
  const listeners = new Listeners();
  try {
    await listeners.open(before.base, cookies, few);
    await listeners.report();
    await before.close();
    const from = await headOf(db);
    await wait(outage_ms);
    const after = await poster(db, people, Number(new URL(before.base).port));
    try {
      const up = Date.now();
      const [id] = ids.splice(0, 1) as [number];
      await actAlong(after.post, people, [id], 5);
      await wait(3_000);
      const { back, statuses, heard } = await listeners.report();
      const missed = new Set(heard.map(([revision]) => revision));
      const last = await headOf(db);
      if (back.length !== few) throw new Error(`${back.length} of ${few} streams came back.`);
      if (statuses.some((status) => status !== 200)) throw new Error(`Not all were let in: ${[...new Set(statuses)]}`);
      if (last <= from || heard.find(([revision]) => revision === last)?.[1].length !== few || missed.size === 0)
        throw new Error("Not all were told of what they missed.");
      const took = Math.max(...back) - up;
      return [
        {
          engine,
          what: `${few} streams back after the server was gone, the last`,
          ms: took,
          ratio: limit(took, back_ms, "the 10 s asked"),
        },
      ];
    } finally {
      await after.close();
    }
  } finally {
    await listeners.close();
  }
}

/** The change feed of a town that loadSize made. */
export async function benchLive(db: Db, engine: string): Promise<Line[]> {
  const people = await makeAlive(db);
  const ids = (await db.query<{ id: number }>(sql`select id from problem where is_open order by id`)).map(({ id }) => id);
  const bench = { db, engine, people, cookies: await audience(db, people), ids };
  return [...(await benchStreams(bench, few)), ...(await benchStreams(bench, many)), ...(await benchReturn(bench))];
}

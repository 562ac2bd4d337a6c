/** The database goes away under open streams: they stay open and say since when, and go on by themselves, with nothing missed. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Replicated, startReplicated } from "../../../scripts/cluster/replicated.ts";
import { postgresPrograms } from "../../../scripts/test/found.ts";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { buildApp } from "../../../server/http/app.ts";
import { Feed } from "../../../server/live/feed.ts";
import { loadPrecinct, Precinct } from "../acts/precinct.ts";
import { type Heard, Listening, listenOn } from "../live/listening.ts";

/** Quickly, so that the test need not wait; in earnest 15 s, 5 s and a minute. */
const pace = { beat_ms: 400, poll_ms: 150, look_ms: 60_000 };

const namesOf = (events: readonly Heard[]): string[] => {
  const names = events.map(({ name }) => name);
  return names.filter((name, i) => name !== names[i - 1]);
};

describe.runIf(postgresPrograms() !== null)("streams while the database is away", () => {
  let cluster: Replicated;
  let db: Db;
  let app: FastifyInstance;
  let precinct: Precinct;
  let base = "";
  let cookie = "";
  const failures: unknown[] = [];

  beforeAll(async () => {
    cluster = await startReplicated({ replicas: 0, synchronous: false });
    db = await openDatabase({ databaseUrl: cluster.primary.url(), dataFolder: null });
    await loadPrecinct(db);
    const standing = { status: "ready", db } as const;
    const feed = new Feed(() => standing, { ...pace, failed: (error) => failures.push(error) });
    app = await buildApp({ db: () => standing, log: "silent", feed });
    base = await listenOn(app);
    precinct = new Precinct(db, app);
    ({ cookie = "" } = await precinct.headers("leader"));
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    await db?.close();
    await cluster?.stop();
  }, 60_000);

  it("stay open, say since when, and tell what happened after", { timeout: 60_000 }, async () => {
    const stream = await Listening.open(base, cookie);
    await stream.until("a beat", ({ events }) => events.some(({ name }) => name === "beat"));
    const before = stream.all("beat").at(-1)?.clock ?? "";
    await cluster.primary.crash();
    await stream.until("away, again and again", (one) => one.all("away").length > 2);
    const since = stream.all("away").map((one) => one.since);
    expect(new Set(since).size, "as of one time").toBe(1);
    expect(Date.parse(since[0] ?? "")).toBeGreaterThanOrEqual(Date.parse(before));

    await cluster.primary.start();
    const heard = stream.events.length;
    await stream.until("back", ({ events }) => events.slice(heard).some(({ name }) => name === "beat"), 20_000);
    const { id } = await precinct.report();
    await stream.until("what is new", (one) => one.all("change").some(({ problems }) => problems.some((problem) => problem.id === id)));
    expect(stream.closed).toBe(false);
    expect(namesOf(stream.events).slice(0, 5)).toEqual(["hello", "beat", "away", "beat", "change"]);
    expect(failures, "an outage is nobody's fault in the program").toEqual([]);
    stream.cut();
  });
});

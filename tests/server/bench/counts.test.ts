/** Every workload of the bench in small: over HTTP and by hand it counts what the rows say, whatever the engine. Nothing is timed. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { type Askers, check, faultOf } from "../../bench/check.ts";
import { type Ground, groundOf } from "../../bench/ground.ts";
import { loadSize } from "../../bench/town.ts";
import { workloads } from "../../bench/workloads.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";

/** Cases of a workload that are checked here. */
const cases = 4;

describe.each(databases())("the bench's workloads on $name", (engine) => {
  let db: Db;
  let app: FastifyInstance;
  let ground: Ground;
  let askers: Askers;
  beforeAll(async () => {
    db = await engine.fresh();
    await loadSize(db, { problems: 5_000, open: 2_000, markets: 50, placed: true });
    app = await appOn(db, { demo: false });
    ground = await groundOf(db);
    const cookie = await cookieOf(db, await makePerson(db, { roles: ["dispatcher"] }));
    askers = {
      engine: engine.name,
      rows: (statement) => db.query(statement),
      async http({ path, headers = {} }) {
        const reply = await app.inject({ url: path, headers: { ...headers, cookie } });
        expect(reply.statusCode, `${path} ${reply.body.slice(0, 300)}`).toBe(200);
        return reply.rawPayload;
      },
    };
  });
  afterAll(async () => {
    await app?.close();
    await db?.close();
  });

  it.each(workloads.map((workload) => [workload.name, workload] as const))("%s", async (_name, workload) => {
    expect(await check(workload, ground, askers, cases)).toBeGreaterThan(0);
  });
});

describe("the bench's check", () => {
  const truth = { count: 3, ids: new Set([1, 2, 3]), unsure: new Set([4]), figures: { a: 2, b: 1 } };
  const right = { count: 3, ids: [1, 2, 3], figures: { a: 2, b: 1 } };
  it("lets a right answer pass, whole or a page, with or without what is at the edge", () => {
    for (const answer of [right, { ...right, ids: [2] }, { ...right, count: 4, ids: [1, 2, 3, 4] }, { count: 3, figures: right.figures }])
      expect(faultOf(answer, truth)).toBeNull();
  });
  it.each([
    ["one too few", { ...right, count: 2 }],
    ["one too many", { ...right, count: 5 }],
    ["a stranger", { ...right, ids: [1, 2, 5] }],
    ["one twice", { ...right, ids: [1, 2, 2] }],
    ["one for another at the edge", { ...right, ids: [1, 2, 4] }],
    ["a wrong figure", { ...right, figures: { a: 3 } }],
    ["a figure too many", { ...right, figures: { a: 2, b: 1, c: 1 } }],
  ])("does not: %s", (_what, answer) => {
    expect(faultOf(answer, truth)).not.toBeNull();
  });
});

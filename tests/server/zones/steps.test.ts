/** Steps of drafts: done by the server to the byte as a page does them, all or nothing, taken back exactly, and never over somebody else's. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { partitionText, readPartition, sumOf } from "../../../server/contract/partition/text.ts";
import { ZonePlanSteps as StepsSchema, PlanStood as StoodSchema } from "../../../server/contract/planSchemas.ts";
import type { PlanStood, ZonePlan, ZonePlanSteps, ZonePlanSummary } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { loadTown, town } from "../questions/town.ts";
import { audited, closedApp, heard, type Planner, plannerOf } from "./planners.ts";

const rename = (zone: number, name: string): Step => ({ kind: "zoneChange", zone, to: { name } });
/** From west to east through all cells of a row, 3/10 up. */
const across = (row: number): Step => ({
  kind: "cut",
  level: 3,
  zones: null,
  line: [
    [118.99, 33.503 + row * 0.01],
    [119.09, 33.503 + row * 0.01],
  ],
  names: [],
});

/** Steps that a planner might do to the town; some of them are refused, where others were done before. */
const cells = fc.integer({ min: 300, max: 363 });
const faces = fc.integer({ min: 1, max: 90 });
const corner = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .map(([x, y]) => [119 + x * 0.01, 33.5 + y * 0.01] as const);
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("zoneChange" as const), zone: cells, to: fc.record({ name: fc.string({ minLength: 1, maxLength: 5 }) }) }),
  fc.integer({ min: 0, max: 7 }).map(across),
  fc.record({ kind: fc.constant("merge" as const), level: fc.constant(3 as const), zones: cells.map((zone) => [zone, zone + 1]) }),
  fc.record({
    kind: fc.constant("assign" as const),
    level: fc.constant(3 as const),
    pieces: fc.uniqueArray(faces, { minLength: 1, maxLength: 3 }),
    to: fc.option(cells),
  }),
  fc.record({ kind: fc.constant("lock" as const), zones: cells.map((zone) => [zone]), locked: fc.boolean() }),
  fc.record({
    kind: fc.constant("moveVertices" as const),
    moves: fc
      .tuple(corner, fc.integer({ min: -30, max: 30 }))
      .map(([from, by]) => [{ from, to: [from[0] + by * 1e-4, from[1] + by * 5e-5] as const }]),
  }),
);

/** Pages and the model of a plan that they and the server share: its text before each of its steps. */
class Model {
  readonly texts: string[];
  version = 1;
  constructor(text: string) {
    this.texts = [text];
  }
  get text(): string {
    return this.texts.at(-1) as string;
  }
  /** @returns the index of the step that is refused; null = all done */
  do(undo: number, list: readonly Step[]): number | null {
    const texts = this.texts.slice(0, this.texts.length - undo);
    let at: Partition = readPartition(texts.at(-1) as string);
    for (const [i, step] of list.entries()) {
      const outcome = applyStep(at, step);
      if ("refused" in outcome) return i;
      at = outcome.done;
      texts.push(partitionText(at));
    }
    this.texts.splice(0, this.texts.length, ...texts);
    this.version++;
    return null;
  }
}

describe.each(databases())("steps of a draft on $name", ({ name, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let planner: Planner;
  let other: Planner;
  beforeAll(async () => {
    db = await fresh();
    await loadTown({ ...town, problems: [] })(db);
    app = await closedApp(db);
    planner = await plannerOf(app, db, "规划员");
    other = await plannerOf(app, db, "同事");
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const begin = async () => {
    const { id } = await planner.did<ZonePlanSummary>("", { name: "方案" });
    return planner.saw<ZonePlan>(`/${id}`);
  };
  const step = (id: number, version: number, list: readonly Step[], undo = 0) =>
    planner.did<PlanStood>(`/${id}/steps`, { version, undo, steps: list });

  it("make the bytes that a page makes, in one version, and are told of", async () => {
    const { id, partition } = await begin();
    const model = new Model(partition);
    await heard(db);
    const list = [rename(307, "七号网格"), across(2), { kind: "lock", zones: [300], locked: true } as const];
    expect(model.do(0, list)).toBe(null);
    const stood = await step(id, 1, list);
    expectContract(StoodSchema, stood);
    expect(stood).toMatchObject({ id, version: 2, sum: sumOf(model.text) });
    expect(await heard(db)).toEqual(["plans"]);
    expect(await planner.saw<ZonePlan>(`/${id}`)).toMatchObject({
      version: 2,
      partition: model.text,
      sum: stood.sum,
      steps: 3,
      changedBy: "规划员",
    });
    expect((await audited(db))[0]).toMatchObject({
      person: planner.id,
      detail: { plan: id, version: 2, undo: 0, steps: ["zoneChange", "cut", "lock"] },
    });
  });

  it("are taken back to the very bytes, whatever they were and in whatever bundles they came", { timeout: 180_000 }, async () => {
    let [done, refused, back] = [0, 0, 0];
    const bundles = fc.array(fc.tuple(fc.nat(4), fc.array(steps, { maxLength: 4 })), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(bundles, async (asked) => {
        const { id, partition } = await begin();
        const model = new Model(partition);
        for (const [some, list] of asked) {
          const undo = Math.min(some, model.texts.length - 1);
          if (undo + list.length === 0) continue;
          const { version } = model;
          const index = model.do(undo, list);
          const reply = await planner.post<PlanStood & { now: object }>(`/${id}/steps`, { version, undo, steps: list });
          if (index === null) expect(reply).toMatchObject({ status: 200, body: { version: model.version, sum: sumOf(model.text) } });
          else expect(reply).toMatchObject({ status: 409, body: { now: { step: index } } });
          if (index === null) [done, back] = [done + list.length, back + undo];
          else refused++;
        }
        expect((await planner.saw<ZonePlan>(`/${id}`)).partition).toBe(model.text);
        const undo = model.texts.length - 1;
        if (undo > 0) await step(id, model.version, [], undo);
        expect(await planner.saw<ZonePlan>(`/${id}`)).toMatchObject({ partition, steps: 0 });
        await planner.did(`/${id}/remove`);
      }),
      { numRuns: name === "postgres" ? 30 : 12, seed: 7 },
    );
    expect([done > 50, refused > 5, back > 20], `${done} ${refused} ${back}`).toEqual([true, true, true]);
  });

  it("are taken back by another process, which has only what was kept", async () => {
    const { id, partition } = await begin();
    await step(id, 1, [across(1), rename(300, "一"), { kind: "merge", level: 3, zones: [310, 311] }]);
    // What this process remembers goes with the version's sum; another would read the text.
    await db.query(sql`update zone_plan set version = 7 where id = ${id}::bigint`);
    const stood = await step(id, 7, [], 3);
    expect(stood).toMatchObject({ version: 8, sum: sumOf(partition) });
    expect((await planner.saw<ZonePlan>(`/${id}`)).partition).toBe(partition);
  });

  it("on a version that is not the last are refused, with who changed it", async () => {
    const { id } = await begin();
    await other.did(`/${id}/steps`, { version: 1, undo: 0, steps: [rename(300, "同事的")] });
    const refused = await planner.refused(`/${id}/steps`, { version: 1, undo: 0, steps: [rename(301, "我的")] }, 409);
    expect(refused.now).toEqual({ version: 2, by: "同事", changed: expect.stringMatching(/^\d{4}-/) });
    expect(refused.detail_zh).toContain("同事已把方案");
    expect((await planner.saw<ZonePlan>(`/${id}`)).version).toBe(2);
    // One's own may be done again on what there is.
    await step(id, 2, [rename(301, "我的")]);
    const { zones } = readPartition((await planner.saw<ZonePlan>(`/${id}`)).partition);
    expect([zones.get(300)?.name, zones.get(301)?.name]).toEqual(["同事的", "我的"]);
  });

  it("of several at once are done by one of them", async () => {
    const { id } = await begin();
    const replies = await Promise.all(
      [planner, other, planner, other].map((who, i) => who.post(`/${id}/steps`, { version: 1, undo: 0, steps: [rename(300, `第${i}人`)] })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(await planner.saw<ZonePlanSteps>(`/${id}/steps`)).toMatchObject({ version: 2, rows: [{ seq: 1 }] });
  });

  it("of which one is refused are none of them done: its index, the reason and the place are told", async () => {
    const { id, partition } = await begin();
    await step(id, 1, [rename(300, "先")]);
    const before = await planner.saw<ZonePlan>(`/${id}`);
    const nowhere: Step = {
      ...(across(0) as Step & { kind: "cut" }),
      line: [
        [119.001, 33.501],
        [119.002, 33.502],
      ],
    };
    await heard(db);
    const refused = await planner.refused(
      `/${id}/steps`,
      { version: 2, undo: 1, steps: [rename(301, "后"), nowhere, rename(302, "末")] },
      409,
    );
    expect(refused.now).toMatchObject({ step: 1, code: "endsNowhere", why: { zh: expect.any(String), en: expect.any(String) } });
    expect(refused.detail_zh).toMatch(/^第 2 步（切分）未执行：/);
    expect(await planner.saw<ZonePlan>(`/${id}`)).toEqual(before);
    expect(await heard(db)).toEqual([]);
    expect(await step(id, 2, [], 1)).toMatchObject({ version: 3, sum: sumOf(partition) });
  });

  it("that cannot be read are named, to the member", async () => {
    const { id } = await begin();
    const send = (body: object) => planner.refused(`/${id}/steps`, { version: 1, undo: 0, steps: [], ...body }, 400);
    expect((await send({ steps: [rename(300, "好"), { kind: "paint" }] })).parameter).toMatch(/^steps\[1\]/);
    expect(
      (
        await send({
          steps: [
            {
              ...across(0),
              line: [
                [119, 33.5],
                ["x", 1],
              ],
            },
          ],
        })
      ).parameter,
    ).toMatch(/^steps\[0\]\.line/);
    expect((await send({})).parameter).toBe("steps");
    expect((await send({ undo: 101 })).parameter).toBe("undo");
    expect((await send({ steps: Array(101).fill(rename(300, "多")) })).parameter).toBe("steps");
    await step(id, 1, [rename(300, "一")]);
    const refused = await planner.refused(`/${id}/steps`, { version: 2, undo: 2, steps: [] }, 400);
    expect([refused.parameter, refused.detail_zh]).toEqual(["undo", expect.stringContaining("至多 1")]);
    expect(await planner.saw<ZonePlan>(`/${id}`)).toMatchObject({ version: 2, steps: 1 });
  });

  it("are told since a version, with who did them, without what was taken back", async () => {
    const { id } = await begin();
    await step(id, 1, [rename(300, "甲"), rename(301, "乙")]);
    await other.did(`/${id}/steps`, { version: 2, undo: 0, steps: [rename(302, "丙"), across(5)] });
    const all = await other.saw<ZonePlanSteps>(`/${id}/steps`);
    expectContract(StepsSchema, all);
    expect(all.rows.map(({ seq, version, by }) => [seq, version, by])).toEqual([
      [1, 2, "规划员"],
      [2, 2, "规划员"],
      [3, 3, "同事"],
      [4, 3, "同事"],
    ]);
    expect(all.rows[3]?.step).toEqual(across(5));
    expect((await planner.saw<ZonePlanSteps>(`/${id}/steps?after=2`)).rows.map(({ seq }) => seq)).toEqual([3, 4]);
    expect((await planner.saw<ZonePlanSteps>(`/${id}/steps?limit=1`)).rows.map(({ seq }) => seq)).toEqual([4]);
    expect((await planner.saw<ZonePlanSteps>(`/${id}/steps?after=3`)).rows).toEqual([]);
    const stood = await step(id, 3, [rename(303, "丁")], 3);
    const after = await planner.saw<ZonePlanSteps>(`/${id}/steps?after=1`);
    expect(after).toMatchObject({
      version: 4,
      sum: stood.sum,
      rows: [
        { seq: 1, version: 2 },
        { seq: 2, version: 4, by: "规划员" },
      ],
    });
    expect((await planner.get(`/${id}/steps?after=-1`)).status).toBe(400);
  });
});

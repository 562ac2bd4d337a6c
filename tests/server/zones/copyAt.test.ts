/** "Keep mine as a copy": a draft as it stood before somebody else's steps, on either engine. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Step } from "../../../server/contract/partition/steps.ts";
import type { PlanStood, ZonePlan, ZonePlanSummary } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { databases } from "../../support/databases.ts";
import { loadTown, town } from "../questions/town.ts";
import { closedApp, type Planner, plannerOf } from "./planners.ts";

const rename = (zone: number, name: string): Step => ({ kind: "zoneChange", zone, to: { name } });

describe.each(databases())("a copy of a version on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let planner: Planner;
  beforeAll(async () => {
    db = await fresh();
    await loadTown({ ...town, problems: [] })(db);
    app = await closedApp(db);
    planner = await plannerOf(app, db, "规划员");
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const text = async (id: number) => (await planner.saw<ZonePlan>(`/${id}`)).partition;
  const copied = async (from: number, version?: number) => {
    const { id } = await planner.did<ZonePlanSummary>("", { name: "副本", from, ...(version !== undefined && { version }) });
    return text(id);
  };

  it("is what stood then, to the byte; without a version what stands", async () => {
    const { id } = await planner.did<ZonePlanSummary>("", { name: "方案" });
    const texts = [await text(id)];
    for (const [i, list] of [[rename(307, "甲"), rename(308, "乙")], [rename(307, "丙")]].entries()) {
      await planner.did<PlanStood>(`/${id}/steps`, { version: i + 1, undo: 0, steps: list });
      texts.push(await text(id));
    }
    expect(new Set(texts).size).toBe(3);
    expect([await copied(id, 1), await copied(id, 2), await copied(id, 3), await copied(id, 99), await copied(id)]).toEqual([
      ...texts,
      texts[2],
      texts[2],
    ]);
    expect(await text(id)).toBe(texts[2]);
  });
  it("and whoever may approve it is known by name, to a planner", async () => {
    const { rows } = await planner.saw<{ rows: { id: number; name: string; roles: string[] }[] }>("/approvers");
    expect(rows.find(({ id }) => id === planner.id)).toEqual({ id: planner.id, name: "规划员", roles: ["planner"] });
    expect(rows.every(({ roles }) => roles.some((role) => ["leader", "administrator", "planner"].includes(role)))).toBe(true);
  });
  it("refuses a version that is none", async () => {
    const { id } = await planner.did<ZonePlanSummary>("", { name: "方案" });
    expect(await planner.post("", { name: "副本", from: id, version: 0 })).toMatchObject({ status: 400, body: { parameter: "version" } });
  });
});

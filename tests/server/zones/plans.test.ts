/** Zone plans are begun of the zones in force or of each other, described, sent to review and back, and removed: and never changed once published. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faceShapes, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import { partitionText, readPartition, sumOf } from "../../../server/contract/partition/text.ts";
import {
  ZonePlan as PlanSchema,
  ZonePlans as PlansSchema,
  ZonePlanSummary as SummarySchema,
} from "../../../server/contract/planSchemas.ts";
import type { Done, ZonePlan, ZonePlanSummary, ZonePlans } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { loadTown, town } from "../questions/town.ts";
import { audited, closedApp, heard, type Planner, plannerOf } from "./planners.ts";

const noPlan = 999_999;

describe.each(databases())("zone plans on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let planner: Planner;
  let leader: Planner;
  beforeAll(async () => {
    db = await fresh();
    await loadTown({ ...town, problems: [] })(db);
    await db.query(sql`update zone set person = '网格员' || id, unit_id = 11 where level = 3`);
    app = await closedApp(db);
    planner = await plannerOf(app, db, "规划员");
    leader = await plannerOf(app, db, "局长", ["leader"]);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  beforeEach(() => heard(db));

  const begin = (name: string, from: number | null = null) => planner.did<ZonePlanSummary>("", { name, from });

  it("begin with the zones in force: their ids, names and people, and their very borders", async () => {
    const made = await begin("十二月调整");
    expectContract(SummarySchema, made);
    expect(made).toMatchObject({ status: "draft", version: 1, depth: 3, zones: [4, 16, 64], from: null, madeBy: "规划员", inForce: false });
    expect(await heard(db)).toEqual(["plans"]);
    const plan = await leader.saw<ZonePlan>(`/${made.id}`);
    expectContract(PlanSchema, plan);
    expect(plan).toMatchObject({ ...made, steps: 0, mended: [], signOffs: [], weights: { site: 6, open: 8 } });
    expect(plan.sum).toBe(sumOf(plan.partition));
    const partition = readPartition(plan.partition);
    expect(partitionText(partition)).toBe(plan.partition);
    const given = town.zones.filter(({ level }) => level > 0);
    expect([...partition.zones.values()].map(({ id, level, parent }) => ({ id, level, parent }))).toEqual(
      given.map(({ id, level, parent }) => ({ id, level, parent: level === 1 ? null : parent })),
    );
    expect(partition.zones.get(307)).toMatchObject({ code: "307", name: "区307", person: "网格员307", unit: 11, locked: false });
    const cells = zoneShapes(partition, 3);
    for (const { id, ring } of given.filter(({ level }) => level === 3)) {
      const [polygon, ...others] = cells.get(id)?.polygons ?? [];
      expect([others, polygon?.length], `${id}`).toEqual([[], 1]);
      const corners = (points: typeof ring) => points.map((at) => at.map((v) => v.toFixed(7)).join(" ")).toSorted();
      expect(corners(polygon?.[0] ?? [])).toEqual(corners(ring.slice(0, -1)));
    }
  });

  it("begin as a copy of another, to the byte, and say of which", async () => {
    const first = await begin("甲");
    await planner.did(`/${first.id}/change`, { weights: { market: 99 } });
    const copy = await begin("乙", first.id);
    expect(copy).toMatchObject({ name: "乙", version: 1, from: { id: first.id, name: "甲" } });
    const [one, other] = [await planner.saw<ZonePlan>(`/${first.id}`), await planner.saw<ZonePlan>(`/${copy.id}`)];
    expect([other.partition, other.sum, other.weights]).toEqual([one.partition, one.sum, one.weights]);
    expect(await planner.refused("", { name: "丙", from: noPlan }, 404)).toMatchObject({ detail_zh: expect.stringContaining("没有这个") });
  });

  it("a copy of one that is in force has the ids its new zones got", async () => {
    const { id } = await begin("已生效");
    const drawn = await planner.saw<ZonePlan>(`/${id}`);
    const read = readPartition(drawn.partition);
    const partition = { ...read, next: { ...read.next, zone: -3 } };
    // Zones 100 and 300 are new, as it were.
    const renamed = (zone: number | null) => (zone === 100 ? -1 : zone === 300 ? -2 : zone);
    const text = partitionText({
      ...partition,
      faces: new Map([...partition.faces].map(([face, zone]) => [face, renamed(zone)])),
      zones: new Map(
        [...partition.zones.values()].map((zone) => [
          renamed(zone.id) as number,
          { ...zone, id: renamed(zone.id) as number, parent: renamed(zone.parent) },
        ]),
      ),
    });
    await db.query(sql`update zone_plan set partition = ${text}::text, sum = ${sumOf(text)}::text where id = ${id}::bigint`);
    const before = await begin("生效前的副本", id);
    expect((await planner.saw<ZonePlan>(`/${before.id}`)).partition).toBe(text);
    await db.query(
      sql`update zone_plan set status = 'published', published_at = now(), effective_from = '2026-11-20' where id = ${id}::bigint`,
    );
    await db.query(sql`update zone_plan set in_force_at = now(), new_ids = '{"-1": 100, "-2": 300}' where id = ${id}::bigint`);
    const copy = await begin("副本", id);
    expect((await planner.saw<ZonePlan>(`/${copy.id}`)).partition).toBe(partitionText(partition));
    expect((await planner.saw<ZonePlans>()).rows.filter((plan) => plan.inForce).map((plan) => plan.id)).toEqual([id]);
  });

  it("are listed, the last changed first, with the district's clock", async () => {
    const [one, other] = [await begin("早"), await begin("晚")];
    const listed = await leader.saw<ZonePlans>();
    expectContract(PlansSchema, listed);
    expect(listed.clock).toBe("2026-11-21T02:00:00.000Z");
    expect(listed.rows.slice(0, 2).map(({ id }) => id)).toEqual([other.id, one.id]);
    expect(listed.rows.slice(0, 2)).toEqual([other, one]);
    const changed = await planner.did<ZonePlanSummary>(`/${one.id}/change`, { note: "改过" });
    expect((await leader.saw<ZonePlans>()).rows[0]).toEqual(changed);
  });

  it("change their name, note and weights: what is left out stays, the version too", async () => {
    const { id } = await begin("原名");
    await heard(db);
    const first = await planner.did<ZonePlanSummary>(`/${id}/change`, { note: "  待核 ", weights: { site: 7.5, open: 0 } });
    expect(first).toMatchObject({ name: "原名", note: "待核", version: 1, changedBy: "规划员" });
    expect(await heard(db)).toEqual(["plans"]);
    const second = await planner.did<ZonePlanSummary>(`/${id}/change`, { version: 1, name: "新  名", weights: { open: 3 } });
    expect(second).toMatchObject({ name: "新 名", note: "待核" });
    expect((await planner.saw<ZonePlan>(`/${id}`)).weights).toMatchObject({ site: 7.5, open: 3, market: 30 });
    expect(await planner.did(`/${id}/change`, { note: "" })).toMatchObject({ note: null });
    const [line] = await audited(db);
    expect(line).toMatchObject({ person: planner.id, detail: { plan: id, before: { note: "待核" }, after: { note: null } } });
    expect(await planner.refused(`/${id}/change`, { version: 2, name: "别名" }, 409)).toMatchObject({ now: { version: 1, by: "规划员" } });
    expect(await planner.refused(`/${id}/change`, { weights: { site: -1 } }, 400)).toMatchObject({ parameter: "weights.site" });
    expect(await planner.refused(`/${id}/change`, { weights: { sites: 1 } }, 400)).toMatchObject({ parameter: "weights.sites" });
  });

  it("go to review and are handed back with a reason; in review nothing is changed", async () => {
    const { id } = await begin("送审");
    expect(await planner.refused(`/${id}/handBack`, { note: "没送审" }, 409)).toMatchObject({ now: { status: "draft" } });
    expect(await planner.did(`/${id}/review`)).toMatchObject({ status: "review", version: 1 });
    for (const [path, body] of [
      ["change", { name: "改" }],
      ["steps", { version: 1, undo: 1, steps: [] }],
      ["review", {}],
    ] as const)
      expect(await planner.refused(`/${id}/${path}`, body, 409)).toMatchObject({ now: { status: "review" } });
    await planner.refused(`/${id}/handBack`, { note: "" }, 400);
    expect(await planner.did(`/${id}/handBack`, { note: "东片偏重" })).toMatchObject({ status: "draft", note: "东片偏重" });
    await planner.did(`/${id}/change`, { name: "改" });
  });

  it("are removed as drafts and in review, and never once published", async () => {
    const [draft, review, published] = [await begin("一"), await begin("二"), await begin("三")];
    await planner.did(`/${review.id}/review`);
    await db.query(
      sql`update zone_plan set status = 'published', published_at = now(), effective_from = '2026-12-01' where id = ${published.id}::bigint`,
    );
    await heard(db);
    for (const { id } of [draft, review]) {
      expect(await planner.did<Done>(`/${id}/remove`)).toEqual({ ok: true });
      expect((await planner.get(`/${id}`)).status).toBe(404);
    }
    expect(await heard(db)).toEqual(["plans", "plans"]);
    const before = await planner.saw<ZonePlan>(`/${published.id}`);
    for (const [path, body] of [
      ["remove", {}],
      ["change", { name: "改" }],
      ["steps", { version: 1, undo: 1, steps: [] }],
      ["review", {}],
      ["handBack", { note: "退" }],
    ] as const)
      expect(await planner.refused(`/${published.id}/${path}`, body, 409)).toMatchObject({ now: { status: "published" } });
    expect(await planner.saw<ZonePlan>(`/${published.id}`)).toEqual(before);
    expect(await heard(db)).toEqual([]);
  });

  it("that are not there are not found, whatever is asked of them", async () => {
    for (const path of ["", "/steps", "/difference", "/export.geojson", "/export.zip"])
      expect((await planner.get(`/${noPlan}${path}`)).status, path).toBe(404);
    for (const [path, body] of [
      ["change", {}],
      ["review", {}],
      ["remove", {}],
      ["handBack", { note: "退" }],
      ["steps", { version: 1, undo: 1, steps: [] }],
    ] as const)
      await planner.refused(`/${noPlan}/${path}`, body, 404);
  });

  it("without zones in force begin with the outline as nobody's; without an outline they cannot", async () => {
    const empty = await fresh();
    const own = await closedApp(empty);
    const alone = await plannerOf(own, empty, "规划员");
    expect(await alone.refused("", { name: "空" }, 409)).toMatchObject({ detail_zh: expect.stringContaining("没有生效的责任区") });
    expect(await alone.saw<ZonePlans>()).toMatchObject({ rows: [] });
    await empty.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, outline)
      values ('new', '新区', 'New', 'Asia/Shanghai', 'zh', ST_Point(119, 33, 4326),
        ST_GeomFromText('MULTIPOLYGON(((119 33, 119.1 33, 119.1 33.1, 119 33.1, 119 33), (119.04 33.04, 119.04 33.05, 119.05 33.05, 119.04 33.04)))', 4326))`);
    const { id } = await alone.did<ZonePlanSummary>("", { name: "从零开始" });
    const { partition } = await alone.saw<ZonePlan>(`/${id}`);
    const { depth, zones, faces } = readPartition(partition);
    expect([depth, zones.size, [...faces]]).toEqual([3, 0, [[1, null]]]);
    expect([...faceShapes(readPartition(partition)).values()].map(({ polygon }) => polygon.map((ring) => ring.length))).toEqual([[4, 3]]);
    await own.close();
    await empty.close();
  });
});

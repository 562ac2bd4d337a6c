/** What a plan changes, held against PostGIS: which zones hold each site and each open problem, before and after. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finderOf } from "../../../server/contract/partition/find.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { readPartition } from "../../../server/contract/partition/text.ts";
import { ZonePlanDifference as DifferenceSchema } from "../../../server/contract/planSchemas.ts";
import type { PlanStood, ZonePlan, ZonePlanDifference, ZonePlanSummary } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { turnDue } from "../../../server/zones/turn.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { loadTown, makeTown } from "../questions/town.ts";
import { closedApp, Planner, plannerOf } from "./planners.ts";

const town = makeTown(400);
/** Where cells 327, 328, 335 and 336 meet. */
const cornerSite = 2001;
type Chain = readonly (number | null)[];
interface Located {
  readonly id: number;
  readonly was: Chain;
  readonly is: Chain;
}
interface Collection {
  readonly features: readonly {
    readonly geometry: object | null;
    readonly properties: { id: number; level: number; person: string | null };
  }[];
}

/** A redraw with everything in it: a cell cut, cells merged, ground painted, a person and a name changed, a cell to another community. */
const redraw: readonly Step[] = [
  {
    kind: "cut",
    level: 3,
    zones: [300, 301, 302],
    line: [
      [118.99, 33.504],
      [119.09, 33.5053],
    ],
    names: ["一南", "二南", "三南"],
  },
  { kind: "merge", level: 3, zones: [336, 337] },
  { kind: "zoneChange", zone: 363, to: { person: "新人" } },
  { kind: "zoneChange", zone: 362, to: { name: "改了名" } },
  { kind: "assign", level: 2, pieces: [318], to: 202 },
  { kind: "moveVertices", moves: [{ from: [119.06, 33.56], to: [119.0571, 33.5632] }] },
  // Cell 327 in two and whole again: the face at its north-east corner has a late number, the cell has not.
  {
    kind: "cut",
    level: 3,
    zones: [327],
    line: [
      [119.05, 33.535],
      [119.02, 33.535],
    ],
    names: [],
  },
  { kind: "merge", level: 3, zones: [327, -4] },
];

/** Where PostGIS finds sites and open problems: in the zones in force, and in a plan's exported shapes. */
async function locate(db: Db, { features }: Collection): Promise<{ sites: Located[]; problems: Located[] }> {
  const shapes = features.map(({ geometry, properties: { id, level } }) => ({ id, level, shape: JSON.stringify(geometry) }));
  const at = (things: ReturnType<typeof sql>) => sql`
    with shape as materialized (select id, level, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as geom
      from jsonb_to_recordset(${JSON.stringify(shapes)}::jsonb) x (id bigint, level int, shape text))
    select t.id, (select array_agg((select min(z.id) from zone z where z.level = l and ST_Intersects(z.geom, t.at)) order by l) from generate_series(1, 3) l) as was,
      (select array_agg((select min(s.id) from shape s where s.level = l and ST_Intersects(s.geom, t.at)) order by l) from generate_series(1, 3) l) as is
    from (${things}) t order by t.id`;
  return {
    sites: await db.query<Located>(
      at(sql`select id, case GeometryType(geom) when 'LINESTRING' then ST_LineInterpolatePoint(geom, 0.5)
      else ST_PointOnSurface(geom) end as at from site`),
    ),
    problems: await db.query<Located>(at(sql`select id, geom as at from problem where is_open`)),
  };
}

describe.each(databases())("the difference on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let planner: Planner;
  let plan: ZonePlan;
  let difference: ZonePlanDifference;
  beforeAll(async () => {
    db = await fresh();
    await loadTown(town)(db);
    // So that corners of all levels are the very same numbers.
    await db.query(sql`update zone set person = '员' || id, geom = ST_SnapToGrid(geom, 1e-9)`);
    await db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
      values (${cornerSite}::bigint, 's', 'corner', 'intersection', 'point', '路口', ST_SnapToGrid(ST_Point(119.04, 33.54, 4326), 1e-9))`);
    app = await closedApp(db);
    planner = await plannerOf(app, db, "规划员");
    const { id } = await planner.did<ZonePlanSummary>("", { name: "调整" });
    await planner.did<PlanStood>(`/${id}/steps`, { version: 1, undo: 0, steps: redraw });
    plan = await planner.saw<ZonePlan>(`/${id}`);
    difference = await planner.saw<ZonePlanDifference>(`/${id}/difference`);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const exported = async (id: number): Promise<Collection> => JSON.parse((await planner.file(`/${id}/export.geojson`)).bytes.toString());

  it("of a plan that nobody drew on is none", async () => {
    const { id } = await planner.did<ZonePlanSummary>("", { name: "原样" });
    const none = await planner.saw<ZonePlanDifference>(`/${id}/difference`);
    expect(none).toMatchObject({ zones: [], sites: { total: 0, rows: [] }, problems: { total: 0, rows: [] } });
    expect(none.from).toEqual({ id: null, name: null, effectiveFrom: null });
  });

  it("names each site and open problem whose zone or person changes, as PostGIS finds them", async () => {
    expectContract(DifferenceSchema, difference);
    const collection = await exported(plan.id);
    const { sites, problems } = await locate(db, collection);
    const persons = new Map(collection.features.map(({ properties: { id, person } }) => [id, person]));
    const lowest = (chain: Chain) => chain[2] ?? chain[1] ?? chain[0] ?? null;
    const personWas = (chain: Chain) => (lowest(chain) === null ? undefined : `员${lowest(chain)}`);
    const personIs = (chain: Chain) => persons.get(lowest(chain) ?? Number.NaN);
    const expected = (all: readonly Located[]) =>
      all
        .map(({ id, was, is }) => ({
          id,
          levels: [1, 2, 3].filter((level) => was[level - 1] !== is[level - 1]),
          ...{ from: lowest(was), to: lowest(is), fromPerson: personWas(was), toPerson: personIs(is) },
        }))
        .filter(({ levels, fromPerson, toPerson }) => levels.length > 0 || fromPerson !== toPerson);
    type Row = Omit<ZonePlanDifference["sites"]["rows"][number], "site" | "name" | "type">;
    const told = (rows: readonly (Row & { id: number })[]) =>
      rows
        .map(({ id, levels, from, to }) => ({
          id,
          levels,
          ...{ from: from?.zone ?? null, to: to?.zone ?? null, fromPerson: from?.person, toPerson: to?.person },
        }))
        .toSorted((a, b) => a.id - b.id);
    expect(told(difference.sites.rows.map((row) => ({ ...row, id: row.site })))).toEqual(expected(sites));
    expect(told(difference.problems.rows.map((row) => ({ ...row, id: row.problem })))).toEqual(expected(problems));
    expect([difference.sites.total, difference.problems.total]).toEqual([expected(sites).length, expected(problems).length]);
    expect([difference.sites.total > 1, difference.problems.total > 10]).toEqual([true, true]);
  });

  it("leaves a site on the corner of four cells with the lowest of them, whatever its faces' numbers are", async () => {
    const partition = readPartition(plan.partition);
    const corner = finderOf(partition).faceAt([119.04, 33.54]);
    expect(partition.faces.get(corner), "the lowest face is another cell's").not.toBe(327);
    expect(difference.sites.rows.filter(({ site }) => site === cornerSite)).toEqual([]);
  });

  it("counts for each zone what comes and goes, at its level", async () => {
    const { sites, problems } = await locate(db, await exported(plan.id));
    for (const row of difference.zones) {
      const counts = (all: readonly Located[]) => {
        const moved = all.filter(({ was, is }) => was[row.level - 1] !== is[row.level - 1]);
        return [
          moved.filter(({ is }) => is[row.level - 1] === row.zone).length,
          moved.filter(({ was }) => was[row.level - 1] === row.zone).length,
        ];
      };
      expect([row.sitesIn, row.sitesOut], row.name).toEqual(counts(sites));
      expect([row.openIn, row.openOut], row.name).toEqual(counts(problems));
    }
  });

  it("says of each zone how it is another", () => {
    const kinds = Object.fromEntries(difference.zones.map(({ name, zone, kinds: list }) => [zone < 0 ? name : String(zone), list]));
    expect(kinds).toMatchObject({
      ...{ 300: ["moved"], 301: ["moved"], 302: ["moved"], 一南: ["added"], 二南: ["added"], 三南: ["added"] },
      ...{ 336: ["moved"], 337: ["ended"], 363: ["person"], 362: ["renamed"], 318: ["parent"] },
      ...{ 205: ["moved"], 202: ["moved"] },
    });
    // The corner of four cells that was moved is that of two communities and of nothing above; nothing else is named.
    const corner = ["345", "346", "353", "354"];
    for (const zone of corner) expect(kinds[zone], zone).toEqual(["moved"]);
    const others = new Set(["300", "301", "302", "一南", "二南", "三南", "336", "337", "363", "362", "318", "205", "202", ...corner]);
    const rest = difference.zones.filter(({ zone, name }) => !others.has(zone < 0 ? name : String(zone)));
    expect(rest.map(({ level }) => level).filter((level) => level === 3)).toEqual([]);
    expect(difference.zones.find(({ zone }) => zone === 362)).toMatchObject({ was: "区362", name: "改了名" });
    const merged = difference.zones.find(({ zone }) => zone === 336);
    expect((merged?.after_m2 ?? 0) / 2).toBeCloseTo(1_032_000, -4);
  });

  it("of two plans tells what one has and the other has not; of a copy, nothing", async () => {
    const copy = await planner.did<ZonePlanSummary>("", { name: "副本", from: plan.id });
    expect(await planner.saw<ZonePlanDifference>(`/${copy.id}/difference?with=${plan.id}`)).toMatchObject({
      from: { id: plan.id, name: "调整", effectiveFrom: null },
      ...{ zones: [], sites: { total: 0 }, problems: { total: 0 } },
    });
    await planner.did(`/${copy.id}/steps`, { version: 1, undo: 0, steps: [{ kind: "zoneChange", zone: 310, to: { person: "另一位" } }] });
    const back = await planner.saw<ZonePlanDifference>(`/${plan.id}/difference?with=${copy.id}`);
    expect(back.zones).toMatchObject([{ zone: 310, kinds: ["person"], was: null }]);
    expect(
      back.problems.rows.every(({ levels, from, to }) => levels.length === 0 && from?.person === "另一位" && to?.person === "员310"),
    ).toBe(true);
    expect(back.problems.total).toBe((await db.query(sql`select 1 as one from problem where is_open and zone3_id = 310`)).length);
    const refused = await planner.get<{ parameter: string }>(`/${plan.id}/difference?with=nothing`);
    expect([refused.status, refused.body.parameter]).toEqual([400, "with"]);
    expect((await planner.get(`/${plan.id}/difference?with=999999`)).status).toBe(404);
  });

  it("gives as many rows as are asked for, and all in its totals", async () => {
    const short = await planner.saw<ZonePlanDifference>(`/${plan.id}/difference?limit=1`);
    expect(short.problems).toEqual({ total: difference.problems.total, rows: difference.problems.rows.slice(0, 1) });
    expect(short.sites).toEqual({ total: difference.sites.total, rows: difference.sites.rows.slice(0, 1) });
  });

  it("shows who is bound to a zone the problems of their own only", async () => {
    const id = await makePerson(db, { roles: ["dispatcher"], zone: 100 });
    const bound = await new Planner(app, id, await cookieOf(db, id)).saw<ZonePlanDifference>(`/${plan.id}/difference`);
    const own = new Set((await db.query<{ id: number }>(sql`select id from problem where zone1_id = 100`)).map((row) => row.id));
    expect(bound.problems.rows).toEqual(difference.problems.rows.filter(({ problem }) => own.has(problem)));
    expect(bound.problems.total).toBe(bound.problems.rows.length);
    expect([bound.problems.total > 0, bound.problems.total < difference.problems.total]).toEqual([true, true]);
    expect(bound.sites).toEqual(difference.sites);
  });

  it("of one in force is held against the zones of the eve; a copy that is older knows its zones by their ids", async () => {
    const own = await fresh();
    await loadTown(town)(own);
    await own.query(sql`update zone set person = '员' || id, geom = ST_SnapToGrid(geom, 1e-9)`);
    await own.query(sql`select setval(pg_get_serial_sequence('zone', 'id'), 1000)`);
    const inForce = await closedApp(own);
    const drawing = await plannerOf(inForce, own, "规划员");
    const { id } = await drawing.did<ZonePlanSummary>("", { name: "已生效" });
    await drawing.did(`/${id}/steps`, { version: 1, undo: 0, steps: redraw });
    const copy = await drawing.did<ZonePlanSummary>("", { name: "生效前的副本", from: id });
    const before = await drawing.saw<ZonePlanDifference>(`/${id}/difference`);
    await own.query(
      sql`update zone_plan set status = 'published', published_at = now(), effective_from = '2026-11-20' where id = ${id}::bigint`,
    );
    expect(await own.tx(turnDue)).toBe(1);
    const [row] = (await own.query<{ ids: Record<string, number> }>(
      sql`select new_ids as ids from zone_plan where id = ${id}::bigint`,
    )) as [{ ids: Record<string, number> }];
    expect(Object.keys(row.ids).toSorted()).toEqual(["-1", "-2", "-3"]);
    const real = (text: string) => text.replaceAll(/"zone":(-\d+)/g, (_all, planned: string) => `"zone":${row.ids[planned]}`);
    const after = await drawing.saw<ZonePlanDifference>(`/${id}/difference`);
    expect(after).toEqual(JSON.parse(real(JSON.stringify(before))));
    const next = await drawing.did<ZonePlanSummary>("", { name: "下一版" });
    for (const one of [next, copy])
      expect(await drawing.saw<ZonePlanDifference>(`/${one.id}/difference`)).toMatchObject({
        from: { id, name: "已生效", effectiveFrom: "2026-11-20" },
        ...{ zones: [], sites: { total: 0 }, problems: { total: 0 } },
      });
    await inForce.close();
    await own.close();
  });
});

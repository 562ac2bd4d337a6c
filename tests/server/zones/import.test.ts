/** Polygons from files become drafts over HTTP: tried first, told what was mended; exported and read back, it is the same plan. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { guess } from "../../../client/planner/importing/guess.ts";
import { readFile } from "../../../client/planner/importing/readFile.ts";
import { requestOf } from "../../../client/planner/importing/request.ts";
import type { Position } from "../../../server/contract/draw.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { type Polygon, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import { readPartition } from "../../../server/contract/partition/text.ts";
import { ZonePlanImported as ImportedSchema } from "../../../server/contract/planSchemas.ts";
import type { ZonePlan, ZonePlanImported, ZonePlanSummary } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { loadTown, makeTown } from "../questions/town.ts";
import { at, block, cellsOf, halves, metre, moved } from "./jigsaw.ts";
import { audited, closedApp, heard, type Refused, type Reply } from "./planners.ts";

const straight = { crooked: [], off: [] };
type Properties = Readonly<Record<string, unknown>>;
const feature = (properties: Properties, polygons: readonly Polygon[]) => ({
  type: "Feature",
  properties,
  geometry: { type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map((ring) => [...ring, ring[0]])) },
});
const collection = (features: readonly object[]) => ({ type: "FeatureCollection", features });
const upper = () => collection(halves().map(({ code, polygons }) => feature({ 编码: code }, polygons)));
const lower = (cells = cellsOf(straight, 0)) =>
  collection(cells.map(({ code, parent, polygons }) => feature({ 编码: code, 名称: `格${code}`, 上级: parent, 责任人: "张三" }, polygons)));
const fields = { code: "编码", name: "名称", parent: "上级", person: "责任人" };
const file = (more: object = {}) => ({
  ...{ name: "导入的方案", tolerance_m: 2, outline: "zones" },
  levels: [
    { level: 1, features: upper(), fields: { code: "编码" } },
    { level: 2, features: lower(), fields },
  ],
  ...more,
});
/** A file whose second level is another. */
const second = (features: unknown, columns: object = fields) =>
  file({
    levels: [
      { level: 1, features: upper(), fields: { code: "编码" } },
      { level: 2, features, fields: columns },
    ],
  });
const oneCell = (geometry: unknown, properties: Properties = { 编码: "C00" }) =>
  second(collection([{ type: "Feature", properties, geometry }]));
const ring = (at: unknown) => ({ type: "Polygon", coordinates: [[[119, 33], [119.1, 33], at, [119, 33]]] });

function plain(polygons: readonly Polygon[]): string {
  const rings = polygons.flat().map((one) => {
    const least = one.indexOf(one.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by)[0] as (typeof one)[number]);
    return JSON.stringify([...one.slice(least), ...one.slice(0, least)]);
  });
  return rings.toSorted().join();
}
/** All that a plan says of its zones, and their shapes to the last digit; by id. */
const said = (partition: Partition): unknown[] =>
  [...partition.zones.values()]
    .toSorted((a, b) => a.id - b.id)
    .map((zone) => [zone, plain(zoneShapes(partition, zone.level).get(zone.id)?.polygons ?? [])]);

describe.each(databases())("the import on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let cookie: string;
  beforeAll(async () => {
    db = await fresh();
    await loadTown(makeTown(50))(db);
    app = await closedApp(db);
    cookie = await cookieOf(db, await makePerson(db, { name: "规划员", roles: ["planner"] }));
    return async () => {
      await app.close();
      await db.close();
    };
  }, 120_000);

  async function send<T>(body: object | string | Buffer, query = ""): Promise<Reply<T>> {
    const payload = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const headers = { cookie, "content-type": "application/octet-stream" };
    const reply = await app.inject({ method: "POST", url: `/api/zonePlans/import${query}`, headers, payload });
    return { status: reply.statusCode, body: reply.json<T>() };
  }
  async function imported(body: object, query = ""): Promise<ZonePlanImported> {
    const reply = await send<ZonePlanImported>(body, query);
    expect(reply.status, JSON.stringify(reply.body).slice(0, 500)).toBe(200);
    expectContract(ImportedSchema, reply.body);
    return reply.body;
  }
  const get = async <T>(path: string): Promise<T> => (await app.inject({ url: `/api/zonePlans${path}`, headers: { cookie } })).json<T>();
  const planOf = async ({ plan }: ZonePlanImported) => {
    const kept = await get<ZonePlan>(`/${plan}`);
    return { kept, partition: readPartition(kept.partition) };
  };

  it("tries without writing a line, then writes a draft with the list, and tells pages and the audit log", async () => {
    const [cell, ...rest] = cellsOf(straight, 0);
    const shifted = { ...cell, polygons: [[block(0, 0, 1, 1).map((p, i) => (i === 2 ? moved(p, -metre, 0) : p))]] };
    const body = second(lower([shifted as (typeof rest)[number], ...rest]));
    await heard(db);
    const tried = await imported(body, "?dry=1");
    expect([tried.plan, tried.zones, tried.faces]).toEqual([null, [2, 16], 16]);
    expect(tried.mended.map(({ kind, level, zones }) => [kind, level, zones])).toEqual([["gap", 2, ["格C00", "格C01", "格C10"]]]);
    expect([await heard(db), await audited(db), (await get<{ rows: unknown[] }>("")).rows]).toEqual([[], [], []]);
    const done = await imported(body);
    expect({ ...done, plan: null }).toEqual(tried);
    const { kept, partition } = await planOf(done);
    expect([kept.name, kept.status, kept.depth, kept.mended]).toEqual(["导入的方案", "draft", 2, done.mended]);
    expect([...partition.zones.values()].filter(({ level }) => level === 2).map(({ person }) => person)).toEqual(Array(16).fill("张三"));
    expect(await heard(db)).toEqual(["plans"]);
    expect((await audited(db))[0]?.detail).toMatchObject({ what: "zonePlan", plan: done.plan, from: "import" });
  });

  it("reads its own GeoJSON back to the same plan: ids, people, parents, and each vertex to the last digit", async () => {
    const reply = await app.inject({ method: "POST", url: "/api/zonePlans", headers: { cookie }, payload: { name: "现行" } });
    const { id } = reply.json<ZonePlanSummary>();
    const before = readPartition((await get<ZonePlan>(`/${id}`)).partition);
    const exported = await get<{ features: { properties: { level: number } }[] }>(`/${id}/export.geojson`);
    const columns = { code: "code", name: "name", parent: "parent", person: "person" };
    const levels = [1, 2, 3].map((level) => ({
      level,
      fields: columns,
      features: collection(exported.features.filter(({ properties }) => properties.level === level)),
    }));
    const done = await imported(file({ levels }));
    expect(done.mended).toEqual([]);
    expect(said((await planOf(done)).partition)).toEqual(said(before));
  });

  it("reads its own Shapefile back as the page does, attributes guessed, to the same plan", async () => {
    const reply = await app.inject({ method: "POST", url: "/api/zonePlans", headers: { cookie }, payload: { name: "现行二" } });
    const { id } = reply.json<ZonePlanSummary>();
    const before = readPartition((await get<ZonePlan>(`/${id}`)).partition);
    const zip = await app.inject({ url: `/api/zonePlans/${id}/export.zip`, headers: { cookie } });
    const layers = await readFile(new File([new Uint8Array(zip.rawPayload)], "plan.zip"), null);
    const body = requestOf(guess(layers), { name: "读回", tolerance: "2", outline: "zones" });
    const done = await imported(body as object);
    expect(done.mended).toEqual([]);
    expect(said((await planOf(done)).partition)).toEqual(said(before));
  });

  it("gives zones in force their own ids by level and code, with their unit where the file says nothing of it", async () => {
    const [zone] = (await db.query(sql`select id, code, unit_id as unit, person from zone where level = 2 order by id limit 1`)) as [
      { id: number; code: string; unit: number | null; person: string | null },
    ];
    const cells = cellsOf(straight, 0).map((cell, i) => (i < 2 ? { ...cell, code: zone.code } : cell));
    const done = await imported(second(lower(cells), { code: "编码", name: "名称" }));
    const { partition } = await planOf(done);
    expect(partition.zones.get(zone.id)).toMatchObject({ level: 2, code: zone.code, unit: zone.unit, person: zone.person });
    expect(done.mended.map(({ kind, zones }) => [kind, zones])).toEqual([["duplicate", [`格${zone.code}`, `${zone.code}-2`]]]);
  });

  const features = "levels[1].features.features";
  const refusals: readonly (readonly [what: string, body: object | string | Buffer, parameter: string])[] = [
    ["no JSON", "{", "body"],
    ["nothing", "", "body"],
    ["bytes that are no UTF-8", Buffer.from([0xff, 0xfe, 0x7b]), "body"],
    ["a list", "[]", "body"],
    ["a member it does not know", { ...file(), more: 1 }, "more"],
    ["no name", file({ name: "" }), "name"],
    ["a tolerance of a kilometre", file({ tolerance_m: 1000 }), "tolerance_m"],
    ["a tolerance below 0", file({ tolerance_m: -1 }), "tolerance_m"],
    ["an outline of its own", file({ outline: "mine" }), "outline"],
    ["no levels", file({ levels: [] }), "levels"],
    ["level 2 alone", file({ levels: [{ level: 2, features: lower(), fields }] }), "levels"],
    ["level 4", file({ levels: [{ level: 4, features: lower(), fields }] }), "levels[0].level"],
    ["no attribute for codes", second(lower(), {}), "levels[1].fields.code"],
    ["a single feature", second(feature({}, [])), "levels[1].features.type"],
    ["no areas", second(collection([])), features],
    [
      "another system",
      second({ ...lower(), crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::4547" } } }),
      "levels[1].features.crs",
    ],
    ["a point", oneCell({ type: "Point", coordinates: [119, 33] }), `${features}[0].geometry.type`],
    ["rings that are numbers", oneCell({ type: "Polygon", coordinates: [119, 33] }), `${features}[0].geometry.coordinates[0]`],
    ["metres", oneCell(ring([506000, 3712000])), `${features}[0].geometry.coordinates[0][2]`],
    ["text for a longitude", oneCell(ring(["119", 33])), `${features}[0].geometry.coordinates[0][2]`],
    ["null for a latitude", oneCell(ring([119, null])), `${features}[0].geometry.coordinates[0][2]`],
    [
      "a number too large to be one",
      JSON.stringify(oneCell(ring([119, 7e77]))).replace("7e+77", "1e999"),
      `${features}[0].geometry.coordinates[0][2]`,
    ],
    ["an area without a code", oneCell(ring([119, 33.1]), { 编码: " " }), `${features}[0].properties.编码`],
    ["a code that is a list", oneCell(ring([119, 33.1]), { 编码: ["C"] }), `${features}[0].properties.编码`],
    ["areas without any ground", oneCell(ring([119.05, 33])), "levels"],
    ["an area without a shape alone", oneCell(null), "levels"],
  ];
  it.each(refusals)("refuses %s and names the member", async (_what, body, parameter) => {
    const reply = await send<Refused>(body);
    expect([reply.status, reply.body.parameter], JSON.stringify(reply.body).slice(0, 300)).toEqual([400, parameter]);
    expect([reply.body.detail.length > 0, reply.body.detail_zh.length > 0]).toEqual([true, true]);
  });

  it("takes rings that a hostile file holds: retraced, spiked, wound twice, and of one place again and again", async () => {
    const [a, b, c, d] = block(1, 1, 2, 2) as [Position, Position, Position, Position];
    const odd: Polygon[] = [[[a, b, c, d, a, b, c, d, at(5, 5), d]], [[a, a, a, a]], [[a, b, a, b, a]]];
    const done = await imported(second(collection([...lower().features, feature({ 编码: "odd" }, odd)])));
    // Wound twice it encloses nothing an odd number of times.
    const told = done.mended.filter(({ zones }) => zones.includes("odd")).map(({ kind }) => kind);
    expect([done.zones, done.faces, told]).toEqual([[2, 16], 16, ["selfCrossing", "dropped"]]);
  });

  it("refuses more vertices than a district has, and more areas", async () => {
    const long = Array.from({ length: 500_001 }, (_, i) => [119 + (i % 1000) / 1e5, 33]);
    const vertices = await send<Refused>(oneCell({ type: "Polygon", coordinates: [long] }));
    expect([vertices.status, vertices.body.parameter]).toEqual([400, `${features}[0].geometry.coordinates[0]`]);
    const many = Array.from({ length: 20_001 }, () => ({ type: "Feature", properties: null, geometry: null }));
    const areas = await send<Refused>(second(collection(many)));
    expect([areas.status, areas.body.parameter]).toEqual([400, features]);
  });
});

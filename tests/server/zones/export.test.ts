/** A plan as files: GeoJSON with all its digits, and a Shapefile that other programs read. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { unzipSync } from "fflate";
import type { Static } from "typebox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { type Polygon, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { readPartition } from "../../../server/contract/partition/text.ts";
import { ZonePlanCollection } from "../../../server/contract/planSchemas.ts";
import type { ZonePlan, ZonePlanImported, ZonePlanSummary } from "../../../server/contract/types.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { type ShapeFiles, type ShapeRecord, shapefile } from "../../../server/files/shapefile.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { loadTown, town } from "../questions/town.ts";
import { closedApp, type Planner, plannerOf } from "./planners.ts";

interface Read {
  readonly features: readonly {
    readonly geometry: { type: string; coordinates: unknown } | null;
    readonly properties: Record<string, unknown>;
  }[];
}
/** An independent reader. Without the .prj: with it, it turns degrees into radians and back. */
async function read({ shp, dbf, cpg }: Omit<ShapeFiles, "prj" | "shx">): Promise<Read> {
  const { default: shpjs } = (await import("shpjs" as string)) as { default: (files: object) => Promise<Read> };
  return shpjs({ shp, dbf, cpg });
}

const turn = (ring: readonly Position[]): number =>
  ring.slice(1).reduce((sum, [x, y], i) => sum + (x - (ring[i] as Position)[0]) * (y + (ring[i] as Position)[1]), 0);
/** A ring that begins at its least place, clockwise: how a reader turns and begins it does not matter. */
function plain(ring: readonly Position[]): readonly Position[] {
  const open = (turn(ring) < 0 ? ring.toReversed() : ring).slice(0, -1);
  const least = open.indexOf(open.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by)[0] as Position);
  return [...open.slice(least), ...open.slice(0, least)];
}
const text = (value: unknown): string => JSON.stringify(value);
const plainPolygons = (polygons: readonly Polygon[]): string[] => polygons.map((rings) => text(rings.map(plain))).toSorted();
const polygonsOf = ({ type, coordinates }: { type: string; coordinates: unknown }): readonly Polygon[] =>
  (type === "Polygon" ? [coordinates] : coordinates) as Polygon[];

const digits = fc.double({ min: 0.2, max: 0.8, noNaN: true });
/** A square in a column of its own, perhaps with a square hole, either way round: 1 degree high and wide. */
const polygon = fc.tuple(digits, fc.boolean(), fc.boolean(), fc.boolean()).map(([d, hole, turned, holeTurned]) => (x: number): Polygon => {
  const square = (w: number, s: number, size: number, back: boolean): Position[] => {
    const ring: Position[] = [
      [x + w, s],
      [x + w + size, s],
      [x + w + size, s + size],
      [x + w, s + size],
      [x + w, s],
    ];
    return back ? ring.reverse() : ring;
  };
  return [square(0, 0, 1, turned), ...(hole ? [square(d / 2, d / 2, d / 2, holeTurned)] : [])];
});
const words = fc.oneof(fc.string({ unit: "grapheme", maxLength: 40 }), fc.constantFrom("青年路社区第一网格", "a", "", "网".repeat(120)));
const records = fc.array(
  fc.record({
    polygons: fc.array(polygon, { maxLength: 3 }),
    name: words,
    parent: fc.option(words),
    id: fc.integer({ min: -99, max: 99_999 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const changed = new Date("2026-11-22T00:00:00Z");

describe("a Shapefile", () => {
  it("is read by another program as it was written: every vertex, holes, parts, Chinese names", async () => {
    await fc.assert(
      fc.asyncProperty(records, async (drawn) => {
        const given = drawn.map(
          ({ polygons, id, ...rest }, row): ShapeRecord => ({
            polygons: polygons.map((make, i) => make(row * 8 + i * 2)),
            fields: { id, ...rest },
          }),
        );
        const { features } = await read(shapefile(given, changed));
        expect(features).toHaveLength(given.length);
        for (const [i, { polygons, fields }] of given.entries()) {
          const { geometry, properties } = features[i] as Read["features"][number];
          expect(plainPolygons(geometry ? polygonsOf(geometry) : [])).toEqual(plainPolygons(polygons));
          expect(properties.id).toBe(fields.id);
          const name = String(fields.name).trim();
          if (Buffer.byteLength(name) <= 254) expect(String(properties.name ?? "").trim()).toBe(name);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps text of 254 bytes, cut between two characters, and says that it is UTF-8", async () => {
    const name = "网".repeat(120);
    const files = shapefile([{ polygons: [], fields: { name, code: "A-1", parent: null } }], changed);
    const { features } = await read(files);
    expect(features[0]?.properties).toMatchObject({ name: "网".repeat(84), code: "A-1" });
    expect(new TextDecoder().decode(files.cpg)).toBe("UTF-8");
    expect(new TextDecoder().decode(files.prj)).toContain("WGS_1984");
  });

  it("says of its lengths, its box and its records what they are, as the description has it", () => {
    const square = (x: number): Polygon => [
      [
        [x, 30],
        [x + 1, 30],
        [x + 1, 31],
        [x, 31],
        [x, 30],
      ],
    ];
    const { shp, shx, dbf } = shapefile(
      [118, 119].map((x) => ({ polygons: [square(x)], fields: { code: String(x) } })),
      changed,
    );
    const [a, b, d] = [shp, shx, dbf].map((file) => new DataView(file.buffer)) as [DataView, DataView, DataView];
    expect([a.getInt32(0), a.getInt32(24) * 2, a.getInt32(28, true), a.getInt32(32, true)]).toEqual([9994, shp.length, 1000, 5]);
    expect([36, 44, 52, 60].map((at) => a.getFloat64(at, true))).toEqual([118, 30, 120, 31]);
    expect(b.getInt32(24) * 2).toBe(shx.length);
    const second = b.getInt32(108) * 2;
    expect([a.getInt32(second), a.getInt32(second + 4), second + 8 + a.getInt32(second + 4) * 2]).toEqual([2, b.getInt32(112), shp.length]);
    // The outer ring runs clockwise: from the south-west corner to the north first.
    expect([156, 164, 172, 180].map((at) => a.getFloat64(at, true))).toEqual([118, 30, 118, 31]);
    expect([d.getUint8(0), d.getUint32(4, true), d.getUint16(8, true), d.getUint16(10, true)]).toEqual([3, 2, 65, 4]);
    expect([...dbf.slice(1, 4), dbf[64], dbf.at(-1), dbf.length]).toEqual([126, 11, 22, 0x0d, 0x1a, 65 + 2 * 4 + 1]);
  });
});

type Collection = Static<typeof ZonePlanCollection>;
const levels = [1, 2, 3] as const;

describe.each(databases())("a plan as files on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let planner: Planner;
  let plan: ZonePlan;
  beforeAll(async () => {
    db = await fresh();
    await loadTown({ ...town, problems: [] })(db);
    await db.query(sql`update zone set name = '青年路网格' || id, person = '王小明', unit_id = 12 where level = 3 and id % 2 = 1`);
    await db.query(sql`update district set outline = (select geom from zone where id = 1)`);
    app = await closedApp(db);
    planner = await plannerOf(app, db, "规划员");
    const { id } = await planner.did<ZonePlanSummary>("", { name: "东区 'A/B' 方案" });
    const { faces } = readPartition((await planner.saw<ZonePlan>(`/${id}`)).partition);
    const faceOf = (zone: number) => [...faces].find(([, owner]) => owner === zone)?.[0] as number;
    // Cell 310 becomes a ring around 319, with a part of its own far off; 300 is cut.
    const around = [310, 311, 312, 318, 320, 326, 327, 328, 361].filter((zone) => zone !== 310).map(faceOf);
    const steps: Step[] = [
      { kind: "assign", level: 3, pieces: around, to: 310 },
      {
        kind: "cut",
        level: 3,
        zones: [300],
        line: [
          [118.99, 33.503],
          [119.003, 33.5071],
          [119.05, 33.5049],
        ],
        names: ["新格"],
      },
      { kind: "moveVertices", moves: [{ from: [119.06, 33.56], to: [119.0571, 33.5632] }] },
    ];
    await planner.did(`/${id}/steps`, { version: 1, undo: 0, steps });
    plan = await planner.saw<ZonePlan>(`/${id}`);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  const geojson = async (id: number) => JSON.parse((await planner.file(`/${id}/export.geojson`)).bytes.toString()) as Collection;
  /** Polygons of a plan's zones by level and code, as the kernel has them, closed. */
  const shapesOf = (text: string): ReadonlyMap<string, string[]> => {
    const partition = readPartition(text);
    const shapes = levels.flatMap((level) => [...zoneShapes(partition, level).values()]);
    return new Map(
      shapes.map(({ zone, level, polygons }) => {
        const closed = polygons.map((rings) => rings.map((ring) => [...ring, ring[0] as Position]));
        return [`${level} ${partition.zones.get(zone)?.code}`, plainPolygons(closed)];
      }),
    );
  };

  it("is GeoJSON with every digit, of every level, with holes and parts, outer rings anticlockwise", async () => {
    const { headers } = await planner.file(`/${plan.id}/export.geojson`);
    expect(headers["content-type"]).toContain("application/geo+json");
    expect(headers["content-disposition"]).toContain(`filename="zones-${plan.id}-v2.geojson"`);
    expect(decodeURIComponent(String(headers["content-disposition"]).split("UTF-8''")[1] ?? "")).toBe("责任区-东区 'A B' 方案-v2.geojson");
    const collection = await geojson(plan.id);
    expectContract(ZonePlanCollection, collection);
    const shapes = shapesOf(plan.partition);
    for (const { geometry, properties } of collection.features) {
      const polygons = (geometry?.coordinates ?? []) as unknown as Polygon[];
      expect(plainPolygons(polygons)).toEqual(shapes.get(`${properties.level} ${properties.code}`) ?? []);
      for (const [outer, ...holes] of polygons) {
        expect(turn(outer as Position[])).toBeLessThan(0);
        for (const hole of holes) expect(turn(hole)).toBeGreaterThan(0);
      }
    }
    const named = (code: string) => collection.features.find(({ properties }) => properties.code === code && properties.level === 3);
    expect(
      named("310")
        ?.geometry?.coordinates.map((polygon) => polygon.length)
        .toSorted(),
    ).toEqual([1, 2]);
    // What lost all its ground is told without a shape.
    expect(named("311")).toMatchObject({
      id: 311,
      geometry: null,
      properties: { name: "青年路网格311", person: "王小明", parent: "201", unit: "12" },
    });
    expect(collection.metadata).toMatchObject({ plan: plan.id, version: 2, status: "draft", crs: "EPSG:4326" });
  });

  it("is a Shapefile of one layer a level that another program reads as it was written", async () => {
    const { headers, bytes } = await planner.file(`/${plan.id}/export.zip`);
    expect(headers["content-type"]).toContain("application/zip");
    const files = unzipSync(bytes);
    expect(Object.keys(files).toSorted()).toEqual(
      levels.flatMap((level) => ["cpg", "dbf", "prj", "shp", "shx"].map((ending) => `zones${level}.${ending}`)),
    );
    const { features } = await geojson(plan.id);
    for (const level of levels) {
      const file = (ending: string) => files[`zones${level}.${ending}`] as Uint8Array;
      const layer = await read({ shp: file("shp"), dbf: file("dbf"), cpg: file("cpg") });
      const same = features.filter(({ properties }) => properties.level === level);
      expect(layer.features).toHaveLength(same.length);
      for (const [i, { geometry, properties }] of same.entries()) {
        const there = layer.features[i] as Read["features"][number];
        expect(plainPolygons(there.geometry ? polygonsOf(there.geometry) : [])).toEqual(
          plainPolygons((geometry?.coordinates ?? []) as unknown as Polygon[]),
        );
        expect(Object.fromEntries(Object.entries(there.properties).map(([key, value]) => [key, value || null]))).toEqual({ ...properties });
      }
    }
  });

  it("is written down in the audit log", async () => {
    const lines = await db.query(
      sql`select kind, detail from audit_entry where kind = 'export' and detail ->> 'plan' = ${String(plan.id)}::text order by id desc limit 1`,
    );
    expect(lines).toMatchObject([{ kind: "export", detail: { plan: plan.id, version: 2 } }]);
  });

  it("read back is the same plan: every zone with the very same vertices, and nothing mended", async () => {
    const { features } = await geojson(plan.id);
    const drawn = features.filter(({ geometry }) => geometry !== null);
    const body = {
      name: "读回",
      tolerance_m: 2,
      outline: "district",
      levels: levels.map((level: ZoneLevel) => ({
        level,
        features: { type: "FeatureCollection", features: drawn.filter(({ properties }) => properties.level === level) },
        fields: { code: "code", name: "name", parent: "parent", person: "person", unit: "unit" },
      })),
    };
    const imported = await planner.bytes<ZonePlanImported>("/import", Buffer.from(JSON.stringify(body)));
    const back = await planner.saw<ZonePlan>(`/${imported.plan}`);
    expect(shapesOf(back.partition)).toEqual(shapesOf(plan.partition));
    const told = (text: string) =>
      [...readPartition(text).zones.values()]
        .filter(({ code }) => drawn.some(({ properties }) => properties.code === code))
        .map(({ id, level, code, name, person, unit }) => ({ id: Math.max(id, 0), level, code, name, person, unit }))
        .toSorted((a, b) => a.level - b.level || (a.code < b.code ? -1 : 1));
    expect(told(back.partition)).toEqual(told(plan.partition));
    expect(imported.mended).toEqual([]);
  });
});

/** Polygons as people draw them become a partition: proven by the kernel, their areas held against PostGIS, and what was done is told whole. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { faultsOf } from "../../../server/contract/partition/check.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import { PartitionError } from "../../../server/contract/partition/partitionError.ts";
import { faceShapes, type Polygon, type ZoneShape, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { Mend } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { type Given, type GivenZone, type Mended, partitionFrom } from "../../../server/zones/mend.ts";
import { databases } from "../../support/databases.ts";
import { at, block, cellsOf, halves, type Jigsaw, jigsaws, metre, moved, outlineOf, wide, zone } from "./jigsaw.ts";

const straight: Jigsaw = { crooked: [], off: [] };
const whole: Polygon = [block(0, 0, wide, wide)];

const wkt = (polygons: readonly Polygon[]): string =>
  `MULTIPOLYGON(${polygons.map((rings) => `(${rings.map((ring) => `(${[...ring, ring[0]].map((p) => p?.join(" ")).join(",")})`).join(",")})`).join(",")})`;

/** Square metres by PostGIS. */
async function areas(db: Db, all: readonly (readonly Polygon[])[]): Promise<number[]> {
  const rows = await db.query<{ m2: number }>(
    sql`select ST_Area(ST_GeomFromText(t.w, 4326)::geography) as m2 from unnest(${all.map(wkt)}::text[]) with ordinality t (w, n) order by n`,
  );
  return rows.map(({ m2 }) => m2);
}
/** By a plane of degrees, as borders run straight on the map: a vertex more on a border changes nothing. */
async function flatAreas(db: Db, all: readonly (readonly Polygon[])[]): Promise<number[]> {
  const rows = await db.query<{ m2: number }>(
    sql`select ST_Area(ST_GeomFromText(t.w, 4326)) * ${squareDegree_m2}::float8 as m2 from unnest(${all.map(wkt)}::text[]) with ordinality t (w, n) order by n`,
  );
  return rows.map(({ m2 }) => m2);
}
const squareDegree_m2 = 1.03e10;
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const facesOf = (partition: Partition): Polygon[] => [...faceShapes(partition).values()].map(({ polygon }) => polygon);
const ofKind = (mended: readonly Mend[], ...kinds: readonly string[]) => mended.filter(({ kind }) => kinds.includes(kind));
const told = (mended: readonly Mend[]): number => sum(mended.map(({ area_m2 }) => area_m2 ?? 0));
const byCode = (partition: Partition) => new Map([...partition.zones.values()].map((one) => [one.code, one]));
/** A ring from its least place on: where it begins does not matter. */
function plain(ring: readonly (readonly [number, number])[]): string {
  const least = ring.indexOf(ring.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by)[0] as (typeof ring)[number]);
  return JSON.stringify([...ring.slice(least), ...ring.slice(0, least)]);
}

describe.each(databases())("mending on $name", ({ fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
    return () => db.close();
  }, 120_000);

  const mend = (zones: readonly GivenZone[], more: Partial<Given> = {}): Promise<Mended> =>
    db.tx((tx) => partitionFrom(tx, { depth: 1, outline: null, tolerance_m: 2, levels: [{ level: 1, zones }], ...more }));
  /** Without faults, and all the outline is somebody's or told to be nobody's. */
  async function proven(result: Mended, outline: readonly Polygon[] | null): Promise<void> {
    expect(faultsOf(result.partition)).toEqual([]);
    const nobodys = [...faceShapes(result.partition).values()].filter(({ face }) => result.partition.faces.get(face) === null);
    expect(nobodys.length).toBe(ofKind(result.mended, "gapLeft", "overlapLeft").length);
    if (!outline) return;
    const [given, ...faces] = await flatAreas(db, [outline, ...facesOf(result.partition).map((polygon) => [polygon])]);
    expect(Math.abs(sum(faces) - (given as number))).toBeLessThan(0.001);
  }

  it("takes a noded jigsaw vertex by vertex, in whatever order and direction its rings run, and mends nothing", async () => {
    await fc.assert(
      fc.asyncProperty(jigsaws, fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 3 }), async (jigsaw, turned, close, from) => {
        const cells = cellsOf(jigsaw, 0);
        const given = cells.map(({ polygons, ...rest }) => {
          const ring = polygons[0]?.[0] ?? [];
          const begun = [...ring.slice(from), ...ring.slice(0, from)];
          const way = turned ? begun.toReversed() : begun;
          return { ...rest, polygons: [[close ? [...way, way[0] as (typeof way)[number]] : way]] };
        });
        const { partition, mended } = await mend(given, { outline: [outlineOf(jigsaw)] });
        expect(mended).toEqual([]);
        const shapes = [...zoneShapes(partition, 1).values()].map(({ polygons }) => plain(polygons[0]?.[0] ?? []));
        expect(shapes.toSorted()).toEqual(cells.map(({ polygons }) => plain(polygons[0]?.[0] ?? [])).toSorted());
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  it("closes slivers, gaps and overlaps everywhere at once, to the outline, and keeps each zone's ground", async () => {
    await fc.assert(
      fc.asyncProperty(jigsaws, async (jigsaw) => {
        const outline = [outlineOf(jigsaw)];
        const given = cellsOf(jigsaw, 0.6 * metre);
        const result = await mend(given, { outline });
        await proven(result, outline);
        expect(ofKind(result.mended, "gapLeft", "overlapLeft", "dropped")).toEqual([]);
        const zones = byCode(result.partition);
        const shapes = given.map(({ code }) => zoneShapes(result.partition, 1).get(zones.get(code)?.id ?? 0) as ZoneShape);
        expect(shapes.map(({ polygons }) => polygons.length)).toEqual(given.map(() => 1));
        const before = await areas(
          db,
          cellsOf(jigsaw, 0).map(({ polygons }) => polygons),
        );
        for (const [i, { area_m2, perimeter_m }] of shapes.entries())
          expect(Math.abs(area_m2 - (before[i] as number))).toBeLessThan(perimeter_m * 1.2);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it("tells all that it closed: what was given, less overlaps, and with the gaps, is what there is", async () => {
    await fc.assert(
      fc.asyncProperty(jigsaws, async (jigsaw) => {
        const given = cellsOf(jigsaw, 0.6 * metre);
        const { partition, mended } = await mend(given);
        const before = sum(
          await areas(
            db,
            given.map(({ polygons }) => polygons),
          ),
        );
        const after = sum(
          await areas(
            db,
            facesOf(partition).map((polygon) => [polygon]),
          ),
        );
        // The grid on which borders are noded moves them by up to a centimetre.
        const borders = sum([...zoneShapes(partition, 1).values()].map(({ perimeter_m }) => perimeter_m / 2));
        const twice = sum(ofKind(mended, "overlap", "overlapLeft").map(({ zones, area_m2 }) => (zones.length - 1) * (area_m2 ?? 0)));
        expect(Math.abs(before - twice + told(ofKind(mended, "gap", "gapLeft")) - after)).toBeLessThan(0.01 * borders);
        expect(mended.length).toBeGreaterThan(0);
        for (const { lon, lat, zones } of mended) expect([typeof lon, typeof lat, zones.length > 0]).toEqual(["number", "number", true]);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it("moves no vertex that was fine: where one corner is off, the others stay to the last digit", async () => {
    const fine = cellsOf({ crooked: Array.from({ length: 50 }, (_, i) => Math.sin(i * 7.3)), off: [] }, 0).map((cell) => ({
      ...cell,
      polygons: cell.polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [x + Math.PI / 1e9, y + Math.E / 1e9] as const))),
    }));
    const [first, ...rest] = fine as GivenZone[] as [GivenZone, ...GivenZone[]];
    const ring = first.polygons[0]?.[0] as readonly (readonly [number, number])[];
    const off = { ...first, polygons: [[ring.map((p, i) => (i === 2 ? moved(p, metre, metre) : p))]] };
    const { partition, mended } = await mend([off, ...rest]);
    expect(mended.length).toBeGreaterThan(0);
    const known = new Set([off, ...rest].flatMap(({ polygons }) => polygons.flat(2).map(String)));
    const places = [...partition.arcs.values()].flatMap(({ points }) => points);
    const strange = new Set(places.map(String).filter((place) => !known.has(place)));
    // Where borders that are off cross, there is a new one.
    expect(strange.size).toBeLessThanOrEqual(4);
  }, 60_000);

  it("gives the strip along several zones to each of them, not all to one", async () => {
    const outline: Polygon = [[moved(at(0, 0), 0, -1.5 * metre), moved(at(4, 0), 0, -1.5 * metre), at(4, 4), at(0, 4)]];
    const result = await mend(cellsOf(straight, 0), { outline: [outline] });
    await proven(result, [outline]);
    const south = ofKind(result.mended, "outline");
    expect(south.map(({ zones }) => zones).toSorted()).toEqual([["C00"], ["C01"], ["C02"], ["C03"]]);
    const each = south.map(({ area_m2 }) => area_m2 as number);
    expect(Math.max(...each) - Math.min(...each)).toBeLessThan(5);
  });

  it("leaves what is wider than the tolerance as nobody's, and says how much and where", async () => {
    const cells = cellsOf(straight, 0);
    const without = cells.filter(({ code }) => code !== "C11");
    const twice = without.map((one) => (one.code === "C22" ? zone("C22", [[block(1.5, 2, 3, 3)]]) : one));
    const result = await mend(twice, { outline: [whole] });
    await proven(result, [whole]);
    const [gap, overlap] = await areas(db, [[[block(1, 1, 2, 2)]], [[block(1.5, 2, 2, 3)]]]);
    const left = ofKind(result.mended, "gapLeft", "overlapLeft");
    expect(left.map(({ kind, zones }) => [kind, zones])).toEqual([
      ["gapLeft", []],
      ["overlapLeft", ["C21", "C22"]],
    ]);
    expect(left[0]?.area_m2).toBeCloseTo(gap as number, 2);
    expect(left[1]?.area_m2).toBeCloseTo(overlap as number, 2);
    expect(left[0]?.lon).toBeCloseTo(at(1.5, 1.5)[0], 3);
  });

  it("reads a ring that crosses itself as what it encloses an odd number of times", async () => {
    const bow: Polygon = [[at(0, 0), at(1, 1), at(1, 0), at(0, 1)]];
    const rest = zone("rest", [[[at(0, 0), at(1, 0), at(0.5, 0.5)]], [[at(0, 1), at(0.5, 0.5), at(1, 1)]]]);
    const { partition, mended } = await mend([zone("bow", [bow]), rest], { outline: [[block(0, 0, 1, 1)]] });
    expect(faultsOf(partition)).toEqual([]);
    expect(mended.map(({ kind, zones }) => [kind, zones])).toEqual([["selfCrossing", ["bow"]]]);
    expect([mended[0]?.lon, mended[0]?.lat].map((n) => n?.toFixed(6))).toEqual(at(0.5, 0.5).map((n) => n.toFixed(6)));
    expect([...zoneShapes(partition, 1).values()].map(({ polygons }) => polygons.length)).toEqual([2, 2]);
  });

  it("knows zones with a hole, a zone in it, a zone of two parts, and an outline with a hole and an island", async () => {
    const frame = zone("frame", [[block(0, 0, 3, 3), block(1, 1, 2, 2).toReversed()]]);
    const inner = zone("inner", [[block(1, 1, 2, 2)], [block(4, 0, 5, 1)]]);
    const { partition, mended } = await mend([frame, inner]);
    expect([mended, partition.faces.size]).toEqual([[], 3]);
    const off = zone("frame", [[block(0, 0, 3, 3), [...block(1, 1, 2, 2).slice(1), moved(at(1, 1), -metre, 0)].toReversed()]]);
    const outline: Polygon[] = [[block(0, 0, 3, 3), block(2.2, 2.2, 2.8, 2.8).toReversed()], [block(4, 0, 5, 1)]];
    const result = await mend([off, inner], { outline });
    await proven(result, outline);
    // A narrow wedge is closed; what lies over the outline's own hole is cut off.
    expect(result.mended.map(({ kind, zones }) => [kind, zones])).toEqual([
      ["gap", ["frame", "inner"]],
      ["outline", ["frame"]],
    ]);
  });

  it("closes a hairline that T-junctions leave, and gives the neighbour the vertex", async () => {
    const north = zone("north", [[[at(0, 1), at(4, 1.37), at(4, 2), at(0, 2)]]]);
    const middle: [number, number] = [(at(0, 1)[0] + at(4, 1.37)[0]) / 2, (at(0, 1)[1] + at(4, 1.37)[1]) / 2 + 3e-9];
    const south = [zone("west", [[[at(0, 0), at(2, 0), middle, at(0, 1)]]]), zone("east", [[[at(2, 0), at(4, 0), at(4, 1.37), middle]]])];
    const result = await mend([north, ...south]);
    await proven(result, null);
    expect(result.partition.faces.size).toBe(3);
    const border = [...result.partition.arcs.values()].filter(({ left, right }) => left !== 0 && right !== 0);
    expect(border.length).toBe(3);
  });

  it("makes zones above of those below: by code, else by where they lie; what differs is told in m²", async () => {
    const cells = cellsOf(straight, 0).map((cell, i) => ({ ...cell, parent: i % 2 ? null : cell.parent }));
    const stolen = cells.map((cell) => (cell.code === "C00" ? { ...cell, parent: "E" } : cell));
    const levels = [
      { level: 1 as const, zones: halves() },
      { level: 2 as const, zones: stolen },
    ];
    const { partition, mended } = await mend([], { depth: 2, levels });
    const zones = byCode(partition);
    const parentOf = (code: string) => [...zones.values()].find(({ id }) => id === zones.get(code)?.parent)?.code;
    expect(["C00", "C01", "C02", "C03", "C33", "C31"].map(parentOf)).toEqual(["E", "W", "E", "E", "E", "W"]);
    const [cell] = await areas(db, [[[block(0, 0, 1, 1)]]]);
    expect(mended.map(({ kind, level, zones: names }) => [kind, level, names])).toEqual([
      ["parent", 1, ["W"]],
      ["parent", 1, ["E"]],
    ]);
    for (const { area_m2 } of mended) expect(area_m2).toBeCloseTo(cell as number, 1);
  });

  it("keeps ids in force, numbers repeated codes anew, leaves out what has no ground, and says so", async () => {
    const cells = cellsOf(straight, 0).map((cell, i) => ({
      ...cell,
      ...(i === 0 ? { id: 4711 } : {}),
      ...(i === 2 ? { code: "C01" } : {}),
    }));
    const flat = zone("flat", [[[at(0, 0), at(1, 0), at(0, 0)]]]);
    const away = zone("away", [[block(9, 9, 10, 10)]]);
    const { partition, mended } = await mend([...cells, flat, away], { outline: [whole] });
    expect([...partition.zones.values()].slice(0, 3).map(({ id, code }) => [id, code])).toEqual([
      [4711, "C00"],
      [-1, "C01"],
      [-2, "C01-2"],
    ]);
    expect(partition.zones.size).toBe(16);
    expect(mended.map(({ kind, zones }) => [kind, zones])).toEqual([
      ["outline", ["away"]],
      ["duplicate", ["C02", "C01-2"]],
      ["dropped", ["flat"]],
      ["dropped", ["away"]],
    ]);
  });

  it("refuses what has no zone that could be used", async () => {
    const flat = [[[at(0, 0), at(1, 0), at(0, 0)]]];
    await expect(mend([])).rejects.toBeInstanceOf(PartitionError);
    await expect(mend([zone("flat", flat)])).rejects.toBeInstanceOf(PartitionError);
    await expect(mend([zone("away", [[block(9, 9, 10, 10)]])], { outline: [whole] })).rejects.toBeInstanceOf(PartitionError);
  });
});

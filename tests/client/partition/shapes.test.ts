import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { facesOfZone, neighboursOf, piecesOf, rankOfArc, zoneOfFace } from "../../../server/contract/partition/belong.ts";
import { partitionOf } from "../../../server/contract/partition/build.ts";
import { faultsOf } from "../../../server/contract/partition/check.ts";
import { finderOf } from "../../../server/contract/partition/find.ts";
import type { Partition, PlanZone } from "../../../server/contract/partition/partition.ts";
import { faceShapes, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import { at, district, origin, plain, random, step_deg } from "./districts.ts";
import { stepped } from "./support.ts";

describe("measures", () => {
  /** ST_Area and ST_Perimeter of this box as geography, in PostGIS 3.3. */
  const known = { area_m2: 12351476.1005, perimeter_m: 14078.8856 };
  const box: Position[] = [
    [119.1, 33.6],
    [119.14, 33.6],
    [119.14, 33.63],
    [119.1, 33.63],
  ];
  const one = partitionOf(
    1,
    [{ id: 1, level: 1, parent: null, code: "1", name: "1", unit: null, person: null, locked: false }],
    [{ polygon: [box], zone: 1 }],
  );
  test("of a zone are those on the ellipsoid", () => {
    const shape = zoneShapes(one, 1).get(1);
    expect(Math.abs((shape?.area_m2 ?? 0) / known.area_m2 - 1)).toBeLessThan(1e-8);
    expect(Math.abs((shape?.perimeter_m ?? 0) / known.perimeter_m - 1)).toBeLessThan(1e-8);
    expect(shape?.compactness).toBeCloseTo((4 * Math.PI * (shape?.area_m2 ?? 0)) / (shape?.perimeter_m ?? 1) ** 2, 12);
  });
});

describe("shapes", () => {
  const start = plain(4, 2);
  test("of zones have outer borders only; parts that do not touch are two; a corner alone does not join them", () => {
    expect(zoneShapes(start, 1).get(1)?.polygons).toHaveLength(1);
    expect(zoneShapes(start, 1).get(1)?.polygons[0]?.[0]).toHaveLength(8);
    const apart = stepped(start, { kind: "assign", level: 2, pieces: [6], to: 101 });
    const shape = zoneShapes(apart, 2).get(101);
    expect(shape?.polygons).toHaveLength(2);
    expect(shape?.polygons.every((polygon) => polygon.length === 1 && polygon[0]?.length === 4)).toBe(true);
  });
  test("of a zone round another have a hole, also where the hole touches the border in a corner", () => {
    const nine = plain(3, 3);
    const ring = stepped(nine, { kind: "assign", level: 2, pieces: [2, 3, 4, 6, 7, 8, 9], to: 101 });
    expect(zoneShapes(ring, 2).get(101)?.polygons[0]).toHaveLength(2);
    const pinched = stepped(ring, { kind: "assign", level: 2, pieces: [1], to: 105 });
    const shape = zoneShapes(pinched, 2).get(101);
    expect(shape?.polygons).toHaveLength(1);
    expect(shape?.polygons[0]?.[0]).toHaveLength(12);
    const simple = (polygon: readonly (readonly Position[])[]) => polygon.every((r) => new Set(r.map(String)).size === r.length);
    expect(shape?.polygons.every(simple)).toBe(true);
  });
  test("of zones above are the sum of those below, at each level", () => {
    const made = district(4);
    const sum = (level: ZoneLevel) => [...zoneShapes(made, level).values()].reduce((all, shape) => all + shape.area_m2, 0);
    const owned = [...faceShapes(made).values()].filter((shape) => zoneOfFace(made, shape.face, 3) !== null);
    expect(sum(3)).toBeCloseTo(
      owned.reduce((all, shape) => all + shape.area_m2, 0),
      3,
    );
    const placed = owned.filter((shape) => zoneOfFace(made, shape.face, 1) !== null).reduce((all, shape) => all + shape.area_m2, 0);
    expect(sum(1)).toBeCloseTo(placed, 3);
  });
  test("are the same objects where a step changed nothing, also of zones, and again after going back", () => {
    const before = [faceShapes(start), zoneShapes(start, 2)] as const;
    const done = stepped(start, { kind: "addVertex", at: at(0.5, 1) });
    const now = [faceShapes(done), zoneShapes(done, 2)] as const;
    expect([...now[0].keys()].filter((face) => now[0].get(face) !== before[0].get(face))).toEqual([1, 5]);
    expect([...now[1].keys()].filter((id) => now[1].get(id) !== before[1].get(id))).toEqual([101, 105]);
    expect(faceShapes(start).get(1)).toBe(before[0].get(1));
    expect(zoneShapes(start, 2).get(101)).toBe(before[1].get(101));
  });
});

describe("belonging", () => {
  const start = plain(4, 2);
  test("goes up and down", () => {
    expect(zoneOfFace(start, 1, 2)).toBe(101);
    expect(zoneOfFace(start, 1, 1)).toBe(1);
    expect(zoneOfFace(start, 0, 1)).toBeNull();
    expect(zoneOfFace(start, 999, 1)).toBeNull();
    expect(facesOfZone(start, 1)).toEqual([1, 2, 5, 6]);
    expect(facesOfZone(start, 999)).toEqual([]);
    expect([...piecesOf(start, 1)].slice(0, 3)).toEqual([
      [101, 1],
      [102, 1],
      [103, 2],
    ]);
    expect(piecesOf(start, 2)).toBe(start.faces);
  });
  test("neighbours have a border of some length: corners do not count", () => {
    const near = neighboursOf(start, 2);
    expect([...(near.get(1) ?? [])].map(([face]) => face).sort()).toEqual([2, 5]);
    expect(near.get(1)?.get(2)).toBeCloseTo(110.9, 0);
    expect([...(neighboursOf(start, 1).get(102) ?? [])].map(([id]) => id).sort()).toEqual([101, 103, 106]);
  });
  test("a border's rank is the highest level that it divides", () => {
    const ranks = [...start.arcs.keys()].map((arc) => rankOfArc(start, arc));
    const count = (rank: number) => ranks.filter((r) => r === rank).length;
    expect([count(1), count(2), count(3)]).toEqual([2, 8 - 2 + 2, 0]);
    const merged = stepped(start, { kind: "merge", level: 2, zones: [101, 102] });
    expect([...merged.arcs.keys()].filter((arc) => rankOfArc(merged, arc) === 3)).toHaveLength(1);
  });
});

describe("finding", () => {
  const made = district(8, 0.7);
  const shapes = [...faceShapes(made).values()];
  const finder = finderOf(made);
  const metres = (p: Position, q: Position) => Math.hypot((p[0] - q[0]) * 92_800, (p[1] - q[1]) * 110_920);
  const edges = [...made.arcs.values()].flatMap((arc) => arc.points.slice(1).map((b, i) => [arc.points[i] as Position, b] as const));
  const toEdge = (p: Position, [a, b]: readonly [Position, Position]) =>
    Math.min(...Array.from({ length: 401 }, (_, i) => metres(p, [a[0] + ((b[0] - a[0]) * i) / 400, a[1] + ((b[1] - a[1]) * i) / 400])));
  const roll = random(7);
  const places = Array.from(
    { length: 25 },
    (): Position => [origin[0] + (roll() * 11 - 0.7) * step_deg, origin[1] + (roll() * 6.4 - 0.7) * step_deg],
  );

  test("the nearest vertex, else the nearest border", () => {
    for (const p of places) {
      const nearest = Math.min(...edges.flat().map((q) => metres(p, q)));
      const found = finder.nearest(p, 30);
      if (nearest < 29.8) expect([found?.what, metres(p, found?.at as Position)]).toEqual(["vertex", expect.closeTo(nearest, 0)]);
      if (nearest > 30.2) {
        const border = Math.min(...edges.map((edge) => toEdge(p, edge)));
        if (border < 29.8) expect([found?.what, metres(p, found?.at as Position)]).toEqual(["border", expect.closeTo(border, 0)]);
        if (border > 30.2) expect(found).toBeNull();
      }
      if (found?.what === "vertex") expect(made.arcs.get(found.arc)?.points[found.index]).toEqual(found.at);
    }
  });
  test("faces that meet a circle or a box", () => {
    for (const p of places) {
      const inCircle = new Set(finder.facesIn({ at: p, radius_m: 60 }));
      const [x, y] = [60 / 92_800, 60 / 110_920];
      const inBox = new Set(finder.facesIn({ box: [p[0] - x, p[1] - y, p[0] + x, p[1] + y] }));
      for (let i = 0; i < 300; i++) {
        const q: Position = [p[0] + (roll() * 2 - 1) * x, p[1] + (roll() * 2 - 1) * y];
        const face = finder.faceAt(q);
        if (!face) continue;
        expect(inBox.has(face)).toBe(true);
        if (metres(p, q) < 59.5) expect(inCircle.has(face)).toBe(true);
      }
      for (const face of inCircle) {
        const ring = shapes.find((shape) => shape.face === face)?.polygon.flat() ?? [];
        const far = Math.min(
          ...ring.map((q) => metres(p, q)),
          ...edges.filter(([a, b]) => ring.includes(a) || ring.includes(b)).map((edge) => toEdge(p, edge)),
        );
        expect(finder.faceAt(p) === face || far < 61).toBe(true);
      }
    }
  });
  test("on a border there is one face, the lowest; on the outline the one within", () => {
    const plainFinder = finderOf(plain(4, 2));
    expect(plainFinder.faceAt(at(1, 1))).toBe(1);
    expect(plainFinder.faceAt(at(3.5, 1))).toBe(4);
    expect(plainFinder.faceAt(at(4, 2))).toBe(8);
    expect(plainFinder.faceAt(at(4.01, 2))).toBe(0);
  });
  test("a finder of an earlier partition goes on saying what was there then", () => {
    const start = plain(4, 2);
    const old = finderOf(start);
    const done = stepped(start, { kind: "moveVertices", moves: [{ from: at(1, 1), to: at(1.4, 1.4) }] });
    const p = at(1.2, 1.25);
    expect([old.faceAt(p), finderOf(done).faceAt(p), old.faceAt(p)]).toEqual([6, 1, 6]);
    expect(old.nearest(at(1, 1), 5)?.at).toEqual(at(1, 1));
    expect(finderOf(done).nearest(at(1, 1), 5)).toBeNull();
  });
});

interface DemoFeature {
  readonly properties: { readonly externalId: string; readonly parent?: string; readonly code: string; readonly name: string };
  readonly geometry: { readonly coordinates: Position[][] };
}
function demoPartition(): Partition {
  const zones: PlanZone[] = [];
  const ids = new Map<string, number>();
  const cells: { polygon: Position[][]; zone: number }[] = [];
  for (const level of [1, 2, 3] as const) {
    const text = gunzipSync(readFileSync(`data/demo/zones${level}.geojson.gz`)).toString();
    for (const { properties, geometry } of (JSON.parse(text) as { features: DemoFeature[] }).features) {
      const id = zones.length + 1;
      ids.set(properties.externalId, id);
      const parent = ids.get(properties.parent ?? "") ?? null;
      zones.push({ id, level, parent, code: properties.code, name: properties.name, unit: null, person: null, locked: false });
      if (level === 3) cells.push({ polygon: geometry.coordinates, zone: id });
    }
  }
  return partitionOf(3, zones, cells);
}

describe("the made-up district", () => {
  const demo = demoPartition();
  test("is a partition as it comes", () => {
    expect(demo.faces.size).toBe(500);
    expect(faultsOf(demo)).toEqual([]);
    for (const level of [1, 2, 3] as const)
      expect([...zoneShapes(demo, level).values()].every((shape) => shape.polygons.length === 1)).toBe(true);
  });
  test("is cut right across, at any level", () => {
    const [, south, , north] = [...faceShapes(demo).values()].reduce(
      (box, shape) => [
        Math.min(box[0], shape.box[0]),
        Math.min(box[1], shape.box[1]),
        Math.max(box[2], shape.box[2]),
        Math.max(box[3], shape.box[3]),
      ],
      [180, 90, -180, -90],
    );
    const middle = (south + north) / 2;
    for (const level of [1, 2, 3] as const) {
      const done = stepped(demo, {
        kind: "cut",
        level,
        zones: null,
        line: [
          [118, middle],
          [120, middle + 0.001],
        ],
        names: [],
      });
      expect(done.faces.size).toBeGreaterThan(520);
    }
  });
});

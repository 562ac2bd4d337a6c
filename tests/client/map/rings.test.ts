import geodesic from "geographiclib-geodesic";
import type { Position } from "geojson";
import { describe, expect, it } from "vitest";
import { ringShape } from "../../../client/layers/ringShape.ts";
import { area_m2, length_m } from "../../../server/contract/partition/drawn.ts";

const wgs84 = geodesic.Geodesic.WGS84;
const metres = (a: readonly number[], b: readonly number[]) =>
  wgs84.Inverse(a[1] as number, a[0] as number, b[1] as number, b[0] as number).s12 as number;
/** The outer ring of a shape that has one polygon. */
function outline(shape: ReturnType<typeof ringShape>): Position[] {
  if (shape?.type !== "Polygon") throw new Error("expected one polygon");
  return shape.coordinates[0] ?? [];
}
/** Distance from a place to a dense walk along a line. */
const away = (at: Position, line: readonly Position[]) => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1] as Position, line[i] as Position];
    for (let step = 0; step <= 1000; step++) {
      const t = step / 1000;
      const on = [
        (a[0] as number) + ((b[0] as number) - (a[0] as number)) * t,
        (a[1] as number) + ((b[1] as number) - (a[1] as number)) * t,
      ];
      least = Math.min(least, metres(at, on));
    }
  }
  return least;
};

describe("a ring", () => {
  it("is within 0.1 % of its radius on the ellipsoid, at every latitude and distance offered", () => {
    for (const lat of [0, 21, 33.6, 39.3, 50]) {
      for (const radius of [100, 500, 2000, 20_000]) {
        const ring = ringShape({ type: "Point", coordinates: [119.1, lat] }, radius);
        for (const at of outline(ring)) expect(Math.abs(metres([119.1, lat], at) / radius - 1)).toBeLessThan(0.001);
      }
    }
  });
  it("around a line keeps its distance everywhere", () => {
    const line = [
      [119.1, 33.6],
      [119.12, 33.61],
      [119.12, 33.63],
    ];
    const ring = ringShape({ type: "LineString", coordinates: line }, 500);
    const outer = outline(ring);
    expect(outer.length).toBeGreaterThan(30);
    for (const at of outer) expect(Math.abs(away(at, line) / 500 - 1)).toBeLessThan(0.001);
  });
  it("around an area holds the area", () => {
    const square = [
      [119.1, 33.6],
      [119.11, 33.6],
      [119.11, 33.61],
      [119.1, 33.61],
      [119.1, 33.6],
    ];
    const ring = ringShape({ type: "Polygon", coordinates: [square] }, 200);
    expect(ring?.coordinates).toHaveLength(1);
    const west = Math.min(...outline(ring).map(([x]) => x as number));
    expect(metres([west, 33.605], [119.1, 33.605])).toBeCloseTo(200, 0);
  });
  it("of no distance is none", () => {
    expect(ringShape({ type: "Point", coordinates: [0, 0] }, 0)).toBeNull();
  });
});

describe("measures of a drawing", () => {
  it("agree with the geodesic to 0.1 %", () => {
    const line = [
      [119.05, 33.55],
      [119.1, 33.61],
      [119.2, 33.6],
    ] as const;
    const true_m = metres(line[0], line[1]) + metres(line[1], line[2]);
    expect(length_m(line) / true_m).toBeCloseTo(1, 4);
    const ring = [
      [119.05, 33.55],
      [119.15, 33.56],
      [119.14, 33.65],
      [119.06, 33.63],
    ] as const;
    const polygon = wgs84.Polygon(false);
    for (const [lon, lat] of ring) polygon.AddPoint(lat, lon);
    expect(area_m2(ring) / Math.abs(polygon.Compute(false, true).area as number)).toBeCloseTo(1, 3);
    expect(area_m2([...ring].reverse())).toBeCloseTo(area_m2(ring), 3);
  });
});

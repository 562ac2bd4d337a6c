import { describe, expect, it } from "vitest";
import { rowOf, unpack, unpackLine } from "../../../client/layers/geometry.ts";
import { pack, packLine } from "./support/demoLayers.ts";

describe("packed geometry", () => {
  it("gives back each position to the sixth decimal, however long the line", () => {
    const line = Array.from({ length: 5000 }, (_, i) => [119 + i * 0.000013, 33.6 - i * 0.000007].map((v) => Number(v.toFixed(6))));
    expect(unpackLine(packLine(line))).toEqual(line);
  });
  it("is a point by its columns when there is none", () => {
    expect(unpack(null, 119_100_000, -33_600_000)).toEqual({ type: "Point", coordinates: [119.1, -33.6] });
  });
  it("keeps polygons, their holes and their parts apart", () => {
    const ring = (x: number) => [
      [x, 0],
      [x + 1, 0],
      [x + 1, 1],
      [x, 0],
    ];
    for (const geometry of [
      { type: "Polygon" as const, coordinates: [ring(0), ring(0.25)] },
      { type: "MultiPolygon" as const, coordinates: [[ring(0)], [ring(5), ring(5.5)]] },
      { type: "LineString" as const, coordinates: ring(2) },
      { type: "MultiLineString" as const, coordinates: [ring(2), ring(4)] },
    ]) {
      expect(unpack(pack(geometry), 0, 0)).toEqual(geometry);
    }
  });
  it("finds rows by id, and nothing for an id that is not there", () => {
    const ids = [7, 3, 900];
    expect([rowOf(ids, 3), rowOf(ids, 900), rowOf(ids, 4)]).toEqual([1, 2, undefined]);
  });
});

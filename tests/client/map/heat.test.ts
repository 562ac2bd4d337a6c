import { describe, expect, it } from "vitest";
import { groundAt } from "../../../client/cluster/ground.ts";
import { heatGrid, maxCells } from "../../../client/cluster/heatGrid.ts";
import { heatColour, heatPicture } from "../../../client/cluster/heatPicture.ts";
import { bandwidth_m, kernel } from "../../../client/cluster/kernel.ts";
import { heatBreaks } from "../../../client/look/palette.ts";
import { heatStops } from "../../../client/map/heatSheet.ts";

const h = bandwidth_m;
const every = () => 1;
const columns = (points: readonly (readonly [number, number])[]) =>
  [Int32Array.from(points, ([lon]) => Math.round(lon * 1e6)), Int32Array.from(points, ([, lat]) => Math.round(lat * 1e6))] as const;
const spread = (n: number, degrees: number) =>
  Array.from({ length: n }, (_, i) => [119 + ((i * 0.618) % 1) * degrees, 33.5 + ((i * 0.414) % 1) * degrees] as const);

describe("kernel", () => {
  it("peaks at 3 / (π h²) per square metre, told per hectare", () => {
    expect(kernel(0, h)).toBeCloseTo((3 / (Math.PI * h * h)) * 10_000, 12);
    expect(kernel(0, h)).toBeCloseTo(0.1528, 4);
  });
  it("is nothing from h on, and falls all the way", () => {
    expect(kernel(h * h, h)).toBe(0);
    expect(kernel(4 * h * h, h)).toBe(0);
    for (let d = 1; d < h; d++) expect(kernel(d * d, h)).toBeLessThan(kernel((d - 1) ** 2, h));
  });
  it("holds one problem: its integral over the plane is 1", () => {
    let sum = 0;
    for (let r = 0.05; r < h; r += 0.1) sum += (kernel(r * r, h) / 10_000) * 2 * Math.PI * r * 0.1;
    expect(sum).toBeCloseTo(1, 6);
  });
});

describe("heat grid", () => {
  it("holds as many problems as there are", () => {
    for (const n of [1, 7, 400]) {
      const grid = heatGrid(...columns(spread(n, 0.05)), every);
      const sum = (grid?.values.reduce((a, b) => a + b, 0) ?? 0) * ((grid?.cell_m ?? 0) ** 2 / 10_000);
      expect(sum / n).toBeCloseTo(1, 2);
    }
  });
  it("peaks where a problem is, at its kernel's height", () => {
    const grid = heatGrid(...columns([[119.1, 33.6]]), every);
    expect(Math.max(...(grid?.values ?? []))).toBeGreaterThan(0.97 * kernel(0, h));
    expect(Math.max(...(grid?.values ?? []))).toBeLessThanOrEqual(kernel(0, h));
  });
  it("does not change a value when the filter lets others in farther away", () => {
    const near = heatGrid(...columns([[119.1, 33.6]]), every);
    const both = heatGrid(
      ...columns([
        [119.1, 33.6],
        [119.2, 33.6],
      ]),
      every,
    );
    expect(Math.max(...(both?.values ?? []))).toBeCloseTo(Math.max(...(near?.values ?? [])), 2);
  });
  it("counts only the rows that count, and is null without any", () => {
    const rows = columns(spread(50, 0.02));
    expect(heatGrid(...rows, () => 0)).toBeNull();
    expect(heatGrid(...rows, (row) => Number(row === 0))?.width).toBeLessThan(25);
  });
  it("stays under a million cells over a whole province", () => {
    const grid = heatGrid(
      ...columns([
        [116, 31],
        [121, 35],
      ]),
      every,
    );
    expect((grid?.width ?? 0) * (grid?.height ?? 0)).toBeLessThanOrEqual(maxCells);
  });
});

describe("ground", () => {
  it("measures metres as the ellipsoid does, and comes back", () => {
    const ground = groundAt(119.1, 33.6);
    // One minute of the meridian and of the parallel at 33.6° N on WGS84.
    expect(ground.toY(33.6 + 1 / 120) - ground.toY(33.6 - 1 / 120)).toBeCloseTo(1848.58, 0);
    expect(ground.toX(119.1 + 1 / 60)).toBeCloseTo(1546.99, 0);
    expect(ground.toLon(ground.toX(119.23))).toBeCloseTo(119.23, 9);
    expect(ground.toLat(ground.toY(33.71))).toBeCloseTo(33.71, 9);
  });
});

describe("heat picture", () => {
  it("shows a class's own colour at its lower bound, and nothing at none", () => {
    for (const [i, from] of heatBreaks.entries()) expect(heatColour(from, heatStops)).toEqual([...(heatStops[i]?.rgba ?? [])]);
    expect(heatColour(0, heatStops)[3]).toBe(0);
    expect(heatColour(1e6, heatStops)).toEqual([...(heatStops.at(-1)?.rgba ?? [])]);
  });
  it("covers more as there is more", () => {
    const alphas = [0.06, 0.1, 0.2, 0.5, 0.9, 3, 7, 9].map((value) => heatColour(value, heatStops)[3]);
    expect([...alphas].sort((a, b) => a - b)).toEqual(alphas);
  });
  it("has its first row in the north", () => {
    const grid = heatGrid(
      ...columns([
        [119.1, 33.6],
        [119.1, 33.61],
        [119.1, 33.61],
      ]),
      every,
    );
    const picture = grid && heatPicture(grid, heatStops);
    const row = (at: number) => picture?.pixels.slice(at * picture.width * 4, (at + 1) * picture.width * 4).reduce((a, b) => a + b, 0) ?? 0;
    const bounds = picture?.bounds ?? [0, 0, 0, 0];
    const rowOfLat = (lat: number) => Math.floor(((bounds[3] - lat) / (bounds[3] - bounds[1])) * (picture?.height ?? 0));
    expect(row(rowOfLat(33.61))).toBeGreaterThan(row(rowOfLat(33.6)));
  });
});

/** The sheet's geometry: paper, pixels, scale and bar, against the ellipsoid itself. */
import fc from "fast-check";
import { Geodesic } from "geographiclib-geodesic";
import { describe, expect, it } from "vitest";
import { groundOf, scaleBar, scaleText, sheetView } from "../../../../client/panels/paper/scale.ts";
import {
  dpis,
  layoutOf,
  mapPixelsPerMm,
  mapRatio,
  mostPixels,
  type Paper,
  papers,
  pixelsOf,
  type Rect,
} from "../../../../client/panels/paper/sheet.ts";

const choices = (Object.keys(papers) as Paper[]).flatMap((paper) =>
  [true, false].flatMap((upright) => dpis.map((dpi) => ({ paper, upright, dpi, whole: false }))),
);

describe("a sheet of paper", () => {
  const within = (inner: Rect, outer: Rect) =>
    inner.x >= outer.x - 1e-9 &&
    inner.y >= outer.y - 1e-9 &&
    inner.x + inner.width <= outer.x + outer.width + 1e-9 &&
    inner.y + inner.height <= outer.y + outer.height + 1e-9;
  const apart = (a: Rect, b: Rect) =>
    a.x + a.width <= b.x + 1e-9 || b.x + b.width <= a.x + 1e-9 || a.y + a.height <= b.y + 1e-9 || b.y + b.height <= a.y + 1e-9;

  it.each(choices)("$paper upright $upright holds all its parts, none over another", (choice) => {
    const layout = layoutOf(choice);
    const { head, frame, map, legend, scale, foot } = layout;
    const sheet = { x: 0, y: 0, width: layout.width, height: layout.height };
    for (const part of [head, frame, foot]) expect(within(part, sheet)).toBe(true);
    for (const part of [map, legend, scale]) expect(within(part, frame)).toBe(true);
    const parts = [head, map, legend, scale, foot];
    for (const [i, part] of parts.entries()) for (const other of parts.slice(i + 1)) expect(apart(part, other)).toBe(true);
    // The map is what the sheet is for.
    expect((map.width * map.height) / (layout.width * layout.height)).toBeGreaterThan(0.5);
  });

  it.each(choices)("$paper at $dpi dpi, upright $upright, fits a canvas, and says so when it does not", (choice) => {
    const pixels = pixelsOf(choice);
    expect(pixels.width * pixels.height).toBeLessThanOrEqual(mostPixels);
    expect(pixels.dpi).toBe(pixels.capped ? pixels.dpi : choice.dpi);
    expect(pixels.capped).toBe(choice.paper === "A3" && choice.dpi === 300);
    if (pixels.capped) expect(pixels.dpi).toBeLessThan(choice.dpi);
  });

  it("without a graphics card draws no more of the map than it may", () => {
    const choice = { paper: "A3", upright: false, dpi: 300, whole: false } as const;
    const [layout, pixels] = [layoutOf(choice), pixelsOf(choice)];
    const ratio = mapRatio(layout, pixels, 3_000_000);
    expect(layout.map.width * layout.map.height * (ratio * mapPixelsPerMm) ** 2).toBeCloseTo(3_000_000, 0);
    expect(mapRatio(layout, pixels, Number.POSITIVE_INFINITY) * mapPixelsPerMm).toBeCloseTo(pixels.perMm, 9);
  });
});

const places = fc.record({
  lon: fc.double({ min: 74, max: 134, noNaN: true }),
  lat: fc.double({ min: 4, max: 53, noNaN: true }),
  wide: fc.double({ min: 0.0005, max: 0.8, noNaN: true }),
  high: fc.double({ min: 0.0005, max: 0.6, noNaN: true }),
});
const size = layoutOf({ paper: "A4", upright: false }).map;

describe("the scale", () => {
  it("is round, holds what is asked, and a millimetre of paper is as long on the ground as it says", () => {
    fc.assert(
      fc.property(places, ({ lon, lat, wide, high }) => {
        const asked = [lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2] as const;
        const { n, bounds, metresPerMm, view } = sheetView(asked, size.width, size.height, mapPixelsPerMm);
        const [w, s, e, north] = bounds;
        const over = 1e-9;
        expect(w <= asked[0] + over && s <= asked[1] + over && e >= asked[2] - over && north >= asked[3] - over).toBe(true);
        expect(metresPerMm * 1000).toBeCloseTo(n, 6);
        if (view.zoom < 20) expect(Number(n.toPrecision(3)) / n).toBeCloseTo(1, 9);
        // From the middle a little to each side: the sheet's parallel is no geodesic, but so near it is as good as one.
        const step = (e - w) / 200;
        const ground = Geodesic.WGS84.Inverse(view.lat, view.lon - step, view.lat, view.lon + step).s12 ?? Number.NaN;
        expect(ground / ((size.width / 100) * metresPerMm)).toBeCloseTo(1, 4);
      }),
      { numRuns: 200 },
    );
  });

  it("is no smaller than it must be: the next round one would leave something out", () => {
    const asked = [119, 33.5, 119.2, 33.7] as const;
    const { bounds } = sheetView(asked, size.width, size.height, mapPixelsPerMm);
    expect((bounds[3] - bounds[1]) / (asked[3] - asked[1])).toBeLessThan(1.34);
  });

  it("has a bar of a round length that fits, in parts that are round", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 400, noNaN: true }), (metresPerMm) => {
        const { length_m, mm, parts } = scaleBar(metresPerMm, 40);
        expect(mm).toBeLessThanOrEqual(40 + 1e-9);
        expect(mm).toBeGreaterThan(19.9);
        expect(mm * metresPerMm).toBeCloseTo(length_m, 6);
        expect(Number((length_m / parts).toPrecision(2))).toBeCloseTo(length_m / parts, 9);
      }),
    );
  });

  it("reads as maps write it", () => {
    expect([2500, 25_000, 1_250_000].map(scaleText)).toEqual(["1:2 500", "1:25 000", "1:1 250 000"]);
  });

  it("leaves out empty ground beside the district, and nothing of a picture that lies elsewhere", () => {
    const district = [119, 33, 120, 34] as const;
    expect(groundOf([118, 32, 121, 35], district, false)).toEqual([118.97, 32.97, 120.03, 34.03]);
    expect(groundOf([119.4, 33.4, 119.5, 33.5], district, false)).toEqual([119.4, 33.4, 119.5, 33.5]);
    expect(groundOf([100, 20, 101, 21], district, false)).toEqual([100, 20, 101, 21]);
    expect(groundOf([100, 20, 101, 21], district, true)).toEqual([118.97, 32.97, 120.03, 34.03]);
  });
});

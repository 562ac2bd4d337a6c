/** The map of a document: where things are drawn, what its bar measures, and that it needs no fonts. */
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { drawMap, mapSvg } from "../../../../server/briefs/docx/map.ts";
import type { Ground } from "../../../../server/briefs/docx/mapGround.ts";
import { strokes } from "../../../../server/briefs/docx/strokes.ts";
import { statusOrder } from "../../../../server/contract/vocabulary.ts";
import { ground } from "./fixture.ts";

const bare = (box: Ground["box"]): Ground => ({ box, zones: [], features: [] });
const placesIn = (svg: string): readonly (readonly [number, number])[] =>
  [...svg.matchAll(/translate\(([\d.-]+) ([\d.-]+)\)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

/** Metres between two places, on a sphere. */
function metres([aLon, aLat]: readonly [number, number], [bLon, bLat]: readonly [number, number]): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((bLat - aLat) * rad) / 2) ** 2 + Math.cos(aLat * rad) * Math.cos(bLat * rad) * Math.sin(((bLon - aLon) * rad) / 2) ** 2;
  return 2 * 6_371_009 * Math.asin(Math.sqrt(h));
}

describe("the map of a document", () => {
  it("draws every problem inside its frame, and counts those outside", () => {
    const points = [
      [122.05, 41.12, "overdue"],
      [122.06, 41.13, "closed"],
      [120, 41.12, "handling"],
    ] as const;
    const { svg, beyond } = mapSvg(ground, points as never);
    expect(placesIn(svg)).toHaveLength(2);
    expect(beyond).toBe(1);
  });

  it("has a bar as long as it says, and distances that are true within 0.6 %", () => {
    const corner = fc.record({ lon: fc.double({ min: 80, max: 125, noNaN: true }), lat: fc.double({ min: 18, max: 50, noNaN: true }) });
    const size = fc.record({
      wide: fc.double({ min: 0.005, max: 0.6, noNaN: true }),
      high: fc.double({ min: 0.005, max: 0.4, noNaN: true }),
    });
    fc.assert(
      fc.property(corner, size, ({ lon, lat }, { wide, high }) => {
        const [a, b] = [
          [lon + wide * 0.3, lat + high * 0.5],
          [lon + wide * 0.7, lat + high * 0.5],
        ] as [[number, number], [number, number]];
        const { svg } = mapSvg(bare([lon, lat, lon + wide, lat + high]), [
          [...a, "overdue"],
          [...b, "overdue"],
        ]);
        const [first, second] = placesIn(svg) as [readonly [number, number], readonly [number, number]];
        const pixels = Math.hypot(second[0] - first[0], second[1] - first[1]);
        const bar = /M40 [\d.]+V([\d.]+)H([\d.]+)V/.exec(svg) as RegExpExecArray;
        const length = (Number(bar[2]) - 40) * (metres(a, b) / pixels);
        // Of 1, 2 or 5 times a power of ten.
        const power = 10 ** Math.floor(Math.log10(length * 1.006));
        const nearest = [1, 2, 5, 10].map((n) => Math.abs(length / (n * power) - 1));
        expect(Math.min(...nearest)).toBeLessThan(0.006 + 0.5 / (Number(bar[2]) - 40) + 0.3 / pixels);
        expect(length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it("draws each status as another mark, and no text: it needs no fonts", () => {
    const marks = statusOrder.map((status) => {
      const { svg } = mapSvg(bare([122, 41, 122.1, 41.1]), [[122.05, 41.05, status]]);
      expect(svg).not.toMatch(/<text|font|http:\/\/(?!www\.w3\.org\/2000\/svg)/);
      return /<g transform="translate[^>]*>(.*?)<\/g>/.exec(svg)?.[1];
    });
    expect(new Set(marks).size).toBe(statusOrder.length);
  });

  it("puts the most urgent on top", () => {
    const points = statusOrder.map((status) => [122.05, 41.05, status] as [number, number, typeof status]);
    const { svg } = mapSvg(bare([122, 41, 122.1, 41.1]), points);
    expect(svg.lastIndexOf("#af2e12")).toBeGreaterThan(svg.lastIndexOf("#1b4441"));
  });

  it("writes every figure as other strokes, within the size it is given", () => {
    const drawn = [..."0123456789Nkm"].map((sign) => strokes(sign, 0, 0, 60));
    expect(new Set(drawn).size).toBe(13);
    for (const path of drawn) for (const [n] of path.matchAll(/-?[\d.]+/g)) expect(Math.abs(Number(n))).toBeLessThanOrEqual(30);
  });

  it("is a PNG 1,600 px wide, small enough to send; null when there is nothing to draw", async () => {
    const { png } = await drawMap(ground, [[122.05, 41.12, "overdue"]]);
    const { format, width, height } = await sharp(png as Buffer).metadata();
    expect({ format, width }).toEqual({ format: "png", width: 1600 });
    expect(height).toBeGreaterThanOrEqual(900);
    expect((png as Buffer).length).toBeLessThan(400_000);
    expect(await drawMap(null, [])).toEqual({ png: null, beyond: 0 });
  });
});

/** Clusters against the definition, pair by pair, with distances of an independent library (geographiclib-geodesic). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dbscan } from "../../../server/hot/dbscan.ts";
import { apart } from "../../../server/hot/metres.ts";
import { between } from "../questions/oracle.ts";
import { type Point, random } from "../questions/town.ts";
import { naive } from "./naive.ts";

const columns = (points: readonly Point[]) => ({
  lon: Float64Array.from(points, ([lon]) => lon),
  lat: Float64Array.from(points, ([, lat]) => lat),
});

const step = fc.integer({ min: -4000, max: 4000 });
/** Points in heaps of some hundred metres, some of them on one another, anywhere people live. */
const scene = fc
  .record({
    lon: fc.double({ min: -170, max: 170, noNaN: true }),
    lat: fc.double({ min: -55, max: 70, noNaN: true }),
    /** How many distances the scene is wide, to either side. */
    spread: fc.constantFrom(0.6, 1.5, 3, 6),
    steps: fc.array(fc.tuple(step, step), { maxLength: 60, size: "max" }),
    within_m: fc.constantFrom(1, 10, 80, 500, 2000),
    least: fc.integer({ min: 2, max: 8 }),
  })
  .map(({ lon, lat, spread, steps, ...asked }) => {
    const degree = (spread * asked.within_m) / 4000 / 111_000;
    return { ...asked, points: steps.map(([x, y]): Point => [lon + (x * degree) / Math.cos((lat * Math.PI) / 180), lat + y * degree]) };
  });

describe("metres", () => {
  it("are a geodesic's to 1e-5 up to 20 km, and to a tenth of a millimetre at 100 m", () => {
    const step = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: -65, max: 65, noNaN: true }), step, step, (lat, x, y) => {
        for (const degrees of [0.001, 0.12]) {
          const [a, b]: Point[] = [
            [119, lat],
            [119 + x * degrees, lat + y * degrees],
          ] as [Point, Point];
          const exact = between(a as Point, b as Point);
          const off = Math.abs(apart(...(a as Point), ...(b as Point)) - exact);
          expect(off).toBeLessThan(degrees === 0.001 ? 1e-4 : 1e-5 * exact + 1e-4);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("DBSCAN", () => {
  it("is what the definition says", async () => {
    let clustered = 0;
    await fc.assert(
      fc.asyncProperty(scene, async ({ points, within_m, least }) => {
        const expected = naive(points, within_m, least, between);
        fc.pre(!expected.close);
        expect([...(await dbscan(columns(points), within_m, least))]).toEqual(expected.clusters);
        clustered += expected.clusters.filter((c) => c >= 0).length;
      }),
      { numRuns: 600, seed: 20261121 },
    );
    expect(clustered).toBeGreaterThan(3000);
  });

  it("is so for thousands of points, sparse and full cells beside each other", async () => {
    const next = random(5);
    const heaps = Array.from({ length: 12 }, (): Point => [119 + next() * 0.02, 33.5 + next() * 0.02]);
    const points = Array.from({ length: 2500 }, (_, i): Point => {
      const [x, y] = heaps[i % heaps.length] as Point;
      const r = (i % 5 === 0 ? 0.02 : 0.002) * next();
      const turn = next() * 2 * Math.PI;
      return [x + r * Math.cos(turn), y + r * Math.sin(turn)];
    });
    const metres = ([x, y]: Point, [lon, lat]: Point) => apart(x, y, lon, lat);
    for (const [within_m, least] of [
      [10, 3],
      [25, 8],
      [60, 30],
      [60, 200],
      [150, 5],
      [20_000, 1000],
    ] as const) {
      const found = [...(await dbscan(columns(points), within_m, least))];
      expect(found, `${within_m} m, ${least}`).toEqual(naive(points, within_m, least, metres).clusters);
    }
  });

  it("does not hang on the order of the points", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ points, within_m, least }) => {
        fc.pre(!naive(points, within_m, least, between).close);
        const once = await dbscan(columns(points), within_m, least);
        const turned = (await dbscan(columns(points.toReversed()), within_m, least)).toReversed();
        const pairs = new Map(Array.from(once, (cluster, i) => [cluster, turned[i]]));
        expect(Array.from(once, (cluster) => pairs.get(cluster))).toEqual([...turned]);
      }),
      { numRuns: 200, seed: 20261121 },
    );
  });

  it("of a border point between two heaps, takes the nearer; of two as near, the lower number", async () => {
    // 100 units of 1e-5 degrees to either side; each heap has three cores, the point in the middle has two neighbours only.
    const at = (x: number): Point => [119 + x * 1e-5, 0];
    const spots = [at(0), at(-90), at(90), at(-100), at(100), at(-110), at(110), at(-95), at(95)];
    const [middle] = await dbscan(columns(spots), 101, 4);
    expect(middle).toBe(0);
    const nearer = await dbscan(columns([at(2), ...spots.slice(1)]), 101, 4);
    expect(nearer[0]).toBe(nearer[2]);
    expect(nearer[0]).not.toBe(nearer[1]);
  });

  it("lets others have their turn", async () => {
    const next = random(9);
    const size = 60_000;
    const points = { lon: new Float64Array(size).map(() => 119 + next() * 0.2), lat: new Float64Array(size).map(() => 33 + next() * 0.2) };
    let turns = 0;
    let done = false;
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await dbscan(points, 200, 500);
    done = true;
    expect(turns).toBeGreaterThan(3);
  });

  it("of nothing is nothing", async () => {
    expect([...(await dbscan(columns([]), 80, 5))]).toEqual([]);
    expect([...(await dbscan(columns([[119, 33]]), 80, 2))]).toEqual([-1]);
  });
});

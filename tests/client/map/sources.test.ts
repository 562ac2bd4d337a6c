import { describe, expect, it } from "vitest";
import { countIn } from "../../../client/map/counting.ts";
import type { MapScene, Ring } from "../../../client/map/handle.ts";
import { drawnShapes, ringShapes } from "../../../client/map/overlayShapes.ts";
import { spotFeatures } from "../../../client/map/problemFeed.ts";
import { geojsonBlob } from "../../../client/map/sources.ts";
import { legOffset } from "../../../client/map/spider.ts";
import { shownAtFirst, stack } from "../../../client/map/stack.ts";
import { demoBase, demoClock, demoProblems, demoSites, demoZones } from "./support/demoLayers.ts";
import { clusters, hexagons } from "./support/hotPictures.ts";

const heaps = { kind: "clusters", answer: clusters } as const;
const data = { base: demoBase(), sites: demoSites(), zones: demoZones(), problems: demoProblems() };
const scene = (part: Partial<MapScene>): MapScene => ({
  data,
  lang: "zh",
  theme: "dark",
  shown: shownAtFirst,
  mask: null,
  clock: demoClock,
  rings: [],
  drawn: [],
  hovered: null,
  selected: null,
  ...part,
});

describe("sources", () => {
  it("hold every feature of the columns, as GeoJSON that parses", async () => {
    for (const recipe of stack.flatMap((layer) => layer.sources)) {
      const walk = {
        from: [119.01, 33.5],
        stops: [
          [119.02, 33.5],
          [119.03, 33.51],
        ],
      } as const;
      const hot = recipe.id === "hot-hexagons" ? ({ kind: "hexagons", answer: hexagons } as const) : { ...heaps, chosen: null };
      const text = await (await geojsonBlob(recipe.features({ ...data, hot, walk }))).text();
      const { features } = JSON.parse(text) as { features: { geometry: { coordinates: unknown[] } }[] };
      expect(features.length, recipe.id).toBeGreaterThan(0);
      expect(features.every(({ geometry }) => geometry.coordinates.length > 0)).toBe(true);
    }
  });
  it("are empty, not broken, while the columns are not there", async () => {
    for (const recipe of stack.flatMap((layer) => layer.sources)) {
      expect(JSON.parse(await (await geojsonBlob(recipe.features({}))).text())).toEqual({ type: "FeatureCollection", features: [] });
    }
  });
  it("leave the page free while a long one is written", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    function* slow() {
      for (let i = 0; i < 40; i++) {
        const until = performance.now() + 2;
        while (performance.now() < until);
        yield { type: "Feature" as const, properties: { i }, geometry: { type: "Point" as const, coordinates: [0, 0] } };
      }
    }
    await geojsonBlob(slow());
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });
});

describe("what is counted", () => {
  it("is the mask's rows in the view, and all of them", () => {
    const mask = Uint8Array.from(data.problems.id, (id) => id % 2);
    const all = countIn({ data, mask }, [118, 33, 120, 34]);
    expect(all.inView).toBe(all.total);
    expect(all.total).toBe(mask.reduce((a, b) => a + b, 0));
    expect(countIn({ data, mask }, [0, 0, 1, 1])).toEqual({ inView: 0, total: all.total });
  });
  it("is one symbol for one problem, a ring for several", () => {
    const spot = { lon: 1, lat: 2, id: 5, status: "overdue" as const, shares: [1, 0, 0, 0, 0, 0, 0] };
    const [one, two] = spotFeatures([
      { ...spot, n: 1 },
      { ...spot, n: 2, shares: [1, 1, 0, 0, 0, 0, 0] },
    ]).features;
    expect(one?.properties).toEqual({ id: 5, n: 1, status: "overdue" });
    expect(two?.properties).toMatchObject({ n: 2, donut: "6600000" });
  });
});

describe("the overlay", () => {
  const market = data.sites.id.find((_, i) => data.sites.types[data.sites.type[i] as number] === "market") as number;
  const ring: Ring = { id: market, kind: "site", distance_m: 500, label: "500 米" };
  it("rings what it is asked to, labels a few, and leaves out what it cannot find", async () => {
    const shapes = await ringShapes(scene({ rings: [ring, { ...ring, id: 999_999 }] }), () => true);
    expect(shapes?.faces).toHaveLength(1);
    expect(shapes?.labels.map(({ text }) => text)).toEqual(["500 米"]);
    const many = await ringShapes(scene({ rings: [ring, ring, ring, ring] }), () => true);
    expect(many?.labels).toEqual([]);
    expect(many?.faces[0]).toBe(shapes?.faces[0]);
  });
  it("stops for a newer question", async () => {
    expect(await ringShapes(scene({ rings: [ring] }), () => false)).toBeNull();
  });
  it("draws nothing that is switched off", async () => {
    const off = scene({ shown: new Set(), rings: [ring], drawn: [{ kind: "point", points: [[1, 2]] }] });
    expect((await ringShapes(off, () => true))?.faces).toEqual([]);
    expect(drawnShapes(off).points).toEqual([]);
    expect(drawnShapes({ ...off, shown: shownAtFirst }).points).toEqual([[1, 2]]);
  });
});

describe("a spider's legs", () => {
  it("keep their ends a symbol apart", () => {
    for (const n of [2, 9, 10, 25, 40]) {
      const ends = Array.from({ length: n }, (_, i) => legOffset(i, n));
      for (const [i, [x, y]] of ends.entries()) {
        for (const [u, v] of ends.slice(i + 1)) expect(Math.hypot(x - u, y - v), `${n}`).toBeGreaterThan(11);
      }
    }
  });
});

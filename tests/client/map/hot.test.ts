import { describe, expect, it } from "vitest";
import { hotClusters, hullGeometry } from "../../../client/layers/hotClusters.ts";
import { cellGeometry, hotHexagons } from "../../../client/layers/hotHexagons.ts";
import type { LayerData } from "../../../client/layers/layer.ts";
import { geojsonBlob } from "../../../client/map/sources.ts";
import { specsOf } from "../../../client/map/style.ts";
import { whereIs } from "../../../client/map/whereIs.ts";
import type { Clusters } from "../../../server/contract/types.ts";
import { clusters, hexagons } from "./support/hotPictures.ts";

const featuresOf = async (layer: typeof hotClusters, data: LayerData) => {
  const [recipe] = layer.sources;
  if (!recipe) throw new Error("no source");
  const text = await (await geojsonBlob(recipe.features(data))).text();
  return (JSON.parse(text) as { features: { properties: Record<string, unknown>; geometry: { type: string } }[] }).features;
};
const context = (data: LayerData) => ({ data, clock: 0, units: new Map(), categories: new Map(), timeZone: "Asia/Shanghai" });
const hot = (id: number) => ({ kind: "hot" as const, id });

describe("clusters on the map", () => {
  const data: LayerData = { hot: { kind: "clusters", answer: clusters, chosen: 1 } };
  it("are a hull and a number each, the chosen one marked", async () => {
    const features = await featuresOf(hotClusters, data);
    expect(features.map(({ geometry }) => geometry.type)).toEqual(["Polygon", "Point", "LineString", "Point", "Point", "Point"]);
    expect(features.filter(({ properties }) => properties.label).map(({ properties }) => properties.count)).toEqual(["42", "2", "5"]);
    expect(features.map(({ properties }) => properties.chosen)).toEqual([false, false, true, true, false, false]);
  });
  it("close the hull's ring, and stay a line or a point where there is no area", () => {
    const [area, line, point] = clusters.clusters as [Cluster, Cluster, Cluster];
    expect(hullGeometry(area)).toMatchObject({
      coordinates: [
        [
          [119, 33],
          [119.01, 33],
          [119.01, 33.01],
          [119, 33],
        ],
      ],
    });
    expect(hullGeometry(line).type).toBe("LineString");
    expect(hullGeometry(point)).toEqual({ type: "Point", coordinates: [119.1, 33.6] });
  });
  it("say themselves in five lines at most, by the district's calendar, and only while they are drawn", () => {
    const lines = hotClusters.describe?.(hot(0), context(data));
    expect(lines?.length).toBeLessThanOrEqual(5);
    expect(lines?.map(({ zh }) => zh).join("|")).toContain("聚集区 · 42 个问题");
    expect(lines?.map(({ zh }) => zh).join("|")).toContain("首次发现 2026-05-04");
    expect(hotClusters.describe?.(hot(9), context(data))).toBeNull();
    expect(hotClusters.describe?.(hot(0), context({}))).toBeNull();
    expect(hotHexagons.describe?.(hot(0), context(data))).toBeNull();
  });
});
type Cluster = Clusters["clusters"][number];

describe("hexagons on the map", () => {
  const data: LayerData = { hot: { kind: "hexagons", answer: hexagons } };
  it("are closed sixfold rings about their middles, with class and edge", async () => {
    const features = await featuresOf(hotHexagons, data);
    expect(features.map(({ properties }) => [properties.level, properties.edge])).toEqual([
      [3, false],
      [0, true],
      [-2, true],
    ]);
    const [ring] = cellGeometry(hexagons, 0).coordinates;
    expect(ring).toHaveLength(7);
    expect(ring?.[0]).toEqual(ring?.[6]);
    expect(await featuresOf(hotClusters, data)).toEqual([]);
  });
  it("say how likely chance is, and where a neighbour is missing; never that p is nought", () => {
    const said = (id: number) => hotHexagons.describe?.(hot(id), context(data))?.map(({ zh }) => zh);
    expect(said(0)).toEqual(["格网 · 9 个问题", "热区：纯属偶然的可能不到 1%", "z = 5.20 · p < 0.0001"]);
    expect(said(1)).toEqual(["格网 · 0 个问题", "不显著：可能只是偶然", "此格无法判断", "边缘格网：只有 4 个邻格"]);
  });
  it("can be outlined when a list points at one", () => {
    expect(whereIs(hot(2), data)).toEqual(cellGeometry(hexagons, 2));
    expect(whereIs(hot(3), data)).toBeNull();
    expect(whereIs(hot(0), {})).toBeNull();
  });
  it("have a colour for each class in either theme", () => {
    for (const theme of ["dark", "light"] as const) {
      const fill = specsOf({ theme, lang: "zh", shown: new Set(["hotHexagons"]) }).find(({ id }) => id === "hot-hexagons-fill");
      expect(new Set(JSON.stringify(fill?.paint).match(/#[0-9a-f]{6}/g)).size).toBe(7);
    }
  });
});

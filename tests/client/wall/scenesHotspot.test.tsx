/** The hot spot's close-up: on the map while its scene stands, flown to once, named by what lies beside it. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MapView } from "../../../client/state/view.ts";
import type { WallPage } from "../../../client/wall/page.ts";
import { type Size, viewOf } from "../../../client/wall/scenes/camera.ts";
import { type Cluster, clusterView, placeOf } from "../../../client/wall/scenes/spots.ts";
import { scenes } from "../../../client/wall/scenes.ts";
import type { Shown } from "../../../client/wall/state.ts";
import type { Clusters, ProblemsLayer, SitesLayer } from "../../../server/contract/types.ts";
import { clusters } from "../map/support/hotPictures.ts";
import { boxText, district, failed, now, shownOf, there, wallAt } from "./scenesSupport.tsx";

const first = clusters.clusters[0] as Cluster;
const none: Clusters = { ...clusters, clusters: [], clustersTotal: 0 };
let answer: Clusters = clusters;

/** The page, and each camera that the scene was given. */
function watched(): { page: WallPage; shown: Shown; cameras: Shown["camera"][] } {
  const { page, shown } = wallAt("hotspot");
  const cameras: Shown["camera"][] = [];
  page.store.subscribe(() => {
    const camera = page.store.get().shown?.camera ?? null;
    if (camera !== (cameras.at(-1) ?? null)) cameras.push(camera);
  });
  return { page, shown, cameras };
}
const enter = (page: WallPage, shown: Shown) => scenes.hotspot.enter?.(page, shown) as () => void;
const hotOf = (page: WallPage) => page.store.get().shown?.hot;
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("the hot spot on the map", () => {
  beforeEach(() => {
    answer = clusters;
    vi.stubGlobal("window", globalThis);
    vi.stubGlobal("document", { querySelector: () => ({ clientWidth: 1000, clientHeight: 800 }) });
    vi.stubGlobal("getComputedStyle", () => ({ getPropertyValue: () => "" }));
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(answer)));
  });
  afterEach(() => vi.unstubAllGlobals());

  it("is the largest, seen from near, and gone to once, also when it is asked again", async () => {
    const { page, shown, cameras } = watched();
    enter(page, shown);
    await vi.waitFor(() => expect(hotOf(page)).toMatchObject({ kind: "clusters", chosen: 0 }));
    enter(page, shown);
    await settled();
    expect(cameras).toEqual([clusterView(first, { width: 1000, height: 800, top: 0, bottom: 0 })]);
  });
  it("is gone to again when it is another", async () => {
    const { page, shown, cameras } = watched();
    enter(page, shown);
    await vi.waitFor(() => expect(cameras).toHaveLength(1));
    answer = { ...clusters, clusters: clusters.clusters.slice(1) };
    enter(page, shown);
    await vi.waitFor(() => expect(cameras).toHaveLength(2));
  });
  it("stays where it was when there is none any more", async () => {
    const { page, shown, cameras } = watched();
    enter(page, shown);
    await vi.waitFor(() => expect(cameras).toHaveLength(1));
    answer = none;
    enter(page, shown);
    await vi.waitFor(() => expect(hotOf(page)).toMatchObject({ chosen: null }));
    expect(cameras).toHaveLength(1);
  });
  it("does not touch the scene that came meanwhile", async () => {
    const { page, shown } = watched();
    enter(page, shown);
    const next = { ...shownOf("today"), index: 4 };
    page.store.set({ shown: next });
    await vi.waitFor(() => expect(page.store.get().asked.hotspot).toMatchObject({ state: "there" }));
    expect(page.store.get().shown).toBe(next);
  });
  it("stands at once with the answer of the last round", async () => {
    const { page, shown } = watched();
    enter(page, shown);
    await vi.waitFor(() => expect(page.store.get().asked.hotspot).toMatchObject({ state: "there" }));
    page.store.set({ shown: shownOf("hotspot") });
    enter(page, shown);
    expect(hotOf(page)).toMatchObject({ chosen: 0 });
  });
});

describe("the camera", () => {
  /** What MapLibre shows of its picture from `top` to `bottom` at a zoom: 512 px of Mercator for the world. */
  const held = ({ lon, lat, zoom }: MapView, { width, height, top = 0, bottom = 0 }: Size) => {
    const degree = (512 * 2 ** zoom) / 360;
    const down = degree / Math.cos((lat * Math.PI) / 180);
    const [w, e] = [lon - width / 2 / degree, lon + width / 2 / degree];
    return [w, lat - (height / 2 - bottom) / down, e, lat + (height / 2 - top) / down] as const;
  };
  it("holds every corner where nothing covers it, and comes no nearer than one can follow", () => {
    const position = fc.tuple(fc.double({ min: 119, max: 119.05, noNaN: true }), fc.double({ min: 33, max: 33.05, noNaN: true }));
    const size = fc.record({
      ...{ width: fc.integer({ min: 300, max: 4000 }), height: fc.integer({ min: 400, max: 2000 }) },
      ...{ top: fc.integer({ min: 0, max: 60 }), bottom: fc.integer({ min: 0, max: 120 }) },
    });
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 8 }), size, (hull, map) => {
        const view = viewOf(hull, 0.0014, map) as MapView;
        const [w, s, e, n] = held(view, map);
        expect(hull.every(([x, y]) => x > w && x < e && y > s && y < n)).toBe(true);
        expect(view.zoom).toBeLessThanOrEqual(17);
      }),
    );
    expect(viewOf([], 0.1, { width: 900, height: 600 })).toBeNull();
  });
});

describe("where it is", () => {
  const sites = {
    id: [1, 2],
    lon: [119_005_500, 119_100_000],
    lat: [33_005_000, 33_000_000],
    name: ["南浦农贸市场", "远处"],
  } as unknown as SitesLayer;
  const problems = {
    id: [90, 1, 2],
    zone3: [0, 3, 0],
    lon: [119_005_000, 119_005_000, 0],
    lat: [33_005_000, 33_005_000, 0],
  } as unknown as ProblemsLayer;
  it("is said by the nearest site and the sub-district", () => {
    expect(placeOf(first, { sites, problems }, district.zones)).toEqual({ site: "南浦农贸市场", zone: "云门街道" });
    expect(placeOf(first, {}, district.zones)).toEqual({ site: null, zone: null });
  });
});

describe("its box", () => {
  it("says how many, how often again, since when, how long in a row, and mostly what", () => {
    const text = boxText("hotspot", there(clusters));
    for (const said of [
      "问题集中 42 个问题",
      "反弹 12 个（29%）",
      "最早发现 2026-05-04",
      "连续发现 3 个月",
      "跨度 180 米",
      "主要类别 占道经营 30 0999 12",
    ])
      expect(text).toContain(said);
  });
  it("says why there is none, and is stepped over only when that is known of late", () => {
    expect(boxText("hotspot", there(none))).toBe("无数据 没有 2 个以上问题在 80 米内相连");
    expect(boxText("hotspot", failed)).toBe("连接中断 连不上服务器。");
    const emptyAt = (value: Clusters, at: number) =>
      scenes.hotspot.empty?.(wallAt("hotspot", { asked: { hotspot: { state: "there", value, at } } }).page.store.get());
    expect([emptyAt(none, now), emptyAt(none, now - 3600), emptyAt(clusters, now)]).toEqual([true, false, false]);
    expect(scenes.hotspot.empty?.(wallAt("hotspot", { asked: { hotspot: failed } }).page.store.get())).toBe(false);
  });
});

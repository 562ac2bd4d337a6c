/** Clusters of problems: the hull of each with its count beside it. Drawn while an analysis is asked. */
import type { Feature, Geometry, Position } from "geojson";
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Clusters } from "../../server/contract/types.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { strongFont } from "../look/basemap.ts";
import { hullInk } from "../look/hotColours.ts";
import { dayText, unixOf } from "../state/calendar.ts";
import { byZoom } from "./drawing.ts";
import type { DescribeContext, DrawContext, LayerData, MapLayer } from "./layer.ts";

const source = "hot-clusters";
type Cluster = Clusters["clusters"][number];

/** What a cluster covers; several problems at one place cover a point. */
export function hullGeometry({ hull }: Cluster): Geometry {
  const ring: Position[] = hull.map(([lon, lat]) => [lon, lat]);
  const [first] = ring;
  if (!first || ring.length === 1) return { type: "Point", coordinates: first ?? [0, 0] };
  if (ring.length === 2) return { type: "LineString", coordinates: ring };
  return { type: "Polygon", coordinates: [[...ring, first]] };
}

function* features({ hot }: LayerData): Generator<Feature> {
  if (hot?.kind !== "clusters") return;
  for (const [id, cluster] of hot.answer.clusters.entries()) {
    const properties = { id, chosen: id === hot.chosen, count: String(cluster.count) };
    yield { type: "Feature", properties, geometry: hullGeometry(cluster) };
    // Beside the northernmost corner: in the middle stand the problems themselves.
    const top = cluster.hull.reduce((best, one) => (one[1] > best[1] ? one : best), cluster.hull[0] ?? [cluster.lon, cluster.lat]);
    yield { type: "Feature", properties: { ...properties, label: true }, geometry: { type: "Point", coordinates: [top[0], top[1]] } };
  }
}

function specs({ theme, colours: c }: DrawContext): LayerSpecification[] {
  const ink = hullInk[theme];
  const chosen: ExpressionSpecification = ["boolean", ["get", "chosen"], false];
  const labelled: ExpressionSpecification = ["has", "label"];
  const line = { "line-join": "round", "line-cap": "round" } as const;
  return [
    {
      id: "hot-clusters-fill",
      type: "fill",
      source,
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": ink, "fill-opacity": ["case", chosen, 0.22, 0.1] },
    },
    {
      id: "hot-clusters-casing",
      type: "line",
      source,
      layout: line,
      paint: { "line-color": c.halo, "line-width": ["case", chosen, 8, 5], "line-opacity": 0.8 },
    },
    {
      id: "hot-clusters-line",
      type: "line",
      source,
      layout: line,
      paint: { "line-color": ink, "line-width": ["case", chosen, 4.5, 2] },
    },
    {
      id: "hot-clusters-spot",
      type: "circle",
      source,
      filter: ["all", ["==", ["geometry-type"], "Point"], ["!", labelled]],
      paint: {
        "circle-radius": 14,
        "circle-color": "rgba(0,0,0,0)",
        "circle-stroke-color": ink,
        "circle-stroke-width": ["case", chosen, 4.5, 2],
      },
    },
    {
      id: "hot-clusters-count",
      type: "symbol",
      source,
      filter: labelled,
      layout: {
        "text-field": ["get", "count"],
        "text-font": strongFont,
        "text-size": byZoom({ 10: 11, 14: 14, 17: 17 }, 1),
        "text-anchor": "bottom",
        "text-offset": [0, -0.3],
        // Far out not all have room: the chosen one first, then the largest.
        "symbol-sort-key": ["case", chosen, -1e6, ["*", -1, ["to-number", ["get", "count"]]]],
        "text-ignore-placement": true,
      },
      paint: { "text-color": ink, "text-halo-color": c.halo, "text-halo-width": 2 },
    },
  ];
}

const percent = (part: number, of: number) => `${Math.round((part / Math.max(1, of)) * 100)}%`;

/** A cluster in words, five lines at most; the list says the same. */
function describe(
  { kind, id }: { readonly kind: string; readonly id: number },
  { data, categories, timeZone }: DescribeContext,
): Word[] | null {
  const cluster = kind === "hot" && data.hot?.kind === "clusters" ? data.hot.answer.clusters[id] : undefined;
  if (!cluster) return null;
  const { count, span_m, repeats, monthsInRow } = cluster;
  const since = dayText(unixOf(cluster.firstFound), timeZone);
  const span = Math.round(span_m);
  const what = (lang: keyof Word) => cluster.categories.map((c) => `${categories.get(c.code)?.name[lang] ?? c.code} ${c.count}`);
  return [
    { zh: `聚集区 · ${count} 个问题`, en: `cluster · ${count} problems` },
    { zh: what("zh").join("、"), en: what("en").join(", ") },
    { zh: `最远两处相距 ${span} 米`, en: `${span} m across` },
    { zh: `首次发现 ${since} · 连续 ${monthsInRow} 个月`, en: `since ${since} · ${monthsInRow} months in a row` },
    { zh: `反弹 ${repeats} 个（${percent(repeats, count)}）`, en: `${repeats} came again (${percent(repeats, count)})` },
  ];
}

export const hotClusters: MapLayer = {
  id: "hotClusters",
  group: "analysis",
  title: { zh: "聚集区", en: "clusters" },
  legend: [
    {
      id: "hotClusters",
      label: { zh: "聚集区与问题数", en: "clusters and their counts" },
      swatch: { kind: "line", colour: hullInk },
      counts: null,
    },
  ],
  needs: ["hot"],
  on: true,
  minZoom: 0,
  sources: [{ id: source, needs: "hot", features, maxzoom: 18 }],
  specs,
  picking: { from: ["hot-clusters-count", "hot-clusters-spot", "hot-clusters-line", "hot-clusters-fill"], kind: "hot" },
  describe,
};

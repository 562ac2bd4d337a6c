/** Hexagons with their significance (Getis-Ord Gi*): seven classes from cold to hot. Drawn while an analysis is asked. */
import type { Feature, Polygon } from "geojson";
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { HotSpots } from "../../server/contract/types.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { type HotLevel, hotColour, hotLevels, hotOpacity, hotSwatch } from "../look/hotColours.ts";
import { byZoom } from "./drawing.ts";
import type { DescribeContext, DrawContext, LayerData, MapLayer } from "./layer.ts";

const source = "hot-hexagons";

/** What each class means, said to who has not studied statistics. */
export const levelWords: Readonly<Record<HotLevel, Word>> = {
  3: { zh: "热区：纯属偶然的可能不到 1%", en: "hot: less than 1 % likely by chance" },
  2: { zh: "热区：纯属偶然的可能不到 5%", en: "hot: less than 5 % likely by chance" },
  1: { zh: "热区：纯属偶然的可能不到 10%", en: "hot: less than 10 % likely by chance" },
  0: { zh: "不显著：可能只是偶然", en: "not significant: may be chance" },
  [-1]: { zh: "冷区：纯属偶然的可能不到 10%", en: "cold: less than 10 % likely by chance" },
  [-2]: { zh: "冷区：纯属偶然的可能不到 5%", en: "cold: less than 5 % likely by chance" },
  [-3]: { zh: "冷区：纯属偶然的可能不到 1%", en: "cold: less than 1 % likely by chance" },
};

/** A cell's outline. */
export function cellGeometry({ corners, lon, lat }: Pick<HotSpots, "corners" | "lon" | "lat">, i: number): Polygon {
  const ring = corners.map(([x, y]) => [(lon[i] ?? 0) + x, (lat[i] ?? 0) + y]);
  return { type: "Polygon", coordinates: [[...ring, ring[0] as number[]]] };
}
/** A cell at the edge has fewer than six neighbours: its figure rests on less. */
export const atEdge = ({ neighbours }: Pick<HotSpots, "neighbours">, i: number) => (neighbours[i] ?? 0) < 6;

function* features({ hot }: LayerData): Generator<Feature> {
  if (hot?.kind !== "hexagons") return;
  const { answer } = hot;
  for (let id = 0; id < answer.lon.length; id++)
    yield { type: "Feature", properties: { id, level: answer.level[id], edge: atEdge(answer, id) }, geometry: cellGeometry(answer, id) };
}

function specs({ theme, colours: c }: DrawContext): LayerSpecification[] {
  const fill = ["match", ["get", "level"], ...hotLevels.flatMap((n) => [n, hotColour(theme, n)]), hotColour(theme, 0)];
  // Near, streets and names lead; the lines still tell the cells apart.
  const opacity = byZoom({ 14.5: hotOpacity, 16.5: 0.45 }, 1);
  const width = byZoom({ 10: 0.4, 14: 1, 17: 1.6 }, 1);
  return [
    { id: "hot-hexagons-fill", type: "fill", source, paint: { "fill-color": fill as ExpressionSpecification, "fill-opacity": opacity } },
    { id: "hot-hexagons-line", type: "line", source, paint: { "line-color": c.ground, "line-width": width, "line-opacity": 0.7 } },
    {
      id: "hot-hexagons-edge",
      type: "line",
      source,
      filter: ["all", ["get", "edge"], ["!=", ["get", "level"], 0]],
      paint: { "line-color": c.place, "line-width": byZoom({ 10: 0.6, 14: 1.4, 17: 2 }, 1), "line-dasharray": [2, 2] },
    },
  ];
}

const levelOf = (value: number | undefined): HotLevel => hotLevels.find((one) => one === value) ?? 0;

/** A cell in words, five lines at most. */
function describe({ kind, id }: { readonly kind: string; readonly id: number }, { data }: DescribeContext): Word[] | null {
  const answer = kind === "hot" && data.hot?.kind === "hexagons" ? data.hot.answer : undefined;
  const count = answer?.count[id];
  if (!answer || count === undefined) return null;
  const { z, p, neighbours, level } = answer;
  const [zi, pi] = [z[id] ?? null, p[id] ?? null];
  const n = neighbours[id] ?? 0;
  const lines: Word[] = [
    { zh: `格网 · ${count} 个问题`, en: `hexagon · ${count} problems` },
    levelWords[levelOf(level[id])],
    zi === null || pi === null
      ? { zh: "此格无法判断", en: "cannot be judged" }
      : { zh: `z = ${zi.toFixed(2)} · p ${pText(pi)}`, en: `z = ${zi.toFixed(2)} · p ${pText(pi)}` },
  ];
  if (atEdge(answer, id)) lines.push({ zh: `边缘格网：只有 ${n} 个邻格`, en: `at the edge: only ${n} neighbours` });
  return lines;
}
/** A probability after its "p", never written as nought. */
export const pText = (p: number): string => (p < 0.0001 ? "< 0.0001" : `= ${p.toFixed(4)}`);

const entry = (level: HotLevel) => ({
  id: `hot${level}`,
  label: levelWords[level],
  swatch: { kind: "fill" as const, colour: hotSwatch(level) },
  counts: null,
});

export const hotHexagons: MapLayer = {
  id: "hotHexagons",
  group: "analysis",
  title: { zh: "显著热区", en: "significant hot spots" },
  legend: hotLevels.map(entry),
  needs: ["hot"],
  on: true,
  minZoom: 0,
  sources: [{ id: source, needs: "hot", features, maxzoom: 16 }],
  specs,
  picking: { from: ["hot-hexagons-fill"], kind: "hot" },
  describe,
};

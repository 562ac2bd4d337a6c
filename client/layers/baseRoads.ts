/** Roads and railways: few and fine far out, cased and wide near. Lanes and alleys come last, so that the town's skeleton reads first. */
import type { LayerSpecification } from "maplibre-gl";
import type { BaseClass } from "../../server/contract/vocabulary.ts";
import { mapColours } from "../look/basemap.ts";
import { baseFeatures } from "./baseFeatures.ts";
import { both, byZoom } from "./drawing.ts";
import type { DrawContext, MapLayer } from "./layer.ts";

const main = "base-roads";
const lanes = "base-lanes";
type Road = "motorway" | "arterial" | "secondary" | "minor" | "alley";
interface Look {
  readonly source: string;
  readonly minzoom: number;
  readonly widths: Readonly<Record<number, number>>;
  /** What the casing adds to the width, in pixels; 0 = none. */
  readonly casing: number;
  readonly casingFrom: number;
}
/** From the least to the greatest: a greater road crosses over a lesser one. */
const looks: Readonly<Record<Road, Look>> = {
  alley: { source: lanes, minzoom: 13.6, widths: { 13: 0.4, 15: 1, 17: 3.2, 19: 9 }, casing: 1, casingFrom: 16 },
  minor: { source: lanes, minzoom: 13.2, widths: { 13: 0.5, 14.5: 1.1, 16: 3.4, 19: 17 }, casing: 1.2, casingFrom: 14.8 },
  secondary: { source: main, minzoom: 10.5, widths: { 10.5: 0.4, 12: 0.9, 13.5: 2, 16: 6.5, 19: 27 }, casing: 1.6, casingFrom: 13.2 },
  arterial: { source: main, minzoom: 8, widths: { 8: 0.4, 11: 1, 13: 2.6, 16: 9.5, 19: 36 }, casing: 2, casingFrom: 11.8 },
  motorway: { source: main, minzoom: 6, widths: { 6: 0.5, 11: 1.8, 13: 3.6, 16: 11, 19: 40 }, casing: 2.2, casingFrom: 10.5 },
};
const roads = Object.keys(looks) as Road[];

function road(name: Road, ink: string, cased: boolean): LayerSpecification {
  const { source, minzoom, widths, casing, casingFrom } = looks[name];
  const extra = cased ? casing : 0;
  const width = Object.fromEntries(Object.entries(widths).map(([zoom, w]) => [zoom, w + extra]));
  return {
    id: `road-${name}${cased ? "-casing" : ""}`,
    type: "line",
    source,
    minzoom: cased ? casingFrom : minzoom,
    filter: ["==", ["get", "class"], name],
    layout: { "line-cap": cased ? "butt" : "round", "line-join": "round" },
    paint: { "line-color": ink, "line-width": byZoom(width, 1.6) },
  };
}

function specs({ colours: c }: DrawContext): LayerSpecification[] {
  return [
    ...roads.map((name) => road(name, c.casing, true)),
    ...roads.map((name) => road(name, c[name], false)),
    {
      id: "rail",
      type: "line",
      source: main,
      minzoom: 10,
      filter: ["==", ["get", "class"], "rail"],
      paint: { "line-color": c.rail, "line-width": byZoom({ 10: 0.8, 14: 1.6, 18: 3 }) },
    },
    {
      id: "rail-ties",
      type: "line",
      source: main,
      minzoom: 12.5,
      filter: ["==", ["get", "class"], "rail"],
      paint: { "line-color": c.rail, "line-width": byZoom({ 12.5: 3, 16: 6 }), "line-dasharray": [0.3, 2.6] },
    },
  ];
}

const line = (id: Road | "rail", zh: string, en: string) => ({
  id,
  label: { zh, en },
  swatch: { kind: "line" as const, colour: both(mapColours.dark, mapColours.light, id) },
  counts: null,
});
const mainClasses: BaseClass[] = ["motorway", "arterial", "secondary", "rail"];

export const baseRoads: MapLayer = {
  id: "baseRoads",
  group: "base",
  title: { zh: "道路", en: "roads" },
  legend: [
    line("arterial", "主干道", "arterial"),
    line("secondary", "次干道", "secondary"),
    line("minor", "支路街巷", "minor"),
    line("rail", "铁路", "railway"),
  ],
  needs: ["base"],
  on: true,
  minZoom: 6,
  sources: [
    { id: main, needs: "base", maxzoom: 14, features: ({ base }) => baseFeatures(base, mainClasses) },
    { id: lanes, needs: "base", maxzoom: 14, features: ({ base }) => baseFeatures(base, ["minor", "alley"]) },
  ],
  specs,
};

/** How a plan looks: its sources, its layers, and beneath which of the map's own each of them lies. Paint follows the features' state, so painting cuts no tile anew. */
import type { ExpressionSpecification, GeoJSONSourceSpecification, LayerSpecification } from "maplibre-gl";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import { byZoom } from "../../layers/drawing.ts";
import { labelFont, strongFont } from "../../look/basemap.ts";
import type { Theme } from "../../look/palette.ts";
import { type PlanInks, planInks } from "./inks.ts";

export const facesSource = "plan-faces";
export const arcsSource = "plan-arcs";
/** What changed since the large sources were filled (feed.ts). */
export const freshFacesSource = "plan-faces-fresh";
export const freshArcsSource = "plan-arcs-fresh";
export const labelsSource = "plan-labels";
export const otherSource = "plan-other";
export const marksSource = "plan-marks";
export const ghostSource = "plan-ghost";
export const planSources: readonly string[] = [
  ...[facesSource, freshFacesSource, arcsSource, freshArcsSource],
  ...[labelsSource, otherSource, marksSource, ghostSource],
];

/** No simplifying: two sides of a border must stay one line at every zoom. */
export const emptySource = (): GeoJSONSourceSpecification => ({
  type: "geojson",
  data: { type: "FeatureCollection", features: [] },
  maxzoom: 18,
  tolerance: 0,
  buffer: 64,
});

/** What a face's state says of its fill: 0–7 a zone's colour, 8–14 a tint, else nobody's, or not known. */
export const nobodyFill = 15;
export const unknownFill = 16;
/** An arc between what is selected, picked or pointed at and the rest. */
export const edges = { none: 0, hovered: 1, piece: 2, selected: 3 } as const;

type Expression = ExpressionSpecification;
const state = (name: string, otherwise: number): Expression => ["coalesce", ["feature-state", name], otherwise];
const is = (name: string, value: number): Expression => ["==", state(name, -1), value];
/** Replaced by what the small source has. */
const gone = is("gone", 1);
const part = (name: string): Expression => ["==", ["get", "part"], name];
const kind = (otherwise: string, choices: Readonly<Record<string, string>>): Expression =>
  ["match", ["get", "kind"], ...Object.entries(choices).flat(), otherwise] as unknown as Expression;

function fillColour({ fills, tints, nobody }: PlanInks): Expression {
  const pairs = [...fills, ...tints].flatMap((colour, i) => [i, colour]);
  return ["match", state("fill", unknownFill), ...pairs, nobodyFill, nobody, "rgba(0,0,0,0)"] as unknown as Expression;
}

function faces(inks: PlanInks, theme: Theme): LayerSpecification[] {
  const [rest, over, picked, chosen] = theme === "light" ? [0.5, 0.64, 0.72, 0.82] : [0.42, 0.56, 0.66, 0.8];
  const opacity: Expression = ["case", gone, 0, ["match", state("edge", 0), 1, over, 2, picked, 3, chosen, rest]] as unknown as Expression;
  const pattern = (name: string, when: Expression, strong: number) => ({
    name,
    paint: { "fill-pattern": `plan:${name}:${theme}`, "fill-opacity": ["case", gone, 0, when, strong, 0] as Expression },
  });
  return [
    { name: "fill", paint: { "fill-color": fillColour(inks), "fill-opacity": opacity } },
    pattern("nobody", is("fill", nobodyFill), 0.8),
    pattern("hatch", is("lock", 1), 0.5),
  ].flatMap(({ name, paint }) =>
    [facesSource, freshFacesSource].map(
      (source): LayerSpecification => ({
        id: `plan-${name}${source === facesSource ? "" : "-fresh"}`,
        type: "fill",
        source,
        // Half a pixel of antialiasing would draw each border twice.
        paint: { "fill-antialias": false, ...paint },
      }),
    ),
  );
}

/** Widths by rank: the outline, levels above, the level itself, one below, and what is finer still. */
function widths(level: ZoneLevel, [outline, above, own, below, finer]: readonly number[]): Expression {
  const rank = state("rank", 9);
  return [
    "case",
    gone,
    0,
    ["==", rank, 0],
    outline,
    ["<", rank, level],
    above,
    ["==", rank, level],
    own,
    ["==", rank, level + 1],
    below,
    finer,
  ] as Expression;
}
const grown = (level: ZoneLevel, extra: number, stops: Readonly<Record<number, readonly number[]>>): Expression =>
  byZoom(
    Object.fromEntries(
      Object.entries(stops).map(([zoom, all]) => [
        zoom,
        widths(
          level,
          all.map((width) => (width ? width + extra : 0)),
        ),
      ]),
    ),
    1.2,
  );
const lineWidths = { 10: [1.8, 1.8, 1, 0, 0], 13: [3, 3.2, 1.8, 0.5, 0.2], 16: [4, 4.6, 2.6, 1.2, 0.7] } as const;
const strongWidths = { 10: [1.8, 1.8, 1, 0, 0], 13: [3, 3.2, 1.8, 0, 0], 16: [4, 4.6, 2.6, 0, 0] } as const;

function borders(inks: PlanInks, level: ZoneLevel): LayerSpecification[] {
  const edge = (width: number): Expression =>
    ["case", gone, 0, ["match", state("edge", 0), 1, width - 1.4, 2, width - 0.6, 3, width, 0]] as unknown as Expression;
  const ink: Expression = ["match", state("edge", 0), 2, inks.piece, inks.chosen] as unknown as Expression;
  const lines = [
    { name: "casing", paint: { "line-color": inks.casing, "line-opacity": 0.7, "line-width": grown(level, 2.2, strongWidths) } },
    { name: "line", paint: { "line-color": inks.border, "line-width": grown(level, 0, lineWidths) } },
    { name: "edge-casing", paint: { "line-color": inks.casing, "line-width": edge(8) } },
    { name: "edge", paint: { "line-color": ink, "line-width": edge(4.4) } },
  ].flatMap(({ name, paint }) =>
    [arcsSource, freshArcsSource].map(
      (source): LayerSpecification => ({
        id: `plan-${name}${source === arcsSource ? "" : "-fresh"}`,
        type: "line",
        source,
        layout: { "line-join": "round", "line-cap": "round" },
        paint,
      }),
    ),
  );
  return [
    ...lines,
    {
      id: "plan-other",
      type: "line",
      source: otherSource,
      layout: { "line-join": "round" },
      paint: { "line-color": inks.other, "line-width": 2.2, "line-dasharray": [3, 2] },
    },
  ];
}

function names(inks: PlanInks): LayerSpecification {
  const name: Expression = ["format", ["get", "name"], { "text-font": ["literal", strongFont] }, ["get", "person"], { "font-scale": 0.86 }];
  return {
    id: "plan-name",
    type: "symbol",
    source: labelsSource,
    filter: [">=", ["zoom"], ["get", "from"]],
    layout: {
      "text-field": ["step", ["zoom"], ["get", "name"], 12, name] as unknown as Expression,
      "text-font": labelFont,
      "text-size": byZoom({ 10: 12, 14: 14, 17: 17 }, 1),
      "text-max-width": 9,
      "text-line-height": 1.25,
      "text-padding": 3,
      // Larger zones first.
      "symbol-sort-key": ["get", "sort"],
    },
    paint: { "text-color": inks.text, "text-halo-color": inks.halo, "text-halo-width": 1.6, "text-halo-blur": 0.2 },
  };
}

function marks(inks: PlanInks, theme: Theme): LayerSpecification[] {
  const ink = kind(inks.refused, { site: inks.site, problem: inks.problem });
  return [
    {
      id: "plan-arrow",
      type: "line",
      source: marksSource,
      filter: part("arrow"),
      paint: { "line-color": ink, "line-width": 1.6, "line-opacity": 0.75 },
    },
    {
      id: "plan-arrow-head",
      type: "symbol",
      source: marksSource,
      filter: ["all", part("mark"), ["has", "turn"]],
      layout: {
        "icon-image": ["concat", "plan:arrow-", ["get", "kind"], `:${theme}`],
        "icon-rotate": ["get", "turn"],
        "icon-rotation-alignment": "map",
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    },
    {
      id: "plan-mark",
      type: "circle",
      source: marksSource,
      filter: ["all", part("mark"), ["!", ["has", "turn"]]],
      paint: {
        "circle-radius": ["match", ["get", "kind"], "refused", 11, "fault", 9, 5] as unknown as Expression,
        "circle-color": ink,
        "circle-opacity": ["match", ["get", "kind"], ["refused", "fault"], 0.2, 0.9] as unknown as Expression,
        "circle-stroke-color": ["match", ["get", "kind"], ["refused", "fault"], inks.refused, inks.halo] as unknown as Expression,
        "circle-stroke-width": ["match", ["get", "kind"], ["refused", "fault"], 2.6, 1.4] as unknown as Expression,
      },
    },
  ];
}

function ghostLines(inks: PlanInks): LayerSpecification[] {
  const ink = kind(inks.draft, { refused: inks.refused });
  const layout = { "line-join": "round", "line-cap": "round" } as const;
  return [
    {
      id: "plan-ghost-area",
      type: "fill",
      source: ghostSource,
      filter: part("area"),
      paint: { "fill-color": inks.draft, "fill-opacity": 0.16 },
    },
    {
      id: "plan-ghost-casing",
      type: "line",
      source: ghostSource,
      filter: ["any", part("line"), part("ring")],
      layout,
      paint: { "line-color": inks.halo, "line-width": 5.6, "line-opacity": 0.75 },
    },
    {
      id: "plan-ghost-line",
      type: "line",
      source: ghostSource,
      filter: ["any", part("ring"), ["all", part("line"), ["!=", ["get", "kind"], "band"]]],
      layout,
      paint: { "line-color": ink, "line-width": 2.6 },
    },
    {
      id: "plan-ghost-band",
      type: "line",
      source: ghostSource,
      filter: ["all", part("line"), ["==", ["get", "kind"], "band"]],
      paint: { "line-color": inks.draft, "line-width": 2.2, "line-dasharray": [2.4, 1.6] },
    },
  ];
}

function ghostPoints(inks: PlanInks, theme: Theme): LayerSpecification[] {
  return [
    {
      id: "plan-ghost-point",
      type: "circle",
      source: ghostSource,
      filter: ["all", part("point"), ["!=", ["get", "kind"], "crosshair"]],
      paint: {
        "circle-radius": [
          "match",
          ["get", "kind"],
          "held",
          7,
          "snap",
          7.5,
          "refused",
          8,
          "mid",
          4,
          "fixed",
          3.6,
          5,
        ] as unknown as Expression,
        "circle-color": kind(inks.halo, { held: inks.draft, fixed: inks.border, mid: inks.draft }),
        "circle-opacity": ["match", ["get", "kind"], ["snap", "refused"], 0.25, 1] as unknown as Expression,
        "circle-stroke-color": kind(inks.draft, { refused: inks.refused, fixed: inks.halo, held: inks.halo, mid: inks.halo }),
        "circle-stroke-width": ["match", ["get", "kind"], "fixed", 1, "mid", 1.4, 2.4] as unknown as Expression,
      },
    },
    {
      id: "plan-crosshair",
      type: "symbol",
      source: ghostSource,
      filter: ["all", part("point"), ["==", ["get", "kind"], "crosshair"]],
      layout: { "icon-image": `plan:crosshair:${theme}`, "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
  ];
}

/** A layer, and the beginning of the id of the one it lies beneath. */
export interface Placed {
  readonly spec: LayerSpecification;
  readonly beneath: string;
}

/** From the ground up: fills under roads, so that they can be followed; borders over roads and under names; names and what is at work on top. */
export function planSpecs(theme: Theme, level: ZoneLevel): readonly Placed[] {
  const inks = planInks[theme];
  const under = (beneath: string, specs: readonly LayerSpecification[]) => specs.map((spec) => ({ spec, beneath }));
  return [
    ...under("road-", faces(inks, theme)),
    ...under("name-", borders(inks, level)),
    ...under("edit-", [names(inks), ...marks(inks, theme), ...ghostLines(inks), ...ghostPoints(inks, theme)]),
  ];
}

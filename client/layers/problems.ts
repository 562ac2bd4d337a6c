/**
 * Problems: far out a disc with their number, ringed by the shares of their statuses; near, one symbol each by status.
 * One definition, drawn from the features of the worker's index, a few hundred at a time, or from the server's tiles.
 */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { statusOf } from "../../server/contract/status.ts";
import { tileLayer } from "../../server/contract/tiles.ts";
import type { ProblemRow } from "../../server/contract/types.ts";
import { type ProblemState, type ProblemStatus, problemStatuses, statusOrder, type Word } from "../../server/contract/vocabulary.ts";
import { strongFont } from "../look/basemap.ts";
import { statusColour, statusShapeSvg } from "../look/palette.ts";
import { timeText } from "../state/calendar.ts";
import type { Lang } from "../state/view.ts";
import { lengthLimit } from "./describe.ts";
import { byZoom } from "./drawing.ts";
import { rowOf } from "./geometry.ts";
import type { DescribeContext, DrawContext, MapLayer } from "./layer.ts";

/** Where problems are drawn from: the worker's features, or the server's tiles. */
export type ProblemFrom = "columns" | "tiles";
export const problemSource = "problems";
export const problemTiles = "problem-tiles";
/** Of a drawn layer's id: it draws the same from the tiles. */
const ofTiles = "-tile";
/** A cluster's disc grows with the logarithm of its count; the donut picture is painted for size 1. */
const discSize: ExpressionSpecification = ["interpolate", ["linear"], ["ln", ["get", "n"]], 0.7, 0.62, 3, 0.76, 6, 1, 9, 1.3];
const textSize: ExpressionSpecification = ["interpolate", ["linear"], ["ln", ["get", "n"]], 0.7, 11, 3, 12, 6, 14, 9, 16];

/** A count short enough for a disc: 1.2万, 16万, 12k. */
const shortCount = (lang: Lang): ExpressionSpecification => {
  const n: ExpressionSpecification = ["get", "n"];
  const inTens = (unit: number): ExpressionSpecification => ["to-string", ["/", ["round", ["/", n, unit / 10]], 10]];
  const inWhole = (unit: number): ExpressionSpecification => ["to-string", ["round", ["/", n, unit]]];
  return lang === "zh"
    ? ["step", n, ["to-string", n], 10_000, ["concat", inTens(10_000), "万"], 99_500, ["concat", inWhole(10_000), "万"]]
    : ["step", n, ["to-string", n], 10_000, ["concat", inWhole(1000), "k"], 999_500, ["concat", inTens(1e6), "M"]];
};

/** Most urgent last: it is drawn over the others. */
const byUrgency: ExpressionSpecification = ["-", 0, ["index-of", ["get", "status"], ["literal", [...statusOrder]]]];

/** The symbols and the discs of one source. Tiles stay unseen until all of them are there (icon-opacity, text-opacity). */
function spots(from: ProblemFrom, { colours: c, theme, lang, from: shown = "columns", waiting }: DrawContext): LayerSpecification[] {
  const tiles = from === "tiles";
  const of = tiles ? { source: problemTiles, "source-layer": tileLayer } : { source: problemSource };
  const suffix = tiles ? ofTiles : "";
  const opacity = waiting === from ? 0 : 1;
  const visibility = shown === from || waiting === from ? {} : { visibility: "none" as const };
  return [
    {
      id: `problem-symbol${suffix}`,
      type: "symbol",
      ...of,
      filter: ["==", ["get", "n"], 1],
      layout: {
        ...visibility,
        "icon-image": ["concat", "status:", ["get", "status"], `:${theme}`],
        "icon-size": byZoom({ 9: 0.62, 13: 0.72, 15: 0.88, 17: 1.1 }, 1),
        "icon-allow-overlap": true,
        "symbol-sort-key": byUrgency,
      },
      paint: { "icon-opacity": opacity },
    },
    {
      id: `problem-cluster${suffix}`,
      type: "symbol",
      ...of,
      filter: [">", ["get", "n"], 1],
      layout: {
        ...visibility,
        "icon-image": ["concat", "donut:", ["get", "donut"], `:${theme}`],
        "icon-size": discSize,
        "icon-allow-overlap": true,
        "text-field": shortCount(lang),
        "text-font": strongFont,
        "text-size": textSize,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
        // The smaller lies over the larger: so both numbers can be read.
        "symbol-sort-key": ["-", 0, ["get", "n"]],
      },
      paint: { "text-color": c.discText, "icon-opacity": opacity, "text-opacity": opacity },
    },
  ];
}

function specs(context: DrawContext): LayerSpecification[] {
  const { colours: c, theme } = context;
  return [
    {
      id: "spider-legs",
      type: "line",
      source: "spider",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": c.hover, "line-width": 1, "line-opacity": 0.6 },
    },
    ...spots("columns", context),
    ...spots("tiles", context),
    {
      id: "spider-symbol",
      type: "symbol",
      source: "spider",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        "icon-image": ["concat", "status:", ["get", "status"], `:${theme}`],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    },
  ];
}

/** Status of row i of the problems layer. */
function statusOfRow(rows: NonNullable<DescribeContext["data"]["problems"]>, i: number, clock: number): ProblemStatus {
  return statusOf(rows.states[rows.state[i] as number] as ProblemState, rows.nearlyDue[i] || null, rows.due[i] || null, clock);
}

type TextContext = Pick<DescribeContext, "categories" | "units" | "timeZone">;
interface Described {
  readonly category: string;
  readonly status: ProblemStatus;
  readonly unit: number;
  /** Unix seconds; 0 = none. */
  readonly found: number;
  readonly due: number;
}

function linesOf(one: Described, { categories, units, timeZone }: TextContext): Word[] {
  const name = categories.get(one.category)?.name ?? { zh: one.category || "未归类", en: one.category || "uncategorised" };
  const status = problemStatuses[one.status];
  const lines: Word[] = [name, { zh: `${status.shape} ${status.zh}`, en: `${status.shape} ${status.en}` }];
  const unit = units.get(one.unit);
  if (unit) lines.push({ zh: `责任单位：${unit}`, en: `Unit: ${unit}` });
  const found = timeText(one.found, timeZone);
  lines.push({ zh: `发现：${found}`, en: `Found: ${found}` });
  const due = one.due ? timeText(one.due, timeZone) : null;
  if (due) lines.push({ zh: `截止：${due}`, en: `Deadline: ${due}` });
  return lines.slice(0, lengthLimit);
}

/** A problem that is in no column, as the server's row tells it. */
export function describeRow(row: Pick<ProblemRow, "category" | "status" | "unit" | "found" | "deadline">, context: TextContext): Word[] {
  const unix = (time: string | null) => (time === null ? 0 : Date.parse(time) / 1000);
  const { category, status, unit, found, deadline } = row;
  return linesOf({ category, status, unit: unit ?? 0, found: unix(found), due: unix(deadline) }, context);
}

function describeProblem(id: number, context: DescribeContext): Word[] | null {
  const rows = context.data.problems;
  const i = rows ? rowOf(rows.id, id) : undefined;
  if (!rows || i === undefined) return null;
  const category = rows.categories[rows.category[i] as number] ?? "";
  const [unit, found, due] = [rows.unit[i] as number, rows.found[i] as number, rows.due[i] as number];
  return linesOf({ category, status: statusOfRow(rows, i, context.clock), unit, found, due }, context);
}

export const problems: MapLayer = {
  id: "problems",
  group: "problems",
  title: { zh: "问题", en: "problems" },
  legend: statusOrder.map((status) => ({
    id: status,
    label: problemStatuses[status],
    swatch: {
      kind: "path",
      d: statusShapeSvg(status),
      colour: { dark: statusColour("dark", status), light: statusColour("light", status) },
    },
    counts: { by: "status", status },
  })),
  needs: ["problems"],
  on: true,
  minZoom: 0,
  sources: [],
  specs,
  picking: {
    from: ["spider-symbol", "problem-cluster", "problem-symbol", `problem-cluster${ofTiles}`, `problem-symbol${ofTiles}`],
    kind: "problem",
  },
  describe: (thing, context) => (thing.kind === "problem" ? describeProblem(thing.id, context) : null),
};

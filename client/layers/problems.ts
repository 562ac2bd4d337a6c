/**
 * Problems: far out a disc with their number, ringed by the shares of their statuses; near, one symbol each by status.
 * The features come from the worker's index, a few hundred at a time.
 */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { statusOf } from "../../server/contract/status.ts";
import { type ProblemState, type ProblemStatus, problemStatuses, statusOrder, type Word } from "../../server/contract/vocabulary.ts";
import { strongFont } from "../look/basemap.ts";
import { statusColour, statusShapeSvg } from "../look/palette.ts";
import { timeText } from "../state/calendar.ts";
import { lengthLimit } from "./describe.ts";
import { byZoom } from "./drawing.ts";
import { rowOf } from "./geometry.ts";
import type { DescribeContext, DrawContext, MapLayer } from "./layer.ts";

export const problemSource = "problems";
/** A cluster's disc grows with the logarithm of its count; the donut picture is painted for size 1. */
const discSize: ExpressionSpecification = ["interpolate", ["linear"], ["ln", ["get", "n"]], 0.7, 0.62, 3, 0.76, 6, 1, 9, 1.3];
const textSize: ExpressionSpecification = ["interpolate", ["linear"], ["ln", ["get", "n"]], 0.7, 11, 3, 12, 6, 14, 9, 16];

function specs({ colours: c, theme }: DrawContext): LayerSpecification[] {
  return [
    {
      id: "spider-legs",
      type: "line",
      source: "spider",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": c.hover, "line-width": 1, "line-opacity": 0.6 },
    },
    {
      id: "problem-symbol",
      type: "symbol",
      source: problemSource,
      filter: ["==", ["get", "n"], 1],
      layout: {
        "icon-image": ["concat", "status:", ["get", "status"], `:${theme}`],
        "icon-size": byZoom({ 9: 0.62, 13: 0.72, 15: 0.88, 17: 1.1 }, 1),
        "icon-allow-overlap": true,
        "symbol-sort-key": ["-", 0, ["get", "urgency"]],
      },
    },
    {
      id: "problem-cluster",
      type: "symbol",
      source: problemSource,
      filter: [">", ["get", "n"], 1],
      layout: {
        "icon-image": ["concat", "donut:", ["get", "donut"], `:${theme}`],
        "icon-size": discSize,
        "icon-allow-overlap": true,
        "text-field": ["get", "count"],
        "text-font": strongFont,
        "text-size": textSize,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
        "symbol-sort-key": ["get", "n"],
      },
      paint: { "text-color": c.discText },
    },
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

function describeProblem(id: number, { data, clock, categories, units, timeZone }: DescribeContext): Word[] | null {
  const rows = data.problems;
  const i = rows ? rowOf(rows.id, id) : undefined;
  if (!rows || i === undefined) return null;
  const code = rows.categories[rows.category[i] as number] ?? "";
  const name = categories.get(code)?.name ?? { zh: code || "未归类", en: code || "uncategorised" };
  const status = problemStatuses[statusOfRow(rows, i, clock)];
  const lines: Word[] = [name, { zh: `${status.shape} ${status.zh}`, en: `${status.shape} ${status.en}` }];
  const unit = units.get(rows.unit[i] as number);
  if (unit) lines.push({ zh: `责任单位：${unit}`, en: `Unit: ${unit}` });
  const found = timeText(rows.found[i] as number, timeZone);
  lines.push({ zh: `发现：${found}`, en: `Found: ${found}` });
  const due = rows.due[i] ? timeText(rows.due[i] as number, timeZone) : null;
  if (due) lines.push({ zh: `截止：${due}`, en: `Deadline: ${due}` });
  return lines.slice(0, lengthLimit);
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
  picking: { from: ["spider-symbol", "problem-cluster", "problem-symbol"], kind: "problem" },
  describe: (thing, context) => (thing.kind === "problem" ? describeProblem(thing.id, context) : null),
};

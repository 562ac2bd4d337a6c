/** Gives a stretch of one border another course: from a place on it to another. */
import type { Position } from "../../../server/contract/draw.ts";
import type { Near } from "../../../server/contract/partition/find.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { lengthLabel } from "../../draw/measure.ts";
import { type Drawn, lineGhost, lineHears, noLine } from "./along.ts";
import { long_m } from "./places.ts";
import type { Heard, Tool, ToolContext } from "./tool.ts";

const begin: Word = { zh: "在要改的边界上点击起点", en: "click on the border where its new course begins" };
const go: Word = { zh: "画新走向，最后点击同一条边界", en: "draw the new course; the last click is on the same border" };
const offBorder: Word = { zh: "起点和终点都要在边界上", en: "it must begin and end on a border" };

/** What is on the border at a place that was snapped to it. */
const on = (at: Position, { finder }: ToolContext): Near | null => finder.nearest(at, 0.05);

function finished(drawn: Drawn, context: ToolContext): Heard<Drawn> {
  const line = drawn.points;
  const [first, last] = [line[0], line.at(-1)];
  const fits = first && last && line.length > 1 && on(first, context) && on(last, context);
  return fits
    ? { state: noLine, step: { kind: "reroute", line }, hint: null }
    : { state: drawn, hint: drawn.points.length ? offBorder : begin };
}

export const reroute: Tool<Drawn> = {
  id: "reroute",
  first: noLine,
  hear(state, event, context) {
    const { drawn, done } = lineHears(state, event, context);
    if (done) return finished(drawn, context);
    // It begins on a border, or it does not begin.
    if (drawn.points.length && !state.points.length && !on(drawn.points[0] as Position, context)) return { state: noLine, hint: offBorder };
    const long = lengthLabel(long_m([...drawn.points, ...drawn.ahead]));
    const hint = drawn.points.length ? { zh: `${long} · ${go.zh}，回车完成`, en: `${long} · ${go.en}, Enter ends` } : begin;
    return { state: drawn, hint: event.kind === "leave" ? null : hint };
  },
  ghost: (state) => lineGhost(state),
  idle: ({ points }) => points.length === 0,
  anchor: ({ points }) => points.at(-1) ?? null,
  cursor: "crosshair",
};

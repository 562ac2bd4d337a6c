/** Draws an area inside a zone, which becomes one of its own; with Shift at right angles. */
import type { Position } from "../../../server/contract/draw.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { areaLabel } from "../../draw/measure.ts";
import { added, type Drawn, lineGhost, lineHears, noLine, pointed } from "./along.ts";
import { zonesCut } from "./cut.ts";
import { equal, far_m, snap_px, wide_m2 } from "./places.ts";
import type { Heard, Tool, ToolContext, ToolEvent } from "./tool.ts";

const begin: Word = {
  zh: "点击画一块区域；点回起点、回车或双击闭合，按住 Shift 画直角",
  en: "click around an area; a click on its first vertex, Enter or a double click closes it, Shift keeps right angles",
};
const tooFew: Word = { zh: "至少要三个点", en: "three vertices at least" };

/** The place nearest to `at` on a line at a right angle to the last edge, or along it; the first edge runs east or north. */
export function squared(points: readonly Position[], at: Position): Position {
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!last) return at;
  const [east, north] = degree_m(last[1]);
  const flat = ([x, y]: Position) => [(x - last[0]) * east, (y - last[1]) * north] as const;
  const [dx, dy] = before ? flat(before) : [1, 0];
  const long = Math.hypot(dx, dy);
  if (!long) return at;
  const [ux, uy] = [dx / long, dy / long];
  const [px, py] = flat(at);
  const [along, across] = [px * ux + py * uy, py * ux - px * uy];
  const [x, y] = Math.abs(along) > Math.abs(across) ? [along * ux, along * uy] : [-across * uy, across * ux];
  return [last[0] + x / east, last[1] + y / north];
}

function closed(drawn: Drawn, context: ToolContext): Heard<Drawn> {
  const ring = drawn.points.filter((at, i) => !equal(at, drawn.points[i - 1]));
  const [first] = ring;
  if (first && ring.length > 1 && equal(first, ring.at(-1))) ring.pop();
  if (!first || ring.length < 3) return { state: drawn, hint: tooFew };
  const line = [...ring, first];
  return { state: noLine, step: { kind: "cut", level: context.level, zones: zonesCut(line, context), line, names: [] }, hint: null };
}

/** On the first vertex again. */
function onFirst({ points }: Drawn, event: ToolEvent): boolean {
  const [first] = points;
  return points.length > 2 && first !== undefined && "metresPerPixel" in event && far_m(event.at, first) <= snap_px * event.metresPerPixel;
}

export const ring: Tool<Drawn> = {
  id: "ring",
  first: noLine,
  hear(state, event, context) {
    const bend = "shift" in event && event.shift ? (at: Position) => squared(state.points, at) : undefined;
    if (event.kind === "click" && onFirst(state, event)) {
      // Along what is followed, if anything is.
      const home = pointed(state, { ...event, at: state.points[0] as Position }, { ...context, snap: false });
      return closed(added(home), context);
    }
    const { drawn, done } = lineHears(state, event, context, bend);
    if (done) return closed(drawn, context);
    const ring = [...drawn.points, ...drawn.ahead];
    const wide = areaLabel(wide_m2(ring));
    return {
      state: drawn,
      hint:
        event.kind === "leave"
          ? null
          : ring.length > 2
            ? { zh: `${wide} · 点回起点或回车闭合`, en: `${wide} · the first vertex or Enter closes it` }
            : begin,
    };
  },
  ghost(state) {
    const ghost = lineGhost(state);
    const [first] = state.points;
    const last = state.ahead.at(-1);
    const home = first && last && state.points.length > 1 ? [{ points: [last, first], kind: "band" as const }] : [];
    return { ...ghost, areas: [[...state.points, ...state.ahead]], lines: [...ghost.lines, ...home] };
  },
  idle: ({ points }) => points.length === 0,
  anchor: ({ points }) => points.at(-1) ?? null,
  cursor: "crosshair",
};

/** X: a line from border to border; what it crosses is split. */
import type { Position } from "../../../server/contract/draw.ts";
import { zoneOfFace } from "../../../server/contract/partition/belong.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { lengthLabel } from "../../draw/measure.ts";
import { type Drawn, lineGhost, lineHears, noLine } from "./along.ts";
import { crossings } from "./crossings.ts";
import { hugging } from "./hug.ts";
import { equal, long_m } from "./places.ts";
import type { Heard, Tool, ToolContext } from "./tool.ts";

/** With what is ahead of it. */
const whole = ({ points, ahead }: Drawn): readonly Position[] => (points.length ? [...points, ...ahead] : []);

/** Selected zones that the line runs through; null = every zone it crosses. */
export function zonesCut(line: readonly Position[], { selected, finder, partition, level }: ToolContext): readonly number[] | null {
  if (selected.size === 0) return null;
  // Between two borders a line is in one zone: its middle there says which.
  const stops = line.flatMap((at, i) => {
    const next = line[i + 1];
    return next ? [at, ...crossings([at, next], { partition, finder })] : [at];
  });
  const middles = stops.slice(1).map(([x, y], i): Position => {
    const [fromX, fromY] = stops[i] as Position;
    return [(fromX + x) / 2, (fromY + y) / 2];
  });
  const met = new Set(middles.map((at) => zoneOfFace(partition, finder.faceAt(at), level)));
  const zones = [...selected].filter((zone) => met.has(zone));
  return zones.length ? zones : null;
}

const begin: Word = {
  zh: "在边界上点击开始；再次点击加点，回车或双击完成，退格撤一点",
  en: "click on a border to begin; click to add vertices, Enter or a double click ends, Backspace takes one back",
};
function hint(drawn: Drawn, context: ToolContext): Word {
  const line = whole(drawn);
  if (line.length < 2) return begin;
  const long = lengthLabel(long_m(line));
  const met = crossings(line, context).length;
  if (met < 2)
    return {
      zh: `${long} · 线要从边界到边界，现在只碰到 ${met} 处`,
      en: `${long} · it must run from border to border; it meets ${met} so far`,
    };
  return { zh: `${long} · 碰到边界 ${met} 处，回车完成`, en: `${long} · meets borders in ${met} places; Enter ends` };
}

function finished(drawn: Drawn, context: ToolContext): Heard<Drawn> {
  const clean = drawn.points.filter((at, i) => !equal(at, drawn.points[i - 1]));
  const line = context.snap ? hugging(clean, context) : clean;
  if (line.length < 2) return { state: drawn, hint: begin };
  return { state: noLine, step: { kind: "cut", level: context.level, zones: zonesCut(line, context), line, names: [] }, hint: null };
}

export const cut: Tool<Drawn> = {
  id: "cut",
  first: noLine,
  hear(state, event, context) {
    const { drawn, done } = lineHears(state, event, context);
    return done ? finished(drawn, context) : { state: drawn, hint: event.kind === "leave" ? null : hint(drawn, context) };
  },
  ghost(state, context) {
    const ghost = lineGhost(state);
    const met = crossings(whole(state), context).map((at) => ({ at, kind: "mid" as const }));
    return { ...ghost, points: [...met, ...ghost.points] };
  },
  idle: ({ points }) => points.length === 0,
  anchor: ({ points }) => points.at(-1) ?? null,
  cursor: "crosshair",
};

/** Another course for a stretch of border. */
import type { Position } from "../draw.ts";
import { distance2, same } from "./exact.ts";
import { isFreeRing, type Stretch } from "./insert.ts";
import { crossesItself, selfCrossing, spotAt, tidied } from "./noding.ts";
import { type Arc, outside, type Partition } from "./partition.ts";
import type { Outcome, Step } from "./steps.ts";
import { settled } from "./vertices.ts";
import { isRefused, refused, Work } from "./work.ts";

/** An arc with both ends of the line, and where: the course between them along the arc is what goes. */
interface Found {
  readonly arc: Arc;
  readonly from: number;
  readonly to: number;
}

/** The place of an end of the line: a vertex that is there, or one put on the border it lies on. */
function endAt(work: Work, at: Position): Position | null {
  const spot = spotAt(work.table, at);
  if (spot.edge) {
    const { arc, index } = spot.edge;
    work.putArc({ ...arc, points: arc.points.toSpliced(index + 1, 0, spot.at) });
  }
  return spot.vertex || spot.edge ? spot.at : null;
}

const lengthOf = (points: readonly Position[]) =>
  points.reduce((sum, p, i) => (i ? sum + Math.sqrt(distance2(p, points[i - 1] as Position)) : 0), 0);

/** The arc turned so that a ring begins at one end of the line and goes the shorter way to the other. */
function courseOn(work: Work, arc: Arc, start: Position, end: Position): Found | null {
  let points = arc.points;
  if (isFreeRing(work, arc)) {
    const at = points.findIndex((p) => same(p, start));
    points = [...points.slice(at), ...points.slice(1, at + 1)];
    const to = points.findIndex((p) => same(p, end));
    const isLonger = lengthOf(points.slice(0, to + 1)) > lengthOf(points.slice(to));
    return { arc: { ...arc, points }, from: isLonger ? points.length - 1 : 0, to };
  }
  const [from, to] = [points.findIndex((p) => same(p, start)), points.findIndex((p) => same(p, end))];
  if (from < 0 || to < 0 || from === to) return null;
  return { arc, from, to };
}

function stretchBetween(work: Work, start: Position, end: Position): Found | Outcome {
  const starts = work.table.at(start).map((edge) => edge.arc);
  const both = [...new Set(work.table.at(end).map((edge) => edge.arc))].filter((arc) => starts.includes(arc));
  if (!both.length)
    return refused(
      "apart",
      {
        zh: "线的两端须在同一段边界上，中间不能经过三区交点",
        en: "Both ends must lie on one border, without a place between them where several borders meet",
      },
      end,
    );
  const courses = both.flatMap((arc) => courseOn(work, arc, start, end) ?? []);
  const length = ({ arc, from, to }: Found) => lengthOf(arc.points.slice(Math.min(from, to), Math.max(from, to) + 1));
  const [best] = courses.sort((a, b) => length(a) - length(b) || a.arc.id - b.arc.id);
  if (!best) return refused("apart", { zh: "线的两端须在同一段边界上", en: "Both ends must lie on one border" }, end);
  if (best.arc.left === outside || best.arc.right === outside)
    return refused("outline", { zh: "区界不能改动", en: "The district's outline stays as it is" }, start);
  return best;
}

export function reroute(partition: Partition, step: Extract<Step, { kind: "reroute" }>): Outcome {
  const line = tidied(step.line);
  const [first, last] = [line[0], line[line.length - 1]];
  if (!first || !last || line.length < 2 || same(first, last))
    return refused(
      "tooShort",
      { zh: "线太短：须从边界上一点画到另一点", en: "The line is too short: it goes from one place of a border to another" },
      first ?? null,
    );
  const knot = selfCrossing(line);
  if (knot) return refused("crossesItself", crossesItself, knot);
  const work = new Work(partition);
  const [start, end] = [endAt(work, first), endAt(work, last)];
  if (!start || !end)
    return refused("noZone", { zh: "线的两端须在边界上", en: "Both ends of the line must lie on a border" }, start ? last : first);
  const found = stretchBetween(work, start, end);
  if (isRefused(found)) return found;
  return replaced(work, found as Found, [start, ...line.slice(1, -1), end]);
}

function replaced(work: Work, { arc, from, to }: Found, line: readonly Position[]): Outcome {
  const course = from < to ? line : line.toReversed();
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const old = arc.points.slice(low, high + 1);
  if (old.length === course.length && old.every((p, i) => same(p, course[i] as Position)))
    return refused("nothing", { zh: "边界原本就这样走", en: "The border runs so already" }, line[0] ?? null);
  const points = [...arc.points.slice(0, low), ...course, ...arc.points.slice(high + 1)];
  if (points.length < 4 && same(points[0] as Position, points[points.length - 1] as Position))
    return refused("empties", { zh: "这样这块区域就没有面积了", en: "So the area would be gone" }, line[0] ?? null);
  work.putArc({ ...arc, points });
  const fresh = course.slice(1).map((p, i): Stretch => [course[i] as Position, p]);
  return settled(work, fresh, fresh, course.slice(1, -1), new Set([arc.left, arc.right]));
}

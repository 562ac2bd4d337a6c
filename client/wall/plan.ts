/** A wall that is wider than high: figures to the left of the map, the scene's own to its right. Pure; sizes in CSS pixels. */
import type { Box, WallLayout } from "./layout.ts";
import { lengthOf, type Stretch, within } from "./panels.ts";
import { boxOf, cards, figureRows, leastOf, overMap, type Rem, remOf, slots } from "./parts.ts";

/** The screen, and where boxes may lie on it: one stretch for each of its screens. */
export interface Cells {
  readonly width: number;
  readonly height: number;
  readonly root_px: number;
  readonly xs: readonly Stretch[];
  readonly ys: readonly Stretch[];
}
export interface Wants {
  readonly figures: number;
  readonly trend: boolean;
}
export type Plan = Omit<WallLayout, "root_px" | "faults" | "notes" | "seams">;

const share = { side: 0.24, title: 0.08 } as const;
/** From this width on a column holds the title or the clock itself, and the map has the wall's whole height. Rem. */
const corner_w = 24;
/** A figure is best so much wider than high, and two lie side by side at ease when each has so much, rem. */
const shape = 2.6;
const pair_w = 15.5;

/** Height of the title's row. */
export const titleRow = (height: number, rem: Rem): number =>
  Math.max(rem(leastOf.title.h), Math.min(Math.floor(height * share.title), rem(4)));

/** Width of a column beside the map; nearly a screen's width becomes the whole of it. Null = the screen is too narrow. */
function sideWidth(whole: number, panel: Stretch, rem: Rem): number | null {
  const [need, room] = [rem(leastOf.scene.w), lengthOf(panel)];
  if (room < need) return null;
  const wish = Math.max(need, Math.floor(whole * share.side));
  return wish > room * 0.85 ? room : wish;
}

interface Frame {
  readonly left: Stretch;
  readonly right: Stretch;
  readonly map: Stretch;
}

function frameOf({ width, xs }: Cells, rem: Rem): Frame | null {
  const [first, last] = [xs[0] as Stretch, xs.at(-1) as Stretch];
  const [w, v] = [sideWidth(width, first, rem), sideWidth(width, last, rem)];
  if (w === null || v === null) return null;
  const left = { a: first.a, b: first.a + w };
  const right = { a: last.b - v, b: last.b };
  // A column that fills its screen: the map begins on the next one.
  const a = first.b - left.b < rem(3) ? (xs[1]?.a ?? left.b + rem.gap) : left.b + rem.gap;
  const b = right.a - last.a < rem(3) ? (xs.at(-2)?.b ?? right.a - rem.gap) : right.a - rem.gap;
  return b - a < rem(leastOf.map.w) ? null : { left, right, map: { a, b } };
}

/** Title and clock: in the columns where these are wide, else in a row of their own over everything. */
function heads({ xs }: Cells, { left, right }: Frame, y: Stretch, rem: Rem): Pick<Plan, "title" | "clock"> | null {
  if (Math.min(lengthOf(left), lengthOf(right)) >= rem(corner_w)) return { title: boxOf(left, y), clock: boxOf(right, y) };
  const [first, last] = [xs[0] as Stretch, xs.at(-1) as Stretch];
  if (xs.length > 1)
    return lengthOf(first) < rem(leastOf.title.w) || lengthOf(last) < rem(leastOf.clock.w)
      ? null
      : { title: boxOf(first, y), clock: boxOf(last, y) };
  const w = Math.max(rem(leastOf.clock.w), Math.min(rem(27), Math.floor(lengthOf(first) * 0.45)));
  const title = { a: first.a, b: first.b - w - rem.gap };
  return lengthOf(title) < rem(leastOf.title.w) ? null : { title: boxOf(title, y), clock: boxOf({ a: first.b - w, b: first.b }, y) };
}

const lower = (ys: readonly Stretch[], by: number): readonly Stretch[] =>
  ys.map((y, i) => (i === ys.length - 1 ? { a: y.a, b: y.b - by } : y));

/** One column of figures, or pairs of them: whichever gives the better shape. */
function figuresIn(count: number, x: Stretch, ys: readonly Stretch[], rem: Rem): readonly Box[] | null {
  const off = (boxes: readonly Box[]) => Math.abs(Math.log((boxes.at(-1)?.w ?? 1) / (boxes.at(-1)?.h ?? 1) / shape));
  const ways = [1, 2].map((columns) => figureRows(count, slots(x, columns, rem.gap), ys, rem)).filter((way) => way !== null);
  const wide = ways.filter((way) => way.at(-1)?.w === lengthOf(x) || (way.at(-1)?.w ?? 0) >= rem(pair_w));
  return (wide.length ? wide : ways).sort((p, q) => off(p) - off(q))[0] ?? null;
}

/** Figures, and under them the course where all have room enough to be read at ease. */
function leftOf(x: Stretch, ys: readonly Stretch[], wants: Wants, rem: Rem): Pick<Plan, "figures" | "trend"> | null {
  const high = rem(leastOf.trend.h + 2);
  const last = ys.at(-1) as Stretch;
  if (wants.trend && ys.length === 1) {
    const figures = figuresIn(wants.figures, x, lower(ys, high + rem.gap), rem);
    const bottom = figures && Math.max(...figures.map((box) => box.y + box.h)) + rem.gap;
    if (figures && bottom && (figures[0]?.h ?? 0) >= rem(5)) return { figures, trend: boxOf(x, { a: bottom, b: last.b }) };
  }
  const figures = figuresIn(wants.figures, x, ys, rem);
  return figures && { figures, trend: null };
}

/** The scene, the course if it is not elsewhere, and cards: over the scene, or in a stretch of their own. */
function rightOf(x: Stretch, ys: readonly Stretch[], trend: boolean, rem: Rem): Pick<Plan, "scene" | "trend" | "alarms"> | null {
  const [tallest, next, third] = [...ys].sort((p, q) => Math.round((lengthOf(q) - lengthOf(p)) / rem(1)) || p.a - q.a);
  if (!tallest || lengthOf(tallest) < rem(leastOf.scene.h)) return null;
  if (trend && next && lengthOf(next) >= rem(leastOf.trend.h)) {
    const scene = boxOf(x, tallest);
    const alarms = third ? cards(boxOf(x, third), "top", rem) : [];
    return { scene, trend: boxOf(x, next), alarms: alarms.length ? alarms : cards(scene, "foot", rem) };
  }
  if (!trend) {
    const scene = boxOf(x, tallest);
    return { scene, trend: null, alarms: cards(scene, "foot", rem) };
  }
  const h = Math.max(rem(leastOf.trend.h), Math.min(rem(11), Math.floor(lengthOf(tallest) * 0.28)));
  const scene = boxOf(x, { a: tallest.a, b: tallest.b - h - rem.gap });
  if (scene.h < rem(leastOf.scene.h)) return null;
  return { scene, trend: boxOf(x, { a: tallest.b - h, b: tallest.b }), alarms: cards(scene, "foot", rem) };
}

/** Figures for which there is no height at the left stand over the scene, where the wall is one screen high. */
const mostOver = 3;

/** Both columns. @param over how many figures stand at the right */
function columnsOf({ left: x, right }: Frame, ys: readonly Stretch[], wants: Wants, over: number, rem: Rem) {
  const left = leftOf(x, ys, { ...wants, figures: wants.figures - over }, rem);
  const [first, ...rest] = ys;
  if (!left || !first) return null;
  const h = over * rem(leastOf.figure.h) + Math.max(0, over - 1) * rem.gap;
  const top = over ? figureRows(over, [right], [{ a: first.a, b: first.a + h }], rem) : [];
  const under = over ? [{ a: first.a + h + rem.gap, b: first.b }, ...rest] : ys;
  const made = top && rightOf(right, under, wants.trend && !left.trend, rem);
  return made && { figures: [...left.figures, ...top], trend: left.trend ?? made.trend, scene: made.scene, alarms: made.alarms };
}

/** Null = it does not fit. */
export function beside(cells: Cells, wants: Wants): Plan | null {
  const rem = remOf(cells.root_px);
  const { xs, ys, height } = cells;
  const frame = frameOf(cells, rem);
  const top = ys[0] as Stretch;
  const row = { a: top.a, b: top.a + titleRow(height, rem) };
  const under = { a: row.b + rem.gap, b: (ys.at(-1) as Stretch).b };
  const head = frame && heads(cells, frame, row, rem);
  if (!frame || !head || row.b > top.b) return null;
  const corner = head.title.w === lengthOf(frame.left) && head.clock.w === lengthOf(frame.right);
  const map = boxOf(frame.map, corner ? { a: top.a, b: under.b } : under);
  const over = map.h < rem(leastOf.map.h) ? null : overMap(map, xs, ys, rem);
  if (!over) return null;
  const free = within(ys, under).filter((y) => lengthOf(y) >= rem(leastOf.figure.h));
  for (let more = 0; more <= (ys.length === 1 && !wants.trend ? mostOver : 0); more++) {
    const columns = columnsOf(frame, free, wants, more, rem);
    if (columns) return { ...head, map, ...over, ...columns };
  }
  return null;
}

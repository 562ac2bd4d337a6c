/** A wall that is higher than wide, or nearly: figures over the map, the scene's own under it. Pure; sizes in CSS pixels. */
import { lengthOf, type Stretch } from "./panels.ts";
import { boxOf, cards, figureRows, leastOf, overMap, type Rem, remOf, slots } from "./parts.ts";
import { type Cells, type Plan, titleRow, type Wants } from "./plan.ts";

const mostColumns = 4;

interface Head extends Pick<Plan, "title" | "clock"> {
  readonly bottom: number;
}

/** Side by side where both have room, else the clock under the title. */
function heads({ xs, ys, height }: Cells, rem: Rem): Head | null {
  const [first, last, y] = [xs[0] as Stretch, xs.at(-1) as Stretch, (ys[0] as Stretch).a];
  const row = { a: y, b: y + titleRow(height, rem) };
  if (xs.length > 1 && lengthOf(first) >= rem(leastOf.title.w) && lengthOf(last) >= rem(leastOf.clock.w))
    return { title: boxOf(first, row), clock: boxOf(last, row), bottom: row.b };
  const w = rem(leastOf.clock.w);
  const title = { a: first.a, b: first.b - w - rem.gap };
  if (xs.length === 1 && lengthOf(title) >= rem(leastOf.title.w))
    return { title: boxOf(title, row), clock: boxOf({ a: first.b - w, b: first.b }, row), bottom: row.b };
  const next = { a: row.b, b: row.b + rem(leastOf.clock.h) };
  return lengthOf(first) < w ? null : { title: boxOf(first, row), clock: boxOf(first, next), bottom: next.b };
}

/** Columns for figures: each within one screen. */
function columnsOf(xs: readonly Stretch[], rem: Rem): readonly Stretch[] {
  const most = Math.max(1, Math.floor(mostColumns / xs.length));
  const count = (x: Stretch) => Math.min(most, Math.max(1, Math.floor((lengthOf(x) + rem.gap) / (rem(leastOf.figure.w) + rem.gap))));
  return xs.flatMap((x) => slots(x, count(x), rem.gap)).slice(0, mostColumns);
}

/** Scene and course side by side; null = no room. */
function foot(xs: readonly Stretch[], y: Stretch, trend: boolean, rem: Rem): Pick<Plan, "scene" | "trend"> | null {
  const [first, last] = [xs[0] as Stretch, xs.at(-1) as Stretch];
  if (lengthOf(first) < rem(leastOf.scene.w)) return null;
  if (!trend) return { scene: boxOf(first, y), trend: null };
  const [left, right] = xs.length > 1 ? [first, last] : slots(first, 2, rem.gap);
  const narrow = !left || !right || lengthOf(left) < rem(leastOf.scene.w) || lengthOf(right) < rem(leastOf.trend.w);
  return narrow ? null : { scene: boxOf(left, y), trend: boxOf(right, y) };
}

/** Heights of a row of figures that are tried, rem: at ease, and at the least. */
const rows_h = [5, 4.2, leastOf.figure.h] as const;

/** Null = it does not fit. */
export function stacked(cells: Cells, wants: Wants): Plan | null {
  for (const row_h of rows_h) {
    const plan = stackedWith(cells, wants, row_h);
    if (plan) return plan;
  }
  return null;
}

function stackedWith(cells: Cells, wants: Wants, row_h: number): Plan | null {
  const rem = remOf(cells.root_px);
  const { xs, ys, height } = cells;
  const [top, bottom] = [ys[0] as Stretch, ys.at(-1) as Stretch];
  const head = heads(cells, rem);
  if (!head) return null;
  const columns = columnsOf(xs, rem);
  const rows = Math.ceil(wants.figures / columns.length);
  const room = { a: head.bottom + rem.gap, b: Math.min(top.b, head.bottom + rem.gap + rows * rem(row_h) + (rows - 1) * rem.gap) };
  const figures = figureRows(wants.figures, columns, [room], rem, xs.length === 1);
  const high = Math.max(rem(leastOf.scene.h), Math.min(Math.floor(height * 0.28), lengthOf(bottom)));
  const under = { a: bottom.b - high, b: bottom.b };
  const lower = foot(xs, under, wants.trend, rem);
  if (!figures || !lower || under.a < bottom.a) return null;
  const end = Math.max(...figures.map((box) => box.y + box.h)) + rem.gap;
  const map = boxOf({ a: (xs[0] as Stretch).a, b: (xs.at(-1) as Stretch).b }, { a: end, b: under.a - rem.gap });
  const over = map.h < rem(leastOf.map.h) || map.w < rem(leastOf.map.w) ? null : overMap(map, xs, ys, rem);
  return over && { ...head, map, ...over, figures, ...lower, alarms: cards(lower.scene, "foot", rem) };
}

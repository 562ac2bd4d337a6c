/** Arrangements that both ways to lay a wall out share: figures in rows, things over the map, cards. Pure; sizes in CSS pixels. */
import type { Box } from "./layout.ts";
import { lengthOf, type Stretch, within } from "./panels.ts";

/** What each box needs at the least, in rem: nothing is laid out smaller. */
export const leastOf = {
  title: { w: 8, h: 2.4 },
  clock: { w: 18, h: 2.4 },
  figure: { w: 10, h: 3.4 },
  trend: { w: 10, h: 7.5 },
  scene: { w: 12, h: 9.5 },
  alarm: { w: 10, h: 4.4 },
  map: { w: 10, h: 10.5 },
  caption: { w: 9, h: 3.4 },
  foot: { w: 9, h: 1.4 },
  banner: { w: 9, h: 2.4 },
  message: { w: 9, h: 2.4 },
} as const;
/** Rows of figures are not drawn higher than this, rem. */
const mostFigure_h = 13;

export interface Rem {
  (n: number): number;
  readonly gap: number;
}
export const remOf = (root_px: number): Rem => Object.assign((n: number) => Math.ceil(n * root_px), { gap: Math.ceil(root_px * 0.3) });

export const boxOf = (x: Stretch, y: Stretch): Box => ({ x: x.a, y: y.a, w: lengthOf(x), h: lengthOf(y) });
const fits = (y: Stretch, need: number) => lengthOf(y) >= need;

/** How many rows of figures each stretch takes, so that all are about as high; null = they do not fit. */
function rowsIn(ys: readonly Stretch[], rows: number, rem: Rem): readonly number[] | null {
  if (!ys.length) return null;
  const taken = ys.map(() => 0);
  const high = (i: number, n: number) => (lengthOf(ys[i] as Stretch) - (n - 1) * rem.gap) / n;
  for (let row = 0; row < rows; row++) {
    const best = ys.map((_, i) => ({ i, h: high(i, (taken[i] ?? 0) + 1) })).reduce((a, b) => (b.h > a.h ? b : a));
    if (best.h < rem(leastOf.figure.h)) return null;
    taken[best.i] = (taken[best.i] ?? 0) + 1;
  }
  return taken;
}

/** So many rows one over the other, filling the stretch unless they would be too high. */
function rowsOf(y: Stretch, count: number, rem: Rem): readonly Stretch[] {
  const h = Math.min(rem(mostFigure_h), Math.floor((lengthOf(y) - (count - 1) * rem.gap) / count));
  return Array.from({ length: count }, (_, row) => ({ a: y.a + row * (h + rem.gap), b: y.a + row * (h + rem.gap) + h }));
}

/** Slots of equal width side by side. */
export function slots({ a, b }: Stretch, count: number, gap: number): readonly Stretch[] {
  const w = Math.floor((b - a - (count - 1) * gap) / count);
  return Array.from({ length: count }, (_, i) => ({ a: a + i * (w + gap), b: a + i * (w + gap) + w }));
}

/**
 * So many figures in rows over the stretches. Of two columns on one screen the first row is one wide figure, where the last would not be full.
 * @param columns how many lie side by side in each row: stretches from left to right
 * @param joined the columns lie on one screen
 */
export function figureRows(
  count: number,
  columns: readonly Stretch[],
  ys: readonly Stretch[],
  rem: Rem,
  joined = true,
): readonly Box[] | null {
  const rows = rowsIn(ys, Math.ceil(count / columns.length), rem);
  const [first, last] = [columns[0], columns.at(-1)];
  if (!rows || !first || !last || columns.some((x) => lengthOf(x) < rem(leastOf.figure.w))) return null;
  const places = rows.flatMap((n, i) => rowsOf(ys[i] as Stretch, n, rem));
  const wide = joined && columns.length === 2 && count % 2 === 1;
  return places.flatMap((y, row) => (wide && row === 0 ? [{ a: first.a, b: last.b }] : columns).map((x) => boxOf(x, y))).slice(0, count);
}

/** Of what is free over the map from side to side: the stretch nearest to its middle among the widest. */
function middle(stretches: readonly Stretch[], { a, b }: Stretch): Stretch | null {
  const longest = Math.max(0, ...stretches.map(lengthOf));
  const off = (one: Stretch) => Math.abs((one.a + one.b) / 2 - (a + b) / 2);
  return stretches.filter((one) => lengthOf(one) >= longest * 0.9).sort((p, q) => off(p) - off(q))[0] ?? null;
}

function narrowed({ a, b }: Stretch, most: number): Stretch {
  const over = Math.max(0, Math.floor((b - a - most) / 2));
  return { a: a + over, b: b - over };
}

/** What lies over the map: caption and foot at its lower end, banner at its upper, a message in the largest part between. */
export function overMap(map: Box, xs: readonly Stretch[], ys: readonly Stretch[], rem: Rem) {
  const inset = { x: { a: map.x + rem.gap, b: map.x + map.w - rem.gap }, y: { a: map.y + rem.gap, b: map.y + map.h } };
  const x = middle(within(xs, inset.x), inset.x);
  const high = within(ys, inset.y);
  const [top, bottom] = [high[0], high.at(-1)];
  if (!x || !top || !bottom || lengthOf(x) < rem(leastOf.caption.w)) return null;
  const foot = { a: bottom.b - rem(leastOf.foot.h), b: bottom.b };
  const caption = { a: foot.a - rem(leastOf.caption.h), b: foot.a };
  const banner = { a: top.a, b: Math.min(top.b, top.a + rem(leastOf.banner.h)) };
  const rest = high.map((y) => ({ a: y === top ? banner.b + rem.gap : y.a, b: y === bottom ? caption.a - rem.gap : y.b }));
  const message = rest.reduce((p, q) => (lengthOf(q) > lengthOf(p) ? q : p));
  if (caption.a < bottom.a || !fits(banner, rem(leastOf.banner.h)) || !fits(message, rem(leastOf.message.h))) return null;
  if (top === bottom && banner.b + rem.gap > caption.a) return null;
  const wide = narrowed(x, rem(56));
  return {
    caption: boxOf(wide, caption),
    foot: boxOf(x, foot),
    banner: boxOf(wide, banner),
    message: boxOf(narrowed(x, rem(48)), message),
  };
}

/** What cards leave of a scene, where it is high enough for one of them: lines that can still be read. */
const left = { share: 0.5, h: 6 } as const;

/** At most three cards one over the other. @param from where they begin: over a scene's box at its foot, so that its head stays to be read */
export function cards(box: Box, from: "top" | "foot", rem: Rem): readonly Box[] {
  const h = rem(leastOf.alarm.h);
  const room = from === "foot" ? box.h - Math.max(rem(left.h), Math.floor(box.h * left.share)) : box.h + rem.gap;
  const least = from === "foot" && box.h >= 2 * h ? 1 : 0;
  const count = Math.min(3, Math.max(least, Math.floor(room / (h + rem.gap))));
  const first = from === "top" ? box.y : box.y + box.h - count * h - (count - 1) * rem.gap;
  return Array.from({ length: count }, (_, i) => ({ x: box.x, y: first + i * (h + rem.gap), w: box.w, h }));
}

/** Where two pictures lie over the map, as large as may be, neither across a seam. Pure. */
import type { Box } from "../layout.ts";
import { free, lengthOf, pictures, type Stretch, soundSeams, within } from "../panels.ts";
import type { SeamMap } from "../settings.ts";

/** What photos mostly are, side to side. */
const usualShape = 4 / 3;

export interface Panes {
  readonly before: Box;
  readonly after: Box;
}
interface Screen {
  readonly width: number;
  readonly height: number;
}

const boxOf = (x: Stretch, y: Stretch): Box => ({ x: x.a, y: y.a, w: lengthOf(x), h: lengthOf(y) });

/** Area that a picture of the usual shape takes in a pane, under a line of words. */
function worth({ w, h }: Box, line_px: number): number {
  const high = Math.max(0, Math.min(h - line_px, w / usualShape));
  return high * high * usualShape;
}

/** A stretch cut in two, with a gap. */
function halves({ a, b }: Stretch, gap: number): [Stretch, Stretch] {
  const half = Math.floor((b - a - gap) / 2);
  return [
    { a, b: a + half },
    { a: b - half, b },
  ];
}

/** Two panes in one screen, or in two that are neighbours. */
function* waysOf(xs: readonly Stretch[], ys: readonly Stretch[], gap: number): Generator<Panes> {
  for (const [i, x] of xs.entries())
    for (const [j, y] of ys.entries()) {
      const [left, right] = halves(x, gap);
      const [top, bottom] = halves(y, gap);
      yield { before: boxOf(left, y), after: boxOf(right, y) };
      yield { before: boxOf(x, top), after: boxOf(x, bottom) };
      const [beside, below] = [xs[i + 1], ys[j + 1]];
      if (beside) yield { before: boxOf(x, y), after: boxOf(beside, y) };
      if (below) yield { before: boxOf(x, y), after: boxOf(x, below) };
    }
}

/**
 * @param room what is free of the map, CSS pixels of the wall
 * @param rem_px the root size
 * @returns null when there is no room for pictures that one could see
 */
export function panesOf(room: Box, { width, height }: Screen, seams: SeamMap, rem_px: number): Panes | null {
  const margin = Math.round(rem_px / 2);
  const { columns, rows, bezel_px } = soundSeams(seams, width, height) ? seams : { columns: 1, rows: 1, bezel_px: 0 };
  const cut = (whole: number, count: number, of: Stretch) =>
    within(count === 1 ? pictures(whole, 1, 0) : free(whole, count, bezel_px, margin), { a: of.a + margin, b: of.b - margin });
  const xs = cut(width, columns, { a: room.x, b: room.x + room.w });
  const ys = cut(height, rows, { a: room.y, b: room.y + room.h });
  let best: Panes | null = null;
  // Eight characters wide: smaller is no picture from where one stands.
  let most = worth({ x: 0, y: 0, w: rem_px * 8, h: rem_px * 99 }, 0);
  for (const panes of waysOf(xs, ys, margin)) {
    const least = Math.min(worth(panes.before, rem_px * 2), worth(panes.after, rem_px * 2));
    if (least > most) [best, most] = [panes, least];
  }
  return best;
}

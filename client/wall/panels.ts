/** The screens a wall is put together from, as stretches of pixels that a box may lie in. Pure. */
import { furthest_px } from "./rest.ts";
import type { SeamMap } from "./settings.ts";

/** From a to b, CSS pixels. */
export interface Stretch {
  readonly a: number;
  readonly b: number;
}
export const lengthOf = ({ a, b }: Stretch): number => b - a;

/** The pictures of the screens along one side, without what lies behind the bezels. */
export function pictures(whole: number, count: number, bezel_px: number): readonly Stretch[] {
  const each = (whole - (count - 1) * bezel_px) / count;
  return Array.from({ length: count }, (_, i) => ({ a: i * (each + bezel_px), b: i * (each + bezel_px) + each }));
}

/** What is free for boxes in each: whole pixels, and room for the picture to wander without crossing a seam. */
export const free = (whole: number, count: number, bezel_px: number, margin_px: number): readonly Stretch[] =>
  pictures(whole, count, bezel_px).map(({ a, b }) => ({
    a: Math.ceil(a) + furthest_px + margin_px,
    b: Math.floor(b) - furthest_px - margin_px,
  }));

/** The part of each stretch that lies in another; those with nothing in it are left out. */
export const within = (stretches: readonly Stretch[], { a, b }: Stretch): readonly Stretch[] =>
  stretches.map((one) => ({ a: Math.max(one.a, a), b: Math.min(one.b, b) })).filter((one) => one.b > one.a);

/** True for what a wall can be made of: whole numbers, a picture behind each bezel. */
export function soundSeams({ columns, rows, bezel_px }: SeamMap, width: number, height: number): boolean {
  const count = (n: number) => Number.isInteger(n) && n >= 1 && n <= 12;
  if (!count(columns) || !count(rows) || !(bezel_px >= 0)) return false;
  const narrowest = Math.min((width - (columns - 1) * bezel_px) / columns, (height - (rows - 1) * bezel_px) / rows);
  return narrowest > 4 * bezel_px && narrowest >= 120;
}

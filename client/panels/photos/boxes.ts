/** Boxes that cover parts of a picture, as shares of its width and height, and the steps one can go back. Pure. */
import type { Box } from "../../../server/contract/types.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Corner = "nw" | "ne" | "sw" | "se";
export const corners: readonly Corner[] = ["nw", "ne", "sw", "se"];

/** Nothing smaller is meant: a click is no box. */
export const least = 0.01;
const between = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
/** Shares to a ten-thousandth: finer than a pixel of what is kept. */
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

/** The same box, not smaller than the least, inside the picture, at its own size where that fits. */
export function inside({ x, y, w, h }: Box): Box {
  const [width, height] = [between(w, least, 1), between(h, least, 1)];
  return {
    x: rounded(between(x, 0, 1 - width)),
    y: rounded(between(y, 0, 1 - height)),
    w: rounded(width),
    h: rounded(height),
  };
}

export const moved = (box: Box, by: Point): Box => inside({ ...box, x: box.x + by.x, y: box.y + by.y });

/** Right and lower edge go by so much; the other corner stays. */
export function grown(box: Box, by: Point): Box {
  return inside({ ...box, w: between(box.w + by.x, least, 1 - box.x), h: between(box.h + by.y, least, 1 - box.y) });
}

/** The box between two points, whichever way it was drawn; null when it is too small to be meant. */
export function spanned(a: Point, b: Point): Box | null {
  const [ax, ay, bx, by] = [a.x, a.y, b.x, b.y].map((value) => between(value, 0, 1)) as [number, number, number, number];
  const box = { x: Math.min(ax, bx), y: Math.min(ay, by), w: Math.abs(ax - bx), h: Math.abs(ay - by) };
  return box.w < least || box.h < least ? null : inside(box);
}

/** One corner goes to a point; the opposite one stays. */
export function cornered(box: Box, corner: Corner, to: Point): Box {
  const fixed = { x: corner.endsWith("w") ? box.x + box.w : box.x, y: corner.startsWith("n") ? box.y + box.h : box.y };
  return spanned(fixed, to) ?? box;
}

/** What is drawn, what it was before, and what was taken back. */
export interface Steps {
  readonly now: readonly Box[];
  readonly before: readonly (readonly Box[])[];
  readonly after: readonly (readonly Box[])[];
}
export const begin = (boxes: readonly Box[]): Steps => ({ now: boxes, before: [], after: [] });

export function stepTo({ now, before }: Steps, next: readonly Box[]): Steps {
  return { now: next, before: [...before, now], after: [] };
}
export function undo(steps: Steps): Steps {
  const last = steps.before.at(-1);
  return last ? { now: last, before: steps.before.slice(0, -1), after: [steps.now, ...steps.after] } : steps;
}
export function redo(steps: Steps): Steps {
  const [next, ...after] = steps.after;
  return next ? { now: next, before: [...steps.before, steps.now], after } : steps;
}

export const samePlaces = (a: readonly Box[], b: readonly Box[]) => JSON.stringify(a) === JSON.stringify(b);

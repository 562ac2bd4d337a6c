/** Shapes of ghost pins: each system has a shape of its own beside its colour. Pure. */
import type { Local } from "./ground.ts";

export const ghostShapes = ["circle", "diamond", "triangle", "square", "star", "cross"] as const;
export type GhostShape = (typeof ghostShapes)[number];

/** The n-th system's shape and colour; more than six repeat them. */
export const shapeOf = (index: number): GhostShape => ghostShapes[index % ghostShapes.length] as GhostShape;

const outlines: Readonly<Record<GhostShape, (r: number) => string>> = {
  circle: (r) => `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  diamond: (r) => `m0 ${-r * 1.2}l${r * 1.1} ${r * 1.2}l${-r * 1.1} ${r * 1.2}l${-r * 1.1} ${-r * 1.2}z`,
  triangle: (r) => `m0 ${-r * 1.15}l${r * 1.15} ${r * 2}h${-r * 2.3}z`,
  square: (r) => `m${-r * 0.9} ${-r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`,
  star: (r) =>
    `m0 ${-r * 1.2}l${r * 0.4} ${r * 0.8}h${r * 0.8}l${-r * 0.6} ${r * 0.6}l${r * 0.3} ${r}l${-r * 0.9} ${-r * 0.6}l${-r * 0.9} ${r * 0.6}l${r * 0.3} ${-r}l${-r * 0.6} ${-r * 0.6}h${r * 0.8}z`,
  cross: (r) =>
    `m${-r * 0.4} ${-r}h${r * 0.8}v${r * 0.6}h${r * 0.6}v${r * 0.8}h${-r * 0.6}v${r * 0.6}h${-r * 0.8}v${-r * 0.6}h${-r * 0.6}v${-r * 0.8}h${r * 0.6}z`,
};

/** One path for all pins of a system. @param r half a pin, pixels */
export const pinsPath = (shape: GhostShape, places: readonly Local[], r: number): string =>
  places.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}${outlines[shape](r)}`).join("");

/** How large a picture is shown, and which part of it. */
import { useState } from "react";

interface At {
  readonly scale: number;
  /** From the middle, px of the screen. */
  readonly x: number;
  readonly y: number;
}
const none: At = { scale: 1, x: 0, y: 0 };
const most = 8;

export interface Zoom extends At {
  /** Larger (> 1) or smaller, about a point counted from the middle. */
  by(factor: number, x?: number, y?: number): void;
  pan(dx: number, dy: number): void;
  reset(): void;
}

/** What is under a point stays there. */
export function zoomed({ scale, x, y }: At, factor: number, px: number, py: number): At {
  const next = Math.min(most, Math.max(1, scale * factor));
  if (next === 1) return none;
  const by = next / scale;
  return { scale: next, x: px - (px - x) * by, y: py - (py - y) * by };
}

export function useZoom(): Zoom {
  const [at, setAt] = useState(none);
  return {
    ...at,
    by: (factor, x = 0, y = 0) => setAt((before) => zoomed(before, factor, x, y)),
    pan: (dx, dy) => setAt((before) => (before.scale === 1 ? before : { ...before, x: before.x + dx, y: before.y + dy })),
    reset: () => setAt(none),
  };
}

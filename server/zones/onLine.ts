/** The place of borders that is nearest to another one, in degrees: for what is on a border but for rounding. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

interface Foot {
  readonly at: Position;
  readonly deg: number;
}

function footOf([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): Foot {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
  const t = Math.max(0, Math.min(1, along));
  const at: Position = t === 0 ? [ax, ay] : t === 1 ? [bx, by] : [ax + t * dx, ay + t * dy];
  return { at, deg: Math.hypot(at[0] - x, at[1] - y) };
}

export function footOn(polygons: readonly Polygon[]): (at: Position) => Foot {
  const stretches = polygons.flat().flatMap((ring) => ring.map((from, i) => [from, ring[(i + 1) % ring.length] as Position] as const));
  return (at) => {
    let best: Foot = { at, deg: Infinity };
    for (const [from, to] of stretches) {
      const foot = footOf(at, from, to);
      if (foot.deg < best.deg) best = foot;
    }
    return best;
  };
}

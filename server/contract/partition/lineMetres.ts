/** How many metres of a line lie in which face: cut exactly where it crosses borders, each stretch in one face. */
import type { Position } from "../draw.ts";
import { metresBetween } from "./ellipsoid.ts";
import { between, side } from "./exact.ts";
import { faceGridOf } from "./faceGrid.ts";
import type { Finder } from "./find.ts";
import type { FaceShape } from "./shapes.ts";

/** Where an edge crosses or touches the stretch a→b, 0–1. One that runs along it cuts nothing: faces change only where another edge ends. */
function addCuts(cuts: number[], a: Position, b: Position, c: Position, d: Position): void {
  if (Math.max(c[0], d[0]) < Math.min(a[0], b[0]) || Math.min(c[0], d[0]) > Math.max(a[0], b[0])) return;
  if (Math.max(c[1], d[1]) < Math.min(a[1], b[1]) || Math.min(c[1], d[1]) > Math.max(a[1], b[1])) return;
  const [c1, d1] = [side(a, b, c), side(a, b, d)];
  if (!((c1 <= 0 && d1 >= 0) || (c1 >= 0 && d1 <= 0))) return;
  const [a1, b1] = [side(c, d, a), side(c, d, b)];
  if ((a1 < 0 && b1 > 0) || (a1 > 0 && b1 < 0)) cuts.push(a1 / (a1 - b1));
}
function cutsOf(shapes: readonly FaceShape[], a: Position, b: Position): number[] {
  const cuts = [0, 1];
  for (const { polygon } of shapes) {
    for (const ring of polygon) for (const [i, d] of ring.entries()) addCuts(cuts, a, b, ring.at(i - 1) as Position, d);
  }
  return cuts.sort((x, y) => x - y);
}

/** Face → metres on the ellipsoid; `outside` for what lies beyond the district. Together they are the line's length. */
export function metresByFace(
  shapes: ReadonlyMap<number, FaceShape>,
  finder: Finder,
  lines: readonly (readonly Position[])[],
): Map<number, number> {
  const grid = faceGridOf(shapes);
  const metres = new Map<number, number>();
  const stretch = (from: Position, to: Position): void => {
    const face = finder.faceAt(between(from, to, 0.5));
    metres.set(face, (metres.get(face) ?? 0) + metresBetween(from, to));
  };
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1] as Position, line[i] as Position];
      if (a[0] === b[0] && a[1] === b[1]) continue;
      const near = grid.near([Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])]);
      const cuts = cutsOf(near, a, b);
      for (let k = 1; k < cuts.length; k++) {
        const [from, to] = [cuts[k - 1] as number, cuts[k] as number];
        if (to > from) stretch(between(a, b, from), to === 1 ? b : between(a, b, to));
      }
    }
  }
  return metres;
}

/** The place halfway along a line, all its parts in turn. */
export function middleOf(lines: readonly (readonly Position[])[]): Position | null {
  const edges = lines.flatMap((line) => line.slice(1).map((b, i) => [line[i] as Position, b] as const));
  const lengths = edges.map(([a, b]) => metresBetween(a, b));
  let left = lengths.reduce((sum, metres) => sum + metres, 0) / 2;
  for (const [i, [a, b]] of edges.entries()) {
    const metres = lengths[i] as number;
    if (metres > 0 && left <= metres) return between(a, b, left / metres);
    left -= metres;
  }
  return lines[0]?.[0] ?? null;
}

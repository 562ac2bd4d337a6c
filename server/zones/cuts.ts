/** Where a long narrow gap runs along several zones, it is cut across where one ends and the next begins: each then gets what lies before it. */
import type { Position } from "../contract/draw.ts";
import { degree_m } from "../contract/partition/ellipsoid.ts";
import { beyond, type Claims } from "./claims.ts";
import type { Edge, Mesh } from "./mesh.ts";

/** How far across a gap is looked, in tolerances: its mean width counts, so it may be wider here. */
const reach = 2;

/** The place of a stretch that is nearest to another place, and how far it is in metres. */
function foot([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): { at: Position; metres: number } {
  const [east, north] = degree_m(y);
  const [dx, dy] = [(bx - ax) * east, (by - ay) * north];
  const along = ((x - ax) * east * dx + (y - ay) * north * dy) / (dx * dx + dy * dy);
  const t = Math.max(0, Math.min(1, along));
  const at: Position = t === 0 ? [ax, ay] : t === 1 ? [bx, by] : [ax + t * (bx - ax), ay + t * (by - ay)];
  return { at, metres: Math.hypot((at[0] - x) * east, (at[1] - y) * north) };
}

/** The zone across an edge; what several claim is one neighbour of its own, beyond the outline is `beyond`. */
function neighbour({ across }: Edge, claims: Claims): number | string {
  const claim = across < 0 ? null : claims[across];
  return !claim ? beyond : claim.length === 1 ? (claim[0] as number) : claim.join();
}

function cutFrom(mesh: Mesh, corner: number, far: readonly Edge[], most_m: number): readonly [Position, Position] | null {
  const from = mesh.points[corner] as Position;
  let best: { at: Position; metres: number } | null = null;
  for (const edge of far) {
    const found = foot(from, mesh.points[edge.from] as Position, mesh.points[edge.to] as Position);
    if (found.metres > 0 && found.metres <= (best?.metres ?? most_m)) best = found;
  }
  return best && [from, best.at];
}

function cutsOfFace(mesh: Mesh, face: number, claims: Claims, tolerance_m: number): (readonly [Position, Position])[] {
  const rings = mesh.edges(face);
  const all = rings.flat();
  const sides = new Map(all.map((edge) => [edge, neighbour(edge, claims)]));
  if (new Set(sides.values()).size < 3) return [];
  return rings.flatMap((ring) =>
    ring.flatMap((edge, i) => {
      const [before, after] = [sides.get(ring.at(i - 1) as Edge), sides.get(edge)];
      if (before === after || before === beyond || after === beyond) return [];
      const far = all.filter((one) => sides.get(one) !== before && sides.get(one) !== after);
      const cut = cutFrom(mesh, edge.from, far, reach * tolerance_m);
      return cut ? [cut] : [];
    }),
  );
}

/** Lines across gaps, two positions each. */
export const cutsAcross = (mesh: Mesh, claims: Claims, tolerance_m: number): readonly (readonly [Position, Position])[] =>
  claims.flatMap((claim, face) => (claim?.length === 0 ? cutsOfFace(mesh, face, claims, tolerance_m) : []));

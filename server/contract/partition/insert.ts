/** New borders put into a partition: vertices and nodes where they end, then the faces they cross walked round anew. */
import type { Position } from "../draw.ts";
import { along, same } from "./exact.ts";
import type { Piece, Spot } from "./noding.ts";
import type { Arc } from "./partition.ts";
import { areasOf, type Half, halvesOf, walksOf } from "./walks.ts";
import type { Work } from "./work.ts";

/** A new border across one face, or a ring in it. */
export interface Chain {
  readonly face: number;
  readonly spots: readonly Spot[];
}
export type Stretch = readonly [Position, Position];

/** Pieces of a run that are not borders yet, from border to border. */
export function chainsOf(pieces: readonly Piece[]): Chain[] {
  const chains: { face: number; spots: Spot[] }[] = [];
  let open: { face: number; spots: Spot[] } | null = null;
  for (const piece of pieces) {
    if (piece.border) {
      open = null;
      continue;
    }
    if (!open || piece.from.vertex || piece.from.edge) {
      open = { face: piece.left, spots: [piece.from] };
      chains.push(open);
    }
    open.spots.push(piece.to);
  }
  return chains;
}

/** The arc with places put in its edges. */
function withPlaces(arc: Arc, spots: readonly Spot[]): Position[] {
  const points: Position[] = [];
  for (const [i, a] of arc.points.entries()) {
    points.push(a);
    const b = arc.points[i + 1];
    if (!b) break;
    const here = spots.filter((spot) => spot.edge?.index === i).map((spot) => spot.at);
    here.sort((p, q) => along(a, b, p) - along(a, b, q));
    for (const p of here) if (!same(p, points[points.length - 1] as Position)) points.push(p);
  }
  return points;
}

/** Runs of places from node to node. A ring that has no node of its own begins at the first of these. */
function splitAt(points: readonly Position[], isNode: (p: Position) => boolean, isFree: boolean): Position[][] {
  let around = points;
  if (isFree) {
    const at = points.findIndex(isNode);
    if (at > 0) around = [...points.slice(at), ...points.slice(1, at + 1)];
  }
  const parts: Position[][] = [];
  let part: Position[] = [];
  for (const [i, p] of around.entries()) {
    part.push(p);
    if ((i > 0 && i < around.length - 1 && isNode(p)) || i === around.length - 1) {
      parts.push(part);
      part = [p];
    }
  }
  return parts;
}

/** A ring that no other arc meets. */
export function isFreeRing(work: Work, arc: Arc): boolean {
  const [start, end] = [arc.points[0] as Position, arc.points[arc.points.length - 1] as Position];
  return same(start, end) && work.table.at(start).every((edge) => edge.arc === arc);
}

/** Makes each of these spots a node: a vertex at which arcs end. */
export function makeNodes(work: Work, spots: readonly Spot[]): Stretch[] {
  const places = new Set(spots.map(({ at }) => `${at[0]},${at[1]}`));
  const isNode = (p: Position) => places.has(`${p[0]},${p[1]}`);
  const byArc = new Map<Arc, Spot[]>();
  for (const spot of spots) {
    const arcs = spot.edge ? [spot.edge.arc] : work.table.at(spot.at).map((edge) => edge.arc);
    for (const arc of new Set(arcs)) byArc.set(arc, [...(byArc.get(arc) ?? []), spot]);
  }
  const fresh: Stretch[] = [];
  for (const [arc, mine] of [...byArc].sort(([a], [b]) => a.id - b.id)) {
    const inserted = mine.filter((spot) => spot.edge);
    const points = withPlaces(arc, inserted);
    const parts = splitAt(points, isNode, isFreeRing(work, arc));
    for (const { at } of inserted) {
      const i = points.findIndex((p) => same(p, at));
      fresh.push([points[i - 1] as Position, at], [at, points[i + 1] as Position]);
    }
    if (parts.length === 1 && !inserted.length && same((parts[0] as Position[])[0] as Position, arc.points[0] as Position)) continue;
    work.putArc({ ...arc, points: parts[0] as Position[] });
    for (const part of parts.slice(1)) work.addArc({ ...arc, points: part });
  }
  return fresh;
}

type Named = Half & { readonly arc: Arc };

/**
 * A face cut by chains: its borders walked round anew. What is on the left of the first chain keeps the face.
 * @returns false when the borders do not close: the face is left as it was
 */
function recut(work: Work, face: number, chains: readonly Arc[]): boolean {
  const around = work.table.around(face).filter((arc) => !chains.includes(arc));
  const halves: Named[] = [...halvesOf(face, around), ...chains.flatMap((arc) => [true, false].map((forward) => ({ arc, forward })))];
  const walks = walksOf(halves);
  const areas = walks && areasOf(walks);
  if (!areas) return false;
  const keeper = areas.findIndex(({ outer, holes }) =>
    [outer, ...holes].some((walk) => walk.halves.some((half) => half.arc === chains[0] && half.forward)),
  );
  for (const [i, { outer, holes }] of areas.entries()) {
    const mine = i === keeper ? face : work.addFace(work.faces.get(face) ?? null);
    for (const half of [outer, ...holes].flatMap((walk) => walk.halves) as Named[]) {
      const arc = work.arcs.get(half.arc.id) as Arc;
      if ((half.forward ? arc.left : arc.right) !== mine) work.putArc(half.forward ? { ...arc, left: mine } : { ...arc, right: mine });
    }
  }
  return true;
}

/** Puts chains in. @returns the edges that are new, or null when some face does not come out whole */
export function insertChains(work: Work, chains: readonly Chain[]): Stretch[] | null {
  const nodes = chains
    .flatMap(({ spots }) => [spots[0] as Spot, spots[spots.length - 1] as Spot])
    .filter((spot) => spot.vertex || spot.edge);
  const unique = [...new Map(nodes.map((spot) => [`${spot.at[0]},${spot.at[1]}`, spot])).values()];
  const fresh = makeNodes(work, unique);
  const made = new Map<number, Arc[]>();
  for (const { face, spots } of chains) {
    const points = spots.map((spot) => spot.at);
    for (let i = 1; i < points.length; i++) fresh.push([points[i - 1] as Position, points[i] as Position]);
    made.set(face, [...(made.get(face) ?? []), work.addArc({ points, left: face, right: face })]);
  }
  for (const [face, arcs] of made) if (!recut(work, face, arcs)) return null;
  return fresh;
}

/**
 * A drawn line brought together with the borders that are there: it bends by at most `together_deg` to go through vertices,
 * ends on borders it nearly reaches, and gets a vertex where it crosses one. Borders themselves stay where they are.
 */
import type { Position } from "../draw.ts";
import type { Word } from "../vocabulary.ts";
import { along, between, cross, distance2, distanceTo2, liesOn, meeting, same, side, together, together2, turnOrder } from "./exact.ts";
import { type Arc, together_deg } from "./partition.ts";
import { boxOf, type Edge, type Table, widened } from "./table.ts";

/** A place on the line. `edge`: within an edge, which does not have it as a vertex yet. Neither vertex nor edge: within a face. */
export interface Spot {
  readonly at: Position;
  readonly vertex: boolean;
  readonly edge: Edge | null;
}
/** A stretch of the line between two spots: along a border, or within one face (then left = right). */
export interface Piece {
  readonly from: Spot;
  readonly to: Spot;
  readonly left: number;
  readonly right: number;
  readonly border: boolean;
}

const onBorder = (spot: Spot) => spot.vertex || spot.edge !== null;
const vertexAt = (at: Position): Spot => ({ at, vertex: true, edge: null });

/** Lower first, whatever order they were found in. */
const before = (a: Edge, b: Edge) => a.arc.id < b.arc.id || (a.arc.id === b.arc.id && a.index < b.index);

function nearestVertex(table: Table, p: Position): Position | null {
  let best: Position | null = null;
  const look = (place: Position) => {
    if (!together(place, p)) return;
    if (!best) best = place;
    const [a, b] = [distance2(place, p), distance2(best, p)];
    if (a < b || (a === b && (place[0] < best[0] || (place[0] === best[0] && place[1] < best[1])))) best = place;
  };
  table.near(widened([p[0], p[1], p[0], p[1]], together_deg), (_arc, _i, a, b) => {
    look(a);
    look(b);
  });
  return best;
}

/** Where a place of a line comes to lie: on the vertex or the border it is at, else where it is. */
export function spotAt(table: Table, p: Position): Spot {
  const vertex = nearestVertex(table, p);
  if (vertex) return vertexAt(vertex);
  let best: (Edge & { readonly square: number; readonly a: Position; readonly b: Position }) | null = null;
  table.near(widened([p[0], p[1], p[0], p[1]], together_deg), (arc, index, a, b) => {
    const square = distanceTo2(a, b, p);
    if (square > together2) return;
    const found = { arc, index, square, a, b };
    if (!best || square < best.square || (square === best.square && before(found, best))) best = found;
  });
  const edge = best as (Edge & { readonly a: Position; readonly b: Position }) | null;
  if (!edge) return { at: p, vertex: false, edge: null };
  const at = liesOn(edge.a, edge.b, p) ? p : between(edge.a, edge.b, along(edge.a, edge.b, p));
  const end = together(at, edge.a) ? edge.a : together(at, edge.b) ? edge.b : null;
  return end ? vertexAt(end) : { at, vertex: false, edge: { arc: edge.arc, index: edge.index } };
}

const isOn = (spot: Spot, arc: Arc, index: number) => {
  if (spot.edge) return spot.edge.arc === arc && spot.edge.index === index;
  return spot.vertex && (same(spot.at, arc.points[index] as Position) || same(spot.at, arc.points[index + 1] as Position));
};

/** Vertices that a stretch has to go through. */
function verticesOn(table: Table, u: Spot, v: Spot): Spot[] {
  const found = new Map<string, Spot>();
  const look = (p: Position) => {
    if (same(p, u.at) || same(p, v.at)) return;
    const t = along(u.at, v.at, p);
    if (t <= 0 || t >= 1 || distanceTo2(u.at, v.at, p) > together2) return;
    if ((together(p, u.at) || together(p, v.at)) && !liesOn(u.at, v.at, p)) return;
    found.set(`${p[0]},${p[1]}`, vertexAt(p));
  };
  table.near(widened(boxOf([u.at, v.at]), together_deg), (_arc, _i, a, b) => {
    look(a);
    look(b);
  });
  return [...found.values()];
}

/** Some order of two spots that are as far along the line, the same on every machine. */
const inOrder = (a: Spot, b: Spot) =>
  a.at[0] - b.at[0] || a.at[1] - b.at[1] || (a.edge?.arc.id ?? 0) - (b.edge?.arc.id ?? 0) || (a.edge?.index ?? 0) - (b.edge?.index ?? 0);

function crossingsOn(table: Table, u: Spot, v: Spot): Spot[] {
  const found: Spot[] = [];
  table.near(boxOf([u.at, v.at]), (arc, index, a, b) => {
    if (isOn(u, arc, index) || isOn(v, arc, index) || !cross(u.at, v.at, a, b)) return;
    const at = meeting(a, b, u.at, v.at);
    // Within rounding of where the stretch begins or ends, it crosses nothing on its way.
    if (same(at, u.at) || same(at, v.at)) return;
    found.push(same(at, a) || same(at, b) ? vertexAt(at) : { at, vertex: false, edge: { arc, index } });
  });
  return found;
}

/** Most stretches a line may come to. */
const mostPieces = 20_000;

/** Spots of the whole line: none of its stretches crosses a border or passes a vertex any more. Null when it does not come to an end. */
function spotsOf(table: Table, line: readonly Position[]): Spot[] | null {
  const spots: Spot[] = [];
  const todo = line.map((p) => spotAt(table, p)).reverse();
  let rounds = 0;
  for (let u = todo.pop(); u; ) {
    const v = todo.pop();
    if (!v || (!same(u.at, v.at) && ++rounds > mostPieces)) {
      spots.push(u);
      if (v) return null;
      break;
    }
    if (same(u.at, v.at)) {
      u = u.vertex || u.edge ? u : v;
      continue;
    }
    const { at } = u;
    let between = verticesOn(table, u, v);
    if (!between.length) between = crossingsOn(table, u, v);
    if (between.length) {
      between.sort((a, b) => along(at, v.at, b.at) - along(at, v.at, a.at) || inOrder(b, a));
      todo.push(v, ...between);
    } else {
      spots.push(u);
      u = v;
    }
  }
  return spots;
}

/** The edge that a stretch goes along, if it does. */
function edgeAlong(table: Table, u: Spot, v: Spot): (Edge & { readonly forward: boolean }) | null {
  if (!onBorder(u) || !onBorder(v)) return null;
  const edge = u.edge && isOn(v, u.edge.arc, u.edge.index) ? u.edge : v.edge && isOn(u, v.edge.arc, v.edge.index) ? v.edge : null;
  if (!edge) return u.edge || v.edge ? null : table.edge(u.at, v.at);
  const [a, b] = [edge.arc.points[edge.index] as Position, edge.arc.points[edge.index + 1] as Position];
  return { ...edge, forward: along(a, b, u.at) < along(a, b, v.at) };
}

/** The face that a stretch from a spot on a border goes into. */
function faceToward(table: Table, from: Spot, to: Position): number {
  if (from.edge) {
    const { arc, index } = from.edge;
    return side(arc.points[index] as Position, arc.points[index + 1] as Position, to) >= 0 ? arc.left : arc.right;
  }
  const out: { readonly to: Position; readonly left: number }[] = [];
  for (const { arc, index } of table.at(from.at)) {
    const [next, previous] = [arc.points[index + 1], arc.points[index - 1]];
    if (next) out.push({ to: next, left: arc.left });
    if (previous) out.push({ to: previous, left: arc.right });
  }
  out.sort((a, b) => turnOrder(from.at, a.to, b.to));
  let face = out[out.length - 1]?.left ?? 0;
  for (const way of out) if (turnOrder(from.at, way.to, to) <= 0) face = way.left;
  return face;
}

/** Faces of the stretches: known at borders, carried on within a face. `inside` says it of a line that meets none. */
function piecesFrom(table: Table, spots: readonly Spot[], inside: (at: Position) => number): Piece[] {
  const pieces: Piece[] = [];
  let face: number | null = null;
  for (let i = 1; i < spots.length; i++) {
    const [from, to] = [spots[i - 1] as Spot, spots[i] as Spot];
    const edge = edgeAlong(table, from, to);
    if (edge) {
      const { left, right } = edge.arc;
      pieces.push({ from, to, border: true, left: edge.forward ? left : right, right: edge.forward ? right : left });
      face = null;
      continue;
    }
    if (onBorder(from)) face = faceToward(table, from, to.at);
    else if (face === null) face = faceFromEnd(table, spots, i) ?? inside(from.at);
    pieces.push({ from, to, border: false, left: face, right: face });
  }
  return pieces;
}

/** Of a line that begins within a face: the face it comes out of at the first border. */
function faceFromEnd(table: Table, spots: readonly Spot[], from: number): number | null {
  for (let i = from; i < spots.length; i++) {
    const spot = spots[i] as Spot;
    if (onBorder(spot)) return faceToward(table, spot, (spots[i - 1] as Spot).at);
  }
  return null;
}

export const isClosed = (line: readonly Position[]) => line.length > 3 && together(line[0] as Position, line[line.length - 1] as Position);

/** A line without places that are one with the last; a closed one ends exactly where it began. */
export function tidied(line: readonly Position[]): Position[] {
  const places: Position[] = [];
  for (const p of line) if (!places.length || !together(p, places[places.length - 1] as Position)) places.push(p);
  if (isClosed(places)) places[places.length - 1] = places[0] as Position;
  return places;
}

/** Where a line crosses or touches itself; null when it does not. Stretches are looked through from west to east. */
export function selfCrossing(line: readonly Position[]): Position | null {
  const count = line.length - 1;
  const order = Array.from({ length: count }, (_, i) => i);
  const west = (i: number) => Math.min((line[i] as Position)[0], (line[i + 1] as Position)[0]);
  const east = (i: number) => Math.max((line[i] as Position)[0], (line[i + 1] as Position)[0]);
  order.sort((a, b) => west(a) - west(b) || a - b);
  for (let k = 0; k < count; k++) {
    const i = order[k] as number;
    for (let m = k + 1; m < count && west(order[m] as number) <= east(i); m++) {
      const at = touch(line, Math.min(i, order[m] as number), Math.max(i, order[m] as number));
      if (at) return at;
    }
  }
  return null;
}

function touch(line: readonly Position[], i: number, j: number): Position | null {
  const [a, b, c, d] = [line[i], line[i + 1], line[j], line[j + 1]] as [Position, Position, Position, Position];
  if (cross(a, b, c, d)) return meeting(a, b, c, d);
  const closing = i === 0 && j === line.length - 2 && j > 1 && same(a, d);
  if (j === i + 1) return liesOn(a, b, d) && !closing ? d : liesOn(c, d, a) && !closing ? a : null;
  for (const p of [a, b]) if (liesOn(c, d, p) && !(closing && same(p, a))) return p;
  for (const p of [c, d]) if (liesOn(a, b, p) && !(closing && same(p, d))) return p;
  return null;
}

export const crossesItself: Word = { zh: "线与自身相交：请画一条不打结的线", en: "The line crosses itself: draw one without a knot" };

/** Without places in the midst of an edge that the line goes on along: it goes along the whole edge, and only that is a border. */
function withoutIdle(spots: readonly Spot[]): Spot[] {
  const kept: Spot[] = [];
  for (const [i, spot] of spots.entries()) {
    const [last, next] = [kept[kept.length - 1], spots[i + 1]];
    const on = spot.edge && last && next && isOn(last, spot.edge.arc, spot.edge.index) && isOn(next, spot.edge.arc, spot.edge.index);
    const t = on ? along(last.at, next.at, spot.at) : 0;
    if (t <= 0 || t >= 1) kept.push(spot);
  }
  return kept;
}

/** The line's pieces among the borders, or null when it does not come to an end. */
export function noded(table: Table, line: readonly Position[], inside: (at: Position) => number): Piece[] | null {
  const spots = spotsOf(table, line);
  return spots && piecesFrom(table, withoutIdle(spots), inside);
}

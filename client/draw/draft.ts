/** A shape on its way: pure steps from one draft to the next, and what may become of it. */
import { maxVertices, type Position, type Shape } from "../../server/contract/draw.ts";
import { area_m2, length_m } from "../../server/contract/partition/drawn.ts";
import type { DrawKind } from "../state/app.ts";
import { areaLabel, lengthLabel } from "./measure.ts";
import { crossesItself, mend, simplify } from "./trace.ts";

export interface Draft {
  readonly tool: DrawKind;
  readonly kind: Shape["kind"];
  readonly points: readonly Position[];
  /** Where the pointer is: the next vertex, not yet set. */
  readonly cursor: Position | null;
}

/** Vertices that each tool needs; a rectangle's are two corners. */
export const least = { point: 1, line: 2, area: 3, rectangle: 2, lasso: 3 } as const satisfies Record<DrawKind, number>;
/** What a hand gives at most before it is simplified: some minutes of drawing. */
const longestTrack = 10_000;
export const kindOf = (tool: DrawKind): Shape["kind"] => (tool === "rectangle" || tool === "lasso" ? "area" : tool);
export const begin = (tool: DrawKind): Draft => ({ tool, kind: kindOf(tool), points: [], cursor: null });

const equal = (a: Position | undefined, b: Position) => a !== undefined && a[0] === b[0] && a[1] === b[1];
const mostOf = (tool: DrawKind) => (tool === "lasso" ? longestTrack : tool === "rectangle" ? 2 : maxVertices);

/** Adds a vertex; the same place twice running is one vertex (the second press of a double click). */
export function add(draft: Draft, at: Position): Draft {
  if (equal(draft.points.at(-1), at) || draft.points.length >= mostOf(draft.tool)) return draft;
  return { ...draft, points: [...draft.points, at] };
}
export const back = (draft: Draft): Draft => ({ ...draft, points: draft.points.slice(0, -1) });
export const point = (draft: Draft, cursor: Position | null): Draft => ({ ...draft, cursor });
export const isEnough = (draft: Draft): boolean => draft.points.length >= least[draft.tool];
/** True when nothing more can be added. */
export const isFull = ({ tool, points }: Draft): boolean => points.length >= (tool === "point" ? 1 : mostOf(tool));

/** Four corners of the rectangle between two. */
export const corners = ([ax, ay]: Position, [bx, by]: Position): Position[] => [
  [ax, ay],
  [bx, ay],
  [bx, by],
  [ax, by],
];

const round = ([lon, lat]: Position): Position => [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5];

/** Rounded as the text in the URL is; vertices that fall together are one. */
function rounded(kind: Shape["kind"], all: readonly Position[]): Position[] {
  const points = all.map(round).filter((p, i, every) => !equal(every[i - 1], p));
  while (kind === "area" && points.length > 1 && equal(points[0], points.at(-1) as Position)) points.pop();
  return points;
}

/** What becomes of a draft. `note`: the shape crosses itself; `refused`: there is none, and why. */
export type Finished = { readonly shape: Shape; readonly note: "crosses" | null } | { readonly refused: "tooFew" | "noArea" };

/** Narrower than this on the whole an area is a line: its vertices are rounded to a metre. */
const narrow_m = 1.5;
const isLine = (ring: readonly Position[]) => area_m2(ring) < (narrow_m * length_m([...ring, ring[0] as Position])) / 2;

/** @param grain_m what the eye can tell apart; a lasso's track is simplified by it */
export function finish({ tool, kind, points }: Draft, grain_m = 1): Finished {
  if (points.length < least[tool]) return { refused: "tooFew" };
  const [a, b] = points;
  const traced = tool === "rectangle" && a && b ? corners(a, b) : tool === "lasso" ? mend(simplify(points, grain_m)).points : points;
  const set = rounded(kind, traced);
  if (kind !== "area") return set.length < least[kind] ? { refused: "tooFew" } : { shape: { kind, points: set }, note: null };
  const crosses = set.length > 3 && crossesItself(set);
  if (set.length < 3 || (!crosses && isLine(set))) return { refused: "noArea" };
  return { shape: { kind, points: set }, note: crosses ? "crosses" : null };
}

/** Vertices and cursor: what the eye sees. */
export function traced({ tool, points, cursor }: Draft): readonly Position[] {
  const all = cursor && tool !== "lasso" && !equal(points.at(-1), cursor) ? [...points, cursor] : points;
  const [a, b] = all;
  return tool === "rectangle" && a && b ? corners(a, b) : all;
}

/** The draft's length or area with its unit; empty while there is nothing to measure. */
export function measure(draft: Draft): string {
  const all = traced(draft);
  if (draft.kind === "line") return all.length > 1 ? lengthLabel(length_m(all)) : "";
  return draft.kind === "area" && all.length > 2 ? areaLabel(area_m2(all)) : "";
}

/** A shape on its way: pure steps from one draft to the next, and what may become of it. */
import { maxVertices, type Position, type Shape } from "../../server/contract/draw.ts";
import { area_m2, areaLabel, length_m, lengthLabel } from "./measure.ts";

export interface Draft {
  readonly kind: Shape["kind"];
  readonly points: readonly Position[];
  /** Where the pointer is: the next vertex, not yet set. */
  readonly cursor: Position | null;
}

export const least = { point: 1, line: 2, area: 3 } as const satisfies Record<Shape["kind"], number>;
export const begin = (kind: Shape["kind"]): Draft => ({ kind, points: [], cursor: null });

const equal = (a: Position | undefined, b: Position) => a !== undefined && a[0] === b[0] && a[1] === b[1];

/** Adds a vertex; the same place twice running is one vertex (the second press of a double click). */
export function add(draft: Draft, at: Position): Draft {
  if (equal(draft.points.at(-1), at) || draft.points.length >= maxVertices) return draft;
  return { ...draft, points: [...draft.points, at] };
}
export const back = (draft: Draft): Draft => ({ ...draft, points: draft.points.slice(0, -1) });
export const point = (draft: Draft, cursor: Position | null): Draft => ({ ...draft, cursor });
export const isEnough = (draft: Draft): boolean => draft.points.length >= least[draft.kind];

const round = ([lon, lat]: Position): Position => [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5];

/** The shape, rounded as its text in the URL is, or null while there are too few vertices. */
export function finish(draft: Draft): Shape | null {
  const points = draft.points.map(round).filter((p, i, all) => !equal(all[i - 1], p));
  if (draft.kind === "area" && points.length > 1 && equal(points[0], points.at(-1) as Position)) points.pop();
  return points.length >= least[draft.kind] ? { kind: draft.kind, points } : null;
}

/** Vertices and cursor: what the eye sees. */
export const traced = ({ points, cursor }: Draft): readonly Position[] =>
  cursor && !equal(points.at(-1), cursor) ? [...points, cursor] : points;

/** The draft's length or area with its unit; empty while there is nothing to measure. */
export function measure(draft: Draft): string {
  const all = traced(draft);
  if (draft.kind === "line") return all.length > 1 ? lengthLabel(length_m(all)) : "";
  return draft.kind === "area" && all.length > 2 ? areaLabel(area_m2(all)) : "";
}

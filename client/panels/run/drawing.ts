/** The drawing tools: what is drawn is asked about, or becomes a condition; and a condition under the hand becomes another. */
import type { Shape } from "../../../server/contract/draw.ts";
import type { Filter } from "../../../server/contract/filter.ts";
import type { GeoClause } from "../../../server/contract/geo.ts";
import type { Edit } from "../../map/handle.ts";
import type { AreaTool, DrawKind } from "../../state/app.ts";
import { defaultNear } from "../../state/view.ts";
import { type App, openNear, setFilter } from "./app.ts";
import { rememberAreaTool } from "./preferences.ts";

/** What is done with the shape: "near" asks around it, "filter" looks inside it, a distance looks within so many metres of it; or something of its own. */
export type Purpose = "near" | "filter" | { readonly within_m: number } | ((shape: Shape) => void);

export async function draw(app: App, kind: DrawKind, purpose: Purpose): Promise<void> {
  const map = app.map.current;
  if (!map) return;
  if (app.store.get().drawing) map.cancelDraw();
  app.store.set({ drawing: kind, editing: null, preview: null });
  const shape = await map.draw(kind);
  // Another tool may have been taken up meanwhile; then it is the one in hand.
  if (shape || app.store.get().drawing === kind) app.store.set({ drawing: null });
  if (shape) takeShape(app, shape, purpose);
}

/** The tools for areas, in the order key 4 goes through them. */
export const areaTools = ["area", "rectangle", "lasso"] as const satisfies readonly AreaTool[];
const isAreaTool = (kind: DrawKind | null): kind is AreaTool => areaTools.some((one) => one === kind);

/** Takes up a tool for areas, and remembers it. */
export function drawArea(app: App, tool: AreaTool): void {
  rememberAreaTool(tool);
  app.store.set({ areaTool: tool });
  void draw(app, tool, "filter");
}

/** The area tool used last; while one is in hand, the next one. */
export function nextAreaTool(app: App): void {
  const { drawing, areaTool } = app.store.get();
  const at = isAreaTool(drawing) ? areaTools.indexOf(drawing) + 1 : areaTools.indexOf(areaTool);
  drawArea(app, areaTools[at % areaTools.length] ?? "area");
}

/** A further condition of where. */
export function addClause(app: App, clause: GeoClause): void {
  const { view } = app.store.get();
  setFilter(app, { ...view.filter, geo: [...view.filter.geo, clause] });
}

/** What was drawn becomes what it was drawn for. */
export function takeShape(app: App, shape: Shape, purpose: Purpose): void {
  const { view } = app.store.get();
  if (typeof purpose === "function") purpose(shape);
  else if (purpose === "filter") addClause(app, { op: "inside", areas: [{ draw: shape }] });
  else if (purpose === "near") openNear(app, { of: [{ draw: shape }], within_m: view.near?.within_m ?? defaultNear.within_m });
  else addClause(app, { op: "within", distance_m: purpose.within_m, of: [{ draw: shape }] });
}

/** The first drawing, or the view, of a clause becomes another shape. */
function reshaped(clause: GeoClause, { shape, distance_m }: Edit): GeoClause {
  let left = shape;
  const other = <P extends object>(place: P): P => {
    if (!left || !("draw" in place || "view" in place)) return place;
    const draw = left;
    left = null;
    if ("draw" in place) return { draw } as unknown as P;
    const [x, y] = [draw.points.map((p) => p[0]), draw.points.map((p) => p[1])];
    return { view: [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)] } as unknown as P;
  };
  return "of" in clause
    ? { ...clause, distance_m: distance_m ?? clause.distance_m, of: clause.of.map(other) }
    : { ...clause, areas: clause.areas.map(other) };
}

/** The filter with one clause of where made another. */
export const withClause = (filter: Filter, index: number, clause: GeoClause): Filter => ({
  ...filter,
  geo: filter.geo.map((one, i) => (i === index ? clause : one)),
});

/** A vertex or the distance is dragged on the map: the clause that is edited is shown so, and becomes so when the hand lets go. */
export function takeEdit(app: App, edit: Edit, done: boolean): void {
  const { view, editing } = app.store.get();
  const clause = editing === null ? undefined : view.filter.geo[editing];
  if (editing === null || !clause) return;
  const filter = withClause(view.filter, editing, reshaped(clause, edit));
  if (done) setFilter(app, filter);
  else app.store.set({ preview: filter });
}

export function leaveTool(app: App): void {
  app.map.current?.cancelDraw();
  app.store.set({ drawing: null, status: null, editing: null, preview: null });
}

/** Only what is in the picture now: replaces the view asked for before. */
export function filterByView(app: App): void {
  const { view, bounds } = app.store.get();
  if (!bounds) return;
  const [w, s, e, n] = bounds.map((degrees) => Number(degrees.toFixed(5))) as [number, number, number, number];
  const others = view.filter.geo.filter((clause) => !("areas" in clause && clause.areas.some((area) => "view" in area)));
  setFilter(app, { ...view.filter, geo: [...others, { op: "inside", areas: [{ view: [w, s, e, n] }] }] });
}

/** The drawing tools: a point or a line is asked about, an area becomes a condition. */
import type { Shape } from "../../../server/contract/draw.ts";
import type { GeoClause } from "../../../server/contract/geo.ts";
import type { Edit } from "../../map/handle.ts";
import type { DrawKind } from "../../state/app.ts";
import { defaultNear } from "../../state/view.ts";
import { type App, openNear, setFilter } from "./app.ts";

/** What is done with the shape: "near" asks around it, "filter" looks inside it. */
export type Purpose = "near" | "filter";

export async function draw(app: App, kind: DrawKind, purpose: Purpose): Promise<void> {
  const map = app.map.current;
  if (!map) return;
  if (app.store.get().drawing) map.cancelDraw();
  app.store.set({ drawing: kind });
  const shape = await map.draw(kind);
  // Another tool may have been taken up meanwhile; then it is the one in hand.
  if (shape || app.store.get().drawing === kind) app.store.set({ drawing: null, status: null });
  if (shape) takeShape(app, shape, purpose);
}

function takeShape(app: App, shape: Shape, purpose: Purpose): void {
  const { view } = app.store.get();
  if (purpose === "filter") {
    const clause = { op: "inside", areas: [{ draw: shape }] } as const;
    setFilter(app, { ...view.filter, geo: [...view.filter.geo, clause] });
  } else {
    openNear(app, { of: [{ draw: shape }], within_m: view.near?.within_m ?? defaultNear.within_m });
  }
}

/** A vertex or the distance was dragged on the map: the clause that is being edited becomes that. */
export function takeEdit(app: App, edit: Edit, done: boolean): void {
  const { view, editing } = app.store.get();
  const clause = editing === null ? undefined : view.filter.geo[editing];
  if (!clause || !done) return;
  const drawn = <P extends object>(place: P): P => ("draw" in place ? ({ draw: edit.shape } as unknown as P) : place);
  const next: GeoClause =
    "of" in clause
      ? { ...clause, distance_m: edit.distance_m ?? clause.distance_m, of: clause.of.map(drawn) }
      : { ...clause, areas: clause.areas.map(drawn) };
  setFilter(app, { ...view.filter, geo: view.filter.geo.map((one, i) => (i === editing ? next : one)) });
}

export function leaveTool(app: App): void {
  app.map.current?.cancelDraw();
  app.store.set({ drawing: null, status: null });
}

/** Only what is in the picture now: replaces the view asked for before. */
export function filterByView(app: App): void {
  const { view, bounds } = app.store.get();
  if (!bounds) return;
  const [w, s, e, n] = bounds.map((degrees) => Number(degrees.toFixed(5))) as [number, number, number, number];
  const others = view.filter.geo.filter((clause) => !("areas" in clause && clause.areas.some((area) => "view" in area)));
  setFilter(app, { ...view.filter, geo: [...others, { op: "inside", areas: [{ view: [w, s, e, n] }] }] });
}

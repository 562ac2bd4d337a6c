/** The drawing tools: a point or a line is asked about, an area becomes a condition. */
import type { Shape } from "../../../server/contract/draw.ts";
import { defaultNear } from "../../state/view.ts";
import { type App, openNear, setFilter } from "./app.ts";

/** What is done with the shape: "near" asks around it, "filter" looks inside it. */
export type Purpose = "near" | "filter";

export async function draw(app: App, kind: Shape["kind"], purpose: Purpose): Promise<void> {
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

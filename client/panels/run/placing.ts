/** One place clicked on the map, as text a field can hold. */
import type { App } from "./app.ts";

export const hasMap = (app: App) => app.map.current !== null;

/** Lets one click a place; "lon,lat" in WGS84 degrees to six decimals, or null when left. */
export async function askPlace(app: App): Promise<string | null> {
  const map = app.map.current;
  if (!map) return null;
  if (app.store.get().drawing) map.cancelDraw();
  app.store.set({ drawing: "point" });
  const shape = await map.draw("point");
  if (shape || app.store.get().drawing === "point") app.store.set({ drawing: null, status: null });
  const at = shape?.points[0];
  return at ? `${at[0].toFixed(6)},${at[1].toFixed(6)}` : null;
}

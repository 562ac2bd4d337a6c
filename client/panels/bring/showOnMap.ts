/** From an import to the map: what came in fills it. */
import type { ImportTarget } from "../../../server/contract/importing/importing.ts";
import { type App, goTo } from "../run/app.ts";
import { loadLayer } from "../run/boot.ts";
import type { Bounds } from "./ghosts.ts";

/** The face of the page that has no map goes to the one that has. */
const mapAddress = ([west, south, east, north]: Bounds): string => {
  const span = Math.max(east - west, (north - south) * 1.4, 0.002);
  const zoom = Math.max(9, Math.min(17, Math.log2((360 * 700) / (span * 512))));
  return `/#map=${((west + east) / 2).toFixed(5)},${((south + north) / 2).toFixed(5)},${zoom.toFixed(2)}`;
};

export function showOnMap(app: App, into: ImportTarget, bounds: Bounds): void {
  if (!app.map.current) {
    location.assign(mapAddress(bounds));
    return;
  }
  // Word of the change may still be on its way.
  void loadLayer(app, into);
  goTo(app, { bounds: [...bounds] });
}

/** Grid cells: the smallest responsibility, for work close by. */
import { zoneLayer } from "./zoneLayer.ts";

export const zones3 = zoneLayer({
  level: 3,
  on: false,
  minZoom: 13,
  labelZoom: [14.5, 24],
  ink: "zone3",
  widths: { 13: 0.7, 15: 1.2, 18: 2 },
  dash: [2, 1.5],
  size: { 14.5: 10.5, 17: 13 },
  spacing: 0.05,
});

/** Sub-districts: the first cut of the district, always in sight. */
import { zoneLayer } from "./zoneLayer.ts";

export const zones1 = zoneLayer({
  level: 1,
  on: true,
  minZoom: 8,
  labelZoom: [9.5, 14],
  ink: "zone1",
  widths: { 8: 0.7, 11: 1.3, 14: 2.4, 18: 4 },
  size: { 9.5: 12, 12: 15, 14: 18 },
  spacing: 0.2,
});

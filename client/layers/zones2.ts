/** Communities, once a sub-district fills a good part of the picture. */
import { zoneLayer } from "./zoneLayer.ts";

export const zones2 = zoneLayer({
  level: 2,
  on: true,
  minZoom: 11.5,
  labelZoom: [12.6, 15.5],
  ink: "zone2",
  widths: { 11.5: 0.5, 13: 0.9, 16: 1.8 },
  dash: [5, 2.5],
  size: { 12.6: 11.5, 15: 14 },
  spacing: 0.1,
});

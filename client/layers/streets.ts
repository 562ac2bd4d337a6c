/** Streets that are assessed as sites: arterial and secondary roads and commercial streets. A narrow band inside the road, not instead of it. */
import { lineSites } from "./lineSites.ts";

export const streets = lineSites({
  id: "streets",
  title: { zh: "主次干道与商业大街", en: "assessed streets" },
  types: ["arterial_road", "secondary_road", "commercial_street"],
  ink: "street",
  on: false,
  minZoom: 10.5,
  nameZoom: 13.5,
  widths: { 10.5: 0.8, 13: 1.4, 16: 3, 18: 5 },
  onRoad: true,
});

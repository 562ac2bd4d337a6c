/** River segments with their chiefs' responsibility (河段). */
import { lineSites } from "./lineSites.ts";

export const riverSegments = lineSites({
  id: "riverSegments",
  title: { zh: "河段", en: "river segments" },
  types: ["river"],
  ink: "river",
  on: true,
  minZoom: 9,
  nameZoom: 12.5,
  widths: { 9: 1.4, 12: 2.6, 15: 4.5, 18: 8 },
});

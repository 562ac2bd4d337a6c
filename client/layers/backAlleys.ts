/** Back alleys (背街小巷): many and short, so only from where they can be told apart. */
import { lineSites } from "./lineSites.ts";

export const backAlleys = lineSites({
  id: "backAlleys",
  title: { zh: "背街小巷", en: "back alleys" },
  types: ["back_alley"],
  ink: "backAlley",
  on: true,
  minZoom: 12.6,
  nameZoom: 15,
  widths: { 12.6: 0.8, 14: 1.7, 16: 3, 18: 6 },
});

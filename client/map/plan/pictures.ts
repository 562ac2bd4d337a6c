/** Small pictures of a plan, painted on a canvas: hatching of what is locked, dots on what is nobody's, arrow heads, the keyboard's crosshair. Names: plan:<what>:<theme> */
import type { Map as MapLibre } from "maplibre-gl";
import type { Theme } from "../../look/palette.ts";
import { planInks } from "./inks.ts";

const ratio = 2;
type Ink = CanvasRenderingContext2D;

function painted(size: number, draw: (ink: Ink) => void): ImageData | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * ratio;
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  if (!ink) return null;
  ink.scale(ratio, ratio);
  draw(ink);
  return ink.getImageData(0, 0, canvas.width, canvas.height);
}

/** Lines at 45°, that meet at the edges of the tile. */
const hatch = (colour: string) =>
  painted(10, (ink) => {
    ink.strokeStyle = colour;
    ink.lineWidth = 1.3;
    ink.beginPath();
    for (const x of [-10, 0, 10]) {
      ink.moveTo(x - 1, 11);
      ink.lineTo(x + 11, -1);
    }
    ink.stroke();
  });
const dots = (colour: string) =>
  painted(10, (ink) => {
    ink.fillStyle = colour;
    for (const [x, y] of [
      [2.5, 2.5],
      [7.5, 7.5],
    ] as const) {
      ink.beginPath();
      ink.arc(x, y, 1.1, 0, 7);
      ink.fill();
    }
  });
/** Points north; its tip is the middle of the picture. */
const arrow = (colour: string, halo: string) =>
  painted(28, (ink) => {
    ink.beginPath();
    ink.moveTo(14, 14);
    ink.lineTo(19, 25);
    ink.lineTo(14, 22.5);
    ink.lineTo(9, 25);
    ink.closePath();
    ink.lineWidth = 2.4;
    ink.strokeStyle = halo;
    ink.stroke();
    ink.fillStyle = colour;
    ink.fill();
  });
const crosshair = (colour: string, halo: string) =>
  painted(44, (ink) => {
    ink.beginPath();
    for (const [x, y] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      ink.moveTo(22 + 4 * x, 22 + 4 * y);
      ink.lineTo(22 + 19 * x, 22 + 19 * y);
    }
    ink.moveTo(33, 22);
    ink.arc(22, 22, 11, 0, 2 * Math.PI);
    for (const [width, ink1] of [
      [4.6, halo],
      [1.8, colour],
    ] as const) {
      ink.lineWidth = width;
      ink.strokeStyle = ink1;
      ink.stroke();
    }
  });

function pictures(theme: Theme): readonly (readonly [string, () => ImageData | null])[] {
  const inks = planInks[theme];
  return [
    ["hatch", () => hatch(inks.hatch)],
    ["nobody", () => dots(inks.dots)],
    ["crosshair", () => crosshair(inks.draft, inks.halo)],
    ["arrow-site", () => arrow(inks.site, inks.halo)],
    ["arrow-problem", () => arrow(inks.problem, inks.halo)],
    ["arrow-fault", () => arrow(inks.refused, inks.halo)],
    ["arrow-refused", () => arrow(inks.refused, inks.halo)],
  ];
}

/** Adds what the map does not have yet. */
export function givePlanPictures(map: MapLibre): void {
  for (const theme of ["light", "dark"] as const) {
    for (const [what, paint] of pictures(theme)) {
      const name = `plan:${what}:${theme}`;
      const image = map.hasImage(name) ? null : paint();
      if (image) map.addImage(name, image, { pixelRatio: ratio });
    }
  }
}

/**
 * Pictures the map asks for by name, painted on a canvas from the palette: no sprite file, no icon font.
 * Names: status:<status>:<theme> · site:<type>:<theme>:<lang> · donut:<twelfths by status>:<theme>
 */
import { type ProblemStatus, problemStatuses, type SiteType, siteTypes, statusOrder } from "../../server/contract/vocabulary.ts";
import { canvasFont, type MapColours, mapColours } from "../look/basemap.ts";
import { statusColour, statusShapeSvg, type Theme } from "../look/palette.ts";
import type { Lang } from "../state/view.ts";
import { siteLetters } from "./siteLetters.ts";

/** Pixels painted for one CSS pixel: sharp on dense screens and when enlarged a little. */
export const imageRatio = 3;
type Ink = CanvasRenderingContext2D;

function paint(size: number, draw: (ink: Ink) => void): ImageData | null {
  const canvas = document.createElement("canvas");
  canvas.width = size * imageRatio;
  canvas.height = size * imageRatio;
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  if (!ink) return null;
  ink.scale(imageRatio, imageRatio);
  draw(ink);
  return ink.getImageData(0, 0, canvas.width, canvas.height);
}

/** A status's shape, 16 px, in a halo of the ground's colour that keeps it apart from heat, roads and its neighbours. */
function statusImage(status: ProblemStatus, theme: Theme): ImageData | null {
  return paint(24, (ink) => {
    const shape = new Path2D(statusShapeSvg(status));
    ink.translate(3.5, 3.5);
    ink.scale(17 / 24, 17 / 24);
    ink.lineJoin = "round";
    ink.lineWidth = 6.5;
    ink.strokeStyle = mapColours[theme].halo;
    ink.stroke(shape);
    if (status === "undispatched" || status === "recheck") {
      // A ring's hole is filled too: what shines through would be read as part of the symbol.
      ink.beginPath();
      ink.arc(12, 12, 9, 0, 7);
      ink.fillStyle = mapColours[theme].halo;
      ink.fill();
    }
    ink.fillStyle = statusColour(theme, status);
    ink.fill(shape, "evenodd");
  });
}

function siteImage(type: SiteType, theme: Theme, lang: Lang): ImageData | null {
  const c: MapColours = mapColours[theme];
  const market = type === "market";
  const letter = siteLetters[type][lang];
  return paint(26, (ink) => {
    ink.beginPath();
    ink.roundRect(3, 3, 20, 20, market ? 10 : 5);
    ink.lineWidth = 4.4;
    ink.strokeStyle = c.halo;
    ink.stroke();
    ink.fillStyle = market ? c.market : c.iconGround;
    ink.fill();
    ink.lineWidth = market ? 1.8 : 1.3;
    ink.strokeStyle = market ? c.marketEdge : c.iconEdge;
    ink.stroke();
    ink.fillStyle = market ? "#ffffff" : c.iconText;
    ink.font = `600 ${letter.length > 1 ? 10.5 : 13}px ${canvasFont}`;
    ink.textAlign = "center";
    ink.textBaseline = "alphabetic";
    const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = ink.measureText(letter);
    ink.fillText(letter, 13, 13 + (up - down) / 2);
  });
}

/** A disc for a cluster's number, ringed by twelfths in the statuses' colours, the most urgent first from the top. */
function donutImage(twelfths: string, theme: Theme): ImageData | null {
  return paint(48, (ink) => {
    const disc = (radius: number, colour: string) => {
      ink.beginPath();
      ink.arc(24, 24, radius, 0, 7);
      ink.fillStyle = colour;
      ink.fill();
    };
    disc(23, mapColours[theme].halo);
    let from = -Math.PI / 2;
    for (const [i, status] of statusOrder.entries()) {
      const to = from + (Number.parseInt(twelfths[i] ?? "0", 16) * Math.PI) / 6;
      ink.beginPath();
      ink.moveTo(24, 24);
      ink.arc(24, 24, 21.5, from, to);
      ink.fillStyle = statusColour(theme, status);
      ink.fill();
      from = to;
    }
    disc(16.4, mapColours[theme].disc);
  });
}

/** The picture of a name, or null when the name is not one of ours. */
export function imageOf(name: string): ImageData | null {
  const [kind, what = "", themeName = "", lang = "zh"] = name.split(":");
  const theme: Theme = themeName === "light" ? "light" : "dark";
  if (kind === "status" && Object.hasOwn(problemStatuses, what)) return statusImage(what as ProblemStatus, theme);
  if (kind === "site" && Object.hasOwn(siteTypes, what)) return siteImage(what as SiteType, theme, lang === "en" ? "en" : "zh");
  if (kind === "donut") return donutImage(what, theme);
  return null;
}

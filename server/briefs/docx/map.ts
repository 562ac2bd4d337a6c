/** The map of a document: white paper, grey roads, pale water, numbered sub-districts, problems as marks of colour and shape. No fonts. */
import sharp from "sharp";
import { statusFills } from "../../contract/statusColours.ts";
import type { BriefFacts } from "../../contract/types.ts";
import { type BaseClass, type ProblemStatus, statusOrder } from "../../contract/vocabulary.ts";
import type { Ground, Lines } from "./mapGround.ts";
import { strokes, widthOf } from "./strokes.ts";

const width_px = 1600;
const leastHeight_px = 900;
const mostHeight_px = 1640;
const metresOfDegree = 111_320;

const ink = "#1f2937";
const fills = statusFills.light;
/** Marks of size 20 around 0, 0. */
const marks: Readonly<Record<ProblemStatus, string>> = {
  overdue: `<path d="M0-11L10.5 8H-10.5Z" fill="${fills.overdue}" stroke="#fff" stroke-width="1.5"/>`,
  nearly_due: `<path d="M0-10.5L9 0L0 10.5L-9 0Z" fill="${fills.nearly_due}" stroke="#fff" stroke-width="1.5"/>`,
  handling: `<circle r="8" fill="${fills.handling}" stroke="#fff" stroke-width="1.5"/>`,
  recheck: `<circle r="8" fill="#fff" stroke="${fills.recheck}" stroke-width="3"/><circle r="3.4" fill="${fills.recheck}"/>`,
  undispatched: `<circle r="7.5" fill="#fff" stroke="${fills.undispatched}" stroke-width="3"/>`,
  closed: `<path d="M-8 0L-2.5 6.5L8.5-6.5" fill="none" stroke="#fff" stroke-width="7.5"/><path d="M-8 0L-2.5 6.5L8.5-6.5" fill="none" stroke="${fills.closed}" stroke-width="4"/>`,
  rejected: `<path d="M-6-6L6 6M6-6L-6 6" fill="none" stroke="${fills.rejected}" stroke-width="4"/>`,
};

const lineLooks: Readonly<Partial<Record<BaseClass, readonly [string, number]>>> = {
  waterway: ["#b5d3e8", 3],
  secondary: ["#d7dbe0", 3],
  arterial: ["#c2c8d0", 5],
  motorway: ["#a9b2bd", 6],
  rail: ["#b9b9b9", 2],
};
const areaLooks: Readonly<Partial<Record<BaseClass, string>>> = { water: "#cfe4f2", waterway: "#cfe4f2", park: "#e8f2e3" };
const drawnOrder: readonly BaseClass[] = ["park", "water", "waterway", "rail", "secondary", "arterial", "motorway"];

interface Frame {
  readonly height: number;
  readonly metresOfPixel: number;
  xy(lon: number, lat: number): readonly [number, number];
}

/** The box in the middle of the paper, as large as fits. */
function frameOf([west, south, east, north]: Ground["box"]): Frame {
  const across = metresOfDegree * Math.cos(((south + north) / 2) * (Math.PI / 180));
  const [wide, high] = [(east - west) * across, (north - south) * metresOfDegree];
  const height = Math.round(Math.min(mostHeight_px, Math.max(leastHeight_px, (width_px * high) / wide)));
  const metresOfPixel = Math.max(wide / width_px, high / height);
  const [midLon, midLat] = [(west + east) / 2, (south + north) / 2];
  return {
    height,
    metresOfPixel,
    xy: (lon, lat) => [
      width_px / 2 + ((lon - midLon) * across) / metresOfPixel,
      height / 2 - ((lat - midLat) * metresOfDegree) / metresOfPixel,
    ],
  };
}

const pathOf = ({ xy }: Frame, lines: Lines, closed: boolean): string =>
  lines
    .map((line) => {
      const points = line.map(([lon, lat]) =>
        xy(lon, lat)
          .map((n) => n.toFixed(1))
          .join(" "),
      );
      return `M${points.join("L")}${closed ? "Z" : ""}`;
    })
    .join("");

function groundOf(frame: Frame, { features }: Ground): string {
  return drawnOrder
    .flatMap((own) => features.filter((one) => one.class === own))
    .map(({ class: own, area, lines }) => {
      const d = pathOf(frame, lines, area);
      if (area) return `<path d="${d}" fill="${areaLooks[own] ?? "none"}" fill-rule="evenodd"/>`;
      const [colour, width] = lineLooks[own] ?? ["none", 0];
      return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
    })
    .join("");
}

const zonesOf = (frame: Frame, { zones }: Ground): string =>
  zones
    .map(({ lines }) => {
      const d = pathOf(frame, lines, true);
      return `<path d="${d}" fill="none" stroke="#fff" stroke-width="6"/><path d="${d}" fill="none" stroke="#5b6673" stroke-width="2.5" stroke-dasharray="14 5 3 5"/>`;
    })
    .join("");

function numbersOf({ xy }: Frame, { zones }: Ground): string {
  return zones
    .filter(({ number }) => number > 0)
    .map(({ number, at }) => {
      const [x, y] = xy(...at);
      return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="23" fill="#fff" fill-opacity="0.9" stroke="${ink}" stroke-width="2.5"/><path d="${strokes(String(number), x, y, number > 99 ? 15 : 21)}" fill="none" stroke="${ink}" stroke-width="3.4"/>`;
    })
    .join("");
}

const isOn = ({ height }: Frame, [x, y]: readonly [number, number]): boolean => x >= 0 && y >= 0 && x <= width_px && y <= height;
const urgency = new Map(statusOrder.map((status, at) => [status, at]));

/** The most urgent on top. */
function marksOf(frame: Frame, points: BriefFacts["points"]): { svg: string; beyond: number } {
  const placed = points.map(([lon, lat, status]) => ({ at: frame.xy(lon, lat), status }));
  const on = placed.filter(({ at }) => isOn(frame, at)).sort((a, b) => (urgency.get(b.status) ?? 0) - (urgency.get(a.status) ?? 0));
  const scale = on.length > 1500 ? 0.7 : on.length > 400 ? 0.85 : 1.1;
  const svg = on.map(
    ({ at: [x, y], status }) => `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale})">${marks[status]}</g>`,
  );
  return { svg: svg.join(""), beyond: placed.length - on.length };
}

/** 1, 2 or 5 times a power of ten, at most so long. */
function niceLength(most_m: number): number {
  const power = 10 ** Math.floor(Math.log10(most_m));
  return ([5, 2, 1].find((n) => n * power <= most_m) ?? 1) * power;
}

function scaleBar({ height, metresOfPixel }: Frame): string {
  const metres = niceLength(metresOfPixel * 300);
  const length = metres / metresOfPixel;
  const label = metres >= 1000 ? `${metres / 1000}km` : `${metres}m`;
  const [x, y] = [40, height - 40];
  const box = `<rect x="${x - 20}" y="${y - 62}" width="${(Math.max(length, widthOf(label, 24)) + 40).toFixed(1)}" height="86" fill="#fff" fill-opacity="0.85"/>`;
  const bar = `<path d="M${x} ${y - 12}V${y}H${(x + length).toFixed(1)}V${y - 12}" fill="none" stroke="${ink}" stroke-width="4"/>`;
  return `${box}${bar}<path d="${strokes(label, x + length / 2, y - 32, 24)}" fill="none" stroke="${ink}" stroke-width="3.4"/>`;
}

const northArrow = `<rect x="${width_px - 96}" y="24" width="72" height="116" fill="#fff" fill-opacity="0.85"/><path d="M${width_px - 60} 68L${width_px - 78} 128L${width_px - 60} 114L${width_px - 42} 128Z" fill="${ink}"/><path d="${strokes("N", width_px - 60, 46, 26)}" fill="none" stroke="${ink}" stroke-width="4"/>`;

/** @returns an SVG of the map, and how many problems lie outside it */
export function mapSvg(ground: Ground, points: BriefFacts["points"]): { svg: string; beyond: number } {
  const frame = frameOf(ground.box);
  const { svg: marked, beyond } = marksOf(frame, points);
  const parts = [groundOf(frame, ground), zonesOf(frame, ground), marked, numbersOf(frame, ground), scaleBar(frame), northArrow];
  const edge = `<rect x="1.5" y="1.5" width="${width_px - 3}" height="${frame.height - 3}" fill="none" stroke="${ink}" stroke-width="3"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width_px}" height="${frame.height}"><rect width="100%" height="100%" fill="#fff"/><g stroke-linejoin="round" stroke-linecap="round">${parts.join("")}</g>${edge}</svg>`;
  return { svg, beyond };
}

/** The map as a PNG; null when there is nothing to draw. */
export async function drawMap(ground: Ground | null, points: BriefFacts["points"]): Promise<{ png: Buffer | null; beyond: number }> {
  if (ground === null) return { png: null, beyond: 0 };
  const { svg, beyond } = mapSvg(ground, points);
  const png = await sharp(Buffer.from(svg), { limitInputPixels: 10_000_000 })
    .flatten({ background: "#fff" })
    .png({ compressionLevel: 9, palette: true, colours: 64, dither: 0, effort: 3 })
    .toBuffer();
  return { png, beyond };
}

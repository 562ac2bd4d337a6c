/** The symbols of the legend, as the light map draws them. */
import { statusOrder } from "../../../server/contract/vocabulary.ts";
import { mapColours } from "../../look/basemap.ts";
import { statusColour } from "../../look/palette.ts";
import type { Say } from "../useApp.ts";
import type { LegendLine } from "./legend.ts";
import { inkColour, type Pen, quietColour } from "./pen.ts";

type Drawn = LegendLine["swatch"];
type Ramp = Extract<Drawn, { kind: "ramp" }>;
interface Symbol {
  readonly swatch: Exclude<Drawn, Ramp>;
  readonly round?: boolean | undefined;
}
interface Letter {
  readonly ground: string;
  readonly ink: string;
  readonly letter: string;
  readonly round: boolean;
}

/** Shares of the statuses shown, as a ring; the number stands for any. */
function drawDonut(pen: Pen, x: number, y: number, size: number, statuses: readonly string[]): void {
  const [cx, cy, r] = [x + size / 2, y + size / 2, size / 2];
  const shown = statusOrder.filter((status) => statuses.includes(status));
  for (const [i, status] of shown.entries()) {
    const turn = (at: number) => ((at / shown.length) * 2 - 0.5) * Math.PI;
    pen.disc(cx, cy, r, statusColour("light", status), turn(i), turn(i + 1));
  }
  pen.disc(cx, cy, r * 0.74, mapColours.light.disc);
  pen.text("8", cx, cy + size * 0.2, { size: size * 0.55, bold: true, align: "center", colour: mapColours.light.discText });
}

function drawLine(pen: Pen, x: number, y: number, size: number, colour: string, dashed: boolean): void {
  const [top, bottom] = [y + size * 0.32, y + size * 0.68];
  const at = (share: number) => x + size * share;
  if (dashed) {
    const flat = [at(-0.2), at(1.2)].map((one) => [one, y + size / 2] as const);
    pen.line(flat, size * 0.14, colour, [size * 0.3, size * 0.16]);
    return;
  }
  const zigzag = [
    [at(-0.2), bottom],
    [at(0.28), top],
    [at(0.68), bottom],
    [at(1.2), top],
  ] as const;
  // A white road shows on white paper by its edges.
  pen.line(zigzag, size * 0.3, mapColours.light.casing);
  pen.line(zigzag, size * 0.18, colour);
}

function drawFill(pen: Pen, x: number, y: number, size: number, colour: string): void {
  const box = [x - size * 0.15, y + size * 0.12, size * 1.3, size * 0.76] as const;
  pen.fill(...box, colour);
  pen.box(...box, 0.1, "#8a93a0");
}

function drawLetter(pen: Pen, x: number, y: number, size: number, { ground, ink, letter, round }: Letter): void {
  if (round) pen.disc(x + size / 2, y + size / 2, size * 0.54, ground);
  else {
    pen.fill(x, y, size, size, ground);
    pen.box(x, y, size, size, 0.12, mapColours.light.iconEdge);
  }
  const type = { size: size * (letter.length > 1 ? 0.5 : 0.66), bold: true, align: "center", colour: ink } as const;
  pen.text(letter, x + size / 2, y + size * 0.73, type);
}

/** @param size of the box it stands in, mm */
export function drawSwatch(pen: Pen, { swatch, round = false }: Symbol, x: number, y: number, size: number, say: Say): void {
  switch (swatch.kind) {
    case "donut":
      drawDonut(pen, x, y, size, swatch.statuses);
      break;
    case "path":
      pen.shape(swatch.d, x, y, size, swatch.colour.light);
      break;
    case "fill":
      drawFill(pen, x, y, size, swatch.colour.light);
      break;
    case "letter":
      drawLetter(pen, x, y, size, { ground: swatch.ground.light, ink: swatch.ink.light, letter: say.of(swatch.letter), round });
      break;
    default:
      drawLine(pen, x, y, size, swatch.colour.light, swatch.kind === "dash");
  }
}

/** The heat's classes with their lower bounds and what they count. @param at x, y and width, mm */
export function drawRamp(
  pen: Pen,
  { swatch, label }: { swatch: Ramp; label: string },
  at: readonly number[],
  pitch: number,
  say: Say,
): void {
  const [x = 0, y = 0, width = 0] = at;
  const wide = width / swatch.colours.length;
  const size = pitch * 0.6;
  // A bound never runs into the next one.
  const widest = Math.max(...swatch.breaks.map((from) => pen.width(String(from), { size })));
  const bound = { size: size * Math.min(1, (wide * 0.85) / widest), colour: inkColour };
  pen.fill(x, y, width, pitch * 0.8, mapColours.light.ground);
  for (const [i, colour] of swatch.colours.entries()) pen.fill(x + i * wide, y, wide, pitch * 0.8, colour);
  pen.box(x, y, width, pitch * 0.8, 0.1, "#8a93a0");
  for (const [i, from] of swatch.breaks.entries()) pen.text(String(from), x + i * wide, y + pitch * 1.5, bound);
  const words = pen.lines(say.t("paper.rampUnit", { label, unit: say.of(swatch.unit) }), { size }, width, 2);
  for (const [i, line] of words.entries()) pen.text(line, x, y + pitch * (2.35 + i * 0.8), { size, colour: quietColour });
}

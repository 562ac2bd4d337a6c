/**
 * The sheet as a printed official map: title and question over a double frame; in it the map, its legend and its scale; under it
 * the coordinate system, the source, the approval number and the times. All words are drawn into the picture: a PDF's own fonts
 * have no Chinese, and embedding one would weigh more than the map.
 */
import type { Say } from "../useApp.ts";
import { drawLegend } from "./drawLegend.ts";
import type { SheetFacts } from "./facts.ts";
import type { SheetLegend } from "./legend.ts";
import { inkColour, Pen, quietColour, titleFont } from "./pen.ts";
import { type ScaleBar, scaleText } from "./scale.ts";
import type { Rect, SheetLayout, SheetPixels } from "./sheet.ts";

export interface SheetContent {
  readonly title: string;
  readonly facts: SheetFacts;
  readonly legend: readonly SheetLegend[];
  /** 1:n. */
  readonly n: number;
  readonly bar: ScaleBar;
  readonly map: CanvasImageSource;
}

const warning = "#a8141b";

function drawHead(pen: Pen, { head, k }: SheetLayout, { title, facts }: SheetContent): void {
  const middle = head.x + head.width / 2;
  let side = 0;
  if (facts.madeUp) {
    const type = { size: 2.9 * k, bold: true, colour: warning, align: "center" } as const;
    side = pen.width(facts.madeUp, type) + 5 * k;
    pen.box(head.x + head.width - side, head.y + 0.8 * k, side, 5.6 * k, 0.3 * k, warning);
    pen.text(facts.madeUp, head.x + head.width - side / 2, head.y + 4.7 * k, type);
  }
  const room = head.width - 2 * (side + 2 * k);
  const wide = pen.width(title, { size: 1, bold: true, font: titleFont });
  const size = Math.max(4.4 * k, Math.min(6.6 * k, room / wide));
  pen.text(title, middle, head.y + 6.4 * k, { size, bold: true, font: titleFont, align: "center" }, room);
  const type = { size: 2.75 * k, colour: quietColour, align: "center" } as const;
  const [first = "", second] = pen.lines(facts.question, type, head.width, 2);
  pen.text(first, middle, head.y + (second ? 9.9 : 11) * k, type);
  if (second) pen.text(second, middle, head.y + 13 * k, type);
}

/** A thin line close to the map, a thick one around it. */
function drawFrame(pen: Pen, { frame, map, legend, scale, k }: SheetLayout): void {
  const grow = (rect: Rect, by: number) => [rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by] as const;
  pen.box(...grow(frame, 0), 0.2 * k);
  pen.box(...grow(frame, 1.1 * k), 0.7 * k);
  pen.box(map.x, map.y, map.width, map.height, 0.2 * k);
  const upright = legend.y > map.y;
  if (upright)
    pen.line(
      [
        [scale.x, scale.y + 3 * k],
        [scale.x, scale.y + scale.height - 3 * k],
      ],
      0.12 * k,
      "#9aa3b0",
    );
  else
    pen.line(
      [
        [scale.x + 3 * k, scale.y],
        [scale.x + scale.width - 3 * k, scale.y],
      ],
      0.12 * k,
      "#9aa3b0",
    );
}

/** North is up on every sheet: a map that was turned on the screen is turned back. */
function drawNorth(pen: Pen, { map, k }: SheetLayout, say: Say): void {
  const [x, y] = [map.x + map.width - 10 * k, map.y + 4 * k];
  pen.ink.globalAlpha = 0.86;
  pen.fill(x - 5.5 * k, y - 1 * k, 11 * k, 19 * k, "#ffffff");
  pen.ink.globalAlpha = 1;
  pen.text(say.t("paper.north"), x, y + 3.4 * k, { size: 3.6 * k, bold: true, align: "center" });
  const [tip, foot, notch] = [y + 4.6 * k, y + 16.5 * k, y + 13.4 * k];
  const left = [
    [x, tip],
    [x - 3.4 * k, foot],
    [x, notch],
  ] as const;
  const right = [
    [x, tip],
    [x + 3.4 * k, foot],
    [x, notch],
  ] as const;
  pen.face(left, inkColour);
  pen.face(right, "#ffffff");
  pen.line([...left, left[0]], 0.22 * k);
  pen.line([...right, right[0]], 0.22 * k);
}

const lengthWord = (metres: number, unit_m: number): string => String(Math.round((metres / unit_m) * 1000) / 1000);

function drawScale(pen: Pen, { scale, k }: SheetLayout, { n, bar }: SheetContent, say: Say): void {
  const middle = scale.x + scale.width / 2;
  const [x, y] = [middle - bar.mm / 2, scale.y + scale.height / 2 + 1 * k];
  pen.text(say.t("paper.scale", { scale: scaleText(n) }), middle, y - 3.2 * k, { size: 3.2 * k, bold: true, align: "center" });
  const part = bar.mm / bar.parts;
  for (let i = 0; i < bar.parts; i++) pen.fill(x + i * part, y, part, 1.5 * k, i % 2 ? "#ffffff" : inkColour);
  pen.box(x, y, bar.mm, 1.5 * k, 0.15 * k);
  const km = bar.length_m >= 1000;
  const unit = say.t(km ? "paper.km" : "paper.m");
  const type = { size: 2.5 * k, align: "center" } as const;
  for (let i = 0; i <= bar.parts; i++) {
    const share = i / bar.parts;
    pen.text(lengthWord(bar.length_m * share, km ? 1000 : 1), x + bar.mm * share, y + 4.6 * k, type);
  }
  const end = pen.width(lengthWord(bar.length_m, km ? 1000 : 1), type) / 2;
  pen.text(unit, x + bar.mm + end, y + 4.6 * k, { size: type.size });
}

function drawFoot(pen: Pen, { foot, k }: SheetLayout, { facts }: SheetContent): void {
  const size = 2.4 * k;
  const line = (i: number) => foot.y + (2.9 + i * 3.7) * k;
  const share = 0.66;
  pen.text(facts.crs, foot.x, line(0), { size, colour: quietColour }, foot.width * share);
  const told = facts.source ? pen.width(`${facts.source}　`, { size }) : 0;
  pen.text(facts.source, foot.x, line(1), { size, colour: quietColour }, foot.width * 0.5);
  const approval = { size, bold: !facts.approved, colour: facts.approved ? quietColour : warning };
  pen.text(facts.approval, foot.x + Math.min(told, foot.width * 0.5), line(1), approval, foot.width * 0.3);
  const right = { size, colour: quietColour, align: "right" } as const;
  for (const [i, text] of [facts.asOf, facts.made].entries()) pen.text(text, foot.x + foot.width, line(i), right, foot.width * (1 - share));
}

/** Paints the sheet. @returns a canvas of the sheet's pixels; it is the caller's to keep */
export function composeSheet(layout: SheetLayout, pixels: SheetPixels, content: SheetContent, say: Say): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), { width: pixels.width, height: pixels.height });
  // Read back as a whole, to be packed: kept where that is cheap.
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  if (!ink) throw new Error("This browser gives no canvas of that size.");
  const pen = new Pen(ink, pixels.perMm);
  pen.fill(0, 0, layout.width + 1, layout.height + 1, "#ffffff");
  const { map } = layout;
  ink.imageSmoothingQuality = "high";
  ink.drawImage(content.map, pen.px(map.x), pen.px(map.y), pen.px(map.width), pen.px(map.height));
  drawHead(pen, layout, content);
  drawNorth(pen, layout, say);
  drawFrame(pen, layout);
  drawLegend(pen, layout, content.legend, say);
  drawScale(pen, layout, content, say);
  drawFoot(pen, layout, content);
  return canvas;
}

/** The legend, flowing down its columns in the largest type that fits. */
import type { Say } from "../useApp.ts";
import type { LegendLine, SheetLegend } from "./legend.ts";
import { type Pen, quietColour } from "./pen.ts";
import type { SheetLayout } from "./sheet.ts";
import { drawRamp, drawSwatch } from "./swatches.ts";

/** What stands on one line of a column: a heading, a ramp, or one or two symbols. */
type Row = { readonly heading: string } | { readonly ramp: LegendLine } | { readonly pair: readonly LegendLine[] };

/** As a sheet begins its words. */
const begun = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const textOf = ({ label, n }: LegendLine, say: Say): string =>
  n === null ? begun(say.of(label)) : say.t("paper.counted", { name: begun(say.of(label)), n: say.n(n) });
const heights = { heading: 1.25, ramp: 3.7, pair: 1 } as const;
const heightOf = (row: Row): number => ("heading" in row ? heights.heading : "ramp" in row ? heights.ramp : heights.pair);
const typeOf = (pitch: number) => ({ size: pitch * 0.68 });
/** From a line's start to its words. */
const indent = 1.55;

/** Two short ones stand side by side. */
function rowsOf(legend: readonly SheetLegend[], pen: Pen, pitch: number, width: number, say: Say): Row[] {
  const fits = (line: LegendLine | undefined) =>
    line !== undefined && line.swatch.kind !== "ramp" && pen.width(textOf(line, say), typeOf(pitch)) + (indent + 0.5) * pitch <= width / 2;
  return legend.flatMap(({ id, title, lines }): Row[] => {
    const rows: Row[] = [{ heading: begun(say.of(title)) }];
    for (let i = 0; i < lines.length; i++) {
      const [line, next] = [lines[i] as LegendLine, lines[i + 1]];
      const paired = id !== "problems" && fits(line) && fits(next);
      if (line.swatch.kind === "ramp") rows.push({ ramp: line });
      else rows.push({ pair: paired ? [line, next as LegendLine] : [line] });
      if (paired) i++;
    }
    return rows;
  });
}

/** Rows by column; null when there is not room enough. A heading never ends a column. */
function flow(rows: readonly Row[], columns: number, height: number): Row[][] | null {
  const flowed: Row[][] = [[]];
  let used = 0;
  for (const [i, row] of rows.entries()) {
    const next = rows[i + 1];
    const needed = heightOf(row) + ("heading" in row && next ? heightOf(next) : 0);
    if (used > 0 && used + needed > height) {
      flowed.push([]);
      used = 0;
    }
    flowed.at(-1)?.push(row);
    used += heightOf(row);
  }
  return flowed.length <= columns && used <= height ? flowed : null;
}

function drawRow(pen: Pen, row: Row, at: { x: number; y: number; width: number; pitch: number }, say: Say): void {
  const { x, y, width, pitch } = at;
  if ("heading" in row) {
    pen.text(row.heading, x, y + pitch * 0.95, { size: pitch * 0.68, bold: true, colour: quietColour });
    return;
  }
  if ("ramp" in row) {
    const { swatch, label } = row.ramp;
    if (swatch.kind === "ramp") drawRamp(pen, { swatch, label: begun(say.of(label)) }, [x, y + pitch * 0.15, width], pitch, say);
    return;
  }
  const share = width / Math.max(1, row.pair.length);
  for (const [i, line] of row.pair.entries()) {
    if (line.swatch.kind === "ramp") continue;
    const left = x + i * share;
    drawSwatch(pen, { swatch: line.swatch, round: line.round }, left + pitch * 0.2, y + pitch * 0.12, pitch * 0.76, say);
    pen.text(textOf(line, say), left + indent * pitch, y + pitch * 0.76, typeOf(pitch), share - (indent + 0.2) * pitch);
  }
}

/** The least type that is read, over all papers. */
const least = 2.3;
const most = 4.7;

export function drawLegend(pen: Pen, { legend: box, columns, k }: SheetLayout, legend: readonly SheetLegend[], say: Say): void {
  const [side, head] = [3 * k, 8.5 * k];
  const gap = 4 * k;
  const width = (box.width - 2 * side - (columns - 1) * gap) / columns;
  const height = box.height - head - 2 * k;
  pen.text(say.t("paper.legend"), box.x + box.width / 2, box.y + 6 * k, { size: 4.2 * k, bold: true, align: "center" });
  for (let pitch = most * k; pitch >= least * k; pitch -= 0.1 * k) {
    const flowed = flow(rowsOf(legend, pen, pitch, width, say), columns, height / pitch);
    if (!flowed && pitch - 0.1 * k >= least * k) continue;
    const rows = flowed ?? [rowsOf(legend, pen, pitch, width, say)];
    for (const [column, list] of rows.entries()) {
      let y = box.y + head;
      for (const row of list) {
        drawRow(pen, row, { x: box.x + side + column * (width + gap), y, width, pitch }, say);
        y += heightOf(row) * pitch;
      }
    }
    return;
  }
}

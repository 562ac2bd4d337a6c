/** The whole report as JSON, and its rows as a CSV that an office's spreadsheet opens. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LayerReport, NoteKind, Report } from "./report.ts";

export interface ReportFiles {
  readonly json: string;
  readonly csv: string;
}

/** `<folder>/<city>-<time>.json`, and .csv beside it. */
export function reportFileIn(folder: string, report: Report): string {
  const stamp = report.at.replace(/\.\d+Z$/, "Z").replaceAll(":", "");
  return join(folder, `${report.bundle}-${stamp}${report.dryRun ? "-dry-run" : ""}.json`);
}

export async function writeReport(file: string, report: Report): Promise<ReportFiles> {
  const csv = file.replace(/(\.json)?$/i, ".csv");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(report, null, 1)}\n`);
  // The mark at the start tells spreadsheets that it is UTF-8.
  await writeFile(csv, `\uFEFF${rowsAsCsv(report)}`);
  return { json: file, csv };
}

const header = ["layer", "file", "kind", "row", "line", "field", "value", "reason_zh", "reason_en"];

export function rowsAsCsv(report: Report): string {
  const rows = report.layers.flatMap((layer) => (["refused", "mended", "noted"] as const).flatMap((kind) => rowsOf(layer, kind)));
  return [header, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

const rowsOf = (layer: LayerReport, kind: NoteKind): (string | number)[][] =>
  layer[kind].map((n) => [layer.layer, layer.file, kind, n.row, n.line ?? "", n.field, n.value, n.reason.zh, n.reason.en]);

/** A spreadsheet runs what begins with = + - @; an apostrophe makes it text. Numbers are left alone. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+([ ,][+-]?[\d.]+)*$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

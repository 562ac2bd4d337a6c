/** Where in a table the places stand, by headings and by what the cells hold; and which systems could be theirs. */
import { apart_m } from "../../server/contract/coordinates/distance.ts";
import { parseOrdinate, parsePosition } from "../../server/contract/coordinates/parse.ts";
import { degreeSystems, gaussZones, type Position, toDegrees, webMercator } from "../../server/contract/coordinates/systems.ts";
import { geometryColumn, type ImportPlace } from "../../server/contract/importing/importing.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { bothHeadings, fitting, xHeadings, yHeadings } from "./guessHeadings.ts";
import type { FileTable } from "./table.ts";

/** So many cells tell what a column holds. */
const mostLookedAt = 200;

/** What stands in a column, blanks left out. */
export function sampleOf({ columns, rows }: FileTable, column: string): string[] {
  const at = columns.indexOf(column);
  const found: string[] = [];
  for (const row of rows) {
    const cell = row[at] ?? "";
    if (cell !== "") found.push(cell);
    if (found.length >= mostLookedAt) break;
  }
  return found;
}
const share = (cells: readonly string[], holds: (cell: string) => boolean): number =>
  cells.length === 0 ? 0 : cells.filter(holds).length / cells.length;

const best = (columns: readonly string[], words: readonly string[], least: number): string[] =>
  columns
    .map((column) => ({ column, score: fitting(column, words) }))
    .filter(({ score }) => score >= least)
    .toSorted((a, b) => b.score - a.score)
    .map(({ column }) => column);

const isCoordinate = (cell: string): boolean => parseOrdinate(cell) !== null;

interface Found {
  readonly place: ImportPlace;
  readonly notes: readonly Word[];
}

/** How many rows say that the first of two columns is north of the second. */
function turned({ columns, rows }: FileTable, x: string, y: string): boolean {
  const [i, j] = [columns.indexOf(x), columns.indexOf(y)];
  let votes = 0;
  for (const row of rows.slice(0, mostLookedAt)) {
    const [a, b] = [parseOrdinate(row[i] ?? ""), parseOrdinate(row[j] ?? "")];
    const read = a === null || b === null ? null : parsePosition(`${a} ${b}`);
    if (read) votes += read.swapped ? 1 : -1;
  }
  return votes > 0;
}
const turnedNote = (x: string, y: string): Word => ({
  zh: `“${x}”列里是纬度（北向）的值，“${y}”列里是经度（东向）的值：已对调，请核对`,
  en: `Column “${x}” holds latitudes (north) and “${y}” longitudes (east): they were exchanged; look at them`,
});

function byHeadings(table: FileTable): Found | null {
  const useful = (column: string) => share(sampleOf(table, column), isCoordinate) >= 0.5;
  const [x] = best(table.columns, xHeadings, 30).filter(useful);
  const [y] = best(table.columns, yHeadings, 30).filter((column) => column !== x && useful(column));
  if (x === undefined || y === undefined) return null;
  return turned(table, x, y)
    ? { place: { kind: "xy", x: y, y: x }, notes: [turnedNote(x, y)] }
    : { place: { kind: "xy", x, y }, notes: [] };
}

function inOne(table: FileTable): Found | null {
  const holds = (column: string, least: number) => share(sampleOf(table, column), (cell) => parsePosition(cell) !== null) >= least;
  const named = best(table.columns, bothHeadings, 30).find(
    (column) => holds(column, 0.5) || /^(POLYGON|LINESTRING|MULTI)/i.test(sampleOf(table, column)[0] ?? ""),
  );
  const column = named ?? table.columns.find((one) => holds(one, 0.8));
  return column === undefined ? null : { place: { kind: "text", column }, notes: [] };
}

/** Degrees of China with a fraction, or metres of a zone: two neighbours of which one is east and one north. */
function byValues(table: FileTable): Found | null {
  const isDegree = (from: number, to: number) => (cell: string) => {
    const value = parseOrdinate(cell);
    return value !== null && value > from && value < to && !Number.isInteger(value);
  };
  const holds = (column: string, is: (cell: string) => boolean) => share(sampleOf(table, column), is) >= 0.9;
  const x = table.columns.find((column) => holds(column, isDegree(73, 136)));
  const y = table.columns.find((column) => holds(column, isDegree(3, 54)));
  return x === undefined || y === undefined ? null : { place: { kind: "xy", x, y }, notes: [] };
}

/** @param address the column that says in words where a row lies, if there is one */
export function guessPlace(
  table: FileTable,
  address: string | null,
): { readonly place: ImportPlace | null; readonly notes: readonly Word[] } {
  if (table.columns.includes(geometryColumn)) return { place: { kind: "text", column: geometryColumn }, notes: [] };
  const found = byHeadings(table) ?? inOne(table) ?? byValues(table);
  return found ?? { place: address === null ? null : { kind: "address", column: address }, notes: [] };
}

/** A district is not wider. */
const near_m = 100_000;
/** Systems of degrees lie some hundred metres apart: distance from a centre tells nothing of them. */
const grain_m = 5_000;

/** Middle of the distances from the centre, metres. */
function away_m(code: string, sample: readonly Position[], centre: Position): number {
  const all = sample.map((position) => apart_m(toDegrees(code, position), centre)).filter(Number.isFinite);
  const sorted = all.toSorted((a, b) => a - b);
  return sorted.length * 2 < sample.length ? Number.POSITIVE_INFINITY : (sorted[sorted.length >> 1] ?? Number.POSITIVE_INFINITY);
}

/**
 * Systems that bring a file's positions near the district, the nearest first; of equals WGS 84 before GCJ-02, BD-09 and CGCS2000, 3° zones before 6°.
 * @param sample x and y as they stand @param centre of the district, EPSG:4326
 */
export function guessSystems(sample: readonly Position[], centre: Position): string[] {
  const degrees = sample.filter(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90).length * 2 > sample.length;
  const gauss = gaussZones.toSorted((a, b) => a.width - b.width).map(({ code }) => code);
  const codes = degrees
    ? ["EPSG:4326", ...degreeSystems.filter((code) => code !== "EPSG:4326" && code !== "EPSG:4490"), "EPSG:4490"]
    : [...gauss, webMercator];
  return codes
    .map((code) => ({ code, away: away_m(code, sample.slice(0, mostLookedAt), centre) }))
    .filter(({ away }) => away <= near_m)
    .toSorted((a, b) => Math.round(a.away / grain_m) - Math.round(b.away / grain_m))
    .map(({ code }) => code);
}

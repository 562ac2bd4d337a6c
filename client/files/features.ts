/** Shapes with attributes as a table: a column for each attribute, and one for the shape. */
import { geometryColumn, longestCell, mostImportColumns, mostImportRows } from "../../server/contract/importing/importing.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { cleaned } from "./cells.ts";
import { noRows, tooManyColumns, tooManyRows, uniqueNames } from "./grid.ts";
import { type FileTable, fault } from "./table.ts";

export interface ShapeRow {
  readonly values: Readonly<Record<string, unknown>>;
  /** Well-known text; null = the row has no shape, or one that could not be read. */
  readonly shape: string | null;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return value instanceof Uint8Array ? "" : JSON.stringify(value);
  return String(value);
}

/** Attributes in the order they are met. */
function attributesOf(rows: readonly ShapeRow[]): string[] {
  const names = new Set<string>();
  for (const { values } of rows) for (const name of Object.keys(values)) names.add(name);
  return [...names];
}

function cellOf(value: unknown, name: string, row: number): string {
  const text = cleaned(textOf(value));
  if (text.length > longestCell)
    throw fault(
      `第 ${row} 个图形的属性“${name}”有 ${text.length} 个字符，最多 ${longestCell} 个`,
      `Shape ${row}, attribute “${name}”: ${text.length} characters, at most ${longestCell} can be taken`,
    );
  return text;
}

function notesOf(rows: readonly ShapeRow[], long: number): Word[] {
  const without = rows.filter(({ shape }) => shape === null).length;
  const notes: Word[] = [];
  if (without > 0 && without < rows.length)
    notes.push({ zh: `${without} 行没有图形，或图形读不出`, en: `Rows without a shape, or with none that could be read: ${without}` });
  if (long > 0)
    notes.push({
      zh: `${long} 个图形的坐标超过 ${longestCell} 个字符，未读入：请先简化或取中心点`,
      en: `Shapes of more than ${longestCell} characters of coordinates, left out: ${long}. Simplify them, or take their centres`,
    });
  return notes;
}

/** @throws FileFault */
export function shapeTable(rows: readonly ShapeRow[]): Pick<FileTable, "columns" | "rows" | "headerRow" | "notes"> {
  if (rows.length === 0) throw noRows();
  if (rows.length > mostImportRows) throw tooManyRows();
  const names = attributesOf(rows);
  if (names.length > mostImportColumns - 1) throw tooManyColumns(names.length);
  const shaped = rows.some(({ shape }) => shape !== null);
  const isLong = ({ shape }: ShapeRow) => shape !== null && shape.length > longestCell;
  const columns = uniqueNames([...(shaped ? [geometryColumn] : []), ...names.map(cleaned)]);
  return {
    columns,
    headerRow: 0,
    rows: rows.map((row, i) => [
      ...(shaped ? [isLong(row) ? "" : (row.shape ?? "")] : []),
      ...names.map((name) => cellOf(Object.hasOwn(row.values, name) ? row.values[name] : null, name, i + 1)),
    ]),
    notes: notesOf(rows, rows.filter(isLong).length),
  };
}

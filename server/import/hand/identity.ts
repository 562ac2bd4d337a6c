/** Rows known again: by their own number, else by what stands in them; and the second of two alike in one file. */
import { createHash } from "node:crypto";
import { mapShape, type Shape } from "../read/shape.ts";
import type { RowCells } from "./cells.ts";

const micro = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
const rounded = (shape: Shape): Shape => mapShape(shape, ([x, y]) => [micro(x), micro(y)]);

/** For rows without a number: the same content is the same thing. A place counts to the sixth decimal of a degree. */
export const contentId = (shape: Shape, ...texts: readonly (string | number | null)[]): string =>
  `h-${createHash("sha256")
    .update(JSON.stringify([rounded(shape), ...texts]))
    .digest("hex")
    .slice(0, 24)}`;

/** The first row of each key. */
export class Seen {
  readonly #rows = new Map<string, number>();

  /** @returns the row that had it before; null when this is the first */
  take(key: string, row: number): number | null {
    const first = this.#rows.get(key);
    if (first === undefined) this.#rows.set(key, row);
    return first ?? null;
  }

  /** Refuses the row when another of the file is the same. @returns it stands */
  stands(cells: RowCells, field: string, key: string, shown: string): boolean {
    const first = this.take(key, cells.row);
    if (first === null) return true;
    cells.refuse(field, shown, { zh: `与第 ${first} 行重复`, en: `the same as row ${first}` });
    return false;
  }
}

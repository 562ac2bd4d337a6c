/** The page's columns are typed arrays: as narrow as their values allow, wider when one no longer fits, longer without being copied. */
import type { Column, TypedColumn } from "../../server/contract/columns.ts";
import type { ProblemsLayer } from "../../server/contract/types.ts";
import { problemColumns } from "../../server/contract/vocabulary.ts";

type Kind = Uint8ArrayConstructor | Uint16ArrayConstructor | Int32ArrayConstructor | Uint32ArrayConstructor | Float64ArrayConstructor;

const kindOf = (column: TypedColumn): Kind => column.constructor as Kind;
const isTyped = (column: Column): column is TypedColumn => ArrayBuffer.isView(column);

/** The narrowest kind for whole numbers between these two; anything else takes 64 bits. */
function kindFor(least: number, most: number, whole: boolean): Kind {
  if (!whole || least < -(2 ** 31) || most >= 2 ** 32) return Float64Array;
  if (least < 0) return most < 2 ** 31 ? Int32Array : Float64Array;
  return most < 2 ** 8 ? Uint8Array : most < 2 ** 16 ? Uint16Array : Uint32Array;
}

/** The values in the narrowest kind that holds each of them; a typed column is itself. @param also values that must fit too */
export function typedOf(values: Column, also: Column = []): TypedColumn {
  if (isTyped(values) && also.length === 0) return values;
  let least = 0;
  let most = 0;
  let whole = true;
  for (const column of [values, also]) {
    for (let row = 0; row < column.length; row++) {
      const value = column[row] as number;
      if (value < least) least = value;
      if (value > most) most = value;
      whole &&= Number.isInteger(value);
    }
  }
  return kindFor(least, most, whole).from(values);
}

/** A column of the same kind: as many zeros, or these values. */
export const alike = (column: TypedColumn, of: number | readonly number[]): TypedColumn =>
  typeof of === "number" ? new (kindOf(column))(of) : kindOf(column).from(of);

/** The layer with typed columns, whatever they came as. */
export const typedLayer = (layer: ProblemsLayer): ProblemsLayer => ({
  ...layer,
  ...(Object.fromEntries(problemColumns.map((name) => [name, typedOf(layer[name])])) as TypedColumns),
});
type TypedColumns = Readonly<Record<(typeof problemColumns)[number], TypedColumn>>;

/** Of each buffer made here how many values are somebody's: what lies behind them is room. */
const used = new WeakMap<object, number>();
const room = (rows: number) => 64 + (rows >> 6);

/** A copy that may be written to, with room behind it. */
export function copied(column: Column, kind?: Kind): TypedColumn {
  const Made = kind ?? kindOf(typedOf(column));
  const made = new Made(column.length + room(column.length));
  made.set(column as TypedColumn);
  used.set(made.buffer, column.length);
  return made.subarray(0, column.length);
}

const wider = (column: TypedColumn): Kind =>
  column instanceof Uint8Array ? Uint16Array : column instanceof Uint16Array ? Uint32Array : Float64Array;

/** Writes into a copy. @returns the column: a wider one where the value did not fit */
export function written(column: TypedColumn, row: number, value: number): TypedColumn {
  column[row] = value;
  return column[row] === value || Number.isNaN(value) ? column : written(copied(column, wider(column)), row, value);
}

/**
 * The column with one value more. The values stay where they are when the room behind them is nobody's yet: whoever holds the
 * shorter column sees no difference.
 */
export function pushed(column: Column, value: number): TypedColumn {
  const { length } = column;
  const base = isTyped(column) && used.get(column.buffer) === length && !full(column) ? column : copied(column);
  const longer = new (kindOf(base))(base.buffer as ArrayBuffer, 0, length + 1);
  used.set(base.buffer, length + 1);
  return written(longer, length, value);
}
const full = (column: TypedColumn): boolean => column.byteLength === column.buffer.byteLength;

/** The column without some rows. @param gone row numbers, ascending */
export function without(column: Column, gone: readonly number[]): TypedColumn {
  const from = typedOf(column);
  const made = new (kindOf(from))(from.length - gone.length);
  let at = 0;
  let begin = 0;
  for (const row of [...gone, from.length]) {
    made.set(from.subarray(begin, row), at);
    at += row - begin;
    begin = row + 1;
  }
  return made;
}

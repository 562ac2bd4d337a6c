/**
 * Columns as bytes, on both sides of the wire: typed arrays that are read where they lie, nothing parsed.
 * Columns lie as they are, without differences or planes of bytes: whoever reads them undoes nothing.
 * `CTC1`, the head's length in bytes (uint32), the head (JSON, all of it ASCII), then each column at a multiple of eight. Little-endian throughout.
 */

/** One field of many rows: an array of numbers, typed or not. */
export interface Column {
  readonly length: number;
  readonly [row: number]: number;
  includes(value: number): boolean;
  indexOf(value: number): number;
  [Symbol.iterator](): IterableIterator<number>;
}

const kinds = { u8: Uint8Array, u16: Uint16Array, i32: Int32Array, u32: Uint32Array, f64: Float64Array } as const;
export type ColumnKind = keyof typeof kinds;
export type TypedColumn = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** What is asked for in Accept, and said in Content-Type. */
export const columnsMedia = "application/vnd.chuangtu.columns";

const magic = 0x31435443;
const step = 8;
const up = (at: number): number => Math.ceil(at / step) * step;

interface Place {
  readonly name: string;
  readonly kind: ColumnKind;
  /** From the end of the head. */
  readonly at: number;
  readonly length: number;
}

const kindOf = (column: TypedColumn): ColumnKind =>
  (Object.keys(kinds) as ColumnKind[]).find((kind) => column instanceof kinds[kind]) as ColumnKind;

/** Text as bytes and back, without what ECMAScript itself does not have: what is not ASCII is escaped. */
const encoded = (text: string): Uint8Array =>
  Uint8Array.from(
    text.replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`),
    (one) => one.charCodeAt(0),
  );
const decoded = (bytes: Uint8Array): string => Array.from(bytes, (one) => String.fromCharCode(one)).join("");

/** @param head JSON members beside the columns */
export function packColumns(head: Readonly<Record<string, unknown>>, columns: Readonly<Record<string, TypedColumn>>): Uint8Array {
  let at = 0;
  const places = Object.entries(columns).map(([name, column]): Place => {
    const place = { name, kind: kindOf(column), at, length: column.length };
    at = up(at + column.byteLength);
    return place;
  });
  const text = encoded(JSON.stringify({ ...head, columns: places }));
  const begin = up(8 + text.length);
  const bytes = new Uint8Array(begin + at);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, text.length, true);
  bytes.set(text, 8);
  for (const place of places) {
    const column = columns[place.name] as TypedColumn;
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), begin + place.at);
  }
  return bytes;
}

export interface Unpacked<Head> {
  readonly head: Head;
  /** Views of the bytes they came in. */
  readonly columns: Readonly<Record<string, TypedColumn>>;
}

/** @throws Error when the bytes are not what packColumns wrote, or are cut off */
export function unpackColumns<Head extends object>(buffer: ArrayBuffer): Unpacked<Head> {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== magic) throw new Error("These bytes are not columns.");
  const length = view.getUint32(4, true);
  const begin = up(8 + length);
  if (begin > buffer.byteLength) throw new Error("The columns are cut off in their head.");
  const { columns: places, ...head } = JSON.parse(decoded(new Uint8Array(buffer, 8, length))) as {
    columns: readonly Place[];
  };
  const columns: Record<string, TypedColumn> = {};
  for (const { name, kind, at, length: rows } of places) {
    const Kind = kinds[kind];
    if (begin + at + rows * Kind.BYTES_PER_ELEMENT > buffer.byteLength) throw new Error(`The columns are cut off at ${name}.`);
    columns[name] = new Kind(buffer, begin + at, rows);
  }
  return { head: head as Head, columns };
}

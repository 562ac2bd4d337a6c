/** Problems as typed arrays, the latest found first: what is held of an area, and how some rows of it are put in the place of others. */
import type { TypedColumn } from "../contract/columns.ts";
import type { problemColumns } from "../contract/vocabulary.ts";

export type Field = (typeof problemColumns)[number];

export interface Rows {
  /** Microseconds since 2000: the order is by these, and by id where they are the same. */
  readonly foundAt: Float64Array;
  readonly columns: Readonly<Record<Field, TypedColumn>>;
}

/** The least first; whatever fits into one fits into those after it that have its sign. */
const kinds = [Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array] as const;
type Kind = (typeof kinds)[number];
const reach: readonly (readonly [least: number, most: number])[] = [
  [0, 0xff],
  [0, 0xffff],
  [0, 0xffff_ffff],
  [-(2 ** 31), 2 ** 31 - 1],
  [-Infinity, Infinity],
];
const kindOf = (column: TypedColumn): number => kinds.findIndex((Kind) => column instanceof Kind);

/** The narrowest array that holds these whole numbers. */
export function narrow(values: TypedColumn): TypedColumn {
  let [least, most] = [0, 0];
  for (const value of values) {
    if (value < least) least = value;
    else if (value > most) most = value;
  }
  const at = reach.findIndex(([from, to]) => from <= least && most <= to);
  return at === kindOf(values) ? values : new (kinds[at] as Kind)(values);
}

/** An array that holds what either holds. */
function roomFor(one: TypedColumn, other: TypedColumn, length: number): TypedColumn {
  const [a, b] = [kindOf(one), kindOf(other)].sort((x, y) => x - y) as [number, number];
  // Some of the third do not fit into the fourth.
  const both = a === 2 && b === 3 ? 4 : b;
  return new (kinds[both] as Kind)(length);
}

/** Rows from one place to another, of what was held or of what is new. */
interface Piece {
  readonly of: "held" | "fresh";
  readonly from: number;
  readonly to: number;
}

const comesFirst = (one: Rows, i: number, other: Rows, k: number): boolean => {
  const [a, b] = [one.foundAt[i] as number, other.foundAt[k] as number];
  return a > b || (a === b && (one.columns.id[i] as number) > (other.columns.id[k] as number));
};

/** How many held rows come before a fresh one. */
function before(held: Rows, fresh: Rows, k: number): number {
  let [low, high] = [0, held.foundAt.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comesFirst(held, middle, fresh, k)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows whose id is in the set, in their order. */
export function among({ columns: { id } }: Rows, ids: ReadonlySet<number>): number[] {
  const found: number[] = [];
  for (let i = 0; i < id.length; i++) if (ids.has(id[i] as number)) found.push(i);
  return found;
}

function pieces(held: Rows, gone: readonly number[], fresh: Rows): Piece[] {
  const list: Piece[] = [];
  let [at, next] = [0, 0];
  const upTo = (to: number): void => {
    for (; next < gone.length && (gone[next] as number) < to; next++) {
      const row = gone[next] as number;
      if (at < row) list.push({ of: "held", from: at, to: row });
      at = row + 1;
    }
    if (at < to) list.push({ of: "held", from: at, to });
    at = Math.max(at, to);
  };
  for (let k = 0; k < fresh.foundAt.length; k++) {
    upTo(before(held, fresh, k));
    list.push({ of: "fresh", from: k, to: k + 1 });
  }
  upTo(held.foundAt.length);
  return list;
}

function put<T extends TypedColumn>(into: T, list: readonly Piece[], held: TypedColumn, fresh: TypedColumn): T {
  let at = 0;
  for (const { of, from, to } of list) {
    into.set((of === "held" ? held : fresh).subarray(from, to), at);
    at += to - from;
  }
  return into;
}

/**
 * The held rows without some, and with fresh ones, each in its place. What was held stays as it is: it may be on its way out.
 * @param gone places of rows, ascending @param fresh in the same order as the held ones; an id that is held still is among those gone
 */
export function patched(held: Rows, gone: readonly number[], fresh: Rows): Rows {
  const list = pieces(held, gone, fresh);
  const length = held.foundAt.length - gone.length + fresh.foundAt.length;
  const columns = Object.entries(held.columns).map(([name, column]) => {
    const news = fresh.columns[name as Field];
    return [name, put(roomFor(column, news, length), list, column, news)] as const;
  });
  return {
    foundAt: put(new Float64Array(length), list, held.foundAt, fresh.foundAt),
    columns: Object.fromEntries(columns) as Record<Field, TypedColumn>,
  };
}

/** The first so many rows, or all; nothing is copied. */
export function first({ foundAt, columns }: Rows, most: number): Rows {
  if (foundAt.length <= most) return { foundAt, columns };
  const cut = Object.entries(columns).map(([name, column]) => [name, column.subarray(0, most)]);
  return { foundAt: foundAt.subarray(0, most), columns: Object.fromEntries(cut) as Record<Field, TypedColumn> };
}

/** Of a set that is larger than what is held of it nothing is known beyond the last row. @returns how many of the fresh rows come before it */
export function within(held: Rows, fresh: Rows): number {
  const last = held.foundAt.length - 1;
  let most = fresh.foundAt.length;
  while (most > 0 && (last < 0 || comesFirst(held, last, fresh, most - 1))) most--;
  return most;
}

export const bytesOf = ({ foundAt, columns }: Rows): number =>
  Object.values(columns).reduce((sum, { byteLength }) => sum + byteLength, foundAt.byteLength);

/**
 * Hexagons over a district, corners up, side by side in rows. Their corners are whole 1e-5 degrees, as a drawing of the filter
 * has them: what a cell counts is what opens when its outline is asked for. So width and height are off by at most 1 m; all
 * cells are the same in degrees, and in metres to some thousandths over a district.
 */
import type { Position } from "../contract/draw.ts";
import { degreeAt } from "./metres.ts";

/** Whole 1e-5 degrees from a middle: half a cell's width, a quarter of its height. */
export interface Lattice {
  readonly x: number;
  readonly y: number;
  readonly half: number;
  readonly quarter: number;
}

const unit = 1e5;

/** @param cell_m width of a cell from side to side, in metres at the centre */
export function latticeAt([lon, lat]: Position, cell_m: number): Lattice {
  const degree = degreeAt(lat);
  const whole = (metres: number, of: number) => Math.max(1, Math.round((metres / of) * unit));
  return {
    x: Math.round(lon * unit),
    y: Math.round(lat * unit),
    half: whole(cell_m / 2, degree.x),
    quarter: whole(cell_m / Math.sqrt(3) / 2, degree.y),
  };
}

/** The six corners of a cell from its middle, in degrees, anticlockwise. */
export const cornersOf = ({ half, quarter }: Lattice): [number, number][] =>
  [
    [0, 2],
    [-1, 1],
    [-1, -1],
    [0, -2],
    [1, -1],
    [1, 1],
  ].map(([x = 0, y = 0]) => [(x * half) / unit, (y * quarter) / unit]);

const isOdd = (row: number): boolean => Math.abs(row % 2) === 1;
// Columns of a row; districts have fewer, and the globe too at 50 m.
const stride = 2 ** 24;

/** Cells, by their numbers and by where they lie. */
export interface Cells {
  readonly row: readonly number[];
  readonly column: readonly number[];
  /** The number of the cell at a place of the lattice. */
  at(row: number, column: number): number | undefined;
}

export function cellsOf(row: readonly number[], column: readonly number[]): Cells {
  const numbers = new Map(row.map((r, i) => [r * stride + (column[i] as number), i]));
  return { row, column, at: (r, c) => numbers.get(r * stride + c) };
}

/** A cell's middle, in degrees. */
export const middleOf = ({ x, y, half, quarter }: Lattice, row: number, column: number): Position => [
  (x + (2 * column + (isOdd(row) ? 1 : 0)) * half) / unit,
  (y + 3 * row * quarter) / unit,
];

/** Where the rings' edges cross each row of middles, by row. An edge holds its lower end and not its upper one. */
function crossings({ x, y, quarter }: Lattice, rings: readonly (readonly Position[])[]): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const ring of rings) {
    for (const [i, from] of ring.entries()) {
      const to = ring[(i + 1) % ring.length] as Position;
      const [[ax, ay], [bx, by]] = from[1] < to[1] ? [from, to] : [to, from];
      const rowOf = (lat: number) => (lat * unit - y) / (3 * quarter);
      for (let row = Math.ceil(rowOf(ay)); row < rowOf(by); row++) {
        const lat = (y + 3 * row * quarter) / unit;
        const list = rows.get(row) ?? [];
        list.push((ax + ((lat - ay) / (by - ay)) * (bx - ax)) * unit - x);
        rows.set(row, list);
      }
    }
  }
  return rows;
}

/**
 * The cells whose middles lie within rings (inside of an odd number of them), row by row from the south-west.
 * @returns as many as there may be, and how many there are
 */
export function cellsWithin(lattice: Lattice, rings: readonly (readonly Position[])[], most: number) {
  const [rows, columns]: [number[], number[]] = [[], []];
  let total = 0;
  for (const [row, ends] of [...crossings(lattice, rings)].sort(([a], [b]) => a - b)) {
    ends.sort((a, b) => a - b);
    const columnOf = (x: number) => Math.ceil((x / lattice.half - (isOdd(row) ? 1 : 0)) / 2);
    for (let i = 0; i + 1 < ends.length; i += 2) {
      const [first, end] = [columnOf(ends[i] as number), columnOf(ends[i + 1] as number)];
      total += end - first;
      for (let column = first; column < end && rows.length < most; column++) {
        rows.push(row);
        columns.push(column);
      }
    }
  }
  return { total, cells: cellsOf(rows, columns) };
}

/** The row and column of the hexagon a position lies in: the nearest middle once height and width are those of a regular one. */
export function placeOf({ x, y, half, quarter }: Lattice, lon: number, lat: number): readonly [row: number, column: number] {
  const across = (lon * unit - x) / (2 * half);
  const up = (lat * unit - y) / (3 * quarter);
  const q = across - up / 2;
  const s = -q - up;
  let [column, row] = [Math.round(q), Math.round(up)];
  const [dq, dr, ds] = [Math.abs(column - q), Math.abs(row - up), Math.abs(Math.round(s) - s)];
  if (dq > dr && dq > ds) column = -row - Math.round(s);
  else if (dr > ds) row = -column - Math.round(s);
  return [row, column + (row - (isOdd(row) ? 1 : 0)) / 2];
}

/** The numbers of the cells that share a side with each cell. */
export function neighboursOf({ row, column, at }: Cells): number[][] {
  return row.map((r, i) => {
    const c = column[i] as number;
    const left = isOdd(r) ? c : c - 1;
    const around = [at(r, c - 1), at(r, c + 1), at(r - 1, left), at(r - 1, left + 1), at(r + 1, left), at(r + 1, left + 1)];
    return around.filter((one) => one !== undefined);
  });
}

/** Points sorted into cells so small that all who share one are neighbours, and so large that a neighbour is at most a few cells away. */
import { degreeAt } from "./metres.ts";

/** Positions in degrees, by number. */
export interface Points {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
}

export interface Grid {
  /** How many cells hold points. */
  readonly size: number;
  /** The points of a cell, ascending. */
  members(cell: number): Int32Array;
  /** The other cells that may hold points no farther off than the distance. */
  near(cell: number): number[];
}

// Rows and columns together stay a whole number that is exact; a row has fewer columns than this.
const stride = 2 ** 26;

function ends(values: Float64Array): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Degrees a cell has, and how many cells away a neighbour may be: metres a degree differ from south to north, both bounds are kept. */
function measures(lat: readonly [number, number], within_m: number) {
  const far = degreeAt(Math.max(Math.abs(lat[0]), Math.abs(lat[1])));
  const close = degreeAt(lat[0] < 0 && lat[1] > 0 ? 0 : Math.min(Math.abs(lat[0]), Math.abs(lat[1])));
  const side_m = within_m / Math.SQRT2;
  const [width, height] = [side_m / close.x, side_m / far.y];
  const reach = (degrees: number, metres: number) => Math.floor(within_m / (degrees * metres)) + 1;
  return { width, height, across: Math.min(reach(width, far.x), 1000), up: reach(height, close.y) };
}

/** Points by cell: whose turn it is (`order`), and where each cell's begin. */
function sortInto(keys: Float64Array): { cells: Map<number, number>; names: number[]; starts: Int32Array; order: Int32Array } {
  const cells = new Map<number, number>();
  const names: number[] = [];
  const cellOf = new Int32Array(keys.length);
  for (const [i, key] of keys.entries()) {
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = names.push(key) - 1;
      cells.set(key, cell);
    }
    cellOf[i] = cell;
  }
  const starts = new Int32Array(names.length + 1);
  for (const cell of cellOf) starts[cell + 1] = (starts[cell + 1] as number) + 1;
  for (let c = 0; c < names.length; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number);
  const next = starts.slice();
  const order = new Int32Array(keys.length);
  for (const [i, cell] of cellOf.entries()) {
    const place = next[cell] as number;
    order[place] = i;
    next[cell] = place + 1;
  }
  return { cells, names, starts, order };
}

export function makeGrid({ lon, lat }: Points, within_m: number): Grid {
  const [west] = ends(lon);
  const latitudes = ends(lat);
  const { width, height, across, up } = measures(latitudes, within_m);
  const keys = Float64Array.from(lon, (x, i) => {
    const row = Math.floor(((lat[i] as number) - latitudes[0]) / height);
    return row * stride + Math.floor((x - west) / width);
  });
  const { cells, names, starts, order } = sortInto(keys);
  return {
    size: names.length,
    members: (cell) => order.subarray(starts[cell], starts[cell + 1]),
    near(cell) {
      const found: number[] = [];
      const key = names[cell] as number;
      for (let r = -up; r <= up; r++) {
        for (let c = -across; c <= across; c++) {
          const other = cells.get(key + r * stride + c);
          if (other !== undefined && other !== cell) found.push(other);
        }
      }
      return found;
    },
  };
}

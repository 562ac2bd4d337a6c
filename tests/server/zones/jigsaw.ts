/** Zones for mending: cells side by side with crooked corners, and what people do to such files. */
import fc from "fast-check";
import type { Position } from "../../../server/contract/draw.ts";
import type { Polygon } from "../../../server/contract/partition/shapes.ts";
import type { GivenZone } from "../../../server/zones/mend.ts";

export const wide = 4;
/** Degrees from corner to corner: about 200 m. */
const step = 0.002;
/** A metre, in degrees, about. */
export const metre = 1e-5;
const round = (n: number): number => Math.round(n * 1e7) / 1e7;

export type Ring = readonly Position[];
export const at = (column: number, row: number): Position => [round(119 + column * step), round(33.5 + row * step)];
export const moved = ([x, y]: Position, east: number, north: number): Position => [round(x + east), round(y + north)];
/** A rectangle by columns and rows, anticlockwise. */
export const block = (west: number, south: number, east: number, north: number): Ring => [
  at(west, south),
  at(east, south),
  at(east, north),
  at(west, north),
];

export const zone = (code: string, polygons: readonly Polygon[], more: Partial<GivenZone> = {}): GivenZone => ({
  ...{ code, name: code, parent: null, person: null, unit: null, polygons },
  ...more,
});

/** Numbers from -1 to 1. */
export const part = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 1000);
const corners = (wide + 1) ** 2;
/** Where corners really are, and by how much each of a cell's own four copies of them is off. */
export interface Jigsaw {
  readonly crooked: readonly number[];
  readonly off: readonly number[];
}
export const jigsaws: fc.Arbitrary<Jigsaw> = fc.record({
  crooked: fc.array(part, { minLength: corners * 2, maxLength: corners * 2 }),
  off: fc.array(part, { minLength: wide * wide * 8, maxLength: wide * wide * 8 }),
});

function corner({ crooked }: Jigsaw, column: number, row: number): Position {
  const i = 2 * (row * (wide + 1) + column);
  const [east, north] = [crooked[i] ?? 0, crooked[i + 1] ?? 0];
  return moved(at(column, row), east * step * 0.3, north * step * 0.3);
}

/** What the cells fill when nothing is off. */
export function outlineOf(jigsaw: Jigsaw): Polygon {
  const side = [...Array(wide).keys()];
  return [
    [
      ...side.map((i) => corner(jigsaw, i, 0)),
      ...side.map((i) => corner(jigsaw, wide, i)),
      ...side.map((i) => corner(jigsaw, wide - i, wide)),
      ...side.map((i) => corner(jigsaw, 0, wide - i)),
    ],
  ];
}

/** @param off_deg how far corners are off at most: 0 = noded */
export function cellsOf(jigsaw: Jigsaw, off_deg: number): GivenZone[] {
  const columns = [...Array(wide).keys()];
  return columns.flatMap((row) =>
    columns.map((column) => {
      const places = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const ring = places.map(([c, r], k) => {
        const i = 8 * (row * wide + column) + 2 * k;
        return moved(corner(jigsaw, c, r), (jigsaw.off[i] ?? 0) * off_deg, (jigsaw.off[i + 1] ?? 0) * off_deg);
      });
      return zone(`C${row}${column}`, [[ring]], { parent: column < wide / 2 ? "W" : "E" });
    }),
  );
}

/** Two zones above: the western and the eastern half. */
export const halves = (): GivenZone[] => [zone("W", [[block(0, 0, wide / 2, wide)]]), zone("E", [[block(wide / 2, 0, wide, wide)]])];

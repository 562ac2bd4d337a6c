/** What is drawn as one: the problems of a cell, or those that stand on one place. */
import { ringName } from "../../contract/shares.ts";
import { mostTileIds, spotMargin, tileCells, tileExtent } from "../../contract/tiles.ts";
import { statusOrder } from "../../contract/vocabulary.ts";
import { TileWriter } from "./encode.ts";
import type { Group, Points } from "./found.ts";
import { type Tile, tileBits, worldBits } from "./world.ts";

interface Spot {
  n: number;
  /** Sums of the places of its problems, in units. */
  sumX: number;
  sumY: number;
  /** How many of each status, in the order of urgency. */
  readonly counts: number[];
  readonly ids: number[];
}

const newSpot = (): Spot => ({ n: 0, sumX: 0, sumY: 0, counts: statusOrder.map(() => 0), ids: [] });

function spotAt(spots: Map<number, Spot>, key: number): Spot {
  const known = spots.get(key);
  if (known) return known;
  const made = newSpot();
  spots.set(key, made);
  return made;
}

function add(spot: Spot, rank: number, n: number, sumX: number, sumY: number, id: number): void {
  spot.n += n;
  spot.sumX += sumX;
  spot.sumY += sumY;
  spot.counts[rank] = (spot.counts[rank] as number) + n;
  spot.ids.push(id);
}

/** Where a spot of several lies along one axis: the middle of its problems, off its cell's edges, so that it hides none beside it. */
type Along = (middle: number) => number;

/** @param shift what makes of the sums' units those of the tile @param named the ids of several are said */
function encode(spots: Iterable<Spot>, shift: number, named: boolean, along: Along = (middle) => middle): Buffer {
  const writer = new TileWriter();
  let empty = true;
  for (const { n, sumX, sumY, counts, ids } of spots) {
    empty = false;
    const tags = [
      ...writer.tag("n", n),
      ...writer.tag("status", statusOrder[counts.findIndex((count) => count > 0)] as string),
      ...(n > 1 ? writer.tag("donut", ringName(counts)) : []),
      ...(n === 1 || named
        ? writer.tag(
            "ids",
            ids
              .sort((a, b) => a - b)
              .slice(0, mostTileIds)
              .join(),
          )
        : []),
    ];
    const unit = (sum: number) => Math.floor(sum / n / 2 ** shift) % tileExtent;
    const place = (sum: number) => (n > 1 ? along(unit(sum)) : unit(sum));
    writer.add(place(sumX), place(sumY), n === 1 ? (ids[0] as number) : 0, tags);
  }
  return empty ? Buffer.alloc(0) : writer.bytes();
}

/** Halvings of a tile's side that make a cell. */
const cellBits = Math.log2(tileCells);
/** The level of a zoom's cells: there are 2^level along the world's side. */
export const cellLevel = (z: number): number => z + cellBits;

/** A cell's side, units. */
const side = tileExtent / tileCells;
const offEdges: Along = (middle) => {
  const from = middle - (middle % side);
  return from + Math.min(side - spotMargin, Math.max(spotMargin, middle - from));
};

/** One spot a cell. @param groups of cells of `level`, not coarser than the tile's; those that lie in other tiles are left */
export function cellTile({ z, x, y }: Tile, groups: readonly Group[], level: number): Buffer {
  const spots = new Map<number, Spot>();
  const finer = level - cellLevel(z);
  for (const { cx, cy, rank, n, sumX, sumY, id } of groups) {
    const column = Math.floor(cx / 2 ** finer) - x * tileCells;
    const row = Math.floor(cy / 2 ** finer) - y * tileCells;
    if (column < 0 || row < 0 || column >= tileCells || row >= tileCells) continue;
    add(spotAt(spots, row * tileCells + column), rank, n, sumX, sumY, id);
  }
  return encode(spots.values(), worldBits - tileBits - z, false, offEdges);
}

/** One spot a place, and its problems' ids. */
export function placeTile({ id, x, y, rank }: Points): Buffer {
  const spots = new Map<number, Spot>();
  for (let i = 0; i < id.length; i++) {
    const [px, py] = [x[i] as number, y[i] as number];
    add(spotAt(spots, py * tileExtent + px), rank[i] as number, 1, px, py, id[i] as number);
  }
  return encode(spots.values(), 0, true);
}

/** Each problem by itself: its id, and its status. */
export function eachTile({ id, x, y, rank }: Points): Buffer {
  if (id.length === 0) return Buffer.alloc(0);
  const writer = new TileWriter();
  const tags = statusOrder.map((status) => writer.tag("status", status));
  for (let i = 0; i < id.length; i++) {
    writer.add(x[i] as number, y[i] as number, id[i] as number, tags[rank[i] as number] as readonly [number, number]);
  }
  return writer.bytes();
}

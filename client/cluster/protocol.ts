/** What the page and the worker say to each other. Columns travel by transfer; answers are small. */
import type { ProblemStatus } from "../../server/contract/vocabulary.ts";

/** Columns of the problems layer that the picture needs; lon and lat in 1e-6 degrees, times in unix seconds, 0 = none. */
export interface ProblemColumns {
  readonly states: readonly string[];
  readonly id: Float64Array;
  readonly lon: Int32Array;
  readonly lat: Int32Array;
  readonly state: Uint8Array;
  readonly due: Float64Array;
  readonly nearlyDue: Float64Array;
}
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** A colour (red, green, blue, alpha 0–255) from a heat value upwards; between two stops it is mixed. */
export interface HeatStop {
  readonly from: number;
  readonly rgba: readonly [number, number, number, number];
}

/** One problem, or a cluster of them. */
export interface Spot {
  readonly lon: number;
  readonly lat: number;
  /** How many; 1 = the problem `id`. */
  readonly n: number;
  /** The problem's id, or the cluster's, which only the index that gave it understands. */
  readonly id: number;
  /** Most urgent status among them. */
  readonly status: ProblemStatus;
  /** How many of each, in the order of statusRanks. */
  readonly shares: readonly number[];
}
export interface Leaf {
  readonly id: number;
  readonly status: ProblemStatus;
}
export interface HeatPicture {
  /** Straight (not premultiplied) RGBA rows from north to south; null = nothing to show. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Degrees of the picture's edges. */
  readonly bounds: Bounds;
}

/** Open problems summed on the ground: `n` in each cell, at its middle; lon and lat in 1e-6 degrees. */
export interface HeatCells {
  readonly lon: Int32Array;
  readonly lat: Int32Array;
  readonly n: Float64Array;
}

export type Request =
  | { readonly kind: "columns"; readonly columns: ProblemColumns }
  | { readonly kind: "rows"; readonly mask: Uint8Array | null; readonly clock: number }
  | { readonly kind: "spots"; readonly ask: number; readonly bounds: Bounds; readonly zoom: number }
  | { readonly kind: "open"; readonly ask: number; readonly cluster: number; readonly version: number }
  /** cells = what the heat is of, instead of the columns' open rows. */
  | { readonly kind: "heat"; readonly stops: readonly HeatStop[] | null; readonly cells: HeatCells | null };

export type Reply =
  | { readonly kind: "built"; readonly version: number; readonly total: number; readonly ms: number }
  /** Filter and clock came, and the index stands as it was. */
  | { readonly kind: "kept" }
  | { readonly kind: "spots"; readonly ask: number; readonly version: number; readonly spots: readonly Spot[] }
  /** zoom = where the cluster falls apart; null when its problems stand on one spot, and then its leaves. */
  | { readonly kind: "opened"; readonly ask: number; readonly zoom: number | null; readonly leaves: readonly Leaf[] }
  | { readonly kind: "heat"; readonly picture: HeatPicture | null; readonly ms: number }
  | { readonly kind: "failed"; readonly reason: string };

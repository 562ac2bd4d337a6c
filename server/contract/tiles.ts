/** What a vector tile of problems holds: the one definition for who makes it and who draws it. */

/** The only layer in a tile. */
export const tileLayer = "problems";
/** Units along a tile's side (Mapbox Vector Tile). */
export const tileExtent = 4096;
/** Cells along a tile's side: what lies in one is one spot. A tile is drawn 512 px wide, a cell 64. */
export const tileCells = 8;
/** A spot of several keeps so far from its cell's edges, units of the tile (12 px): or those of two cells would hide each other. */
export const spotMargin = ((tileExtent / tileCells) * 3) / 16;
/** Up to this zoom problems of a cell are one spot; beyond, only those that stand on one place. */
export const lastCellZoom = 17;
/** The farthest in that is asked for; nearer, the tile is enlarged. */
export const lastTileZoom = 18;
/** Ids of a spot of several problems on one place that a tile names, at most. */
export const mostTileIds = 40;

/**
 * A spot's properties. Between them the spots of a zoom's tiles hold each problem exactly once: a place on an edge is of the tile
 * to its east and north. The spot lies in the middle of its problems, of several in a cell no nearer to its edges than spotMargin.
 */
export interface TileSpot {
  /** How many problems. */
  readonly n: number;
  /** The most urgent status among them, a name of statusOrder. */
  readonly status: string;
  /** Of several, the shares of their statuses: see ringName. */
  readonly donut?: string;
  /** Of one, its id; of several on one place beyond lastCellZoom, their ids and commas, at most mostTileIds. */
  readonly ids?: string;
}

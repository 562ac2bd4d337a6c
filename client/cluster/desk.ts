/** What the worker does, apart from being one: keeps columns, filter and index; answers; rebuilds only when the picture would change. */

import { statusOrder } from "../../server/contract/vocabulary.ts";
import { buildIndex, type ClusterIndex, openCluster, ranksOf, spotsOf } from "./clusters.ts";
import { heatGrid } from "./heatGrid.ts";
import { heatPicture } from "./heatPicture.ts";
import type { HeatCells, HeatStop, ProblemColumns, Reply, Request } from "./protocol.ts";

const closedRank = statusOrder.indexOf("closed");
const same = (a: Uint8Array | null, b: Uint8Array | null) =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((byte, i) => byte === b[i]));

export class Desk {
  private columns: ProblemColumns | null = null;
  private ranks: Uint8Array = new Uint8Array(0);
  private mask: Uint8Array | null = null;
  private index: ClusterIndex | null = null;
  private version = 0;
  private stops: readonly HeatStop[] | null = null;
  private cells: HeatCells | null = null;
  private readonly reply: (reply: Reply, transfer?: Transferable[]) => void;

  constructor(reply: (reply: Reply, transfer?: Transferable[]) => void) {
    this.reply = reply;
  }

  take(request: Request): void {
    if (request.kind === "columns") {
      this.columns = request.columns;
      this.index = null;
    } else if (request.kind === "rows") this.rows(request.mask, request.clock);
    else if (request.kind === "heat") {
      this.stops = request.stops;
      this.cells = request.cells;
      this.heat();
    } else if (request.kind === "spots") {
      const spots = this.index ? spotsOf(this.index, request.bounds, request.zoom) : [];
      this.reply({ kind: "spots", ask: request.ask, version: this.version, spots });
    } else if (request.version === this.version && this.index) {
      this.reply({ kind: "opened", ask: request.ask, ...openCluster(this.index, request.cluster) });
    }
  }

  /** The clock ticks each minute, but seldom moves a problem into another status: then nothing is rebuilt. */
  private rows(mask: Uint8Array | null, clock: number): void {
    if (!this.columns) return;
    const began = performance.now();
    const ranks = ranksOf(this.columns, clock);
    if (this.index && same(mask, this.mask) && same(ranks, this.ranks)) {
      this.reply({ kind: "kept" });
      return;
    }
    this.ranks = ranks;
    this.mask = mask;
    this.index = buildIndex(this.columns, ranks, mask);
    this.version++;
    const total = mask ? mask.reduce((sum, byte) => sum + byte, 0) : ranks.length;
    this.reply({ kind: "built", version: this.version, total, ms: performance.now() - began });
    if (!this.cells) this.heat();
  }

  private heat(): void {
    if (!this.stops) return;
    const began = performance.now();
    const grid = this.cells ? cellGrid(this.cells) : this.rowGrid();
    if (grid === undefined) return;
    const picture = grid && heatPicture(grid, this.stops);
    this.reply({ kind: "heat", picture, ms: performance.now() - began }, picture ? [picture.pixels.buffer] : []);
  }

  /** undefined = the rows are not known yet. */
  private rowGrid(): ReturnType<typeof heatGrid> | undefined {
    const { columns, index, ranks, mask } = this;
    if (!columns || !index) return undefined;
    const open = (row: number) => Number((ranks[row] as number) < closedRank && (mask === null || mask[row] === 1));
    return heatGrid(columns.lon, columns.lat, open);
  }
}

const cellGrid = ({ lon, lat, n }: HeatCells) => heatGrid(lon, lat, (cell) => n[cell] as number);

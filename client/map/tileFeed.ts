/**
 * Problems from the server's tiles: told of the question, it keeps the tiles at the latest. MapLibre keeps an old tile until the new one
 * is there, and asks by ETag; what could not be fetched is tried again.
 */
import type { GeoJSONFeature, Map as MapLibre, VectorTileSource } from "maplibre-gl";
import { type TileSpot, tileLayer } from "../../server/contract/tiles.ts";
import type { Bounds } from "../cluster/protocol.ts";
import { problemTiles } from "../layers/problems.ts";
import type { Beyond } from "./handle.ts";

/** Tiles are not asked for again more often, for changes and for the passing minute. */
const pause_ms = 4_000;
/** What failed is tried again after so long. */
const again_ms = 3_000;

const addressOf = (query: string) => `${location.origin}/api/tiles/problems?z={z}&x={x}&y={y}${query && `&${query}`}`;

export type PlacedSpot = TileSpot & { readonly at: readonly [lon: number, lat: number] };

interface TileEvents {
  /** All tiles of the picture are there. */
  loaded(): void;
  /** A tile of the picture is not. */
  failed(reason: string): void;
  /** What failed is there now. */
  mended(): void;
}

/** True of an event of the tiles' source. */
export const isOfTiles = (event: object): boolean => "sourceId" in event && event.sourceId === problemTiles;

export class TileFeed {
  private readonly map: MapLibre;
  private readonly events: TileEvents;
  private address: string | null = null;
  private told: Beyond | null = null;
  /** Tiles are on their way. */
  private coming = false;
  private broken = false;
  private ill = false;
  private fresh_ms = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(map: MapLibre, events: TileEvents) {
    this.map = map;
    this.events = events;
    map.on("error", (event) => {
      if (isOfTiles(event)) this.fail(event.error.message);
    });
    map.on("render", () => this.look());
  }

  /** @returns true when the tiles are of another question now, and on their way */
  show(beyond: Beyond): boolean {
    const before = this.told;
    this.told = beyond;
    const address = addressOf(beyond.query);
    if (address !== this.address) {
      this.ask(address);
      return true;
    }
    if (before?.turn !== beyond.turn || before.minute !== beyond.minute) this.soon(pause_ms);
    return false;
  }

  /** Nothing is asked any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.address = null;
    this.told = null;
    this.coming = false;
  }

  /** The spots of the tiles in the picture; each place once. */
  spots(): readonly PlacedSpot[] {
    if (this.address === null || !this.map.getSource(problemTiles)) return [];
    const seen = new Map<string, PlacedSpot>();
    for (const feature of this.map.querySourceFeatures(problemTiles, { sourceLayer: tileLayer })) {
      const at = placeOf(feature);
      // Beyond the last zoom one tile is cut into several.
      if (at) seen.set(`${at} ${feature.properties.n}`, { ...(feature.properties as TileSpot), at });
    }
    return [...seen.values()];
  }

  /** How many problems the tiles in the picture hold, and how many of them lie in the bounds. */
  counted([w, s, e, n]: Bounds): { readonly held: number; readonly inView: number } {
    let [held, inView] = [0, 0];
    for (const { n: many, at } of this.spots()) {
      held += many;
      if (at[0] >= w && at[0] <= e && at[1] >= s && at[1] <= n) inView += many;
    }
    return { held, inView };
  }

  private ask(address: string): void {
    this.address = address;
    this.begin();
    this.map.getSource<VectorTileSource>(problemTiles)?.setTiles([address]);
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.coming = true;
    this.broken = false;
    this.fresh_ms = performance.now();
  }

  /** Asks for the same tiles again, once for all that comes together. */
  private soon(pause: number): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(
      () => {
        this.begin();
        this.map.refreshTiles(problemTiles);
      },
      Math.max(0, this.fresh_ms + pause - performance.now()),
    );
  }

  private fail(reason: string): void {
    if (this.address === null) return;
    this.broken = true;
    this.ill = true;
    this.events.failed(reason);
    this.soon(again_ms);
  }

  private look(): void {
    if (!this.coming || this.broken || !this.map.isSourceLoaded(problemTiles)) return;
    this.coming = false;
    if (this.ill) this.events.mended();
    this.ill = false;
    this.events.loaded();
  }
}

export function placeOf({ geometry }: Pick<GeoJSONFeature, "geometry">): readonly [lon: number, lat: number] | null {
  if (geometry.type !== "Point") return null;
  const [lon = 0, lat = 0] = geometry.coordinates;
  return [lon, lat];
}

/**
 * Problems from the columns through the worker to the map's source, or from the server's tiles: told of filter, clock and camera, it keeps
 * the picture at the latest. Going from one to the other, the old picture stays until the new one is whole.
 */
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { ringName } from "../../server/contract/shares.ts";
import { ClusterDoor } from "../cluster/door.ts";
import type { Bounds, HeatPicture, Leaf, Spot } from "../cluster/protocol.ts";
import { problemHeat } from "../layers/problemHeat.ts";
import { type ProblemFrom, problemSource, problems, problemTiles } from "../layers/problems.ts";
import { boundsOf, grown, holds } from "./camera.ts";
import { countIn } from "./counting.ts";
import type { Beyond, MapScene } from "./handle.ts";
import { heatStops, layHeat } from "./heatSheet.ts";
import { giveDonuts } from "./images.ts";
import { TileFeed } from "./tileFeed.ts";

/** Asked a little beyond the picture, so that a short pan shows no bare edge. */
const margin = 0.15;

export function spotFeatures(spots: readonly Spot[]): FeatureCollection {
  const features = spots.map((spot): Feature => {
    const one = { id: spot.id, n: spot.n, status: spot.status };
    const properties = spot.n > 1 ? { ...one, donut: ringName(spot.shares) } : one;
    return { type: "Feature", properties, geometry: { type: "Point", coordinates: [spot.lon, spot.lat] } };
  });
  return { type: "FeatureCollection", features };
}

interface FeedEvents {
  /** The picture holds the problems of the latest filter and camera. */
  drawn(): void;
  /** What was drawn is of an older filter now. */
  stale(): void;
  failed(reason: string): void;
  /** What failed came after all. */
  mended(): void;
  /** What is drawn from, or waited for, is another: the style is to follow. */
  swapped(): void;
}

export class ProblemFeed {
  /** Problems in the worker's index, or in the picture's tiles: must equal what the page counts. */
  total = 0;
  from: ProblemFrom = "columns";
  waiting: ProblemFrom | null = null;
  /** What is drawn is of an older filter, clock or set of columns. */
  busy = false;
  readonly tiles: TileFeed;
  private readonly door: ClusterDoor;
  private readonly map: MapLibre;
  private readonly events: FeedEvents;
  private scene: MapScene | null = null;
  /** What the worker was given last; the next waits until that is built, and only the latest is given. */
  private fed: MapScene | null = null;
  private building = false;
  private asked: { bounds: Bounds; zoom: number } | null = null;
  /** Spots were asked for and are not here yet. */
  private coming = false;
  private built = false;
  private rows = 0;
  /** Tiles were drawn since the worker was told last. */
  private away = false;
  private spots: readonly Spot[] = [];
  private heat: HeatPicture | null = null;

  constructor(map: MapLibre, events: FeedEvents) {
    this.map = map;
    this.events = events;
    this.tiles = new TileFeed(map, { loaded: () => this.hearTiles(), failed: events.failed, mended: events.mended });
    this.door = new ClusterDoor({
      built: (total) => this.hearBuilt(total),
      kept: () => this.hearKept(),
      spots: (spots) => this.hearSpots(spots),
      heat: (picture) => {
        this.heat = picture;
        layHeat(map, picture);
      },
      failed: (reason) => {
        this.building = false;
        events.failed(reason);
      },
    });
  }

  /** The source whose spots are drawn, but not to be seen yet. */
  get unseen(): string | null {
    return this.waiting === null ? null : this.waiting === "tiles" ? problemTiles : problemSource;
  }
  /** The parameters of what the tiles are of. */
  get query(): string {
    return this.scene?.beyond?.query ?? "";
  }

  show(scene: MapScene): void {
    const old = this.scene;
    this.scene = scene;
    this.wait(scene.beyond ? "tiles" : "columns");
    if (scene.beyond) this.showTiles(scene, scene.beyond, old);
    else if (this.building) this.busy = true;
    else this.give(scene);
    if (old && old.theme !== scene.theme) this.draw();
  }

  private wait(wanted: ProblemFrom): void {
    const waiting = this.from === wanted ? null : wanted;
    if (waiting === this.waiting) return;
    this.waiting = waiting;
    // The camera may have moved meanwhile.
    if (wanted === "columns") this.asked = null;
    this.events.swapped();
  }

  /** The wanted picture is whole: the other one goes. */
  private swap(to: ProblemFrom): void {
    if (this.waiting !== to) return;
    this.from = to;
    this.waiting = null;
    if (to === "columns") this.tiles.stop();
    // An image that was never given keeps the map from coming to rest.
    else if (!this.heat) layHeat(this.map, null);
    this.events.swapped();
  }

  private showTiles(scene: MapScene, beyond: Beyond, old: MapScene | null): void {
    this.away = true;
    if (this.tiles.show(beyond) && scene.shown.has(problems.id)) {
      this.busy = true;
      this.events.stale();
    }
    const heat = scene.shown.has(problemHeat.id);
    // Without its cells the heat of the question before stands a moment longer.
    if (heat !== old?.shown.has(problemHeat.id) || beyond.cells !== old?.beyond?.cells)
      if (!heat || beyond.cells) this.door.setHeat(heat ? heatStops : null, beyond.cells);
    if (!scene.shown.has(problems.id)) this.hearTiles();
  }

  /** Where a problem stands that is drawn, or listed, and in no column. */
  placeOf(problem: number): Geometry | null {
    const beyond = this.scene?.beyond;
    if (!beyond) return null;
    const at = beyond.places.get(problem) ?? this.tiles.spots().find(({ n, ids }) => n === 1 && ids === String(problem))?.at;
    return at ? { type: "Point", coordinates: [...at] } : null;
  }

  /** What the page counts; of tiles those in the picture, each at its spot. */
  counted(scene: MapScene): ReturnType<typeof countIn> {
    const bounds = boundsOf(this.map);
    if (!scene.beyond) return countIn(scene, bounds);
    return { inView: this.tiles.counted(bounds).inView, total: scene.beyond.total ?? 0 };
  }

  /** Problems in the worker's index; nothing while they are drawn from tiles. */
  drawn(): { readonly problems?: number } {
    return this.from === "columns" && !this.scene?.beyond ? { problems: this.total } : {};
  }

  private hearTiles(): void {
    if (!this.scene?.beyond) return;
    const spots = this.tiles.spots();
    this.total = spots.reduce((sum, { n }) => sum + n, 0);
    this.giveDonuts(spots);
    this.swap("tiles");
    this.busy = false;
    this.events.drawn();
  }

  /** Tells the worker what is another since it was told last. The past that is played changes faster than an index is built. */
  private give(scene: MapScene): void {
    const old = this.fed;
    this.fed = scene;
    const layer = scene.data.problems;
    if (!layer) return;
    const fresh = old?.data.problems !== layer;
    if (fresh) this.door.setColumns(layer);
    const heat = scene.shown.has(problemHeat.id);
    // The cells of tiles go: the next rows' heat comes.
    const back = this.away;
    this.away = false;
    if (fresh || back || heat !== old?.shown.has(problemHeat.id)) this.door.setHeat(heat ? heatStops : null, null);
    if (fresh || back || old?.mask !== scene.mask || old?.clock !== scene.clock) {
      this.busy = true;
      this.building = true;
      this.door.setRows(scene.mask, scene.clock);
    }
  }

  /** The worker has done what it was given. */
  private next(): void {
    this.building = false;
    if (this.scene && this.scene !== this.fed && !this.scene.beyond) this.give(this.scene);
  }

  /** The camera moved: asks again only when the picture left what was asked for, or took another step of zoom. */
  moved(): void {
    if (!this.built || this.scene?.beyond || !this.scene?.shown.has(problems.id)) return;
    const bounds = boundsOf(this.map);
    const zoom = Math.floor(this.map.getZoom());
    if (this.asked && this.asked.zoom === zoom && holds(this.asked.bounds, bounds)) return;
    this.asked = { bounds: grown(bounds, margin), zoom };
    this.coming = true;
    this.door.ask(this.asked.bounds, zoom);
  }

  open(cluster: number): Promise<{ zoom: number | null; leaves: readonly Leaf[] }> {
    return this.door.open(cluster);
  }

  /** The map's sources were emptied. */
  refill(): void {
    this.draw();
    layHeat(this.map, this.heat);
  }

  close(): void {
    this.tiles.stop();
    this.door.close();
  }

  private hearBuilt(total: number): void {
    this.rows = total;
    this.built = true;
    this.asked = null;
    this.events.stale();
    this.moved();
    this.next();
    if (!this.asked) this.settle();
  }

  private hearKept(): void {
    this.moved();
    this.next();
    // Coming back from tiles, the picture waits for its spots; they may have come while the worker was at it.
    if (!this.coming || this.from === "columns") this.settle();
  }

  private hearSpots(spots: readonly Spot[]): void {
    this.spots = spots;
    this.coming = false;
    this.draw();
    this.settle();
  }

  private settle(): void {
    if (this.building || this.scene?.beyond) return;
    this.total = this.rows;
    this.swap("columns");
    this.busy = false;
    this.events.drawn();
  }

  private giveDonuts(spots: readonly { readonly donut?: string | undefined }[]): void {
    const theme = this.scene?.theme;
    giveDonuts(this.map, new Set(spots.flatMap(({ donut }) => (donut ? [`donut:${donut}:${theme}`] : []))));
  }

  private draw(): void {
    if (!this.scene) return;
    const features = spotFeatures(this.spots);
    this.giveDonuts(features.features.map(({ properties }) => properties as { donut?: string }));
    void this.map.getSource<GeoJSONSource>(problemSource)?.setData(features);
  }
}

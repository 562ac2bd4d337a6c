/** Problems from the columns through the worker to the map's source: told of filter, clock and camera, it keeps the picture at the latest. */
import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { statusOrder } from "../../server/contract/vocabulary.ts";
import { ClusterDoor } from "../cluster/door.ts";
import type { Bounds, HeatPicture, Leaf, Spot } from "../cluster/protocol.ts";
import { ringName } from "../cluster/shares.ts";
import { problemHeat } from "../layers/problemHeat.ts";
import { problemSource, problems } from "../layers/problems.ts";
import { boundsOf, grown, holds } from "./camera.ts";
import type { Lang, MapScene, Theme } from "./handle.ts";
import { heatStops, layHeat } from "./heatSheet.ts";
import { giveDonuts } from "./images.ts";

/** Asked a little beyond the picture, so that a short pan shows no bare edge. */
const margin = 0.15;

/** A count short enough for a disc. */
export function countText(n: number, lang: Lang): string {
  if (n < 10_000) return String(n);
  return lang === "zh" ? `${(n / 10_000).toFixed(1)}万` : `${Math.round(n / 1000)}k`;
}

export function spotFeatures(spots: readonly Spot[], lang: Lang): FeatureCollection {
  const features = spots.map((spot): Feature => {
    const one = { id: spot.id, n: spot.n, status: spot.status, urgency: statusOrder.length - statusOrder.indexOf(spot.status) };
    const properties = spot.n > 1 ? { ...one, donut: ringName(spot.shares), count: countText(spot.n, lang) } : one;
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
}

export class ProblemFeed {
  /** Problems in the worker's index: must equal what the page counts. */
  total = 0;
  /** What is drawn is of an older filter, clock or set of columns. */
  busy = false;
  private readonly door: ClusterDoor;
  private readonly map: MapLibre;
  private readonly events: FeedEvents;
  private scene: MapScene | null = null;
  /** What the worker was given last; the next waits until that is built, and only the latest is given. */
  private fed: MapScene | null = null;
  private building = false;
  private asked: { bounds: Bounds; zoom: number } | null = null;
  private built = false;
  private spots: readonly Spot[] = [];
  private heat: HeatPicture | null = null;

  constructor(map: MapLibre, events: FeedEvents) {
    this.map = map;
    this.events = events;
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

  show(scene: MapScene): void {
    const old = this.scene;
    this.scene = scene;
    if (this.building) this.busy = true;
    else this.give(scene);
    if (old && (old.lang !== scene.lang || old.theme !== scene.theme)) this.draw();
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
    if (fresh || heat !== old?.shown.has(problemHeat.id)) this.door.setHeat(heat ? heatStops : null);
    if (fresh || old?.mask !== scene.mask || old?.clock !== scene.clock) {
      this.busy = true;
      this.building = true;
      this.door.setRows(scene.mask, scene.clock);
    }
  }

  /** The worker has done what it was given. */
  private next(): void {
    this.building = false;
    if (this.scene && this.scene !== this.fed) this.give(this.scene);
  }

  /** The camera moved: asks again only when the picture left what was asked for, or took another step of zoom. */
  moved(): void {
    if (!this.built || !this.scene?.shown.has(problems.id)) return;
    const bounds = boundsOf(this.map);
    const zoom = Math.floor(this.map.getZoom());
    if (this.asked && this.asked.zoom === zoom && holds(this.asked.bounds, bounds)) return;
    this.asked = { bounds: grown(bounds, margin), zoom };
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
    this.door.close();
  }

  private hearBuilt(total: number): void {
    this.total = total;
    this.built = true;
    this.asked = null;
    this.events.stale();
    this.moved();
    this.next();
    if (!this.asked) this.settle();
  }

  private hearKept(): void {
    this.next();
    this.settle();
  }

  private hearSpots(spots: readonly Spot[]): void {
    this.spots = spots;
    this.draw();
    this.settle();
  }

  private settle(): void {
    if (this.building) return;
    this.busy = false;
    this.events.drawn();
  }

  private draw(): void {
    if (!this.scene) return;
    const theme: Theme = this.scene.theme;
    const features = spotFeatures(this.spots, this.scene.lang);
    giveDonuts(
      this.map,
      new Set(features.features.flatMap(({ properties }) => (properties?.donut ? [`donut:${properties.donut}:${theme}`] : []))),
    );
    void this.map.getSource<GeoJSONSource>(problemSource)?.setData(features);
  }
}

/** Lets what has just changed pulse once: rings that open over a second and a half; for who wants no motion, rings that stand for two. */
import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { changeSource } from "../layers/changes.ts";
import { calm } from "./camera.ts";
import type { MapScene } from "./handle.ts";

const opens_ms = 1_500;
const stands_ms = 2_000;
/** Rings at once at most. */
const most = 60;

interface Ring {
  readonly lon: number;
  readonly lat: number;
  readonly born: number;
}

export class Pulses {
  private rings: readonly Ring[] = [];
  private shown: MapScene["pulses"];
  private frame = 0;
  private readonly map: MapLibre;

  constructor(map: MapLibre) {
    this.map = map;
  }

  /** Each list of places is shown once, however often the scene is told with it. */
  show({ pulses }: MapScene): void {
    if (pulses === this.shown) return;
    const first = this.shown === undefined;
    this.shown = pulses;
    // What was in the first scene changed before anybody looked.
    if (first || !pulses?.length) return;
    const born = performance.now();
    const places = new Map(
      [...this.rings, ...pulses.map(({ lon, lat }) => ({ lon, lat, born }))].map((one) => [`${one.lon},${one.lat}`, one]),
    );
    this.rings = [...places.values()].slice(-most);
    this.map.getContainer().dataset.pulsed = String(Number(this.map.getContainer().dataset.pulsed ?? 0) + pulses.length);
    if (this.frame === 0) this.step();
  }

  close(): void {
    cancelAnimationFrame(this.frame);
  }

  private step(): void {
    const now = performance.now();
    const still = calm();
    this.rings = this.rings.filter(({ born }) => now - born < (still ? stands_ms : opens_ms));
    this.draw(({ born }) => (still ? 0.4 : Math.min(1, (now - born) / opens_ms)));
    this.frame = 0;
    if (this.rings.length) this.frame = requestAnimationFrame(() => this.step());
  }

  private draw(opened: (ring: Ring) => number): void {
    const data: FeatureCollection = {
      type: "FeatureCollection",
      features: this.rings.map((ring) => ({
        type: "Feature",
        properties: { t: opened(ring) },
        geometry: { type: "Point", coordinates: [ring.lon, ring.lat] },
      })),
    };
    void this.map.getSource<GeoJSONSource>(changeSource)?.setData(data);
  }
}

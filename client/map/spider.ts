/** Problems that stand on one spot, laid out around it so that each can be seen and clicked. */
import type { Feature } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { Leaf } from "../cluster/protocol.ts";
import { spiderSource } from "./style.ts";

/** Pixels from the spot to leaf i of n: one ring while few, then a spiral. */
export function legOffset(i: number, n: number): [x: number, y: number] {
  if (n <= 9) {
    const angle = (i / n) * 2 * Math.PI - Math.PI / 2;
    const radius = 30 + n * 1.6;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }
  const angle = 2.2 * Math.sqrt(i + 2);
  const radius = 16 + 5.2 * angle;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

export class Spider {
  private open = false;
  private readonly map: MapLibre;

  constructor(map: MapLibre) {
    this.map = map;
  }

  show(at: readonly [number, number], leaves: readonly Leaf[]): void {
    const spot = this.map.project([...at] as [number, number]);
    const features = leaves.flatMap(({ id, status }, i): Feature[] => {
      const [dx, dy] = legOffset(i, leaves.length);
      const { lng, lat } = this.map.unproject([spot.x + dx, spot.y + dy]);
      const end = [lng, lat];
      return [
        { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: [[...at], end] } },
        { type: "Feature", properties: { id, status, n: 1 }, geometry: { type: "Point", coordinates: end } },
      ];
    });
    this.put(features);
    this.open = true;
  }

  /** Offsets are pixels: another zoom, or another filter, and they no longer stand. */
  clear(): void {
    if (this.open) this.put([]);
    this.open = false;
  }

  private put(features: Feature[]): void {
    void this.map.getSource<GeoJSONSource>(spiderSource)?.setData({ type: "FeatureCollection", features });
  }
}

/** Where the camera is and how it goes elsewhere. */
import type { Map as MapLibre } from "maplibre-gl";
import type { Bounds } from "../cluster/protocol.ts";
import type { MapHandle, MapView } from "./handle.ts";

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

export function viewOf(map: MapLibre): MapView {
  const { lng, lat } = map.getCenter();
  return { lon: round(lng, 5), lat: round(lat, 5), zoom: round(map.getZoom(), 2) };
}

export function boundsOf(map: MapLibre): [number, number, number, number] {
  const b = map.getBounds();
  return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
}

/** Bounds grown by a share of their size on each side. */
export function grown([w, s, e, n]: Bounds, share: number): Bounds {
  const x = (e - w) * share;
  const y = (n - s) * share;
  return [w - x, s - y, e + x, n + y];
}
export const holds = (outer: Bounds, inner: Bounds) =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Who asked for less motion gets a jump. */
export function goTo(map: MapLibre, target: Parameters<MapHandle["goTo"]>[0]): void {
  if ("bounds" in target) {
    const [w, s, e, n] = target.bounds;
    map.fitBounds([w, s, e, n], { padding: 48, maxZoom: 17, animate: !calm(), duration: 700 });
    return;
  }
  const to = { center: [target.lon, target.lat] as [number, number], zoom: target.zoom };
  if (calm()) map.jumpTo(to);
  else map.easeTo({ ...to, duration: 600 });
}

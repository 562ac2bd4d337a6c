/** Where the camera is and how it goes elsewhere. */
import type { Map as MapLibre } from "maplibre-gl";
import type { Position } from "../../server/contract/draw.ts";
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

/** Ground under one pixel, in metres, at the middle of the picture. */
export function metresPerPixel(map: MapLibre): number {
  const { x, y } = map.project(map.getCenter());
  const [a, b] = [map.unproject([x - 50, y]), map.unproject([x + 50, y])];
  return a.distanceTo(b) / 100;
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
/** The window's width, not the map's: between two panels a desk's map is narrow as well. */
const phone = () => matchMedia("(max-width: 760px)").matches;

/** Pixels at an edge that the page lays something over; the stylesheet says so where it does. */
const covered = (container: HTMLElement, name: string, usual = 32): number =>
  Number.parseFloat(getComputedStyle(container).getPropertyValue(name)) || usual;

/** Room to leave at each side, in pixels: the tools at the left; on a phone the bar above and the sheet over the lower half. */
export function clearance(container: HTMLElement): { top: number; right: number; bottom: number; left: number } {
  const { clientWidth, clientHeight } = container;
  if (!phone()) {
    const [top, bottom] = [covered(container, "--map-clear-top"), covered(container, "--map-clear-bottom")];
    const side = (usual: number) => covered(container, "--map-clear-side", usual);
    return { top, right: side(32), bottom, left: side(Math.min(60, clientWidth * 0.1)) };
  }
  return { top: Math.min(72, clientHeight * 0.1), right: 12, bottom: clientHeight * 0.46, left: 12 };
}

/** Who asked for less motion gets a jump. */
export function goTo(map: MapLibre, target: Parameters<MapHandle["goTo"]>[0]): void {
  if ("bounds" in target) {
    const [w, s, e, n] = target.bounds;
    map.fitBounds([w, s, e, n], { padding: clearance(map.getContainer()), maxZoom: 17, animate: !calm(), duration: 700 });
    return;
  }
  const { top, bottom } = clearance(map.getContainer());
  // A place comes to the middle of what is left free; a view is a view, or going back and forth would drift.
  const [at, offset]: [Position, number] = "place" in target ? [target.place, (top - bottom) / 2] : [[target.lon, target.lat], 0];
  map.easeTo({ center: [at[0], at[1]], zoom: target.zoom, offset: [0, offset], duration: calm() ? 0 : 600 });
}

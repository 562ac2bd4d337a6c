/** Where one looks on the ghosts' map, and how it moves. Pure. */
import type { GroundLabel, Local } from "./ground.ts";

export interface Camera {
  /** Middle of the picture, metres. */
  readonly x: number;
  readonly y: number;
  /** Pixels a metre. */
  readonly scale: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
const [least, most] = [0.002, 4];
const within = (scale: number) => Math.min(most, Math.max(least, scale));

export const onScreen = ({ x, y, scale }: Camera, { width, height }: Size, [atX, atY]: Local): Local => [
  width / 2 + (atX - x) * scale,
  height / 2 + (atY - y) * scale,
];

/** All of these, with room around them; what is far from most of them does not count. */
export function fitTo(places: readonly Local[], { width, height }: Size): Camera {
  if (places.length === 0) return { x: 0, y: 0, scale: Math.min(width, height) / 20_000 };
  const span = (values: number[]): [number, number] => {
    const sorted = values.sort((a, b) => a - b);
    const cut = Math.floor(sorted.length * 0.03);
    return [sorted[cut] as number, sorted[sorted.length - 1 - cut] as number];
  };
  const [[west, east], [north, south]] = [span(places.map(([x]) => x)), span(places.map(([, y]) => y))];
  const scale = Math.min(width / Math.max(east - west, 400), height / Math.max(south - north, 400)) * 0.82;
  return { x: (west + east) / 2, y: (north + south) / 2, scale: within(scale) };
}

/** Pixels a metre at which half a kilometre is plain to see, and a street's name beside it. */
const close = 0.13;
/** Near enough to tell by which street a pin stands: around the place that is in the midst of the others. */
export function closeUp(all: Camera, places: readonly (Local | null)[]): Camera {
  if (all.scale >= close) return all;
  const off = (place: Local): number => Math.hypot(place[0] - all.x, place[1] - all.y);
  const told = places.filter((place) => place !== null);
  const midst = told.reduce<Local | null>((best, place) => (best === null || off(place) < off(best) ? place : best), null);
  return midst ? { x: midst[0], y: midst[1], scale: close } : all;
}

/** Nearer or farther, what is under a place of the picture staying there. */
export function zoomed(camera: Camera, { width, height }: Size, [px, py]: Local, factor: number): Camera {
  const scale = within(camera.scale * factor);
  const [dx, dy] = [px - width / 2, py - height / 2];
  return { x: camera.x + dx / camera.scale - dx / scale, y: camera.y + dy / camera.scale - dy / scale, scale };
}

export const moved = (camera: Camera, dx: number, dy: number): Camera => ({
  ...camera,
  x: camera.x - dx / camera.scale,
  y: camera.y - dy / camera.scale,
});

/** A round length for the scale bar: metres, and its pixels, at most so many. */
export function scaleBar({ scale }: Camera, most_px: number): { metres: number; px: number } {
  const limit = most_px / scale;
  const power = 10 ** Math.floor(Math.log10(limit));
  const metres = ([5, 2, 1].find((n) => n * power <= limit) ?? 1) * power;
  return { metres, px: metres * scale };
}

export interface Shown {
  readonly name: string;
  readonly rank: number;
  readonly at: Local;
}
const mostShown = 26;
/** Names that have room: the greater roads first, each once, none over another. */
export function shownLabels(labels: readonly GroundLabel[], camera: Camera, size: Size, em: number): Shown[] {
  // The scale bar has its corner.
  const taken: { at: Local; half: number }[] = [{ at: [70, size.height - 18], half: 70 }];
  const shown: Shown[] = [];
  const deepest = camera.scale > 0.25 ? 4 : camera.scale > 0.09 ? 3 : camera.scale > 0.03 ? 2 : 1;
  const middle: Local = [size.width / 2, size.height / 2];
  for (const { name, rank, at } of labels) {
    if (rank > deepest || shown.length >= mostShown) continue;
    const half = (name.length * em) / 2 + 4;
    const free = at
      .map((place) => onScreen(camera, size, place))
      .filter(([x, y]) => x > half && x < size.width - half && y > em && y < size.height - em)
      .filter(([x, y]) => taken.every((other) => Math.abs(other.at[0] - x) > other.half + half || Math.abs(other.at[1] - y) > em * 1.6))
      .sort((a, b) => Math.hypot(a[0] - middle[0], a[1] - middle[1]) - Math.hypot(b[0] - middle[0], b[1] - middle[1]))[0];
    if (!free) continue;
    taken.push({ at: free, half });
    shown.push({ name, rank, at: free });
  }
  return shown;
}

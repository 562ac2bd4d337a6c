/** A picture of the map at a fixed size, made aside: for paper, whatever the window shows. */
import { viewOver } from "../draw/frame.ts";
import { makeMap } from "./createMap.ts";
import type { MapHandle, MapOptions } from "./handle.ts";

/** A map that has not come so far by then is given up. */
const longest_ms = 20_000;
/** A whole sheet is larger, and may be asked of a machine without a graphics card. */
const longestSheet_ms = 90_000;

interface Sized extends Pick<MapOptions, "district" | "scene" | "ratio"> {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}
interface Wanted extends Sized {
  /** West, south, east, north: what must be in it. */
  readonly bounds: readonly [number, number, number, number];
}
interface SheetWanted extends Sized {
  readonly view: NonNullable<MapOptions["view"]>;
  /** When it is left the map is taken down. */
  readonly signal: AbortSignal;
}

/** A box that is laid out and drawn, and never seen. */
function aside({ width, height }: Sized): HTMLDivElement {
  const box = document.createElement("div");
  box.className = "map-aside";
  box.ariaHidden = "true";
  box.style.width = `${width}px`;
  box.style.height = `${height}px`;
  box.style.setProperty("position", "fixed", "important");
  box.style.left = "-10000px";
  box.style.top = "0";
  // A screen's large type is no matter of paper.
  box.style.setProperty("--map-scale", "1");
  document.body.append(box);
  return box;
}

const nothing = () => {};
interface Patience {
  readonly longest_ms: number;
  readonly signal?: AbortSignal;
}

/** What is taken of the first full picture. @throws when it is left, lost, or does not come in time */
function drawn<T>(options: Omit<MapOptions, "events">, take: (map: MapHandle) => Promise<T>, patience: Patience): Promise<T> {
  const { signal, longest_ms } = patience;
  let end = nothing;
  const taken = new Promise<T>((resolve, reject) => {
    const left = () => reject(signal?.reason);
    const fail = (message: string) => () => reject(new Error(message));
    const events = { onHover: nothing, onSelect: nothing, onOpen: nothing, onMove: nothing, onStatus: nothing };
    const onReady = () => void take(map).then(resolve, reject);
    const map = makeMap({ ...options, events: { ...events, onReady, onGone: fail("The map's picture was lost.") } });
    const timer = setTimeout(fail("The map's picture took too long."), longest_ms);
    signal?.addEventListener("abort", left);
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", left);
      map.destroy();
    };
  });
  return taken.finally(() => end());
}

/** @returns a PNG in a data: address @throws when it cannot be drawn here, or takes too long */
export async function still(wanted: Wanted): Promise<string> {
  const { district, scene, ratio, bounds, width, height } = wanted;
  const container = aside(wanted);
  try {
    const view = viewOver(bounds, width, height);
    return await drawn({ container, district, view, scene, ratio }, (map) => map.picture(), { longest_ms });
  } finally {
    container.remove();
  }
}

/** A view with its rings and shapes at the ratio asked for (the device may give less). @throws as `still`, and the signal's reason */
export async function stillWhole(wanted: SheetWanted): Promise<HTMLCanvasElement> {
  const { district, scene, ratio, view, signal } = wanted;
  signal.throwIfAborted();
  const container = aside(wanted);
  try {
    return await drawn({ container, district, view, scene, ratio }, (map) => map.whole(), { longest_ms: longestSheet_ms, signal });
  } finally {
    container.remove();
  }
}

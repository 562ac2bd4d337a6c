/** A picture of the map at a fixed size, made aside: for paper, whatever the window shows. */
import { viewOver } from "../draw/frame.ts";
import { makeMap } from "./createMap.ts";
import type { MapOptions } from "./handle.ts";

/** A map that has not come so far by then is given up. */
const longest_ms = 20_000;

interface Wanted extends Pick<MapOptions, "district" | "scene"> {
  /** West, south, east, north: what must be in it. */
  readonly bounds: readonly [number, number, number, number];
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** A box that is laid out and drawn, and never seen. */
function aside({ width, height }: Wanted): HTMLDivElement {
  const box = document.createElement("div");
  box.className = "map-aside";
  box.ariaHidden = "true";
  box.style.width = `${width}px`;
  box.style.height = `${height}px`;
  document.body.append(box);
  return box;
}

const nothing = () => {};

/** The first full picture. */
function drawn(container: HTMLElement, { district, scene, bounds, width, height }: Wanted): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      map.destroy();
      reject(new Error("The map's picture took too long."));
    }, longest_ms);
    const onReady = () => {
      clearTimeout(timer);
      map
        .picture()
        .then(resolve, reject)
        .finally(() => map.destroy());
    };
    const events = { onHover: nothing, onSelect: nothing, onOpen: nothing, onMove: nothing, onStatus: nothing, onReady };
    const map = makeMap({ container, district, view: viewOver(bounds, width, height), scene, events });
  });
}

/** @returns a PNG in a data: address @throws when it cannot be drawn here, or takes too long */
export async function still(wanted: Wanted): Promise<string> {
  const container = aside(wanted);
  try {
    return await drawn(container, wanted);
  } finally {
    container.remove();
  }
}

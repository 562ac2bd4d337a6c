/** WebGL contexts get lost (driver resets, sleeping screens). Says so, recovers, and after five seconds without recovery loads the page anew. */
import type { Map as MapLibre } from "maplibre-gl";
import type { MapEvents } from "./handle.ts";

const patience_ms = 5000;
/** How long the good news stands. */
const said_ms = 4000;

interface Guarded {
  readonly map: MapLibre;
  readonly container: HTMLElement;
  readonly events: MapEvents;
  /** The overlay's own canvas lost its context. */
  overlayLost(): void;
}

/** Returns what takes the guard off again. */
export function guardContext({ map, container, events, overlayLost }: Guarded): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lost = (event: Event) => {
    if (event.target !== map.getCanvas()) {
      overlayLost();
      return;
    }
    events.onStatus({ key: "contextLost" });
    clearTimeout(timer);
    timer = setTimeout(() => (events.onGone ? events.onGone() : location.reload()), patience_ms);
  };
  const restored = (event: Event) => {
    if (event.target !== map.getCanvas()) return;
    clearTimeout(timer);
    events.onStatus({ key: "contextBack" });
    timer = setTimeout(() => events.onStatus(null), said_ms);
  };
  // These events do not bubble, but an ancestor hears them on their way down.
  container.addEventListener("webglcontextlost", lost, true);
  container.addEventListener("webglcontextrestored", restored, true);
  return () => {
    clearTimeout(timer);
    container.removeEventListener("webglcontextlost", lost, true);
    container.removeEventListener("webglcontextrestored", restored, true);
  };
}

/** The map's place in the page. React puts an empty element there; the map inside is made once and told scenes. */
import { type RefObject, useEffect, useRef } from "react";
import type { District } from "../../server/contract/types.ts";
import { makeMap } from "./createMap.ts";
import type { MapEvents, MapHandle, MapScene, MapView } from "./handle.ts";
import { hasWebgl2 } from "./webgl2.ts";

interface Props {
  readonly district: District;
  readonly initialView: MapView | null;
  readonly scene: MapScene;
  readonly events: MapEvents;
  /** Holds the map while it stands: for goTo, draw, counted. */
  readonly handleRef: RefObject<MapHandle | null>;
}

/** The map listens once; whoever hears may change with every render. */
function relay(events: RefObject<MapEvents>): MapEvents {
  return {
    onHover: (thing, at) => events.current.onHover(thing, at),
    onSelect: (thing) => events.current.onSelect(thing),
    onOpen: (thing, at) => events.current.onOpen(thing, at),
    onMove: (view, bounds, byHand) => events.current.onMove(view, bounds, byHand),
    onStatus: (message) => events.current.onStatus(message),
    ...(events.current.onLasso && { onLasso: (shape) => events.current.onLasso?.(shape) }),
    onEdit: (edit, done) => events.current.onEdit?.(edit, done),
    onReady: () => events.current.onReady(),
    ...(events.current.onPlan && { onPlan: (pointer) => events.current.onPlan?.(pointer) ?? false }),
    ...(events.current.onMoving && { onMoving: (view) => events.current.onMoving?.(view) }),
    ...(events.current.onGone && { onGone: () => events.current.onGone?.() }),
  };
}

export function MapPane({ district, initialView, scene, events, handleRef }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const heard = useRef(events);
  const first = useRef({ district, initialView, scene });
  heard.current = events;

  useEffect(() => {
    const frame = place.current;
    if (!frame) return;
    if (!hasWebgl2()) {
      heard.current.onStatus({ key: "noWebgl2" });
      return;
    }
    // An element of its own for each map: StrictMode mounts twice, and the second must not find the first one's remains.
    const container = document.createElement("div");
    frame.append(container);
    const { district, initialView, scene } = first.current;
    const map = makeMap({ container, district, view: initialView, scene, events: relay(heard) });
    handleRef.current = map;
    const observer = new ResizeObserver(() => map.resize());
    observer.observe(frame);
    return () => {
      observer.disconnect();
      handleRef.current = null;
      map.destroy();
      container.remove();
    };
  }, [handleRef]);

  useEffect(() => {
    handleRef.current?.show(scene);
  }, [scene, handleRef]);

  return <div ref={place} className="map-pane" style={{ position: "absolute", inset: 0 }} />;
}

/** Hover, click and double click. Off while a drawing has the pointer. */
import type { Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import { calm } from "./camera.ts";
import type { MapEvents, Pointed } from "./handle.ts";
import { type Picked, pick } from "./pick.ts";
import type { ProblemFeed } from "./problemFeed.ts";
import type { Spider } from "./spider.ts";
import { goInto, leavesOf, type TileCluster } from "./tileSpot.ts";

interface Parts {
  readonly map: MapLibre;
  readonly feed: ProblemFeed;
  readonly spider: Spider;
  readonly events: MapEvents;
  /** A drawing has the pointer. */
  readonly busy: () => boolean;
}

const coarse = () => matchMedia("(pointer: coarse)").matches;
const same = (a: Pointed | null, b: Pointed | null) => a?.kind === b?.kind && a?.id === b?.id;

async function openCluster({ map, feed, spider, events }: Parts, cluster: Extract<Picked, { what: "cluster" }>): Promise<void> {
  const { zoom, leaves } = await feed.open(cluster.id);
  if (zoom !== null) {
    map.easeTo({ center: [...cluster.at] as [number, number], zoom: Math.min(zoom + 0.2, map.getMaxZoom()), duration: calm() ? 0 : 500 });
    return;
  }
  spider.show(cluster.at, leaves);
  if (cluster.n > leaves.length) events.onStatus({ key: "spiderMore", value: String(cluster.n - leaves.length) });
}

async function openTileCluster({ map, feed, spider, events }: Parts, spot: TileCluster): Promise<void> {
  if (!spot.ids) return goInto(map, feed.tiles, spot);
  const zoom = map.getZoom();
  const leaves = await leavesOf(spot, feed.query);
  // The way there was long enough for something else to be looked at.
  if (map.getZoom() !== zoom || feed.from !== "tiles") return;
  spider.show(spot.at, leaves);
  if (spot.n > leaves.length) events.onStatus({ key: "spiderMore", value: String(spot.n - leaves.length) });
}

/** Follows the pointer, at most once a frame: asking what is drawn there costs a millisecond or two. */
function follow({ map, feed, events, busy }: Parts): void {
  let hovered: Pointed | null = null;
  let waiting: MapMouseEvent | null = null;
  const tell = (thing: Pointed | null, event: MouseEvent | null) => {
    if (!thing && !hovered) return;
    hovered = thing;
    events.onHover(thing, thing && event ? { x: event.clientX, y: event.clientY } : null);
  };
  const look = () => {
    const event = waiting;
    waiting = null;
    if (!event || busy() || map.isMoving()) return;
    const picked = pick(map, event.point, 3, feed.unseen);
    map.getCanvas().style.cursor = picked ? "pointer" : "";
    const thing = picked?.what === "thing" ? picked.thing : null;
    if (thing || !same(thing, hovered)) tell(thing, event.originalEvent);
  };
  map.on("mousemove", (event) => {
    if (!waiting) requestAnimationFrame(look);
    waiting = event;
  });
  const leave = () => {
    waiting = null;
    tell(null, null);
  };
  map.on("mouseout", leave);
  map.on("movestart", leave);
}

export function listen(parts: Parts): void {
  const { map, feed, spider, events, busy } = parts;
  const under = (event: MapMouseEvent) => pick(map, event.point, coarse() ? 12 : 4, feed.unseen);
  follow(parts);
  map.on("click", (event) => {
    if (busy()) return;
    const picked = under(event);
    if (picked?.what === "cluster") {
      spider.clear();
      void openCluster(parts, picked);
      return;
    }
    if (picked?.what === "tileCluster") {
      spider.clear();
      void openTileCluster(parts, picked);
      return;
    }
    if (!picked) spider.clear();
    events.onSelect(picked?.thing ?? null);
  });
  map.on("dblclick", (event) => {
    if (busy()) return;
    const picked = under(event);
    // What an analysis drew covers the ground: it does not take the zoom.
    if (!picked || (picked.what === "thing" && picked.thing.kind === "hot")) return;
    // Only an empty place zooms on a double click.
    event.preventDefault();
    if (picked.what === "thing") events.onOpen(picked.thing, [event.lngLat.lng, event.lngLat.lat]);
  });
  map.on("zoomstart", () => spider.clear());
}

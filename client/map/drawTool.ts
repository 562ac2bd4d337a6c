/** Ties a drawing session to the map: its clicks and keys in, its picture out. */
import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import type { Position, Shape } from "../../server/contract/draw.ts";
import { type Draft, isEnough, measure } from "../draw/draft.ts";
import { draftFeatures } from "../draw/features.ts";
import { DrawSession } from "../draw/session.ts";
import type { MapEvents } from "./handle.ts";
import { draftSource } from "./style.ts";

const nothing = { type: "FeatureCollection" as const, features: [] };
/** Pixels: a press this near the last vertex, or an area's first, ends the drawing; so does the second of a double click. */
const near = 9;
const afterwards_ms = 350;
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

export class DrawTool {
  private session: DrawSession | null = null;
  private draft: Draft | null = null;
  private leftAt_ms = Number.NEGATIVE_INFINITY;
  private readonly map: MapLibre;
  private readonly events: MapEvents;

  constructor(map: MapLibre, events: MapEvents) {
    this.map = map;
    this.events = events;
    map.on("click", (event) => this.press(event));
    map.on("mousemove", ({ lngLat }) => this.session?.move([lngLat.lng, lngLat.lat]));
    map.on("mouseout", () => this.session?.move(null));
    // Before the page's own shortcuts: while drawing, Esc and Backspace are the drawing's.
    window.addEventListener("keydown", this.key, true);
  }

  /** The click, or double click, that ended the drawing is still on its way and must neither zoom nor select what is under it. */
  get busy(): boolean {
    return this.session !== null || performance.now() - this.leftAt_ms < afterwards_ms;
  }

  start(kind: Shape["kind"]): Promise<Shape | null> {
    this.cancel();
    this.map.doubleClickZoom.disable();
    this.map.getCanvas().style.cursor = "crosshair";
    return new Promise((resolve) => {
      this.session = new DrawSession(kind, {
        changed: (draft) => this.show(draft),
        ended: (shape) => {
          this.leave();
          resolve(shape);
        },
      });
    });
  }

  add(position: Position): void {
    this.session?.add(position);
  }
  finish(): void {
    this.session?.finish();
  }
  cancel(): void {
    this.session?.cancel();
  }
  /** After a lost context. */
  refill(): void {
    if (this.draft) this.show(this.draft);
  }
  close(): void {
    this.cancel();
    window.removeEventListener("keydown", this.key, true);
  }

  private readonly key = (event: KeyboardEvent) => {
    if (!this.session || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    // Enter on a button is the button's.
    if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
    if (!this.session.key(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  private press({ point, lngLat }: MapMouseEvent): void {
    const { session, draft } = this;
    if (!session || !draft) return;
    const ends = draft.kind === "area" ? [draft.points[0], draft.points.at(-1)] : [draft.points.at(-1)];
    const on = ends.some((end) => end && this.map.project([end[0], end[1]]).dist(point) < near);
    if (on && isEnough(draft)) session.finish();
    else if (!on) session.add([lngLat.lng, lngLat.lat]);
  }

  private show(draft: Draft): void {
    this.draft = draft;
    void this.map.getSource<GeoJSONSource>(draftSource)?.setData(draftFeatures(draft));
    this.events.onStatus({ key: "drawing", value: measure(draft) });
  }

  private leave(): void {
    this.session = null;
    this.draft = null;
    void this.map.getSource<GeoJSONSource>(draftSource)?.setData(nothing);
    this.map.getCanvas().style.cursor = "";
    this.events.onStatus(null);
    this.leftAt_ms = performance.now();
    setTimeout(() => {
      if (!this.session) this.map.doubleClickZoom.enable();
    }, afterwards_ms);
  }
}

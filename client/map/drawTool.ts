/** Ties a drawing session to the map: its clicks, strokes and keys in, its picture out. */
import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import type { Position, Shape } from "../../server/contract/draw.ts";
import { type Draft, isEnough, measure } from "../draw/draft.ts";
import { draftFeatures } from "../draw/features.ts";
import { DrawSession } from "../draw/session.ts";
import type { DrawKind } from "../state/app.ts";
import { metresPerPixel } from "./camera.ts";
import type { MapEvents } from "./handle.ts";
import { type At, Strokes } from "./stroke.ts";
import { draftSource } from "./style.ts";
import { isTyping } from "./typing.ts";

const nothing = { type: "FeatureCollection" as const, features: [] };
/** Pixels: a press this near the last vertex, or an area's first, ends the drawing; so does the second of a double click. */
const near = 9;
/** Pixels between two places of a lasso's track, and how far its ring may lie beside the track. */
const stride = 2;
const wobble = 1.5;
const afterwards_ms = 350;
const reading_ms = 4000;

export class DrawTool {
  private session: DrawSession | null = null;
  private draft: Draft | null = null;
  private leftAt_ms = Number.NEGATIVE_INFINITY;
  /** Where the last place of a track was put. */
  private last: At | null = null;
  /** The lasso in hand was begun by Shift and ends with its stroke. */
  private quick = false;
  private refusedAt_ms = Number.NEGATIVE_INFINITY;
  private readonly map: MapLibre;
  private readonly events: MapEvents;
  private readonly strokes: Strokes;

  constructor(map: MapLibre, events: MapEvents) {
    this.map = map;
    this.events = events;
    // Shift with a drag is the quick lasso, not a box to zoom to.
    map.boxZoom.disable();
    map.on("click", (event) => this.press(event));
    map.on("mousemove", ({ lngLat }) => this.session?.move([lngLat.lng, lngLat.lat]));
    map.on("mouseout", () => this.session?.move(null));
    this.strokes = new Strokes(map, {
      wants: (at, event) => this.wants(at, event),
      moved: (at) => this.trail(at),
      ended: (at, far) => this.lift(at, far),
      broken: () => (this.quick ? this.session?.cancel() : this.session?.clear()),
    });
    // Before the page's own shortcuts: while drawing, Esc and Backspace are the drawing's.
    window.addEventListener("keydown", this.key, true);
  }

  /** The click, or double click, that ended the drawing is still on its way and must neither zoom nor select what is under it. */
  get busy(): boolean {
    return this.session !== null || performance.now() - this.leftAt_ms < afterwards_ms;
  }

  start(kind: DrawKind): Promise<Shape | null> {
    this.cancel();
    this.quick = false;
    return new Promise((resolve) => this.begin(kind, resolve));
  }

  private begin(kind: DrawKind, done: (shape: Shape | null) => void): void {
    this.map.doubleClickZoom.disable();
    this.map.getCanvas().style.cursor = "crosshair";
    // What was pointed at is not what is drawn round.
    this.events.onHover(null, null);
    this.session = new DrawSession(kind, {
      changed: (draft) => this.show(draft),
      grain_m: () => metresPerPixel(this.map) * wobble,
      refused: (why) => this.refuse(why),
      ended: (shape, note) => {
        this.leave();
        done(shape);
        if (note) this.events.onStatus({ key: `drawn.${note}` });
      },
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
    this.strokes.close();
    window.removeEventListener("keydown", this.key, true);
  }

  private readonly key = (event: KeyboardEvent) => {
    if (!this.session || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    // Enter on a button is the button's.
    if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
    if (!this.session.key(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** A stroke is the rectangle's and the lasso's; with Shift it begins a lasso while nothing else is in hand. */
  private wants(at: At, { shiftKey, pointerType }: PointerEvent): boolean {
    const { onLasso } = this.events;
    if (!this.session && shiftKey && pointerType !== "touch" && onLasso) {
      this.quick = true;
      this.begin("lasso", (shape) => shape && onLasso(shape));
    }
    const tool = this.session?.tool;
    if (tool !== "rectangle" && tool !== "lasso") return false;
    this.last = at;
    return true;
  }

  private trail(at: At): void {
    const { session, draft, last } = this;
    if (!session || !draft || !last) return;
    if (!draft.points.length) session.add(last.position);
    if (session.tool === "rectangle") session.move(at.position);
    else if (Math.hypot(at.x - last.x, at.y - last.y) >= stride) {
      session.add(at.position);
      this.last = at;
    }
  }

  private lift(at: At, far: boolean): void {
    const { session } = this;
    this.last = null;
    if (!session) return;
    if (far && session.tool === "rectangle") session.add(at.position);
    else if (far) session.finish();
    // A rectangle's first corner by a click is the click's.
    else if (session.tool === "lasso") this.pressedOnly(session);
  }

  /** A lasso is drawn, not clicked: typed vertices stay, a press that went nowhere changes nothing. */
  private pressedOnly(session: DrawSession): void {
    if (this.quick) session.cancel();
    else if (!this.draft?.points.length) this.refuse("tooFew");
  }

  private refuse(why: string): void {
    this.refusedAt_ms = performance.now();
    this.events.onStatus({ key: `refused.${why}` });
    // A stroke that gave nothing is over, unlike a tool in hand.
    if (this.quick) this.session?.cancel();
  }

  private press({ point, lngLat }: MapMouseEvent): void {
    const { session, draft } = this;
    if (!session || !draft || draft.tool === "lasso") return;
    const ends = draft.kind === "area" ? [draft.points[0], draft.points.at(-1)] : [draft.points.at(-1)];
    const on = ends.some((end) => end && this.map.project([end[0], end[1]]).dist(point) < near);
    if (on && isEnough(draft)) session.finish();
    else if (!on) session.add([lngLat.lng, lngLat.lat]);
  }

  private show(draft: Draft): void {
    this.draft = draft;
    void this.map.getSource<GeoJSONSource>(draftSource)?.setData(draftFeatures(draft));
    const value = measure(draft);
    // A refusal stands until there is something to measure, or long enough to be read.
    if (value) this.events.onStatus({ key: "drawing", value });
    else if (performance.now() - this.refusedAt_ms > reading_ms) this.events.onStatus(null);
  }

  private leave(): void {
    this.session = null;
    this.draft = null;
    void this.map.getSource<GeoJSONSource>(draftSource)?.setData(nothing);
    this.map.getCanvas().style.cursor = "";
    if (performance.now() - this.refusedAt_ms > reading_ms) this.events.onStatus(null);
    this.leftAt_ms = performance.now();
    setTimeout(() => {
      if (!this.session) this.map.doubleClickZoom.enable();
    }, afterwards_ms);
  }
}

/** The clause under the hand: its vertices and its distance are dragged on the map; the page hears of each step, and of the end. */
import type { Position as Coordinates, Feature } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import type { Position } from "../../server/contract/draw.ts";
import { area_m2, length_m } from "../../server/contract/partition/drawn.ts";
import { distanceAt, dragged, type Handle, handlesOf, offLine_m, removed, said_m } from "../draw/edit.ts";
import { shapeGeometry } from "../draw/features.ts";
import { areaLabel, lengthLabel } from "../draw/measure.ts";
import { ringShape } from "../layers/ringShape.ts";
import type { Edit, MapEvents, MapScene } from "./handle.ts";
import { type At, Strokes } from "./stroke.ts";
import { editSource } from "./style.ts";
import { isTyping } from "./typing.ts";
import { anchorOf } from "./whereIs.ts";

/** Pixels from a handle's middle that still take hold of it. */
const reach = { mouse: 9, pen: 14, touch: 24 } as const;
/** Edges shorter than this have no middle worth a handle, in pixels. */
const roomy = 44;
/** A ring that takes longer than this is drawn when the hand lets go. */
const slow_ms = 20;
const afterwards_ms = 350;

/** Every position of a geometry, flat. */
const flat = (nested: unknown): Position[] =>
  Array.isArray(nested) ? (typeof nested[0] === "number" ? [nested as unknown as Position] : nested.flatMap(flat)) : [];

/** What the hand did last, by length or area. */
function sizeOf({ shape, distance_m }: Edit): string {
  if (distance_m !== null) return lengthLabel(distance_m);
  if (!shape || shape.kind === "point") return "";
  return shape.kind === "line" ? lengthLabel(length_m(shape.points)) : areaLabel(area_m2(shape.points));
}

export class EditTool {
  private edit: Edit | null = null;
  private scene: MapScene | null = null;
  private held: Handle | null = null;
  /** The vertex that Delete takes away. */
  private chosen: number | null = null;
  private waiting = 0;
  private ringTook_ms = 0;
  private leftAt_ms = Number.NEGATIVE_INFINITY;
  private readonly map: MapLibre;
  private readonly events: MapEvents;
  private readonly strokes: Strokes;

  constructor(map: MapLibre, events: MapEvents, free: () => boolean) {
    this.map = map;
    this.events = events;
    this.strokes = new Strokes(map, {
      wants: (at, event) => free() && this.take(at, event),
      moved: (at) => this.drag(at),
      ended: (_at, far) => this.letGo(far),
      broken: () => this.letGo(true),
    });
    map.on("zoomend", () => this.edit && this.draw());
    map.on("mousemove", ({ point }) => {
      if (!this.edit || this.held || !free()) return;
      const over = this.under({ x: point.x, y: point.y, position: [0, 0] }, reach.mouse);
      map.getCanvas().style.cursor = over ? (over.part === "distance" ? "ew-resize" : "move") : "";
    });
    window.addEventListener("keydown", this.key, true);
  }

  /** The pointer has a handle, or just let one go. */
  get busy(): boolean {
    return this.held !== null || performance.now() - this.leftAt_ms < afterwards_ms;
  }

  show(scene: MapScene): void {
    const before = this.scene;
    this.scene = scene;
    const edit = scene.edit ?? null;
    if (this.held || (edit === this.edit && before?.data.sites === scene.data.sites && before?.data.zones === scene.data.zones)) return;
    if (!edit || edit.shape?.points.length !== this.edit?.shape?.points.length) this.chosen = null;
    if (this.edit && !edit) this.map.getCanvas().style.cursor = "";
    this.edit = edit;
    this.draw();
  }

  /** After a lost context. */
  refill(): void {
    if (this.edit) this.draw();
  }

  close(): void {
    this.strokes.close();
    cancelAnimationFrame(this.waiting);
    window.removeEventListener("keydown", this.key, true);
  }

  /** What the distance is measured from. */
  private anchor(): ReturnType<typeof anchorOf> {
    const { edit, scene } = this;
    if (edit?.shape) return shapeGeometry(edit.shape);
    const around = edit?.around;
    return around && scene ? anchorOf({ ...around, distance_m: 0 }, scene.data) : null;
  }

  private handles(): Handle[] {
    const { edit } = this;
    if (!edit) return [];
    const px = (at: Position) => this.map.project([at[0], at[1]]);
    const all = edit.shape ? handlesOf(edit.shape) : [];
    const points = edit.shape?.points ?? [];
    const shown = all.filter(
      ({ part, index }) =>
        part !== "mid" || px(points[index] as Position).dist(px(points[(index + 1) % points.length] as Position)) > roomy,
    );
    const anchor = edit.distance_m === null ? null : this.anchor();
    if (!anchor || !("coordinates" in anchor) || edit.distance_m === null) return shown;
    return [...shown, { part: "distance", index: 0, at: distanceAt(flat(anchor.coordinates), edit.distance_m) }];
  }

  /** The nearest handle in reach; a vertex before the middle of an edge. */
  private under({ x, y }: At, within: number): Handle | null {
    let best: Handle | null = null;
    let least = within;
    for (const handle of this.handles()) {
      const at = this.map.project([handle.at[0], handle.at[1]]);
      const off = Math.hypot(at.x - x, at.y - y) + (handle.part === "mid" ? 2 : 0);
      if (off < least) [best, least] = [handle, off];
    }
    return best;
  }

  private take(at: At, { pointerType }: PointerEvent): boolean {
    if (!this.edit) return false;
    this.held = this.under(at, reach[pointerType as keyof typeof reach] ?? reach.mouse);
    this.chosen = this.held?.part === "vertex" ? this.held.index : null;
    if (this.held) this.events.onHover(null, null);
    this.draw();
    return this.held !== null;
  }

  private drag({ position }: At): void {
    const { held, edit } = this;
    if (!held || !edit) return;
    if (held.part === "distance") this.become({ ...edit, distance_m: this.distanceOf(position) });
    else if (edit.shape) {
      this.become({ ...edit, shape: dragged(edit.shape, held, position) });
      // A middle that was dragged is a vertex from then on, unless it moves a rectangle's side.
      if (held.part === "mid" && this.edit?.shape && this.edit.shape.points.length > edit.shape.points.length) {
        this.held = { ...held, part: "vertex", index: held.index + 1 };
        this.chosen = this.held.index;
      }
    }
    this.soon();
  }

  private distanceOf(position: Position): number {
    const anchor = this.anchor();
    if (!anchor || !("coordinates" in anchor)) return this.edit?.distance_m ?? 0;
    // Parts of a shape are not one line: each is measured by itself.
    const parts =
      anchor.type === "Point" ? [[anchor.coordinates]] : anchor.type === "LineString" ? [anchor.coordinates] : anchor.coordinates;
    const lines = (nested: unknown[]): Position[][] =>
      typeof (nested[0] as unknown[])?.[0] === "number"
        ? [nested as unknown as Position[]]
        : nested.flatMap((one) => lines(one as unknown[]));
    return said_m(Math.min(...lines(parts as unknown[]).map((line) => offLine_m(position, line, false))));
  }

  private become(edit: Edit): void {
    this.edit = edit;
  }

  /** At most once a frame: the picture here, and the page's own. */
  private soon(): void {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      if (!this.edit || !this.held) return;
      this.draw();
      this.events.onStatus({ key: "drawing", value: sizeOf(this.edit) });
      this.events.onEdit?.(this.edit, false);
    });
  }

  private letGo(far: boolean): void {
    const { held, edit } = this;
    this.held = null;
    if (!held) return;
    this.leftAt_ms = performance.now();
    this.events.onStatus(null);
    if (far && edit) this.events.onEdit?.(edit, true);
    this.draw();
  }

  private readonly key = (event: KeyboardEvent) => {
    const { edit, chosen } = this;
    if (!edit?.shape || chosen === null || isTyping(event.target)) return;
    if (event.key !== "Delete" && event.key !== "Backspace") return;
    const shape = removed(edit.shape, chosen);
    event.preventDefault();
    event.stopPropagation();
    if (!shape) {
      this.events.onStatus({ key: "refused.tooFew" });
      return;
    }
    this.chosen = null;
    this.become({ ...edit, shape });
    this.draw();
    this.events.onEdit?.({ ...edit, shape }, true);
  };

  /** The distance's ring; while the hand moves only where it costs no more than a frame. */
  private ring(): Feature[] {
    const { edit } = this;
    if (!edit || edit.distance_m === null || (this.held && this.ringTook_ms > slow_ms)) return [];
    const anchor = this.anchor();
    const began = performance.now();
    const ring = anchor && ringShape(anchor, edit.distance_m);
    this.ringTook_ms = performance.now() - began;
    if (!ring) return [];
    const outlines = (ring.type === "Polygon" ? [ring.coordinates] : ring.coordinates).flat();
    return [
      { type: "Feature", properties: { part: "face" }, geometry: ring },
      { type: "Feature", properties: { part: "ring" }, geometry: { type: "MultiLineString", coordinates: outlines as Coordinates[][] } },
    ];
  }

  private draw(): void {
    const { edit } = this;
    const put = (part: string, geometry: Feature["geometry"]): Feature => ({ type: "Feature", properties: { part }, geometry });
    const features: Feature[] = this.ring();
    if (edit?.shape && edit.shape.kind !== "point") {
      const geometry = shapeGeometry(edit.shape);
      if (geometry.type === "Polygon") {
        if (edit.distance_m === null) features.push(put("face", geometry));
        features.push(put("band", { type: "LineString", coordinates: geometry.coordinates[0] ?? [] }));
      } else features.push(put("band", geometry));
    }
    for (const { part, index, at } of this.handles())
      features.push(put(part === "vertex" && index === this.chosen ? "chosen" : part, { type: "Point", coordinates: [...at] }));
    void this.map.getSource<GeoJSONSource>(editSource)?.setData({ type: "FeatureCollection", features });
  }
}

/** Presses and strokes of mouse, pen and finger on the map, while something else than the map's own panning wants them. */
import type { Map as MapLibre } from "maplibre-gl";
import type { Position } from "../../server/contract/draw.ts";

/** A place on the map and in its picture. */
export interface At {
  readonly position: Position;
  readonly x: number;
  readonly y: number;
}

export interface StrokeWishes {
  /** Whether a press begins a stroke; the map then does not pan. */
  wants(at: At, event: PointerEvent): boolean;
  /** Moved while pressed; heard once it is more than a tremble. */
  moved(at: At): void;
  /** Let go; `far` is false for a press that went nowhere. */
  ended(at: At, far: boolean): void;
  /** A second finger, or the browser took it over. */
  broken(): void;
}

/** Pixels a press may tremble. */
const tremble = 4;

/** Listens to one map. Of several listeners the first that wants a press has it. */
export class Strokes {
  private pointer: number | null = null;
  private from: At | null = null;
  private far = false;
  private readonly map: MapLibre;
  private readonly wishes: StrokeWishes;
  private readonly box: HTMLElement;

  constructor(map: MapLibre, wishes: StrokeWishes) {
    this.map = map;
    this.wishes = wishes;
    this.box = map.getCanvasContainer();
    // Before the map hears of it: by then it is not to pan.
    this.box.addEventListener("pointerdown", this.down, true);
    for (const [name, call] of this.rest) window.addEventListener(name, call as EventListener);
  }

  private readonly down = (event: PointerEvent) => {
    if (this.pointer !== null) {
      this.stop(true);
      return;
    }
    if (event.button !== 0 || !event.isPrimary || !(event.target instanceof HTMLCanvasElement)) return;
    const at = this.at(event);
    if (!this.wishes.wants(at, event)) return;
    this.pointer = event.pointerId;
    this.from = at;
    this.far = false;
    this.map.dragPan.disable();
    // Without it a finger's stroke is the browser's to scroll with.
    this.box.style.touchAction = this.map.getCanvas().style.touchAction = "none";
  };
  private readonly move = (event: PointerEvent) => {
    if (event.pointerId !== this.pointer || !this.from) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) {
      const at = this.at(one);
      this.far ||= Math.hypot(at.x - this.from.x, at.y - this.from.y) > tremble;
      if (this.far) this.wishes.moved(at);
    }
  };
  private readonly up = (event: PointerEvent) => {
    if (event.pointerId !== this.pointer) return;
    const { far } = this;
    this.stop(false);
    this.wishes.ended(this.at(event), far);
  };
  private readonly cancel = (event: PointerEvent) => {
    if (event.pointerId === this.pointer) this.stop(true);
  };
  private readonly rest = [
    ["pointermove", this.move],
    ["pointerup", this.up],
    ["pointercancel", this.cancel],
  ] as const;

  private at({ clientX, clientY }: PointerEvent): At {
    const { left, top } = this.map.getCanvas().getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    const { lng, lat } = this.map.unproject([x, y]);
    return { position: [lng, lat], x, y };
  }

  private stop(broken: boolean): void {
    if (this.pointer === null) return;
    this.pointer = null;
    this.box.style.touchAction = this.map.getCanvas().style.touchAction = "";
    // After the press has run its course, or the map would take up the end of it.
    setTimeout(() => this.pointer === null && this.map.dragPan.enable(), 0);
    if (broken) this.wishes.broken();
  }

  close(): void {
    this.box.removeEventListener("pointerdown", this.down, true);
    for (const [name, call] of this.rest) window.removeEventListener(name, call as EventListener);
  }
}

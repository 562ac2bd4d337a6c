/**
 * Mouse, pen and finger on a plan. A press that a tool holds does not pan; space and a drag, the middle and the right button always do, and two
 * fingers are always the map's.
 */
import type { Map as MapLibre } from "maplibre-gl";
import { metresPerPixel } from "../camera.ts";
import { isTyping } from "../typing.ts";
import type { PlanPointer } from "./picture.ts";

/** Pixels a press may tremble. */
const tremble = { mouse: 4, pen: 6, touch: 10 } as const;
const tremblesOf = (event: PointerEvent) => tremble[event.pointerType as keyof typeof tremble] ?? tremble.mouse;
const double_ms = 350;
type Kind = PlanPointer["kind"];

interface Press {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** By a tool; else the map's. */
  readonly held: boolean;
  /** More than a tremble. */
  far: boolean;
}

export class PlanHand {
  private on = false;
  private press: Press | null = null;
  private panning: { readonly id: number; x: number; y: number } | null = null;
  private space = false;
  private waiting: { readonly kind: "move" | "drag"; readonly event: PointerEvent } | null = null;
  private frame = 0;
  private last: { readonly x: number; readonly y: number; readonly time_ms: number } | null = null;
  private readonly map: MapLibre;
  private readonly box: HTMLElement;
  private readonly tell: (pointer: PlanPointer) => boolean;

  constructor(map: MapLibre, tell: (pointer: PlanPointer) => boolean) {
    this.map = map;
    this.tell = tell;
    this.box = map.getCanvasContainer();
  }

  get listens(): boolean {
    return this.on;
  }
  set listens(on: boolean) {
    if (on === this.on) return;
    this.on = on;
    const { map, box } = this;
    map.doubleClickZoom[on ? "disable" : "enable"]();
    // The right button pans; and a plan is north up.
    map.dragRotate[on ? "disable" : "enable"]();
    const change = on ? "addEventListener" : "removeEventListener";
    // Before the map hears of it: by then it is not to pan.
    box[change]("pointerdown", this.down as EventListener, true);
    box[change]("pointerleave", this.left as EventListener);
    box[change]("contextmenu", this.noMenu);
    for (const [name, call] of this.rest) window[change](name, call as EventListener);
    if (on) this.look("");
    else this.stop();
  }

  close(): void {
    this.listens = false;
    cancelAnimationFrame(this.frame);
  }

  private readonly noMenu = (event: Event) => event.preventDefault();
  private readonly key = (event: KeyboardEvent) => {
    if (event.code !== "Space" || isTyping(event.target)) return;
    this.space = event.type === "keydown";
    // Elsewhere it presses buttons and scrolls lists.
    const here = event.target === document.body || (event.target instanceof Node && this.map.getContainer().contains(event.target));
    if (this.space && here) event.preventDefault();
  };
  private readonly blur = () => {
    this.space = false;
  };

  private readonly down = (event: PointerEvent) => {
    if (!(event.target instanceof HTMLCanvasElement)) return;
    if (this.press && event.pointerType === "touch") {
      // A second finger: what the first one began is not meant.
      this.broken(event);
      return;
    }
    if (this.press || this.panning || !event.isPrimary) return;
    if (this.space || event.button === 1 || event.button === 2) this.beginPan(event);
    else if (event.button === 0) this.begin(event);
  };

  private begin(event: PointerEvent): void {
    this.flush();
    const held = this.say("down", event);
    this.press = { id: event.pointerId, x: event.clientX, y: event.clientY, held, far: false };
    if (held) this.keepMap();
  }

  private readonly moved = (event: PointerEvent) => {
    if (this.panning) {
      if (event.pointerId === this.panning.id) this.pan(event);
      return;
    }
    const { press } = this;
    if (press) {
      if (event.pointerId !== press.id) return;
      press.far ||= Math.hypot(event.clientX - press.x, event.clientY - press.y) > tremblesOf(event);
      if (press.far && press.held) this.soon("drag", event);
    } else if (event.target === this.map.getCanvas() && event.pointerType !== "touch") this.soon("move", event);
  };

  private readonly up = (event: PointerEvent) => {
    if (this.panning?.id === event.pointerId) this.endPan();
    const { press } = this;
    if (press?.id !== event.pointerId) return;
    this.flush();
    this.press = null;
    if (press.held) {
      this.say("up", event);
      this.freeMap();
    }
    if (!press.far) this.clicked(event);
  };

  private clicked(event: PointerEvent): void {
    const { last } = this;
    const { clientX: x, clientY: y, timeStamp: time_ms } = event;
    const again = last && time_ms - last.time_ms < double_ms && Math.hypot(x - last.x, y - last.y) < 2 * tremblesOf(event);
    this.last = again ? null : { x, y, time_ms };
    this.say(again ? "double" : "click", event);
  }

  private readonly cancelled = (event: PointerEvent) => {
    if (this.panning?.id === event.pointerId) this.endPan();
    if (this.press?.id === event.pointerId) this.broken(event);
  };
  private readonly left = (event: PointerEvent) => {
    if (this.press || this.panning) return;
    this.waiting = null;
    this.say("leave", event);
  };

  private broken(event: PointerEvent): void {
    const held = this.press?.held;
    this.press = null;
    this.waiting = null;
    this.say("leave", event);
    if (held) this.freeMap();
  }

  private keepMap(): void {
    this.map.dragPan.disable();
    // Without it a finger's stroke is the browser's to scroll with.
    this.box.style.touchAction = this.map.getCanvas().style.touchAction = "none";
  }
  private freeMap(): void {
    this.box.style.touchAction = this.map.getCanvas().style.touchAction = "";
    // After the press has run its course, or the map would take up the end of it.
    setTimeout(() => this.press?.held || this.panning || this.map.dragPan.enable(), 0);
  }

  private beginPan(event: PointerEvent): void {
    event.preventDefault();
    this.panning = { id: event.pointerId, x: event.clientX, y: event.clientY };
    this.keepMap();
    this.look("pan");
  }
  private pan({ clientX, clientY }: PointerEvent): void {
    const { panning } = this;
    if (!panning) return;
    this.map.panBy([panning.x - clientX, panning.y - clientY], { animate: false }, { originalEvent: true });
    [panning.x, panning.y] = [clientX, clientY];
  }
  private endPan(): void {
    this.panning = null;
    this.freeMap();
    this.look("");
  }

  private look(how: string): void {
    this.map.getContainer().dataset.plan = how;
  }
  private stop(): void {
    this.press = this.panning = this.waiting = null;
    this.space = false;
    delete this.map.getContainer().dataset.plan;
    this.freeMap();
  }

  private soon(kind: "move" | "drag", event: PointerEvent): void {
    if (!this.waiting) this.frame = requestAnimationFrame(() => this.flush());
    this.waiting = { kind, event };
  }
  private flush(): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting) this.say(waiting.kind, waiting.event);
  }

  private say(kind: Kind, event: PointerEvent): boolean {
    const { left, top } = this.map.getCanvas().getBoundingClientRect();
    const { lng, lat } = this.map.unproject([event.clientX - left, event.clientY - top]);
    return this.tell({
      kind,
      at: [lng, lat],
      metresPerPixel: metresPerPixel(this.map),
      alt: event.altKey,
      shift: event.shiftKey,
      ctrl: event.ctrlKey || event.metaKey,
      touch: event.pointerType === "touch",
    });
  }

  private readonly rest = [
    ["pointermove", this.moved],
    ["pointerup", this.up],
    ["pointercancel", this.cancelled],
    ["keydown", this.key],
    ["keyup", this.key],
    ["blur", this.blur],
  ] as const;
}

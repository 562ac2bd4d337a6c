/** What the rest of the page may ask of the map, and what it hears from it. The map itself lives outside React. */
import type { Position, Shape } from "../../server/contract/draw.ts";
import type { District } from "../../server/contract/types.ts";
import type { HeatCells } from "../cluster/protocol.ts";
import type * as L from "../layers/layer.ts";
import type { DrawKind } from "../state/app.ts";
import type { Ranges } from "../state/ranges.ts";
import type * as S from "../state/view.ts";
import type { PlanPicture, PlanPointer } from "./plan/picture.ts";

export type Lang = S.Lang;
export type Theme = S.Theme;
/** A thing one can point at. */
export type Thing = S.Thing;
/** What the pointer can be on. */
export type Pointed = S.Pointed;
export type MapView = S.MapView;
/** Columns by name; a layer that has not arrived is absent. */
export type LayerData = L.LayerData;

/** A ring to draw around an anchor: the anchor's own shape and the distance. */
export interface Ring {
  readonly id: number;
  readonly kind: "site" | "zone" | "draw";
  readonly shape?: Shape;
  readonly distance_m: number;
  readonly label?: string;
}

/** What is under the hand of one clause: its drawing, and its distance. */
export interface Edit {
  /** null: the clause has no drawing, and only its distance can be dragged. */
  readonly shape: Shape | null;
  /** Of a distance clause. */
  readonly distance_m: number | null;
  /** Whose ring carries the distance's handle when there is no drawing. */
  readonly around?: { readonly kind: "site" | "zone"; readonly id: number } | null;
}

/** What is drawn from the server's tiles, since the columns do not hold it all. */
export interface Beyond {
  /** The filter's parameters, as the address has them. */
  readonly query: string;
  /** Moves when a change is heard, and with each minute: the tiles are asked for again. */
  readonly turn: number;
  readonly minute: number;
  /** How many problems the question means; null = not known yet. */
  readonly total: number | null;
  /** Its open problems, summed in cells for the heat; null = not there yet. */
  readonly cells: HeatCells | null;
  /** Where problems stand that are listed beside the map, by id. */
  readonly places: ReadonlyMap<number, Position>;
}

/** Everything the map shows, told as a whole; each part is compared by identity and what is equal is left alone. */
export interface MapScene {
  readonly data: LayerData;
  readonly lang: Lang;
  readonly theme: Theme;
  /** Layer ids (client/map/stack.ts) that are switched on. */
  readonly shown: ReadonlySet<string>;
  /** One byte a row of the problems layer: 1 = it passes the filter. null = all pass. */
  readonly mask: Uint8Array | null;
  /** Problems are drawn from tiles; absent or null: from the columns. */
  readonly beyond?: Beyond | null;
  /** The district's time in unix seconds, for overdue and nearly due. */
  readonly clock: number;
  /** The filter as the GPU reads it, while every problem is drawn as a point. */
  readonly ranges?: Ranges | null;
  readonly rings: readonly Ring[];
  /** Drawn shapes of the filter and of the Near panel. */
  readonly drawn: readonly Shape[];
  /** Zones that the filter names: outlined. */
  readonly zones?: readonly number[];
  /** The clause that is being edited: its vertices can be dragged, and its distance when it has one. It is not among `drawn`. */
  readonly edit?: Edit | null;
  readonly hovered: Pointed | null;
  readonly selected: Thing | null;
  /** Places of what has just changed; a new list pulses once. */
  readonly pulses?: readonly { readonly lon: number; readonly lat: number }[];
  /** The plan that is being drawn; absent everywhere but on the planner's table. */
  readonly plan?: PlanPicture | null;
}

/** Keys: loading, contextLost, contextBack, failed (value: reason), noWebgl2, drawing (value: length or area), refused.tooFew and refused.noArea (of a drawing), drawn.crosses (a ring that crosses itself), spiderMore (value: how many are not shown). */
interface MapMessage {
  readonly key: string;
  readonly value?: string;
}

export interface MapEvents {
  /** The pointer is over a thing (page pixels), or over none. */
  onHover(thing: Pointed | null, at: { x: number; y: number } | null): void;
  onSelect(thing: Pointed | null): void;
  /** @param at where the pointer was */
  onOpen(thing: Pointed, at: Position): void;
  /** The camera came to rest; bounds are [west, south, east, north]; by hand = a person moved it, not the page. */
  onMove(view: MapView, bounds: [number, number, number, number], byHand: boolean): void;
  /** Words for the status line: WebGL lost, still loading, a drawing's length or area. */
  onStatus(message: MapMessage | null): void;
  /** Shift and a drag drew round something. */
  onLasso?(shape: Shape): void;
  /** A vertex or the distance was dragged; `done` when it was let go. */
  onEdit?(edit: Edit, done: boolean): void;
  /** First full picture: every layer whose data is there has been drawn. */
  onReady(): void;
  /** The picture was lost and did not come back in five seconds. Without it the page is loaded anew. */
  onGone?(): void;
  /** The pointer on the plan. @returns true when a tool holds it, and the map is not to be moved by it */
  onPlan?(pointer: PlanPointer): boolean;
  /** Of a map with a plan: the camera is on its way, exactly here. */
  onMoving?(view: MapView): void;
}

export interface MapHandle {
  show(scene: MapScene): void;
  /** To a view as it is, or so that bounds or a place are seen in the room that no panel covers. */
  goTo(
    target: MapView | { readonly bounds: readonly [number, number, number, number] } | { readonly place: Position; readonly zoom: number },
  ): void;
  /** Lets the user draw; resolves with the shape, or null when left with Esc or by another tool. */
  draw(kind: DrawKind): Promise<Shape | null>;
  cancelDraw(): void;
  /** A position typed rather than drawn, while drawing. */
  addPosition(position: Position): void;
  /** Ends the drawing with what is there, as a double click does: for a button, and for touch. */
  finishDraw(): void;
  /** Problems of the scene's mask that are inside the picture now, by id: for counts and tests. */
  counted(): { readonly inView: number; readonly total: number };
  /**
   * How many things each layer holds that should be shown now, as the drawing side has it: features of the map's own sources by layer id,
   * problems in the worker's index, shapes of the overlay. Tiles hold what the picture shows: drawn from them, problems are not among it. For the wall's own check against what the server counts.
   */
  drawn(): Promise<Readonly<Record<string, number>>>;
  /** What is on the canvas now, as a PNG in a data: address. */
  picture(): Promise<string>;
  /** The same, made small as it is drawn, as a JPEG: cheap enough for each minute. null = there is no picture now. @param width at most, pixels */
  snapshot(width: number): Promise<Blob | null>;
  /** All that is drawn, rings and shapes too, in its own pixels: for paper. The caller's to keep; drawn once the overlay has caught up. */
  whole(): Promise<HTMLCanvasElement>;
  resize(): void;
  destroy(): void;
}

export interface MapOptions {
  readonly container: HTMLElement;
  readonly district: District;
  readonly view: MapView | null;
  readonly scene: MapScene;
  readonly events: MapEvents;
  /** Pixels of the picture to a CSS pixel; the screen's own when absent. */
  readonly ratio?: number | undefined;
}
/** @throws when the device has no WebGL2 */
export type MakeMap = (options: MapOptions) => MapHandle;

/** A tool of the planner: one file, a pure machine. It hears the pointer and the keys, and says what to draw, what to select and which step to take. */
import type { Position } from "../../../server/contract/draw.ts";
import type { Finder } from "../../../server/contract/partition/find.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import type { Word, ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { Ghost, PlanPointer } from "../../map/plan/picture.ts";

/** In the order of the keys 1–7. */
export const toolIds = ["select", "cut", "vertices", "brush", "rectangle", "reroute", "ring"] as const;
export type ToolId = (typeof toolIds)[number];

export interface ToolContext {
  readonly partition: Partition;
  readonly finder: Finder;
  readonly level: ZoneLevel;
  readonly selected: ReadonlySet<number>;
  /** Zone that brush and rectangle paint into; null = nobody's. */
  readonly target: number | null;
  readonly brush_m: number;
  /** Snapping, 12 px, vertex before border; the Alt key turns it off for as long as it is held. */
  readonly snap: boolean;
  /** F: a line goes along roads, rivers and borders between two places. */
  readonly follow: boolean;
  /** Roads, rivers and borders that can be followed, near a box. */
  ways(box: readonly [number, number, number, number]): readonly (readonly Position[])[];
}

/** Keys and typed numbers as tools hear them. `typed`: coordinates, or a distance and bearing from the last vertex. Arrows nudge the keyboard's cursor. */
export type ToolKey =
  | {
      readonly kind: "key";
      readonly key: "Enter" | "Backspace" | "Delete" | "Escape";
      readonly at: Position;
      readonly metresPerPixel: number;
    }
  | { readonly kind: "typed"; readonly at: Position };
export type ToolEvent = PlanPointer | ToolKey;

export interface Heard<S> {
  readonly state: S;
  /** To be tried at once; refused steps leave the tool as it is. */
  readonly step?: Step;
  /** The new selection. */
  readonly select?: ReadonlySet<number>;
  readonly pieces?: ReadonlySet<number>;
  /** The pointer is the tool's: the map is not to be moved by it. */
  readonly held?: boolean;
  /** What the status line says: a length, an area, what to do next. */
  readonly hint?: Word | null;
}

export interface Tool<S> {
  readonly id: ToolId;
  readonly first: S;
  hear(state: S, event: ToolEvent, context: ToolContext): Heard<S>;
  ghost(state: S, context: ToolContext): Ghost | null;
  /** Esc leaves what is begun; true = there is nothing begun. */
  idle(state: S): boolean;
  /** The last vertex that was set: a typed distance and bearing begin there. */
  anchor?(state: S): Position | null;
  /** CSS cursor. */
  readonly cursor: string;
}

/** What the map shows of a plan, and what it hears from the hand that draws on it. Told whole; compared by identity, so that what is equal is left alone. */
import type { Position } from "../../../server/contract/draw.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { MapView } from "../../state/view.ts";

/** `fixed`: a vertex of the district's outline, which stays; `crosshair`: the keyboard's cursor. */
export type GhostPoint = "vertex" | "fixed" | "held" | "snap" | "mid" | "refused" | "crosshair";

/** What a tool draws over the plan while it is at work. Small: it follows the pointer. */
export interface Ghost {
  readonly lines: readonly { readonly points: readonly Position[]; readonly kind: "draft" | "band" | "trace" | "refused" }[];
  readonly areas: readonly (readonly Position[])[];
  /** Brush: a circle of metres. */
  readonly circle: { readonly at: Position; readonly radius_m: number } | null;
  readonly points: readonly { readonly at: Position; readonly kind: GhostPoint }[];
}

/** A place to see: a refusal, a gap, a part that hangs apart, something that changes owner. */
export interface PlanMark {
  readonly at: Position;
  readonly kind: "refused" | "fault" | "site" | "problem";
  /** From the old owner's place to here: drawn as an arrow. */
  readonly from: Position | null;
}

export interface PlanPicture {
  readonly partition: Partition;
  /** Zones of this level are coloured and named; borders of lower levels are thin. */
  readonly level: ZoneLevel;
  /**
   * `zone`: neighbouring zones in different colours (eight, chosen by the sheet and kept from one partition to the next).
   * `load`: by `tints`, deviation from the mean −1 … 1 on a scale of seven with a legend.
   */
  readonly fill: "zone" | "load";
  readonly tints: ReadonlyMap<number, number> | null;
  /** Zones of `level`. */
  readonly selected: ReadonlySet<number>;
  /** Pieces of `level` (zones below, or faces) that are picked one by one, and those a brush is about to take. */
  readonly pieces: ReadonlySet<number>;
  readonly hovered: number | null;
  readonly ghost: Ghost | null;
  readonly marks: readonly PlanMark[];
  /** A second partition whose borders are drawn dashed: the plan it is compared with. */
  readonly other: Partition | null;
  /** Where to look, when another map beside this one leads. */
  readonly camera?: MapView | null;
}

/**
 * The pointer on a plan. A press tells `down`; held by a tool it goes on with `drag` (at most one a frame, none for a tremble) and ends with `up`,
 * else the drag is the map's. Then `click`, or `double` for the second of two, when it went nowhere. `leave`: it is gone, or taken from the tool
 * by a second finger.
 */
export interface PlanPointer {
  readonly kind: "move" | "down" | "drag" | "up" | "click" | "double" | "leave";
  readonly at: Position;
  /** Ground under one pixel here, in metres. */
  readonly metresPerPixel: number;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly touch: boolean;
}

/**
 * The keyboard's cursor: a crosshair that the arrow keys move over the map, so that every tool works without a mouse. Enter is a click, with Ctrl one
 * that adds to the selection, with Shift a double click (it ends a line). Space takes hold and lets go (what a drag does). Pure: the page gives it keys and hears what they mean.
 */
import type { Position } from "../../../server/contract/draw.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import type { Ghost, PlanPointer } from "../../map/plan/picture.ts";
import { type Box, bare } from "./places.ts";

export interface KeyCursor {
  readonly at: Position;
  /** Space took hold: arrows drag. */
  readonly holds: boolean;
}
/** A key with what is held down beside it, as a KeyboardEvent has them. */
export interface CursorKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
}

/** Pixels that an arrow key moves it: with Shift far, with Ctrl a single one. */
export const step_px = { plain: 10, shift: 50, ctrl: 1 } as const;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Ground under a pixel of a map with tiles of 512 px, in metres. */
export const metresPerPixelAt = (lat: number, zoom: number): number =>
  (40_075_016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);

function moved(at: Position, [dx, dy]: readonly [number, number], metres: number): Position {
  const [east, north] = degree_m(at[1]);
  return [at[0] + (dx * metres) / east, at[1] + (dy * metres) / north];
}

/**
 * What a key does. Null: the key is not the cursor's.
 * @param cursor null = not shown yet: the first arrow shows it at `middle`, and moves nothing
 */
export function cursorHears(
  cursor: KeyCursor | null,
  event: CursorKey,
  middle: Position,
  metresPerPixel: number,
): { readonly cursor: KeyCursor; readonly tells: readonly PlanPointer[] } | null {
  const tell = (kind: PlanPointer["kind"], at: Position): PlanPointer => ({
    kind,
    at,
    metresPerPixel,
    alt: event.altKey,
    // With Enter it says "double", with an arrow "far": neither is the tool's Shift.
    shift: kind !== "double" && kind !== "move" && kind !== "drag" && (event.shiftKey || event.ctrlKey),
    ctrl: false,
    touch: false,
  });
  const arrow = arrows[event.key];
  if (arrow && !cursor) return { cursor: { at: middle, holds: false }, tells: [tell("move", middle)] };
  if (!cursor) return null;
  const { at, holds } = cursor;
  if (arrow) {
    const px = event.ctrlKey ? step_px.ctrl : event.shiftKey ? step_px.shift : step_px.plain;
    const next = moved(at, arrow, px * metresPerPixel);
    return { cursor: { at: next, holds }, tells: [tell(holds ? "drag" : "move", next)] };
  }
  if (event.key === " ") return { cursor: { at, holds: !holds }, tells: [tell(holds ? "up" : "down", at)] };
  if (event.key !== "Enter") return null;
  const tells = event.shiftKey ? [tell("double", at)] : [tell("down", at), tell("up", at), tell("click", at)];
  return { cursor: { at, holds: false }, tells: holds ? [tell("up", at)] : tells };
}

/** True when the cursor has left what is seen, with a little room: the map is to follow it. */
export function outOfSight({ at: [x, y] }: KeyCursor, [w, s, e, n]: Box): boolean {
  const [dx, dy] = [(e - w) * 0.04, (n - s) * 0.04];
  return x < w + dx || x > e - dx || y < s + dy || y > n - dy;
}

/** The tool's picture with the crosshair over it. */
export function withCursor(ghost: Ghost | null, cursor: KeyCursor | null): Ghost | null {
  if (!cursor) return ghost;
  const base = ghost ?? bare;
  return { ...base, points: [...base.points, { at: cursor.at, kind: "crosshair" }] };
}

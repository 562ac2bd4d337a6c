/** Where everything on a wall is: boxes in CSS pixels, from the screen and what is known of it. Nothing but the map crosses a seam. Pure. */
import type { Word } from "../../server/contract/vocabulary.ts";
import type { Settings } from "./settings.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
export interface WallLayout {
  /** Size of a Han character in running text, CSS pixels: 1 rem of the page. Never under 24. */
  readonly root_px: number;
  /** Name of the district and the program; date, clock and freshness. */
  readonly title: Box;
  readonly clock: Box;
  readonly map: Box;
  /** Over the map's foot: which scene, its question, where in the tour. */
  readonly caption: Box;
  /** The seven figures, in their order; fewer when there is no room for all. */
  readonly figures: readonly Box[];
  /** The course of 30 days; null = no room. */
  readonly trend: Box | null;
  /** At most three cards; they lie over the scene's box. */
  readonly alarms: readonly Box[];
  /** The scene's own. */
  readonly scene: Box;
  /** What is wrong with the settings; the usual are taken instead. */
  readonly faults: readonly Word[];
}

/** @param screen CSS pixels */
export function layoutOf(_screen: { readonly width: number; readonly height: number }, _settings: Settings): WallLayout {
  throw new Error("not built");
}

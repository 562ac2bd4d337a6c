/** Where everything on a wall is: boxes in CSS pixels, from the screen and what is known of it. Nothing but the map crosses a seam. Pure. */
import type { Word } from "../../server/contract/vocabulary.ts";
import { wallWords } from "../look/words/wall.ts";
import { fill } from "../look/words.ts";
import { free, soundSeams } from "./panels.ts";
import { beside, type Cells, type Plan, type Wants } from "./plan.ts";
import { type SeamMap, type Settings, usualSettings } from "./settings.ts";
import { stacked } from "./stacked.ts";
import { leastHan_px, reach_m, rootFor } from "./typeSize.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
export interface Screen {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
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
  /** Under the caption: the map's scale and its sources. */
  readonly foot: Box;
  /** Over the map's head: what is wrong, while something is. */
  readonly banner: Box;
  /** Over the map's middle: what the desk says. */
  readonly message: Box;
  /** The seven figures, in their order; fewer when there is no room for all. */
  readonly figures: readonly Box[];
  /** The course of 30 days; null = no room. */
  readonly trend: Box | null;
  /** At most three cards; they lie over the scene's box, or where a wall of several rows has room for them. */
  readonly alarms: readonly Box[];
  /** The scene's own. */
  readonly scene: Box;
  /** Which seams are heeded: the screen's own, unless they make no sense. */
  readonly seams: SeamMap;
  /** What is wrong with the settings; the usual are taken instead. */
  readonly faults: readonly Word[];
  /** What there is no room for: for whoever sets the screen up. */
  readonly notes: readonly Word[];
}

type Key = keyof typeof wallWords;
const said = (key: Key, values: Readonly<Record<string, string | number>>): Word => ({
  zh: fill(wallWords[key].zh, values),
  en: fill(wallWords[key].en, values),
});

const least: Screen = { width: 1280, height: 720 };
const noSeams = usualSettings.seams;
const distances = { least: 0.5, most: 60 } as const;
/** Millimetres a pixel: from a telephone's to a stadium's. */
const pixels = { least: 0.05, most: 20 } as const;
const between = (n: number, { least, most }: { readonly least: number; readonly most: number }) => n >= least && n <= most;

/** The settings with the usual in place of what makes no sense, and what that was. */
function sound(screen: Screen, settings: Settings): { readonly settings: Settings; readonly faults: readonly Word[] } {
  const { width_mm, distance_m, seams } = settings;
  const faults: Word[] = [];
  const made = { ...settings };
  if (!between(distance_m, distances)) {
    faults.push(said("wall.faultDistance", { value: distance_m, ...distances, usual: usualSettings.distance_m }));
    made.distance_m = usualSettings.distance_m;
  }
  if (width_mm !== null && !between(width_mm / screen.width, pixels)) {
    faults.push(said("wall.faultWidth", { value: width_mm / 1000 }));
    made.width_mm = null;
  }
  if (!soundSeams(seams, screen.width, screen.height)) {
    faults.push(said("wall.faultSeams", { columns: seams.columns, rows: seams.rows, bezel: seams.bezel_px }));
    made.seams = noSeams;
  }
  return { settings: made, faults };
}

/** From all there is down to the three figures that matter most. */
const wishes: readonly Wants[] = [{ figures: 7, trend: true }, ...[7, 6, 5, 4, 3].map((figures) => ({ figures, trend: false }))];

const cellsOf = ({ width, height }: Screen, { columns, rows, bezel_px }: SeamMap, root_px: number): Cells => {
  const margin = Math.ceil(root_px * 0.2);
  return { width, height, root_px, xs: free(width, columns, bezel_px, margin), ys: free(height, rows, bezel_px, margin) };
};

/** The most that fits at the size that is asked for; else at the greatest size at which the least does. Null = nothing does. */
function fitted(screen: Screen, seams: SeamMap, asked_px: number): { readonly plan: Plan; readonly root_px: number } | null {
  const way = screen.width >= screen.height * 1.2 ? beside : stacked;
  for (let root_px = asked_px; ; root_px = Math.max(leastHan_px, Math.floor(root_px * 0.96))) {
    const cells = cellsOf(screen, seams, root_px);
    for (const wants of wishes) {
      const plan = way(cells, wants);
      if (plan) return { plan, root_px };
    }
    if (root_px <= leastHan_px) return null;
  }
}

function shortOf(plan: Plan, root_px: number, asked_px: number, screen: Screen, settings: Settings): readonly Word[] {
  const notes: Word[] = [];
  const { distance_m, width_mm } = settings;
  if (root_px < asked_px && width_mm !== null)
    notes.push(
      said("wall.faultLarge", { distance: distance_m, asked: asked_px, root: root_px, reach: reach_m(root_px, screen, settings) }),
    );
  if (plan.figures.length < 7) notes.push(said("wall.faultFewer", { n: plan.figures.length }));
  else if (!plan.trend) notes.push(said("wall.faultNoTrend", {}));
  return notes;
}

/** @param screen CSS pixels */
export function layoutOf(screen: Screen, settings: Settings): WallLayout {
  const { settings: taken, faults } = sound(screen, settings);
  const asked_px = rootFor(screen, taken);
  const whole = fitted(screen, taken.seams, asked_px);
  if (whole) {
    const { plan, root_px } = whole;
    return { ...plan, root_px, seams: taken.seams, faults, notes: shortOf(plan, root_px, asked_px, screen, taken) };
  }
  const { columns, rows, bezel_px } = taken.seams;
  if (columns * rows > 1) {
    const without = layoutOf(screen, { ...taken, seams: noSeams });
    return { ...without, faults: [...faults, said("wall.faultSeams", { columns, rows, bezel: bezel_px }), ...without.faults] };
  }
  const larger = { width: Math.max(screen.width, least.width), height: Math.max(screen.height, least.height) };
  const over = layoutOf(larger, taken);
  return { ...over, faults: [...faults, said("wall.faultSmall", { ...screen }), ...over.faults] };
}

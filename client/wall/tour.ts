/** Which scene is shown and for how long: the tour as a value, and how it goes on. Pure; times are milliseconds of a steady count. */
import type { Scene } from "../../server/contract/wall.ts";

export interface Tour {
  readonly scenes: readonly Scene[];
  readonly at: number;
  /** Since when this scene is shown. */
  readonly since_ms: number;
  /** `paused`: until Space or the desk says otherwise. `left`: somebody looks at it by hand; it resumes a minute after the last key or touch. `held`: an alarm or an order holds it until `until_ms`. */
  readonly mode: "going" | "paused" | "left" | "held";
  readonly until_ms: number | null;
}
export const firstTour: Tour = { scenes: [], at: 0, since_ms: 0, mode: "going", until_ms: null };

/** Says of a place in the tour that there is nothing to show. */
export type Skip = (index: number) => boolean;

/** After the last key or touch it goes on by itself. */
export const left_ms = 60_000;
const going = { mode: "going", until_ms: null } as const;

/** The next place by steps of one, over those that have nothing to show; the present one when none has. */
function nextOf({ scenes, at }: Tour, by: 1 | -1, skip: Skip): number {
  for (let n = 1; n <= scenes.length; n++) {
    const index = (((at + by * n) % scenes.length) + scenes.length) % scenes.length;
    if (!skip(index)) return index;
  }
  return at;
}

/** A step on, or back. How it goes on stays: a paused tour is paused there too. */
export const step = (tour: Tour, by: 1 | -1, now_ms: number, skip: Skip): Tour =>
  tour.scenes.length ? touched({ ...tour, at: nextOf(tour, by, skip), since_ms: now_ms }, now_ms) : tour;

/** The scene at a place, by hand; the same tour when there is none. */
export const pick = (tour: Tour, index: number, now_ms: number): Tour =>
  tour.scenes[index] ? touched({ ...tour, at: index, since_ms: now_ms }, now_ms) : tour;

/** Whoever steps by hand is no longer held by an alarm; whoever had left it has a minute more. */
function touched(tour: Tour, now_ms: number): Tour {
  if (tour.mode === "held") return { ...tour, ...going };
  return tour.mode === "left" ? { ...tour, until_ms: now_ms + left_ms } : tour;
}

/** Somebody looks by hand. A paused tour stays so. */
export const leave = (tour: Tour, now_ms: number): Tour =>
  tour.mode === "paused" ? tour : { ...tour, mode: "left", until_ms: now_ms + left_ms };

/** It goes on, and the scene has its whole time again. */
export const resume = (tour: Tour, now_ms: number): Tour => ({ ...tour, ...going, since_ms: now_ms });

/** Stops where it is, or goes on. */
export const pauseOrResume = (tour: Tour, now_ms: number): Tour =>
  tour.mode === "going" || tour.mode === "held" ? { ...tour, mode: "paused", until_ms: null } : resume(tour, now_ms);

/** Something is to be looked at now: the scene stays so long at least. Whose hand is on it is not held. */
export function hold(tour: Tour, now_ms: number, seconds: number): Tour {
  if (tour.mode === "paused" || tour.mode === "left") return tour;
  return { ...tour, mode: "held", until_ms: Math.max(tour.until_ms ?? 0, now_ms + seconds * 1000) };
}

/** The desk says: this one, so long. It goes before any hand. The same tour when there is no such place. */
export const show = (tour: Tour, index: number, now_ms: number, seconds: number): Tour =>
  tour.scenes[index] ? { ...tour, at: index, since_ms: now_ms, mode: "held", until_ms: now_ms + seconds * 1000 } : tour;

/** The desk says: stay here so long, whoever paused it. */
export const stay = (tour: Tour, now_ms: number, seconds: number): Tour => ({
  ...tour,
  mode: "held",
  until_ms: now_ms + seconds * 1000,
});

/** Time has passed. The very same tour when nothing follows from it. */
export function pass(tour: Tour, now_ms: number, skip: Skip): Tour {
  if (!tour.scenes.length || tour.mode === "paused") return tour;
  if (tour.mode !== "going") {
    if (now_ms < (tour.until_ms ?? 0)) return tour;
    // What an alarm or an order held has had its time; what a hand left begins again.
    return tour.mode === "left" ? resume(tour, now_ms) : pass({ ...tour, ...going }, now_ms, skip);
  }
  const seconds = tour.scenes[tour.at]?.seconds ?? 0;
  if (now_ms - tour.since_ms < seconds * 1000 && !skip(tour.at)) return tour;
  const at = nextOf(tour, 1, skip);
  // The only one with something to show stands on.
  return at === tour.at && skip(at) ? tour : { ...tour, at, since_ms: now_ms };
}

/** True when they show the same, however long. */
export const same = (a: Scene, b: Scene) => a.kind === b.kind && a.query === b.query && a.title === b.title;

/** Another programme: the present scene stays where it still is one. */
export function withScenes(tour: Tour, scenes: readonly Scene[], now_ms: number): Tour {
  const now = tour.scenes[tour.at];
  const there = scenes.map((scene, index) => [scene, index] as const).filter(([scene]) => now && same(scene, now));
  // The nearest, where it is in there twice.
  const [kept] = there.sort(([, a], [, b]) => Math.abs(a - tour.at) - Math.abs(b - tour.at));
  if (kept) return { ...tour, scenes, at: kept[1] };
  return { ...tour, scenes, at: Math.max(0, Math.min(tour.at, scenes.length - 1)), since_ms: now_ms };
}

/** What a key does; whatever is no key of the tour leaves it. */
export function press(tour: Tour, key: string, now_ms: number, skip: Skip): Tour {
  if (key === " ") return pauseOrResume(tour, now_ms);
  if (key === "ArrowRight" || key === "ArrowLeft") return step(tour, key === "ArrowRight" ? 1 : -1, now_ms, skip);
  if (/^[1-9]$/.test(key) && tour.scenes[Number(key) - 1]) return pick(tour, Number(key) - 1, now_ms);
  if (key === "Escape" || key === "Home") return resume(tour, now_ms);
  return leave(tour, now_ms);
}

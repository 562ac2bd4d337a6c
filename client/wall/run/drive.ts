/** Who drives the tour: the steady clock, keys, and hands on the map. */
import type { WallPage } from "../page.ts";
import { leave, pass, press, type Skip, type Tour } from "../tour.ts";
import type { WallClock } from "./clock.ts";
import type { Timers } from "./timers.ts";

/** Keys of the browser's and the system's own: full screen, loud, another window. */
const notOurs = (event: KeyboardEvent) =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  /^(F\d+|Shift|Control|Alt|Meta|CapsLock|NumLock|Unidentified|Audio.*|Media.*)$/.test(event.key);

/** Sets the tour where it is another. */
export function setTour({ store }: WallPage, change: (tour: Tour, now_ms: number) => Tour): void {
  store.set({ tour: change(store.get().tour, performance.now()) });
}

/** @param skip says of a place that there is nothing to show */
export function drive(page: WallPage, timers: Timers, clock: WallClock, skip: Skip): void {
  const key = (event: KeyboardEvent) => {
    if (page.store.get().phase !== "ready" || notOurs(event)) return;
    event.preventDefault();
    setTour(page, (tour, now_ms) => press(tour, event.key, now_ms, skip));
  };
  const touch = () => {
    if (page.store.get().phase === "ready") setTour(page, leave);
  };
  const touches = ["pointerdown", "wheel"] as const;
  document.addEventListener("keydown", key);
  for (const kind of touches) document.addEventListener(kind, touch, { passive: true });
  timers.also(() => {
    document.removeEventListener("keydown", key);
    for (const kind of touches) document.removeEventListener(kind, touch);
  });
  clock.onTick(() => {
    const { phase, contextLost } = page.store.get();
    // A picture that is not there is not changed.
    if (phase === "ready" && !contextLost) setTour(page, (tour, now_ms) => pass(tour, now_ms, skip));
  });
}

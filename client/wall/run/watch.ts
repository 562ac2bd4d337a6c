/** What makes the page load itself anew: another build, a night, a heap that grew, a picture that did not come back. */
import { clockText } from "../../state/calendar.ts";
import type { WallPage } from "../page.ts";
import type { WallState } from "../state.ts";
import type { Reload } from "./reload.ts";
import { spread, type Timers } from "./timers.ts";

const look_ms = () => spread(25_000, 35_000);
/** A page that has run for longer is made young each night. Milliseconds. */
const old_ms = 12 * 3_600_000;
/** Minutes of the district's day between which that is done; each screen has its own minute, or two hundred go dark at once. */
const night = { from: 4 * 60, minutes: 40 } as const;
const mostHeap_mb = 1_200;

/** The address of the script that runs: the build. Empty while it is served unbuilt. */
export const ownBuild = (): string => document.querySelector('script[type="module"]')?.getAttribute("src") ?? "";

/** Memory of the page's scripts, where the browser tells it. */
export function heap_mb(): number | null {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize?: number } };
  return memory?.usedJSHeapSize === undefined ? null : Math.round(memory.usedJSHeapSize / 1e6);
}

/** Another build is served than the one that runs. No page being built is no other build. */
export const isOther = (served: string, own: string): boolean => served !== "" && own !== "" && served !== own;

/** True in this screen's own minute of the night. @param id of the device */
export function isItsMinute(now: number, timeZone: string, id: number): boolean {
  const [hours = 0, minutes = 0] = clockText(now, timeZone).split(":").map(Number);
  return hours * 60 + minutes === night.from + (id % night.minutes);
}

export function watch(page: WallPage, timers: Timers, reload: Reload): void {
  timers.every(look_ms, () => {
    const { now, district, me } = page.store.get();
    if (!district || now === 0) return;
    if (performance.now() > old_ms && isItsMinute(now, district.timeZone, me?.device?.id ?? 0)) reload.soon("night");
    if ((heap_mb() ?? 0) > mostHeap_mb) reload.soon("memory");
  });
  let before: Pick<WallState, "contextGone" | "programme"> = page.store.get();
  const follow = () => {
    const state = page.store.get();
    if (state.contextGone && !before.contextGone) void reload.now("context");
    if (state.programme !== before.programme && state.programme) versionIs(state.programme.page, reload);
    before = state;
  };
  timers.also(page.store.subscribe(follow));
}

/** The server told which build it serves. */
export function versionIs(served: string, reload: Reload): void {
  if (isOther(served, ownBuild())) reload.soon("version");
  else reload.not("version");
}

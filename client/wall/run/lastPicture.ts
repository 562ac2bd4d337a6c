/** The last good picture of the map, small: it stands, with its time, where there is none. */
import { timeText } from "../../state/calendar.ts";
import type { WallPage } from "../page.ts";
import type { LastPicture } from "../state.ts";
import { spread, type Timers } from "./timers.ts";

const key = "chuangtu.wall.last";
const width_px = 960;
const each_ms = () => spread(55_000, 65_000);
/** After a scene came in: by then it is drawn. */
const drawn_ms = 4_000;

const isPicture = (value: unknown): value is LastPicture =>
  typeof value === "object" &&
  value !== null &&
  "url" in value &&
  typeof value.url === "string" &&
  value.url.startsWith("data:image/jpeg;") &&
  "time" in value &&
  typeof value.time === "string" &&
  /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(value.time);

/** What this browser kept; null when there is none, or none that can be read. */
export function keptPicture(): LastPicture | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return isPicture(value) ? value : null;
  } catch {
    return null;
  }
}

export function forgetPicture(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function keep(picture: LastPicture): void {
  try {
    localStorage.setItem(key, JSON.stringify(picture));
  } catch {
    // Full, or not allowed: it stands on this page alone.
  }
}

const addressOf = (blob: Blob): Promise<string> =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });

async function take({ store, map }: WallPage, timers: Timers): Promise<void> {
  const good = () => {
    const { phase, freshness, contextLost } = store.get();
    return phase === "ready" && freshness === "fresh" && !contextLost && !timers.over;
  };
  if (!good()) return;
  const { now, district } = store.get();
  const blob = await map.current?.snapshot(width_px);
  const url = blob ? await addressOf(blob) : null;
  if (url === null || !district || !good()) return;
  const last = { url, time: timeText(now, district.timeZone) };
  store.set({ last });
  keep(last);
}

/** One of each scene soon after it came in, and each minute while it stands. */
export function keepPictures(page: WallPage, timers: Timers): void {
  const now = () => void take(page, timers).catch(() => {});
  timers.every(each_ms, now);
  let scene: unknown = null;
  let cancel = () => {};
  const follow = () => {
    const { shown } = page.store.get();
    if (shown?.scene === scene) return;
    scene = shown?.scene;
    cancel();
    cancel = timers.after(drawn_ms, now);
  };
  timers.also(page.store.subscribe(follow));
}

/** Where the phone is: followed while a tab needs it. */
import type { Fix } from "./entry.ts";
import type { Page } from "./page.ts";
import { followedFix, type Standing } from "./state.ts";

const options: PositionOptions = { enableHighAccuracy: true, maximumAge: 5000, timeout: 30_000 };
/** The browser's own numbers. */
const refusedByPerson = 1;

export const fixOf = ({ coords, timestamp }: Pick<GeolocationPosition, "coords" | "timestamp">): Fix => ({
  lon: coords.longitude,
  lat: coords.latitude,
  accuracy_m: Math.min(100_000, coords.accuracy),
  at: timestamp,
});

function hear(page: Page, standing: Standing): void {
  page.store.set({ standing });
  if (standing.state !== "known") return;
  const { draft } = page.store.get();
  const fix = followedFix(draft, standing.fix);
  // Kept with what is written next: a fix alone is soon replaced by another.
  if (fix !== draft.fix) page.store.set({ draft: { ...draft, fix } });
}

let watching: number | null = null;

/** Begins to follow; asks the person for leave the first time. */
export function followPosition(page: Page): void {
  if (watching !== null) return;
  if (!("geolocation" in navigator) || !isSecureContext) {
    page.store.set({ standing: { state: "unsupported" } });
    return;
  }
  watching = navigator.geolocation.watchPosition(
    (position) => hear(page, { state: "known", fix: fixOf(position) }),
    ({ code }) => {
      // A lost signal does not unsay where the phone was.
      if (code === refusedByPerson) hear(page, { state: "denied" });
      else if (page.store.get().standing.state !== "known") hear(page, { state: "unavailable" });
    },
    options,
  );
}

/** Stops: it costs the battery. */
export function leavePosition(): void {
  if (watching !== null) navigator.geolocation.clearWatch(watching);
  watching = null;
}

/** Asks anew, after the person has allowed it in the browser's settings. */
export function askPositionAgain(page: Page): void {
  leavePosition();
  page.store.set({ standing: { state: "asking" } });
  followPosition(page);
}

/** Where the phone is now, when it is known lately enough to be said of a photo or an act. */
export function placeNow(page: Page): { lon: number; lat: number; accuracy_m: number } | null {
  const { standing } = page.store.get();
  if (standing.state !== "known" || Date.now() - standing.fix.at > 120_000) return null;
  const { lon, lat, accuracy_m } = standing.fix;
  return { lon, lat, accuracy_m };
}

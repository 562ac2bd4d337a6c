/** Times and sizes as words. */
import { timeText, unixOf } from "../state/calendar.ts";
import type { Say } from "./useApp.ts";

/** A span in its largest useful unit. */
export function spanText(seconds: number, say: Say): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return say.t("span.minutes", { n: minutes });
  if (minutes < 48 * 60) return say.t("span.hours", { n: Math.round(minutes / 60) });
  return say.t("span.days", { n: say.n(Math.round(minutes / 1440)) });
}

export const stamp = (time: string | null, timeZone: string) => (time ? timeText(unixOf(time), timeZone) : null);

export const lengthText = (m: number, say: Say) =>
  m < 1000 ? say.t("unit.m", { n: say.n(Math.round(m)) }) : say.t("unit.km", { n: say.n(Math.round(m / 10) / 100) });

export const areaText = (m2: number, say: Say) =>
  m2 < 100_000 ? say.t("unit.m2", { n: say.n(Math.round(m2)) }) : say.t("unit.km2", { n: say.n(Math.round(m2 / 10_000) / 100) });

export const position = (lon: number, lat: number, say: Say) => say.t("map.position", { lon: lon.toFixed(5), lat: lat.toFixed(5) });

/** Reads "119.1, 33.6" (also with a Chinese comma or a blank), WGS84 degrees. */
export function readPosition(text: string): [lon: number, lat: number] | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,2}(?:\.\d+)?)\s*$/.exec(text);
  if (!match) return null;
  const [lon, lat] = [Number(match[1]), Number(match[2])];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
}

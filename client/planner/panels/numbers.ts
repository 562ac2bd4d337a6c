/** Figures as the table says them. Pure. */
import type { Say } from "../../look/say.ts";

/** With so many digits after the point; "–" of what is not known. */
export const digits = (say: Say, value: number | null | undefined, after = 0): string =>
  value === null || value === undefined || !Number.isFinite(value) ? "–" : say.n(Number(value.toFixed(after)));
export const km = (say: Say, metres: number | null | undefined): string => digits(say, metres == null ? null : metres / 1e3, 1);
/** Hectares under a square kilometre. */
export const areaText = (say: Say, m2: number): string =>
  m2 >= 1e6 ? `${digits(say, m2 / 1e6, 2)} km²` : m2 >= 1e4 ? `${digits(say, m2 / 1e4, 1)} ha` : `${digits(say, m2, m2 < 10 ? 2 : 0)} m²`;
/** +12 %, −7 %. */
export const percent = (value: number | null): string =>
  value === null ? "–" : `${value > 0.0005 ? "+" : value < -0.0005 ? "−" : ""}${Math.round(Math.abs(value) * 100)}%`;

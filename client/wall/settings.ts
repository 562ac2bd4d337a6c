/** What a screen knows of itself: its token, its size, from where it is read. Kept in its own browser; pure but for the two ends. */
import type { Lang, Theme } from "../state/view.ts";

/** The screens it is put together from, and how many pixels lie between two pictures. 1 × 1: no seams. */
export interface SeamMap {
  readonly columns: number;
  readonly rows: number;
  readonly bezel_px: number;
}
export interface Settings {
  /** The device's token; null = whoever is signed in in this browser looks. */
  readonly token: string | null;
  readonly lang: Lang;
  readonly theme: Theme;
  /** Of the whole picture, millimetres; null = not measured: the type then follows the height. */
  readonly width_mm: number | null;
  readonly distance_m: number;
  /** Height of a character as it is seen, minutes of arc: 16 is the least, 20 is comfortable. */
  readonly arc: 16 | 20;
  readonly seams: SeamMap;
  /** Hours of the district's day between which it is dimmed, and to what share; null = never. */
  readonly dim: { readonly from: number; readonly to: number; readonly share: number } | null;
  readonly speech: boolean;
}
export const usualSettings: Settings = {
  token: null,
  lang: "zh",
  theme: "dark",
  width_mm: null,
  distance_m: 5,
  arc: 16,
  seams: { columns: 1, rows: 1, bezel_px: 0 },
  dim: { from: 22, to: 6, share: 0.6 },
  speech: false,
};
export const settingsKey = "chuangtu.wall";

/** Reads what was kept; what makes no sense is the usual. */
export function readSettings(_text: string | null): Settings {
  return usualSettings;
}

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

type Kept = Readonly<Record<string, unknown>>;
const isKept = (value: unknown): value is Kept => typeof value === "object" && value !== null && !Array.isArray(value);
const number = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const hour = (value: unknown): value is number => number(value) && Number.isInteger(value) && value >= 0 && value < 24;
const one = <T>(value: unknown, of: readonly T[], usual: T): T => (of.includes(value as T) ? (value as T) : usual);

function seamsOf(value: unknown): SeamMap {
  if (!isKept(value)) return usualSettings.seams;
  const { columns, rows, bezel_px } = value;
  // Absurd numbers stay: the layout names them, and takes the usual.
  return number(columns) && number(rows) && number(bezel_px) ? { columns, rows, bezel_px } : usualSettings.seams;
}

function dimOf(value: unknown): Settings["dim"] {
  if (value === null || !isKept(value)) return value === null ? null : usualSettings.dim;
  const { from, to, share } = value;
  const sound = hour(from) && hour(to) && number(share) && share >= 0.2 && share <= 1;
  return sound ? { from, to, share } : usualSettings.dim;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** Reads what was kept; what makes no sense is the usual. Numbers out of range are kept: the layout says what is wrong with them. */
export function readSettings(text: string | null): Settings {
  const kept = parsed(text);
  if (!isKept(kept)) return usualSettings;
  const { token, lang, theme, width_mm, distance_m, arc, seams, dim, speech } = kept;
  return {
    token: typeof token === "string" && token.trim() !== "" ? token.trim() : null,
    lang: one<Lang>(lang, ["zh", "en"], usualSettings.lang),
    theme: one<Theme>(theme, ["dark", "light"], usualSettings.theme),
    width_mm: number(width_mm) ? width_mm : null,
    distance_m: number(distance_m) ? distance_m : usualSettings.distance_m,
    arc: one<16 | 20>(arc, [16, 20], usualSettings.arc),
    seams: seamsOf(seams),
    dim: dim === undefined ? usualSettings.dim : dimOf(dim),
    speech: speech === true,
  };
}

/** Keeps them in this browser; `readSettings` reads the same back. */
export const keepSettings = (settings: Settings): void => localStorage.setItem(settingsKey, JSON.stringify(settings));

/** Screens that offices have, as settings. Pure. */
import type { Settings } from "../settings.ts";

interface Preset {
  readonly id: string;
  /** The same in both languages. */
  readonly name: string;
  readonly seams: Settings["seams"];
  /** Width of the picture, millimetres. @param width CSS pixels: a panel of diodes has a pitch, not a size */
  readonly width_mm: (width: number) => number;
}

const whole = { columns: 1, rows: 1, bezel_px: 0 };
const inches = (n: number) => () => n;
const pitch = (mm: number) => (width: number) => Math.round(width * mm);

export const presets: readonly Preset[] = [
  { id: "86", name: "86″ 4K", seams: whole, width_mm: inches(1904) },
  { id: "98", name: "98″ 4K", seams: whole, width_mm: inches(2169) },
  { id: "3x3", name: "55″ 3×3", seams: { columns: 3, rows: 3, bezel_px: 0 }, width_mm: inches(3640) },
  { id: "3x2", name: "55″ 3×2", seams: { columns: 3, rows: 2, bezel_px: 0 }, width_mm: inches(3640) },
  { id: "p125", name: "LED P1.25", seams: whole, width_mm: pitch(1.25) },
  { id: "p25", name: "LED P2.5", seams: whole, width_mm: pitch(2.5) },
];

/** The preset that settings are of; null = none of them. @param width CSS pixels */
export function presetOf({ width_mm, seams }: Settings, width: number): string | null {
  const same = (one: Preset) => one.width_mm(width) === width_mm && one.seams.columns === seams.columns && one.seams.rows === seams.rows;
  return presets.find(same)?.id ?? null;
}

/** How even a plan's load is. */
import type { Load } from "./load.ts";

/** What one of each counts for in "work": editable, in minutes a day as a rule of thumb. */
export interface Weights {
  readonly site: number;
  readonly market: number;
  readonly alley_km: number;
  readonly river_km: number;
  readonly open: number;
  readonly overdue: number;
  readonly foundPerWeek: number;
  readonly area_km2: number;
}
export const usualWeights: Weights = {
  site: 6,
  market: 30,
  alley_km: 20,
  river_km: 15,
  open: 8,
  overdue: 8,
  foundPerWeek: 10,
  area_km2: 10,
};

/** Work of a load: each figure times its weight. An overdue problem is open as well and counts for both. */
export function workOf(load: Load, weights: Weights): number {
  return (
    load.sites * weights.site +
    load.markets * weights.market +
    (load.alley_m / 1e3) * weights.alley_km +
    (load.river_m / 1e3) * weights.river_km +
    load.open * weights.open +
    load.overdue * weights.overdue +
    load.foundPerWeek * weights.foundPerWeek +
    (load.area_m2 / 1e6) * weights.area_km2
  );
}
export interface Balance {
  readonly mean: number;
  /** Zone → work over the mean, minus 1; 0 of each where there is no work at all. */
  readonly deviation: ReadonlyMap<number, number>;
  /** The largest deviation, up or down. */
  readonly worst: number;
  /** 100 = all alike: 100 × (1 − mean absolute deviation), at least 0. Null of no zones or no work. */
  readonly index: number | null;
}
export function balanceOf(works: ReadonlyMap<number, number>): Balance {
  let sum = 0;
  for (const work of works.values()) sum += work;
  const mean = works.size ? sum / works.size : 0;
  const deviation = new Map<number, number>();
  let worst = 0;
  let spread = 0;
  for (const [zone, work] of works) {
    const off = mean > 0 ? work / mean - 1 : 0;
    deviation.set(zone, off);
    worst = Math.max(worst, Math.abs(off));
    spread += Math.abs(off);
  }
  return { mean, deviation, worst, index: mean > 0 ? Math.max(0, 100 * (1 - spread / works.size)) : null };
}

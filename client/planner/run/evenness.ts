/** How even a suggestion's zones are. */
import { balanceOf } from "../../../server/contract/partition/balance.ts";
import type { LoadGround } from "../../../server/contract/partition/load.ts";
import { figuresOf } from "./figures.ts";
import type { Model } from "./history.ts";
import type { SuggestWish } from "./suggestion.ts";

/** Deviations from the mean, largest and smallest, and the index. */
export interface Evenness {
  readonly heaviest: number;
  readonly lightest: number;
  readonly index: number | null;
}
/** Of the zones that are evened out, against the mean of those under the same zone; what has no ground left is none of them. */
export function evenness({ partition, weights }: Model, { level, under }: SuggestWish, ground: LoadGround): Evenness {
  const byParent = new Map<number | null, Map<number, number>>();
  for (const { zone, work, parts } of figuresOf(partition, level, weights, ground).rows) {
    if (!zone || work === null || parts === 0 || (under !== null && zone.parent !== under)) continue;
    const works = byParent.get(zone.parent) ?? new Map<number, number>();
    byParent.set(zone.parent, works.set(zone.id, work));
  }
  const all = [...byParent.values()].flatMap((works) => [...balanceOf(works).deviation.values()]);
  const spread = all.reduce((sum, off) => sum + Math.abs(off), 0);
  const index = all.length ? Math.max(0, 100 * (1 - spread / all.length)) : null;
  return { heaviest: Math.max(0, ...all), lightest: Math.min(0, ...all), index };
}

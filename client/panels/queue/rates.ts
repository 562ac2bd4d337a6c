/** Rates of closure figures: a rate of nothing is no rate. Pure. */
import type { Performance } from "../../../server/contract/types.ts";

export type Figures = Performance["all"];

/** 0–1, or null when there is nothing it could be a rate of. */
export const rate = (part: number, of: number): number | null => (of > 0 ? part / of : null);
export const onTimeRate = ({ onTime, counted }: Figures) => rate(onTime, counted);
export const reworkRate = ({ reworked, judged }: Figures) => rate(reworked, judged);
/** One decimal of a percent; whole when it is whole. */
export const percent = (value: number): string => `${Number((value * 100).toFixed(1))}%`;

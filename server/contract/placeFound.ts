/** Words of a place, found without a network: how a place was understood. */
import type { Word } from "./vocabulary.ts";

export const foundHows = {
  name: { zh: "名称", en: "by name" },
  crossing: { zh: "路口", en: "crossing" },
  offset: { zh: "方位距离", en: "direction and distance" },
  road: { zh: "道路", en: "road" },
} as const satisfies Record<string, Word>;

/** Addresses asked for at once, at most. */
export const mostLocated = 500;

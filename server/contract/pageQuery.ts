/** The parameters of the desk's own address beside its path: the page writes them, and the server keeps addresses under names and short codes. */
import { filterParameters } from "./filter.ts";
import type { Word } from "./vocabulary.ts";

/** Every parameter of an address, in the order it is written. */
export const pageParameters = [
  ...filterParameters,
  "of",
  "within",
  "around",
  "sort",
  "hot",
  "time",
  "panel",
  "selected",
  "layers",
  "lang",
  "theme",
  "size",
  "list",
] as const;

export const expectedPageParameter: Word = {
  zh: `可用参数：${pageParameters.join("、")}`,
  en: `one of ${pageParameters.join(", ")}`,
};

/** A query longer than this is kept by nobody: an address that long is refused on the way. */
export const longestQuery = 12_000;

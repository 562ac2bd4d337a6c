/** Words of the wall. Flat keys; {name} stands for a value. */
import type { Word } from "../../../server/contract/vocabulary.ts";

const w = (zh: string, en: string): Word => ({ zh, en });

export const wallWords = {
  "wall.dataAsOf": w("数据截至 {time}", "Data as of {time}"),
} satisfies Record<string, Word>;

/** Words of the desk's walls: the remote, tours, alarms, rules. Flat keys; {name} stands for a value. */
import type { Word } from "../../../server/contract/vocabulary.ts";

const w = (zh: string, en: string): Word => ({ zh, en });

export const wallsWords = {
  "walls.title": w("大屏", "Walls"),
} satisfies Record<string, Word>;

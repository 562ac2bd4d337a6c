/** Words of the wall's scenes. Flat keys; {name} stands for a value. */
import type { Word } from "../../../server/contract/vocabulary.ts";

const w = (zh: string, en: string): Word => ({ zh, en });

export const wallSceneWords = {
  "scene.empty": w("无数据", "No data"),
} satisfies Record<string, Word>;

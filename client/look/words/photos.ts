/** Words of photos: taking, comparing, covering, withdrawing. */
import type { Word } from "../../../server/contract/vocabulary.ts";

export const photoWords = {} as const satisfies Record<string, Word>;

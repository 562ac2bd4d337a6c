/** Words of the link to the server, of what changes by itself, and of notices. */
import type { Word } from "../../../server/contract/vocabulary.ts";

export const liveWords = {} as const satisfies Record<string, Word>;

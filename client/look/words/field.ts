/** Words of the field page: reporting on a phone, tasks, check-ins, what waits to be sent. */
import type { Word } from "../../../server/contract/vocabulary.ts";

export const fieldWords = {} as const satisfies Record<string, Word>;

/** Why a file cannot be sent as a photo, in both languages. */
import type { Word } from "../../server/contract/vocabulary.ts";

export class PhotoError extends Error {
  readonly words: Word;
  constructor(words: Word) {
    super(words.en);
    this.name = "PhotoError";
    this.words = words;
  }
}

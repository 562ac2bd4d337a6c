/** What is told of a template that cannot be used. */
import type { Word } from "../../contract/vocabulary.ts";

/** The template cannot be used. */
export class BadTemplate extends Error {
  override readonly name = "BadTemplate";
  readonly word: Word;
  constructor(word: Word) {
    super(word.en);
    this.word = word;
  }
}

export const bad = (zh: string, en: string): BadTemplate => new BadTemplate({ zh, en });

/** How a parameter's text is read: refusals name the parameter, its value and what it takes. */
import type { Word } from "./vocabulary.ts";

/** A parameter that could not be read: which, what it held, and what it takes. */
export class ParameterError extends Error {
  readonly parameter: string;
  readonly value: string;
  readonly expected: Word;
  constructor(parameter: string, value: string, expected: Word) {
    super(`${parameter}=${value.slice(0, 200)}: ${expected.en}`);
    this.parameter = parameter;
    this.value = value.slice(0, 200);
    this.expected = expected;
  }
}

export const has = <K extends string>(words: Record<K, unknown>, word: string): word is K => Object.hasOwn(words, word);

/** A comma list, each value once. @throws ParameterError */
export function list<T>(parameter: string, text: string, expected: Word, read: (word: string) => T | undefined): T[] {
  const values = text.split(",").map((word) => {
    const value = read(word);
    if (value === undefined) throw new ParameterError(parameter, text, expected);
    return value;
  });
  if (values.length > 200) throw new ParameterError(parameter, text, { zh: "最多 200 个值", en: "at most 200 values" });
  return [...new Set(values)];
}

/** A positive integer id, or undefined. */
export function readId(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/** A partition or a step from outside that cannot be read. */
import type { Word } from "../vocabulary.ts";

export class PartitionError extends Error {
  /** Path of the member, as `line[3]`. */
  readonly member: string;
  readonly value: unknown;
  readonly expected: Word;
  constructor(member: string, value: unknown, expected: Word) {
    super(`${member}: ${expected.en}`);
    this.member = member;
    this.value = value;
    this.expected = expected;
  }
}

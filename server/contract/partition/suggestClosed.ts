/** Zones that a suggestion leaves as they are: what is theirs is taken out of the question, and put back into the answer. */
import { PartitionError } from "./partitionError.ts";
import type { SuggestAnswer, SuggestQuestion } from "./suggest.ts";

/** The question about the zones that may change, numbered from 0. */
export function openPart(question: SuggestQuestion, closed: number): SuggestQuestion {
  const isClosed = (fixed: number | null): boolean => fixed !== null && fixed < closed;
  const pieces = question.pieces.filter(({ fixed }) => !isClosed(fixed));
  if (!Number.isInteger(closed) || closed > question.zones || (closed === question.zones && pieces.length > 0)) {
    throw new PartitionError("closed", closed, {
      zh: "应为小于区数的整数：至少有一个区可以调整",
      en: "a whole number below that of zones: one at least may change",
    });
  }
  const shut = new Set(question.pieces.filter(({ fixed }) => isClosed(fixed)).map(({ id }) => id));
  return {
    ...question,
    pieces: pieces.map((piece) => ({ ...piece, fixed: piece.fixed === null ? null : piece.fixed - closed })),
    borders: question.borders.filter(([a, b]) => !shut.has(a) && !shut.has(b)),
    zones: Math.max(1, question.zones - closed),
    closed: 0,
  };
}

/** The answer for all zones; its figures remain those of the zones that may change. */
export function withClosed({ pieces }: SuggestQuestion, closed: number, answer: SuggestAnswer): SuggestAnswer {
  const zones = pieces.map(({ id, fixed }): [number, number] => {
    const open = answer.zones.get(id);
    return [id, open === undefined ? (fixed as number) : open + closed];
  });
  return { ...answer, zones: new Map(zones) };
}

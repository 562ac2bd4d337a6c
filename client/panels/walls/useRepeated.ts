/** A question that is asked again and again while the page is looked at; its last good answer stays, with how old it is. */
import { useEffect, useRef, useState } from "react";
import { wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";
import { repeat } from "./repeat.ts";

export interface Repeated<T> {
  readonly value: T | null;
  /** Of the last time it was asked; null = it was answered. */
  readonly failure: Failure | null;
  /** Seconds since the value came. */
  readonly age_s: number;
  again(): void;
}

/** @param every_s seconds between two askings; the age is told each second */
export function useRepeated<T>(ask: (signal: AbortSignal) => Promise<T>, every_s: number): Repeated<T> {
  const [answer, setAnswer] = useState<{ value: T | null; failure: Failure | null; at: number }>({ value: null, failure: null, at: 0 });
  const [turn, setTurn] = useState(0);
  const [now, setNow] = useState(() => performance.now());
  const asking = useRef(ask);
  asking.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is a wish to ask at once
  useEffect(
    () =>
      repeat<T>(
        {
          ask: (signal) => asking.current(signal),
          answered: (value) => setAnswer({ value, failure: null, at: performance.now() }),
          failed: (error) => setAnswer((before) => ({ ...before, failure: wordsOf(error) })),
          tick: () => setNow(performance.now()),
        },
        every_s,
      ),
    [every_s, turn],
  );
  return {
    value: answer.value,
    failure: answer.failure,
    age_s: Math.max(0, (now - answer.at) / 1000),
    again: () => setTurn((before) => before + 1),
  };
}

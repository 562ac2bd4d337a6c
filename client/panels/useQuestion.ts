/** One question of one panel: asked when its key changes, left when the panel goes, asked again on demand. */
import { useEffect, useState } from "react";
import { wasLeft, wordsOf } from "../api/http.ts";
import type { Failure } from "../state/app.ts";

export interface Answer<T> {
  readonly state: "idle" | "loading" | "ready" | "failed";
  /** The last good answer; while loading it may belong to the key before, see `key`. */
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly key: string | null;
}

/** @param key what is asked, as text; null asks nothing */
export function useQuestion<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Answer<T> & { again(): void } {
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<Answer<T>>({ state: "idle", value: null, failure: null, key: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is a new function at each render; the key says whether the question is new
  useEffect(() => {
    if (key === null) return setAnswer({ state: "idle", value: null, failure: null, key });
    const control = new AbortController();
    setAnswer((before) => ({ ...before, state: "loading", failure: null }));
    ask(control.signal).then(
      (value) => {
        if (!control.signal.aborted) setAnswer({ state: "ready", value, failure: null, key });
      },
      (error) => {
        if (!control.signal.aborted && !wasLeft(error)) setAnswer({ state: "failed", value: null, failure: wordsOf(error), key });
      },
    );
    return () => control.abort();
  }, [key, turn]);
  return { ...answer, again: () => setTurn(turn + 1) };
}

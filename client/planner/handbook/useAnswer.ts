/** An answer of the server for a component: on its way, there, or failed; asked again when told to. */
import { useCallback, useEffect, useState } from "react";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";

export interface Answer<T> {
  /** The last one that came; stays while it is asked again. */
  readonly value: T | null;
  readonly failure: Word | null;
  again(): void;
}

/** @param ask asked anew whenever it is another function; null = nothing is asked */
export function useAnswer<T>(ask: ((signal: AbortSignal) => Promise<T>) | null): Answer<T> {
  const [state, setState] = useState<{ readonly value: T | null; readonly failure: Word | null }>({ value: null, failure: null });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again
  useEffect(() => {
    if (!ask) return;
    const leaving = new AbortController();
    ask(leaving.signal).then(
      (value) => !leaving.signal.aborted && setState({ value, failure: null }),
      (error: unknown) => !wasLeft(error) && !leaving.signal.aborted && setState((was) => ({ ...was, failure: wordsOf(error) })),
    );
    return () => leaving.abort();
  }, [ask, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { ...state, again };
}

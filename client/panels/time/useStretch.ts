/** The stretch of the past under the bar: fetched when it, or what chooses its problems, is another; then any moment of it is at hand. */
import { useEffect, useMemo } from "react";
import { askReplay } from "../../api/replay.ts";
import type { Failure } from "../../state/app.ts";
import { Fold } from "../../state/replay.ts";
import { effectiveFilter } from "../../state/view.ts";
import { useApp, usePart } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { hold, stretchKey } from "./looking.ts";

export interface Stretch {
  /** The last one that came; while the next is on its way it stays. */
  readonly fold: Fold | null;
  readonly state: "idle" | "loading" | "ready" | "failed";
  readonly failure: Failure | null;
  again(): void;
}

/** @param from @param to unix seconds */
export function useStretch(from: number, to: number): Stretch {
  const app = useApp();
  const of = usePart(stretchKey);
  const { value, key, ...answer } = useQuestion(`${of} ${from} ${to}`, (signal) =>
    askReplay(effectiveFilter(app.store.get().view), from, to, signal),
  );
  const fold = useMemo(() => value && new Fold(value), [value]);
  useEffect(() => {
    if (fold && key === `${of} ${from} ${to}`) hold(app, of, fold);
  }, [app, fold, key, of, from, to]);
  return { fold, state: answer.state, failure: answer.failure, again: answer.again };
}

/** The look of a problem from its state, its times and the clock: the server's rows and the client's columns both ask here. */
import { clockStates, type ProblemState, type ProblemStatus, statusOfState } from "./vocabulary.ts";

const clockRuns: ReadonlySet<ProblemState> = new Set(clockStates);

/**
 * Overdue: the deadline's clock runs and the deadline is before now.
 * Nearly due: it runs, the deadline is not before now, and the nearly-due moment is not after now.
 * Times and clock are in one unit, whichever; null or 0 = none. server/ask/status.ts says the same in SQL.
 */
export function statusOf(state: ProblemState, nearlyDue: number | null, deadline: number | null, clock: number): ProblemStatus {
  if (clockRuns.has(state) && deadline) {
    if (deadline < clock) return "overdue";
    if (nearlyDue && nearlyDue <= clock) return "nearly_due";
  }
  return statusOfState[state];
}

type Figures = readonly { readonly key: string; readonly count: number }[];

/** Each look's count from the states', of which those whose clock runs may be overdue or nearly due. */
export function looksOf(states: Figures, statuses: Figures): ReadonlyMap<ProblemStatus, number> {
  const counts = new Map<ProblemStatus, number>();
  const add = (look: ProblemStatus, n: number) => counts.set(look, (counts.get(look) ?? 0) + n);
  for (const { key, count } of states) add(statusOfState[key as ProblemState], count);
  const running = statusOfState[clockStates[0]];
  for (const look of ["overdue", "nearly_due"] as const) {
    const n = statuses.find(({ key }) => key === look)?.count ?? 0;
    add(look, n);
    add(running, -n);
  }
  return counts;
}

/** How many problems have which status, in one pass over the columns. Pure. */
import type { ProblemsLayer } from "../../server/contract/types.ts";
import { clockStates, type ProblemState, type ProblemStatus, statusOfState, statusOrder } from "../../server/contract/vocabulary.ts";

/** Of each state of the layer, by its number: 1 = its deadline's clock runs. */
export const runsOf = ({ states }: ProblemsLayer): Uint8Array =>
  Uint8Array.from(states, (state) => Number((clockStates as readonly string[]).includes(state)));

const [overdue, nearly] = [statusOrder.indexOf("overdue"), statusOrder.indexOf("nearly_due")];

/** The statuses, the worst first; of all rows, or of those that the mask lights. contract/status.ts says the same of one. @param clock unix seconds */
export function statusCounts(layer: ProblemsLayer, mask: Uint8Array | null, clock: number): ReadonlyMap<ProblemStatus, number> {
  const usual = Uint8Array.from(layer.states, (state) => statusOrder.indexOf(statusOfState[state as ProblemState]));
  const runs = runsOf(layer);
  const counts = new Uint32Array(statusOrder.length);
  const { count, state, due, nearlyDue } = layer;
  for (let row = 0; row < count; row++) {
    if (mask !== null && mask[row] !== 1) continue;
    const own = state[row] as number;
    let status = usual[own] as number;
    const end = runs[own] === 1 ? (due[row] as number) : 0;
    if (end !== 0) {
      const from = nearlyDue[row] as number;
      if (end < clock) status = overdue;
      else if (from !== 0 && from <= clock) status = nearly;
    }
    counts[status] = (counts[status] as number) + 1;
  }
  return new Map(statusOrder.map((status, i) => [status, counts[i] as number]));
}

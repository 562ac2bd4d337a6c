/** How many problems a saved view means now: counted here where the columns tell, else asked, a few at a time and not at every change. */
import { useEffect, useState } from "react";
import { emptyFilter, type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { askCounts } from "../../api/problems.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { namesStand } from "../../state/keptView.ts";
import type { Fault } from "../../state/view.ts";
import { usePart } from "../useApp.ts";
import { useCountsHere } from "../useCountsHere.ts";

export type Badge =
  | { readonly kind: "coming" }
  | { readonly kind: "count"; readonly count: number }
  /** Some part of it cannot be asked any more: which, and why. */
  | { readonly kind: "cannot"; readonly reason: Failure; readonly value: string }
  | { readonly kind: "failed"; readonly reason: Failure };

const coming: Badge = { kind: "coming" };
/** So many are asked at once. */
const lanes = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= lanes) await new Promise<void>((go) => waiting.push(go));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** What an answer that did not come means: the server refuses a name that is gone, and says which. */
function badgeOf(error: unknown): Badge {
  const reason = wordsOf(error);
  if (!(error instanceof HttpError) || error.status !== 400) return { kind: "failed", reason };
  const { expected, value } = error.document;
  return { kind: "cannot", reason: expected ?? reason, value: value ?? "" };
}

const asked = new Map<string, Promise<Badge>>();
const most = 500;
/** Asked once for each filter and turn; what failed is asked again with the next. */
function ask(key: string, filter: Filter): Promise<Badge> {
  const known = asked.get(key);
  if (known) return known;
  if (asked.size > most) asked.clear();
  const answer = inTurn(() => askCounts(filter, ["state"])).then(({ total }): Badge => ({ kind: "count", count: total }), badgeOf);
  asked.set(key, answer);
  void answer.then(({ kind }) => kind === "failed" && asked.delete(key));
  return answer;
}

const districtOf = (state: AppState) => state.district;
/** The server's figures are asked again at every fourth change of them: a badge is beside the matter. */
const turnOf = (state: AppState) => `${Math.floor(state.live.turn / 4)} ${state.district?.revision} ${state.me?.person?.id ?? ""}`;

/** @param faults what of the view could not be read */
export function useBadge(filter: Filter, faults: readonly Fault[]): Badge {
  const district = usePart(districtOf);
  const turn = usePart(turnOf);
  const stands = district !== null && namesStand(filter, district);
  const here = useCountsHere(stands ? [filter] : [emptyFilter]);
  const counted = stands && here !== "coming" ? (here?.[0] ?? null) : null;
  const [answer, setAnswer] = useState<Badge>(coming);
  const [fault] = faults;
  const wanted = fault || !district || here === "coming" || counted !== null ? null : `${turn} ${JSON.stringify(formatFilter(filter))}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the filter as text
  useEffect(() => {
    if (wanted === null) return;
    let present = true;
    void ask(wanted, filter).then((badge) => present && setAnswer(badge));
    return () => {
      present = false;
    };
  }, [wanted]);
  if (fault) return { kind: "cannot", reason: fault.expected, value: `${fault.parameter}=${fault.value}` };
  return counted === null ? (wanted === null ? coming : answer) : { kind: "count", count: counted };
}

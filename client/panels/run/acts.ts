/** Doing things to problems: one request, and what its answer changes everywhere the problem is shown. */
import type { ProblemDetail, ProblemEvent } from "../../../server/contract/types.ts";
import { type PersonAct, type ProblemState, problemActs, problemStates, type Word } from "../../../server/contract/vocabulary.ts";
import { postAct } from "../../api/acts.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { askProblem } from "../../api/problems.ts";
import { unixOf } from "../../state/calendar.ts";
import { liveOf } from "../../state/patch.ts";
import type { App } from "./app.ts";
import { take } from "./taking.ts";

/** What came of an act. `stale`: somebody was there first, and what they did; `refused`: why, and the parameter it lies in. */
export type Outcome =
  | { readonly kind: "done"; readonly detail: ProblemDetail }
  | { readonly kind: "stale"; readonly why: Word; readonly since: readonly Partial<ProblemEvent>[]; readonly version: number | null }
  | { readonly kind: "refused"; readonly why: Word; readonly parameter: string | undefined };

/** An error of an act as what the form shows. */
export function outcomeOf(error: unknown): Exclude<Outcome, { kind: "done" }> {
  const why = wordsOf(error);
  if (!(error instanceof HttpError)) return { kind: "refused", why, parameter: undefined };
  const { status, document } = error;
  const { now, expected, parameter } = document;
  if (status === 409) {
    const since = Array.isArray(now?.since) ? (now.since as Partial<ProblemEvent>[]) : [];
    return { kind: "stale", why, since, version: typeof now?.version === "number" ? now.version : null };
  }
  return { kind: "refused", why: status === 400 && expected ? expected : why, parameter };
}

/** A problem told anew: the card, its row, its place on the map and every figure follow. One more request only when the ledger cannot tell. */
export function hear(app: App, detail: ProblemDetail): void {
  app.store.set({ told: { detail, revision: app.store.get().live.revision } });
  // The change comes by the stream too, and then changes nothing more.
  take(app, { clock: unixOf(detail.clock), changed: [liveOf(detail)], gone: [] });
}

/** Does an act; the answer is heard everywhere. */
export async function doAct(app: App, id: number, act: PersonAct, body: Record<string, unknown> & { version: number }): Promise<Outcome> {
  try {
    const detail = await postAct(id, act, body);
    hear(app, detail);
    const { zh, en } = problemActs[act];
    const state = problemStates[detail.state as ProblemState];
    const undo = detail.acts.some((offer) => offer.act === "undo" && offer.allowed) ? { id, version: detail.version } : null;
    app.store.set({
      toast: { zh: `${detail.code} ${zh}：${state.zh}`, en: `${detail.code} ${en}: ${state.en}`, ...(act !== "undo" && undo && { undo }) },
    });
    return { kind: "done", detail };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Takes the last act back, from the word that told of it. */
export async function undoAct(app: App, { id, version }: { id: number; version: number }): Promise<void> {
  app.store.set({ toast: null });
  const outcome = await doAct(app, id, "undo", { version });
  if (outcome.kind !== "done") app.store.set({ toast: outcome.why });
}

/** The problem as it stands now, after somebody else was there first. */
export async function askAgain(app: App, id: number): Promise<ProblemDetail | null> {
  try {
    const detail = await askProblem(id);
    app.store.set({ told: { detail, revision: app.store.get().live.revision } });
    return detail;
  } catch (error) {
    app.store.set({ toast: wordsOf(error) });
    return null;
  }
}

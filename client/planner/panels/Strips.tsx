/** Strips under the bar: why nothing can be changed, what was left from last time, who else was at work. */

import { type StepKind, stepKinds } from "../../../server/contract/partition/steps.ts";
import { mostSteps, planStatuses } from "../../../server/contract/plan.ts";
import { wordsOf } from "../../api/http.ts";
import { addPlan, stepPlan } from "../../api/plans.ts";
import { setTable, toast } from "../page.ts";
import { unsaved } from "../run/history.ts";
import { discardLeft, restoreLeft } from "../run/left.ts";
import { visit } from "../run/open.ts";
import { type Meeting, mayDraw, mayPlan, type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";

const part = {
  plan: (s: PlannerState) => tableOf(s)?.plan ?? null,
  mine: (s: PlannerState) => mayPlan(s.me),
  draws: mayDraw,
  left: (s: PlannerState) => tableOf(s)?.left ?? null,
  meeting: (s: PlannerState) => tableOf(s)?.meeting ?? null,
};

/** What is published stays as it is; a copy can be drawn on. */
export function ReadOnly() {
  const page = usePlanner();
  const say = useSay();
  const plan = usePart(part.plan);
  const mine = usePart(part.mine);
  const draws = usePart(part.draws);
  if (!plan || !mine || draws) return null;
  const copy = async () => {
    try {
      const { id } = await addPlan(say.t("planner.copyName", { name: plan.name }), plan.id);
      await visit(page, { face: "table", plan: id });
    } catch (error) {
      toast(page, wordsOf(error));
    }
  };
  return (
    <section className="plan-strip" aria-label={say.t("planner.readOnly")}>
      <span>{say.t("planner.isStanding", { status: plan.inForce ? say.t("planner.inForce") : say.of(planStatuses[plan.status]) })}</span>
      <button type="button" className="button" onClick={() => void copy()}>
        {say.t("planner.drawOnCopy")}
      </button>
    </section>
  );
}

/** Steps that an earlier visit left in this browser. */
export function Left() {
  const page = usePlanner();
  const say = useSay();
  const left = usePart(part.left);
  if (!left) return null;
  // What was taken back comes first.
  const steps = left.flatMap(({ undo, steps }) => [
    ...Array.from({ length: undo }, () => say.t("planner.undo")),
    ...steps.map(({ name }) => say.of(name)),
  ]);
  const names = steps.slice(0, 3);
  return (
    <section className="plan-strip warn" role="alert">
      <span>{say.t("planner.left", { n: steps.length, names: names.join("、") })}</span>
      <button type="button" className="button primary" onClick={() => void restoreLeft(page)}>
        {say.t("planner.restore")}
      </button>
      <button type="button" className="button" onClick={() => discardLeft(page)}>
        {say.t("planner.discard")}
      </button>
    </section>
  );
}

const kindWord = (step: unknown) => stepKinds[(step as { kind: StepKind }).kind];

/** Somebody else was at work on this draft: who, what, and what became of one's own. */
export function Met() {
  const page = usePlanner();
  const say = useSay();
  const meeting = usePart(part.meeting);
  if (!meeting) return null;
  const { rows, lost, kept } = meeting;
  // One's own steps of an earlier visit, taken back: there is nothing to tell.
  if (rows.length === 0 && lost.length === 0) return null;
  const people = [...new Set(rows.map(({ by }) => by ?? say.t("planner.somebody")))].join("、");
  const what = rows
    .slice(-3)
    .map(({ step }) => (kindWord(step) ? say.of(kindWord(step)) : ""))
    .join("、");
  return (
    <section className="plan-strip warn met" role="alert">
      <span>
        {people !== "" && say.t("planner.met", { people, n: rows.length, what })}
        {people !== "" && kept > 0 && say.t("planner.metKept", { n: kept })}
        {lost.length > 0 && <strong>{say.t("planner.metLost", { n: lost.length })}</strong>}
        {lost.length > 0 && (
          <ul>
            {lost.map(({ name, refusal }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
              <li key={i}>
                {say.of(name)}：{say.of(refusal.why)}
              </li>
            ))}
          </ul>
        )}
      </span>
      {lost.length > 0 && unsaved(meeting.mine).length > 0 && <CopyMine meeting={meeting} />}
      <button type="button" className="button" onClick={() => setTable(page, { meeting: null })}>
        {say.t("planner.understood")}
      </button>
    </section>
  );
}

/** One's own work as it was, as a plan of its own: a copy of what one began from, and then one's steps. */
function CopyMine({ meeting: { version, mine } }: { meeting: Meeting }) {
  const page = usePlanner();
  const say = useSay();
  const plan = usePart(part.plan);
  if (!plan) return null;
  const copy = async () => {
    try {
      const made = await addPlan(say.t("planner.mineName", { name: plan.name }), plan.id, version);
      const steps = unsaved(mine).map(({ step }) => step);
      for (let at = 0, known = made.version; at < steps.length; at += mostSteps) {
        const stood = await stepPlan(made.id, { version: known, undo: 0, steps: steps.slice(at, at + mostSteps) });
        known = stood.version;
      }
      await visit(page, { face: "table", plan: made.id });
    } catch (error) {
      toast(page, wordsOf(error));
    }
  };
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      {say.t("planner.keepMine")}
    </button>
  );
}

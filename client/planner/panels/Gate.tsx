/** Before anything can be looked at, and over what can only be looked at: who may what, and what to do about it. */
import { useState } from "react";
import { roles } from "../../../server/contract/vocabulary.ts";
import { becomePlanner } from "../run/load.ts";
import { mayPlan, type PlannerState } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Nothing } from "./Standing.tsx";

const meOf = (state: PlannerState) => state.me;

/** Nobody is signed in. */
export function SignInFirst() {
  const say = useSay();
  const back = encodeURIComponent(location.pathname + location.search);
  return (
    <Nothing title={say.t("planner.signInTitle")}>
      <p>{say.t("planner.signInMore")}</p>
      <a className="button primary" href={`/sign-in?return=${back}`}>
        {say.t("planner.signIn")}
      </a>
    </Nothing>
  );
}

/** Who is not a planner sees everything and changes nothing. */
export function OnlyLooking() {
  const page = usePlanner();
  const say = useSay();
  const me = usePart(meOf);
  const [busy, setBusy] = useState(false);
  if (!me || mayPlan(me)) return null;
  const become = async () => {
    setBusy(true);
    await becomePlanner(page);
    setBusy(false);
  };
  return (
    <section className="plan-strip" aria-label={say.t("planner.onlyLooking")}>
      <span>{say.t("planner.needsDuty", { duty: say.of(roles.planner) })}</span>
      {me.demo && me.demoPeople.some((person) => person.roles.includes("planner")) && (
        <button type="button" className="button" disabled={busy} onClick={() => void become()}>
          {say.t("planner.tryAs", { duty: say.of(roles.planner) })}
        </button>
      )}
    </section>
  );
}

/** How even the load is: an index, what counts for how much, and who is worst off. */
import { useState } from "react";
import { usualWeights, type Weights } from "../../../server/contract/partition/balance.ts";
import { select, weigh } from "../run/acts.ts";
import { mayDraw, type PlannerState, tableOf } from "../state.ts";
import { useFigures } from "../useFigures.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { digits } from "./numbers.ts";
import { Waiting } from "./Standing.tsx";
import { mostWeight, weightKeys, weightWord } from "./weights.ts";
import { Deviation } from "./ZoneTable.tsx";

const part = {
  weights: (s: PlannerState) => tableOf(s)?.history.now.weights ?? null,
  draws: mayDraw,
};

export function Balance() {
  const page = usePlanner();
  const say = useSay();
  const looked = useFigures();
  const draws = usePart(part.draws);
  if (!looked) return null;
  const { balance, rows } = looked.figures;
  if (!balance) return <Waiting what={say.t("planner.noLoadsYet")} />;
  const worst = [...rows].sort((a, b) => Math.abs(b.deviation ?? 0) - Math.abs(a.deviation ?? 0)).slice(0, 3);
  return (
    <section className="plan-scroll balance">
      <div className="balance-index">
        <b>{digits(say, balance.index)}</b>
        <div>
          <strong>{say.t("planner.balanceIndex")}</strong>
          <meter min={0} max={100} value={balance.index ?? 0} aria-label={say.t("planner.balanceIndex")} />
          <small>{say.t("planner.balanceMore", { mean: digits(say, balance.mean), worst: `${Math.round(balance.worst * 100)}%` })}</small>
        </div>
      </div>
      <h3>{say.t("planner.worst")}</h3>
      <ul className="worst">
        {worst.map(({ zone, work, deviation }) =>
          zone ? (
            <li key={zone.id}>
              <button type="button" onClick={() => select(page, [zone.id], true)}>
                <span className="clip">{zone.name}</span>
                <span>{digits(say, work)}</span>
                <Deviation value={deviation} />
              </button>
            </li>
          ) : null,
        )}
      </ul>
      {draws && (
        <button type="button" className="button" onClick={() => page.store.set({ dialog: "suggest" })}>
          {say.t("planner.suggest")}
        </button>
      )}
      <WeightFields />
    </section>
  );
}

function WeightFields() {
  const page = usePlanner();
  const say = useSay();
  const weights = usePart(part.weights);
  const draws = usePart(part.draws);
  if (!weights) return null;
  const usual = weightKeys.every((key) => weights[key] === usualWeights[key]);
  return (
    <>
      <h3>{say.t("planner.weights")}</h3>
      <p className="quiet">{say.t("planner.weightsMore")}</p>
      <div className="weights">
        {weightKeys.map((key) => (
          <WeightField key={`${key} ${weights[key]}`} of={key} weights={weights} />
        ))}
      </div>
      {draws && !usual && (
        <button type="button" className="link" onClick={() => weigh(page, usualWeights)}>
          {say.t("planner.weightsUsual")}
        </button>
      )}
    </>
  );
}

function WeightField({ of, weights }: { of: keyof Weights; weights: Weights }) {
  const page = usePlanner();
  const say = useSay();
  const draws = usePart(part.draws);
  const [text, setText] = useState(String(weights[of]));
  const done = () => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= 0 && value <= mostWeight)) setText(String(weights[of]));
    else if (value !== weights[of]) weigh(page, { ...weights, [of]: value });
  };
  return (
    <label className="labelled">
      <span>{say.t(weightWord[of])}</span>
      <input
        className="field number"
        type="number"
        min={0}
        max={mostWeight}
        step="any"
        readOnly={!draws}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
    </label>
  );
}

/** 反弹: how many came again, near by and soon after one was closed; as a condition, and as clusters of their own. */
import { useState } from "react";
import { formatFilter, type Repeat } from "../../../server/contract/filter.ts";
import { askCounts } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { defaultHot } from "../../state/hot.ts";
import { effectiveFilter } from "../../state/view.ts";
import { setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { NumberField } from "./NumberField.tsx";

const viewOf = (state: AppState) => state.view;
const totalOf = (state: AppState) => state.listing.total;
/** So many problems are counted without being asked to. */
const soon = 5000;
const turnOf = (state: AppState) => state.live.turn;
/** 50 m and 30 days, as the city's rules have it. */
const usual: Repeat = { within_m: 50, days: 30 };

export function Repeats() {
  const app = useApp();
  const say = useSay();
  const view = usePart(viewOf);
  const turn = usePart(turnOf);
  const inForce = view.filter.repeat;
  const [typed, setTyped] = useState(usual);
  const repeat = inForce ?? typed;
  const asked = { ...effectiveFilter(view), repeat };
  const total = usePart(totalOf);
  const [wanted, setWanted] = useState(false);
  // Each problem is held against all that were closed: of very many it is counted when somebody asks.
  const count = wanted || inForce !== null || (total !== null && total <= soon);
  const answer = useQuestion(count ? `${turn} ${JSON.stringify(formatFilter(asked))}` : null, (signal) =>
    askCounts(asked, ["state"], signal),
  );
  const take = (part: Partial<Repeat>) => {
    const next = { ...repeat, ...part };
    setTyped(next);
    if (inForce) setFilter(app, { ...view.filter, repeat: next });
  };
  const set = (value: Repeat | null, also: Parameters<typeof setFilter>[2]) => setFilter(app, { ...view.filter, repeat: value }, also);
  const none = answer.value?.total === 0 && !inForce;
  return (
    <section className="hot-repeats" aria-label={say.t("hot.repeat")}>
      <h3>{say.t("hot.repeat")}</h3>
      <p className="quiet">{say.t("hot.repeatWhat")}</p>
      <div className="hot-question">
        <NumberField
          label={say.t("hot.repeatWithin")}
          value={repeat.within_m}
          least={1}
          most={2000}
          onTake={(within_m) => take({ within_m })}
        />
        <NumberField label={say.t("hot.repeatDays")} value={repeat.days} least={1} most={400} onTake={(days) => take({ days })} />
      </div>
      {answer.failure ? (
        <p className="inline-failure" role="alert">
          {say.t("hot.repeatFailed", { reason: say.of(answer.failure) })}
          <button type="button" className="link" onClick={answer.again}>
            {say.t("app.retry")}
          </button>
        </p>
      ) : !count ? (
        <p>
          <button type="button" className="button" onClick={() => setWanted(true)}>
            {say.t("hot.repeatAsk")}
          </button>
        </p>
      ) : (
        <p role="status">{answer.value ? say.t("hot.repeatCount", { n: say.n(answer.value.total) }) : "…"}</p>
      )}
      <div className="pills">
        <button type="button" className="button" disabled={none} onClick={() => set(repeat, { panel: "ledger" })}>
          {say.t("hot.repeatOnly")}
        </button>
        <button type="button" className="button" disabled={none} onClick={() => set(repeat, { panel: "hot", hot: defaultHot.clusters })}>
          {say.t("hot.repeatHot")}
        </button>
        {inForce && (
          <button type="button" className="link" onClick={() => set(null, {})}>
            {say.t("hot.repeatOff")}
          </button>
        )}
      </div>
    </section>
  );
}

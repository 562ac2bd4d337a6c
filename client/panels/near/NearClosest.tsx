/** The nearest of what one looks for, however far: problems of the filter and sites of any types, with their distances. */
import { useState } from "react";
import { formatFilter } from "../../../server/contract/filter.ts";
import { formatAnchor } from "../../../server/contract/geo.ts";
import { type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import { askNearest, mostNearest, type Sought } from "../../api/places.ts";
import type { AppState } from "../../state/app.ts";
import type { NearQuestion } from "../../state/view.ts";
import { toggled } from "../filter/Choice.tsx";
import { Notice } from "../parts/Notice.tsx";
import { usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { NearestList } from "./NearestList.tsx";
import { problemText } from "./nearText.ts";

const filterOf = (state: AppState) => state.view.filter;
const districtOf = (state: AppState) => state.district;
const turnOf = (state: AppState) => state.live.turn;
const amounts = [5, 10, 20, 50, mostNearest] as const;
const few = 6;

export function NearClosest({ near }: { near: NearQuestion }) {
  const say = useSay();
  const filter = usePart(filterOf);
  const turn = usePart(turnOf);
  const [what, setWhat] = useState<readonly Sought[]>(["problem"]);
  const [limit, setLimit] = useState<number>(10);
  const key = JSON.stringify([formatFilter(filter), near.of.map(formatAnchor), what, limit, turn]);
  const answer = useQuestion(key, (signal) => askNearest(filter, near.of, what, limit, signal));
  const stale = answer.state === "loading" && answer.value !== null;
  return (
    <div className={stale ? "near-answer stale" : "near-answer"} aria-busy={stale}>
      <What what={what} set={setWhat} />
      <label className="labelled">
        <span>{say.t("near.howMany")}</span>
        <select className="field near-limit" value={limit} onChange={({ target }) => setLimit(Number(target.value))}>
          {amounts.map((amount) => (
            <option key={amount} value={amount}>
              {amount}
            </option>
          ))}
        </select>
        <small>{say.t("near.reach")}</small>
      </label>
      {answer.failure && (
        <Notice
          kind="failed"
          title={say.t("near.failed")}
          detail={say.of(answer.failure)}
          act={{ label: say.t("app.retry"), run: answer.again }}
        />
      )}
      {!answer.value && !answer.failure && <Notice kind="loading" title={say.t("ledger.loading")} />}
      {answer.value?.rows.length === 0 && <Notice kind="empty" title={say.t("near.noneAtAll")} />}
      {answer.value && <NearestList rows={answer.value.rows} />}
    </div>
  );
}

/** At least one thing is looked for. */
function What({ what, set }: { what: readonly Sought[]; set: (what: readonly Sought[]) => void }) {
  const say = useSay();
  const district = usePart(districtOf);
  const filter = usePart(filterOf);
  const [all, setAll] = useState(false);
  const counts = district?.siteCounts ?? {};
  const types = (Object.keys(siteTypes) as SiteType[]).filter((type) => (counts[type] ?? 0) > 0 || what.includes(type));
  const shown: readonly Sought[] = ["problem", ...(all ? types : types.filter((type, i) => i < few || what.includes(type)))];
  const toggle = (one: Sought) => {
    const next = toggled(what, one, !what.includes(one));
    if (next.length) set(next);
  };
  return (
    <fieldset className="plain">
      <legend>{say.t("near.lookFor")}</legend>
      <div className="pills">
        {shown.map((one) => (
          <button
            key={one}
            type="button"
            className={what.includes(one) ? "pill chosen" : "pill"}
            aria-pressed={what.includes(one)}
            onClick={() => toggle(one)}
          >
            {one === "problem" ? problemText(filter, say) : say.of(siteTypes[one])}
          </button>
        ))}
        {types.length > few && (
          <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {say.t(all ? "near.fewerTypes" : "near.moreTypes")}
          </button>
        )}
      </div>
    </fieldset>
  );
}

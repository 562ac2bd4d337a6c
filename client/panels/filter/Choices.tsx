/** The lists of choices: status, source and campaign are short closed lists; units are searched. */
import { useState } from "react";
import type { Filter, StatusWord } from "../../../server/contract/filter.ts";
import { campaigns, problemSources, problemStates, statusGroups, statusOfState } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { StatusMark, StatusShape } from "../parts/StatusMark.tsx";
import { setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Choice, toggled } from "./Choice.tsx";
import { type Counts, useCounts } from "./useCounts.ts";

const filterOf = (state: AppState) => state.view.filter;
export function useFilter(): [Filter, (part: Partial<Filter>) => void] {
  const app = useApp();
  const filter = usePart(filterOf);
  return [filter, (part) => setFilter(app, { ...filter, ...part })];
}

const names = <K extends string>(words: Record<K, unknown>) => Object.keys(words) as K[];

export function CountsFailure({ counts }: { counts: Counts }) {
  const say = useSay();
  if (!counts.reason) return null;
  return (
    <p className="inline-failure" role="alert">
      {say.t("filter.countsFailed", { reason: say.of(counts.reason) })}
      <button type="button" className="link" onClick={counts.again}>
        {say.t("app.retry")}
      </button>
    </p>
  );
}

export function StatusChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const counts = useCounts("status", "status,state");
  const choice = (word: StatusWord, label: React.ReactNode) => (
    <Choice
      key={word}
      chosen={filter.status.includes(word)}
      label={label}
      count={counts.of(word)}
      onChange={(chosen) => change({ status: toggled(filter.status, word, chosen) })}
    />
  );
  return (
    <fieldset className="choices">
      <legend className="sr">{say.t("filter.status")}</legend>
      <CountsFailure counts={counts} />
      {choice("open", say.of(statusGroups.open))}
      {choice("overdue", <StatusMark status="overdue" />)}
      {choice("nearly_due", <StatusMark status="nearly_due" />)}
      <hr />
      {names(problemStates).map((state) =>
        choice(
          state,
          <span className="status">
            <StatusShape status={statusOfState[state]} />
            {say.of(problemStates[state])}
          </span>,
        ),
      )}
    </fieldset>
  );
}

export function SourceChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const counts = useCounts("source");
  return (
    <fieldset className="choices">
      <legend className="sr">{say.t("filter.source")}</legend>
      <CountsFailure counts={counts} />
      {names(problemSources).map((source) => (
        <Choice
          key={source}
          chosen={filter.source.includes(source)}
          label={say.of(problemSources[source])}
          count={counts.of(source)}
          onChange={(chosen) => change({ source: toggled(filter.source, source, chosen) })}
        />
      ))}
    </fieldset>
  );
}

export function CampaignChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const counts = useCounts("campaign");
  return (
    <fieldset className="choices">
      <legend className="sr">{say.t("filter.campaign")}</legend>
      <CountsFailure counts={counts} />
      {names(campaigns).map((campaign) => (
        <Choice
          key={campaign}
          chosen={filter.campaign.includes(campaign)}
          label={say.of(campaigns[campaign])}
          count={counts.of(campaign)}
          onChange={(chosen) => change({ campaign: toggled(filter.campaign, campaign, chosen) })}
        />
      ))}
    </fieldset>
  );
}

const districtOf = (state: AppState) => state.district;
const shown = 200;

export function UnitChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const [text, setText] = useState("");
  const counts = useCounts("unit");
  const units = usePart(districtOf)?.units ?? [];
  const size = (id: number) => counts.of(String(id)) ?? 0;
  const found = units
    .filter((unit) => `${unit.name} ${unit.shortName}`.toLowerCase().includes(text.trim().toLowerCase()))
    .sort(
      (a, b) =>
        Number(filter.unit.includes(b.id)) - Number(filter.unit.includes(a.id)) || size(b.id) - size(a.id) || a.name.localeCompare(b.name),
    );
  return (
    <fieldset className="choices">
      <legend className="sr">{say.t("filter.unit")}</legend>
      <input
        className="field"
        type="search"
        placeholder={say.t("filter.findUnit")}
        aria-label={say.t("filter.findUnit")}
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <CountsFailure counts={counts} />
      {found.length === 0 && <p className="hint">{say.t("filter.noMatch")}</p>}
      {found.slice(0, shown).map((unit) => (
        <Choice
          key={unit.id}
          chosen={filter.unit.includes(unit.id)}
          label={unit.shortName || unit.name}
          count={counts.of(String(unit.id))}
          onChange={(chosen) => change({ unit: toggled(filter.unit, unit.id, chosen) })}
        />
      ))}
    </fieldset>
  );
}

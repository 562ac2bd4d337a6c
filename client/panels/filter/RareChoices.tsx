/** Choices that are asked less often: the type of the site it was found at, and the hour of the day. */
import "../../look/figures.css";
import { type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import { figuresWords } from "../../look/words/figures.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { usePart, useSay } from "../useApp.ts";
import { Choice, toggled } from "./Choice.tsx";
import { CountsFailure, useFilter } from "./Choices.tsx";
import { useCounts } from "./useCounts.ts";

learn(figuresWords);

export function RareChoices() {
  const say = useSay();
  return (
    <>
      <h3 className="rare-title">{say.t("charts.hour")}</h3>
      <HourChoices />
      <h3 className="rare-title">{say.t("charts.siteType")}</h3>
      <SiteTypeChoices />
    </>
  );
}

const siteCountsOf = (state: AppState) => state.district?.siteCounts;

/** Only types that the district has, or that are chosen. */
function SiteTypeChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const counts = useCounts("siteType");
  const has = usePart(siteCountsOf) ?? {};
  const types = (Object.keys(siteTypes) as SiteType[]).filter((type) => (has[type] ?? 0) > 0 || filter.siteType.includes(type));
  return (
    <fieldset className="choices">
      <legend className="sr">{say.t("charts.siteType")}</legend>
      <CountsFailure counts={counts} />
      {types.map((type) => (
        <Choice
          key={type}
          chosen={filter.siteType.includes(type)}
          label={say.of(siteTypes[type])}
          count={counts.of(type)}
          onChange={(chosen) => change({ siteType: toggled(filter.siteType, type, chosen) })}
        />
      ))}
    </fieldset>
  );
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
/** Spans of the day that are asked by name. */
const spans = {
  morning: [7, 8, 9],
  evening: [17, 18, 19],
  night: [22, 23, 0, 1, 2, 3, 4, 5],
} as const;

function HourChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const counts = useCounts("hour");
  const isSpan = (list: readonly number[]) => list.length === filter.hour.length && list.every((hour) => filter.hour.includes(hour));
  return (
    <fieldset className="choices">
      <legend className="sr">{say.t("charts.hour")}</legend>
      <div className="pills padded">
        {(Object.keys(spans) as (keyof typeof spans)[]).map((name) => (
          <button
            key={name}
            type="button"
            className={isSpan(spans[name]) ? "pill chosen" : "pill"}
            aria-pressed={isSpan(spans[name])}
            onClick={() => change({ hour: isSpan(spans[name]) ? [] : spans[name].toSorted((a, b) => a - b) })}
          >
            {say.t(`charts.${name}`)}
          </button>
        ))}
      </div>
      <CountsFailure counts={counts} />
      {hours.map((hour) => (
        <Choice
          key={hour}
          chosen={filter.hour.includes(hour)}
          label={`${clock(hour)}–${clock(hour + 1)}`}
          count={counts.of(String(hour))}
          onChange={(chosen) => change({ hour: toggled(filter.hour, hour, chosen).toSorted((a, b) => a - b) })}
        />
      ))}
    </fieldset>
  );
}

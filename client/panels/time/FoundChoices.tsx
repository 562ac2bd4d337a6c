/** The filter's times without a map: found in, open during, closed in, and as it stood at, all typed. */
import "../../look/time.css";
import type { Filter, Found } from "../../../server/contract/filter.ts";
import { timeWords } from "../../look/words/time.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import { changeView, setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { DayFields } from "./DayFields.tsx";
import { modeOf, withMode, withRange } from "./days.ts";
import { MomentFields } from "./MomentFields.tsx";
import { Presets } from "./Presets.tsx";

learn(timeWords);

const filterOf = (state: AppState) => state.view.filter;
const barOf = (state: AppState) => state.view.time || state.view.list;
const todayOf = ({ district, clock, live }: AppState) => (district ? dayText(Math.max(live.heard, clock), district.timeZone) : "");

interface DaysProps {
  readonly what: string;
  readonly span: Found | null;
  readonly today: string;
  /** The last n days are offered. */
  readonly last: boolean;
  change(span: Found | null): void;
}

/** Days, by name or typed; null = any. */
function DaysChoice({ what, span, today, last, change }: DaysProps) {
  const say = useSay();
  const days = span && "days" in span ? span.days : null;
  const range = span && "days" in span ? null : span;
  return (
    <>
      <fieldset className="pills">
        <legend className="sr">{what}</legend>
        <Presets today={today} range={days ? { from: "", to: "" } : range} change={change} />
        {last &&
          ([7, 30] as const).map((n) => (
            <button
              key={n}
              type="button"
              className={days === n ? "pill chosen" : "pill"}
              aria-pressed={days === n}
              onClick={() => change({ days: n })}
            >
              {say.t(`filter.days${n}`)}
            </button>
          ))}
      </fieldset>
      <DayFields range={range} what={what} change={change} />
    </>
  );
}

export function FoundChoices() {
  const app = useApp();
  const say = useSay();
  const filter = usePart(filterOf);
  const today = usePart(todayOf);
  const bar = usePart(barOf);
  const mode = modeOf(filter);
  const by = mode === "overdue" ? "found" : mode;
  const change = (next: Filter) => setFilter(app, next);
  return (
    <div className="choices padded found-choices">
      <fieldset className="pills">
        <legend className="sr">{say.t("time.mode")}</legend>
        {(["found", "during"] as const).map((one) => (
          <button
            key={one}
            type="button"
            className={by === one ? "pill chosen" : "pill"}
            aria-pressed={by === one}
            title={say.t(`time.modeHint.${one}`)}
            onClick={() => change(withMode(filter, one, today))}
          >
            {say.t(`time.mode.${one}`)}
          </button>
        ))}
      </fieldset>
      <DaysChoice
        what={say.t(`time.mode.${by}`)}
        span={filter[by]}
        today={today}
        last={by === "found"}
        change={(span) => change(span && "days" in span ? { ...filter, found: span, during: null } : withRange(filter, by, span))}
      />
      <fieldset className="closed-choices">
        <legend>{say.t("time.closed")}</legend>
        <DaysChoice
          what={say.t("time.closed")}
          span={filter.closed}
          today={today}
          last
          change={(closed) => change({ ...filter, closed })}
        />
      </fieldset>
      <MomentFields />
      {!bar && (
        <button type="button" className="button" onClick={() => changeView(app, { time: true })}>
          {say.t("time.openBar")}
        </button>
      )}
    </div>
  );
}

/** The filter's times without a map: found in, open during, and as it stood at, all typed. */
import "../../look/time.css";
import type { Filter } from "../../../server/contract/filter.ts";
import { timeWords } from "../../look/words/time.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import { changeView, setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { DayFields } from "./DayFields.tsx";
import { modeOf, rangeOf, withMode, withRange } from "./days.ts";
import { MomentFields } from "./MomentFields.tsx";
import { Presets } from "./Presets.tsx";

learn(timeWords);

const filterOf = (state: AppState) => state.view.filter;
const barOf = (state: AppState) => state.view.time || state.view.list;
const todayOf = ({ district, clock, live }: AppState) => (district ? dayText(Math.max(live.heard, clock), district.timeZone) : "");

export function FoundChoices() {
  const app = useApp();
  const say = useSay();
  const filter = usePart(filterOf);
  const today = usePart(todayOf);
  const bar = usePart(barOf);
  const mode = modeOf(filter);
  const by = mode === "overdue" ? "found" : mode;
  const range = filter.found && "days" in filter.found ? null : rangeOf(filter, today);
  const days = filter.found && "days" in filter.found ? filter.found.days : null;
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
      <fieldset className="pills">
        <legend className="sr">{say.t(`time.mode.${by}`)}</legend>
        <Presets today={today} range={days ? { from: "", to: "" } : range} change={(next) => change(withRange(filter, by, next))} />
        {by === "found" &&
          ([7, 30] as const).map((n) => (
            <button
              key={n}
              type="button"
              className={days === n ? "pill chosen" : "pill"}
              aria-pressed={days === n}
              onClick={() => change({ ...filter, found: { days: n }, during: null })}
            >
              {say.t(`filter.days${n}`)}
            </button>
          ))}
      </fieldset>
      <DayFields range={range} what={say.t(`time.mode.${by}`)} change={(next) => change(withRange(filter, by, next))} />
      <MomentFields />
      {!bar && (
        <button type="button" className="button" onClick={() => changeView(app, { time: true })}>
          {say.t("time.openBar")}
        </button>
      )}
    </div>
  );
}

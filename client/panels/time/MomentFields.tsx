/** A moment typed: a date and a time of 24 hours; both together are a moment, none is the present. */
import { useEffect, useState } from "react";
import type { AppState } from "../../state/app.ts";
import { timeText, unixAt, unixOf } from "../../state/calendar.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { isDay, readClock } from "./days.ts";
import { lookAt } from "./looking.ts";

const zoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const shownOf = ({ stood, view }: AppState) => stood?.at ?? (view.filter.at ? unixOf(view.filter.at) : null);

export function MomentFields() {
  const app = useApp();
  const say = useSay();
  const timeZone = usePart(zoneOf);
  const unix = usePart(shownOf);
  const [date = "", clock = ""] = unix === null ? [] : timeText(unix, timeZone).split(" ");
  const [typed, setTyped] = useState({ date, clock });
  useEffect(() => setTyped({ date, clock }), [date, clock]);
  const read = readClock(typed.clock);
  const bad = typed.clock !== "" && read === null;
  const take = ({ date, clock }: typeof typed) => {
    const time = readClock(clock) ?? (clock === "" ? "00:00" : null);
    if (isDay(date) && time) lookAt(app, unixAt(date, time, timeZone));
    else if (date === "" && unix !== null) lookAt(app, null);
  };
  const moved = typed.date !== date || (read ?? typed.clock) !== clock;
  return (
    <form
      className="moment-fields"
      onSubmit={(event) => {
        event.preventDefault();
        take(typed);
      }}
      onBlur={(event) => {
        // From the date one goes on to the time: both are one wish.
        if (moved && !bad && !event.currentTarget.contains(event.relatedTarget)) take(typed);
      }}
    >
      <span className="quiet">{say.t("time.moment")}</span>
      <input
        className="field"
        type="date"
        max="9999-12-31"
        aria-label={say.t("time.date")}
        value={typed.date}
        onChange={(event) => setTyped({ ...typed, date: event.target.value })}
      />
      <input
        className="field clock"
        type="text"
        inputMode="numeric"
        placeholder="00:00"
        maxLength={5}
        aria-label={say.t("time.clock")}
        aria-invalid={bad}
        title={bad ? say.t("time.badClock") : say.t("time.clock")}
        value={typed.clock}
        onChange={(event) => setTyped({ ...typed, clock: event.target.value })}
      />
      {bad && (
        <span className="inline-failure" role="alert">
          {say.t("time.badClock")}
        </span>
      )}
      <button type="submit" className="sr">
        {say.t("filter.apply")}
      </button>
      <button type="button" className="button" disabled={unix === null} onClick={() => lookAt(app, null)}>
        {say.t("time.backToNow")}
      </button>
    </form>
  );
}

/** A day, or a week by any of its days: a month at a time, by pointer or keys, what was issued marked. */
import { useEffect, useRef, useState } from "react";
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import type { Making, Place } from "./address.ts";
import { addDays, addMonths, mondayOf, weekdayOf, weeksOf } from "./days.ts";
import { Fold } from "./Fold.tsx";
import type { IssuedList } from "./useIssued.ts";

interface Props {
  readonly place: Making;
  readonly go: (next: Place) => void;
  readonly today: string;
  readonly issued: IssuedList;
}

/** Where a key leads from a day; null = the key is not the calendar's. */
export function stepped(day: string, key: string): string | null {
  const steps: Readonly<Record<string, string>> = {
    ArrowLeft: addDays(day, -1),
    ArrowRight: addDays(day, 1),
    ArrowUp: addDays(day, -7),
    ArrowDown: addDays(day, 7),
    PageUp: addMonths(day, -1),
    PageDown: addMonths(day, 1),
    Home: mondayOf(day),
    End: addDays(day, 6 - weekdayOf(day)),
  };
  return steps[key] ?? null;
}

/** What was issued of a month that is shown is to be known whole before it is marked. */
function useMarks(issued: IssuedList, month: string): ReadonlySet<string> {
  const last = issued.rows.at(-1);
  const short = issued.state === "ready" && issued.next !== null && last !== undefined && last.made.slice(0, 10) >= `${month}-01`;
  useEffect(() => {
    if (short) issued.more();
  }, [short, issued]);
  return new Set(issued.rows.map(({ from }) => from));
}

export function DayChooser({ place, go, today, issued }: Props) {
  const say = useSay();
  const weekly = place.kind === "weekly";
  const from = place.from ?? today;
  // A week is entered at its Monday; the hand can be on any of its days.
  const [at, setAt] = useState(from);
  const [of, setOf] = useState(from);
  if (of !== from) {
    setOf(from);
    setAt(from);
  }
  const marks = useMarks(issued, at.slice(0, 7));
  const choose = (day: string) => {
    if (day > today) return;
    const first = weekly ? mondayOf(day) : day;
    go({ ...place, from: first, to: weekly ? addDays(first, 6) : first });
  };
  const stride = weekly ? 7 : 1;
  return (
    <section className="brief-days" aria-label={say.t(weekly ? "briefs.chooseWeek" : "briefs.chooseDay")}>
      <div className="brief-step">
        <button
          type="button"
          className="icon-button"
          aria-label={say.t(weekly ? "briefs.weekBefore" : "briefs.dayBefore")}
          onClick={() => choose(addDays(from, -stride))}
        >
          <Icon name="left" />
        </button>
        <strong>{weekly ? `${from} – ${(place.to ?? from).slice(5)}` : from}</strong>
        <button
          type="button"
          className="icon-button"
          aria-label={say.t(weekly ? "briefs.weekAfter" : "briefs.dayAfter")}
          disabled={addDays(from, stride) > today}
          onClick={() => choose(addDays(from, stride))}
        >
          <Icon name="right" />
        </button>
      </div>
      <Fold word="briefs.month">
        <MonthStep at={at} today={today} setAt={setAt} />
        <Month at={at} setAt={setAt} place={place} today={today} marks={marks} choose={choose} />
        <p className="quiet">{say.t("briefs.marked")}</p>
      </Fold>
    </section>
  );
}

function MonthStep({ at, today, setAt }: { at: string; today: string; setAt: (day: string) => void }) {
  const say = useSay();
  const next = addMonths(at, 1);
  return (
    <div className="brief-step quiet">
      <button type="button" className="icon-button" aria-label={say.t("briefs.monthBefore")} onClick={() => setAt(addMonths(at, -1))}>
        <Icon name="left" />
      </button>
      <span aria-live="polite">{at.slice(0, 7)}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={say.t("briefs.monthAfter")}
        disabled={next.slice(0, 7) > today.slice(0, 7)}
        onClick={() => setAt(next > today ? today : next)}
      >
        <Icon name="right" />
      </button>
    </div>
  );
}

interface MonthProps {
  readonly at: string;
  readonly setAt: (day: string) => void;
  readonly place: Making;
  readonly today: string;
  readonly marks: ReadonlySet<string>;
  readonly choose: (day: string) => void;
}

function Month({ at, setAt, place, today, marks, choose }: MonthProps) {
  const say = useSay();
  const table = useRef<HTMLTableElement>(null);
  const [byKey, setByKey] = useState(false);
  useEffect(() => {
    if (byKey) table.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at, byKey]);
  const press = (event: React.KeyboardEvent) => {
    const next = stepped(at, event.key);
    if (next === null) return;
    event.preventDefault();
    setByKey(true);
    setAt(next > today ? today : next);
  };
  return (
    <table ref={table} className="brief-month" onKeyDown={press} onBlur={() => setByKey(false)}>
      <caption className="sr">{at.slice(0, 7)}</caption>
      <thead>
        <tr>
          {say
            .t("briefs.weekdays")
            .split(" ")
            .map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(at).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td key={day}>
                <Day
                  day={day}
                  at={at}
                  place={place}
                  today={today}
                  issued={marks.has(place.kind === "weekly" ? mondayOf(day) : day)}
                  choose={choose}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayProps {
  readonly day: string;
  readonly at: string;
  readonly place: Making;
  readonly today: string;
  readonly issued: boolean;
  readonly choose: (day: string) => void;
}

function Day({ day, at, place, today, issued, choose }: DayProps) {
  const say = useSay();
  const chosen = place.from !== null && day >= place.from && day <= (place.to ?? place.from);
  const other = day.slice(0, 7) !== at.slice(0, 7);
  // What is seen is part of the name: whoever speaks to the page says it.
  const n = Number(day.slice(8));
  return (
    <button
      type="button"
      data-day={day}
      className={other ? "other" : undefined}
      aria-pressed={chosen}
      aria-current={day === today ? "date" : undefined}
      aria-label={issued ? say.t("briefs.dayIssued", { n, day }) : `${n} ${day}`}
      disabled={day > today}
      tabIndex={day === at ? 0 : -1}
      onClick={() => choose(day)}
    >
      {n}
      {issued && <i aria-hidden="true" />}
    </button>
  );
}

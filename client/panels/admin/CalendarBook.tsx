/** The working calendar: a year's days, which of them differ from their weekday, how far the year can be relied on, and the hours worked. */
import { useState } from "react";
import { dayKinds } from "../../../server/contract/officeWords.ts";
import type { Calendar } from "../../../server/contract/types.ts";
import { askCalendar, saveDays, saveHours, saveYears } from "../../api/admin.ts";
import { wordsOf } from "../../api/http.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import { Notice } from "../parts/Notice.tsx";
import { toast } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Form } from "./Form.tsx";
import type { FieldOf } from "./fields.ts";
import { hoursText, type MonthDay, monthsOf, readSpans } from "./months.ts";

const todayOf = ({ district, clock }: AppState) => (district ? dayText(clock, district.timeZone) : "");

export function CalendarBook() {
  const say = useSay();
  const today = usePart(todayOf);
  const answer = useQuestion("calendar", askCalendar);
  const [year, setYear] = useState<number | null>(null);
  const [day, setDay] = useState<string | null>(null);
  if (answer.failure) return <Notice kind="failed" title={say.t("admin.failed")} detail={say.of(answer.failure)} />;
  if (!answer.value || !today) return <Notice kind="loading" title={say.t("boot.loading")} />;
  const shown = year ?? Number(today.slice(0, 4));
  const calendar = answer.value;
  const months = monthsOf(shown, calendar, today);
  return (
    <section className="book" aria-label={say.t("admin.calendar")}>
      <header className="book-head">
        <h2>{say.t("admin.calendar")}</h2>
        <p className="quiet">{say.t("admin.calendarNote")}</p>
        <div className="book-tools">
          <button type="button" className="button" aria-label={say.t("admin.yearBefore")} onClick={() => setYear(shown - 1)}>
            ‹
          </button>
          <strong>{shown}</strong>
          <button type="button" className="button" aria-label={say.t("admin.yearAfter")} onClick={() => setYear(shown + 1)}>
            ›
          </button>
          <Official calendar={calendar} year={shown} again={answer.again} />
        </div>
      </header>
      <div className={day ? "book-body two" : "book-body"}>
        <div className="year">
          {months.map((month) => (
            <MonthOf key={month.name} name={month.name} days={month.days} open={day} pick={setDay} />
          ))}
        </div>
        {day && <DayForm key={day} calendar={calendar} day={day} leave={() => setDay(null)} again={answer.again} />}
      </div>
      <Hours calendar={calendar} today={today} again={answer.again} />
    </section>
  );
}

/** Says whether the year stands on an official notice, and on which. */
function Official({ calendar, year, again }: { calendar: Calendar; year: number; again: () => void }) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const known = calendar.years.find((one) => one.year === year);
  const fields: readonly FieldOf[] = [
    { name: "official", word: "admin.official", kind: "flag" },
    { name: "source", word: "admin.source", kind: "text", hint: "admin.sourceHint" },
  ];
  return (
    <>
      <span className={known?.official ? "tag" : "tag warn"}>{say.t(known?.official ? "admin.official" : "admin.unofficial")}</span>
      <span className="quiet">{known?.source}</span>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {say.t("admin.changeYear")}
      </button>
      {open && (
        <dialog className="session-sheet" ref={(it) => it?.showModal()} onClose={() => setOpen(false)}>
          <Form
            title={say.t("admin.yearOf", { year })}
            fields={fields}
            start={{ official: known?.official ? "1" : "", source: known?.source ?? "" }}
            exists
            send={({ official, source }) => saveYears({ year, official, source: source ?? "" })}
            done={() => {
              setOpen(false);
              again();
            }}
            leave={() => setOpen(false)}
          />
        </dialog>
      )}
    </>
  );
}

interface MonthProps {
  readonly name: string;
  readonly days: readonly (MonthDay | null)[];
  readonly open: string | null;
  readonly pick: (day: string) => void;
}

function MonthOf({ name, days, open, pick }: MonthProps) {
  const say = useSay();
  const weekdays = say.t("admin.weekdays").split(" ");
  return (
    <section className="month" aria-label={name}>
      <h3>{name}</h3>
      <div className="month-grid">
        {weekdays.map((word) => (
          <span key={word} className="quiet">
            {word}
          </span>
        ))}
        {days.map((day, i) =>
          day === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: empty places before the first day
            <span key={i} />
          ) : (
            <button
              key={day.day}
              type="button"
              className={`day ${day.worked ? "worked" : "free"}${day.kind ? " differs" : ""}${day.today ? " today" : ""}`}
              aria-pressed={open === day.day}
              title={`${day.day} ${day.kind ? `${say.of(dayKinds[day.kind])} ${day.name}` : ""}`}
              onClick={() => pick(day.day)}
            >
              {Number(day.day.slice(8))}
              {day.kind && <i aria-hidden="true">{say.t(day.kind === "holiday" ? "admin.holidayMark" : "admin.workdayMark")}</i>}
            </button>
          ),
        )}
      </div>
    </section>
  );
}

function DayForm({ calendar, day, leave, again }: { calendar: Calendar; day: string; leave: () => void; again: () => void }) {
  const app = useApp();
  const say = useSay();
  const known = calendar.days.find((one) => one.day === day);
  const fields: readonly FieldOf[] = [
    {
      name: "kind",
      word: "admin.dayKind",
      kind: "word",
      hint: "admin.dayKindHint",
      options: Object.entries(dayKinds).map(([value, label]) => ({ value, label })),
    },
    { name: "name", word: "admin.dayName", kind: "text" },
  ];
  const send = async (body: Record<string, unknown>) => {
    const { redated } = await saveDays({ days: [{ day, kind: body.kind, name: body.name ?? "" }] });
    toast(app, { zh: `已保存，重算了 ${redated} 个问题的截止时间`, en: `Saved; ${redated} deadlines were computed anew` });
  };
  return (
    <Form
      title={day}
      note={say.t("admin.dayNote")}
      fields={fields}
      start={{ kind: known?.kind ?? "", name: known?.name ?? "" }}
      exists
      send={send}
      done={() => {
        leave();
        again();
      }}
      leave={leave}
    />
  );
}

function Hours({ calendar, today, again }: { calendar: Calendar; today: string; again: () => void }) {
  const say = useSay();
  const [adding, setAdding] = useState(false);
  const weekdays = say.t("admin.weekdays").split(" ");
  return (
    <section className="hours">
      <h3>{say.t("admin.hours")}</h3>
      <ul>
        {calendar.hours.map((one) => (
          <li key={one.from}>
            {one.from <= "1900" ? say.t("admin.fromStart") : say.t("admin.fromDay", { day: one.from })} {hoursText(one.spans)}{" "}
            <span className="quiet">{one.weekdays.map((n) => weekdays[n - 1]).join(" ")}</span>
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={() => setAdding(true)}>
        {say.t("admin.changeHours")}
      </button>
      {adding && <HoursDialog today={today} last={calendar.hours.at(-1)} leave={() => setAdding(false)} again={again} />}
    </section>
  );
}

interface HoursProps {
  readonly today: string;
  readonly last: Calendar["hours"][number] | undefined;
  readonly leave: () => void;
  readonly again: () => void;
}

function HoursDialog({ today, last, leave, again }: HoursProps) {
  const say = useSay();
  const weekdays = say.t("admin.weekdays").split(" ");
  const [from, setFrom] = useState(today);
  const [text, setText] = useState(hoursText(last?.spans ?? [480, 720, 840, 1080]));
  const [worked, setWorked] = useState<readonly number[]>(last?.weekdays ?? [1, 2, 3, 4, 5]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const spans = readSpans(text);
  const send = async (event: React.FormEvent) => {
    event.preventDefault();
    if (!spans) return;
    try {
      await saveHours({ from, spans, weekdays: worked });
      leave();
      again();
    } catch (error) {
      setFailure(wordsOf(error));
    }
  };
  return (
    <dialog className="session-sheet" ref={(it) => it?.showModal()} onClose={leave}>
      <form className="admin-form" onSubmit={(event) => void send(event)}>
        <h3>{say.t("admin.changeHours")}</h3>
        <label className="labelled column">
          <span>{say.t("admin.from")}</span>
          <input className="field" type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
        </label>
        <label className="labelled column">
          <span>{say.t("admin.spans")}</span>
          <input className="field" required value={text} aria-invalid={!spans} onChange={(event) => setText(event.target.value)} />
          <small>{say.t("admin.spansHint")}</small>
        </label>
        <fieldset className="pills" aria-label={say.t("admin.weekdaysWorked")}>
          {weekdays.map((word, i) => (
            <button
              key={word}
              type="button"
              className={worked.includes(i + 1) ? "pill chosen" : "pill"}
              aria-pressed={worked.includes(i + 1)}
              onClick={() => setWorked(worked.includes(i + 1) ? worked.filter((n) => n !== i + 1) : [...worked, i + 1].sort())}
            >
              {word}
            </button>
          ))}
        </fieldset>
        {failure && (
          <p className="inline-failure" role="alert">
            {say.of(failure)}
          </p>
        )}
        <div className="form-acts">
          <button type="submit" className="button primary" disabled={!spans}>
            {say.t("admin.save")}
          </button>
          <button type="button" className="button" onClick={leave}>
            {say.t("admin.leave")}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The days of a notice, both in it. */
import { useId, useState } from "react";
import { mostBriefDays } from "../../../server/contract/brief.ts";
import { useSay } from "../useApp.ts";
import type { Making, Place } from "./address.ts";
import { addDays, daysBetween, isDay } from "./days.ts";
import { deskFilter } from "./deskFilter.ts";

export function PeriodFields({ place, go, today }: { place: Making; go: (next: Place) => void; today: string }) {
  const say = useSay();
  const id = useId();
  const [from, setFrom] = useState(place.from ?? today);
  const [to, setTo] = useState(place.to ?? today);
  const wrong = faultOf(from, to, today);
  const field = (name: string, label: string, value: string, set: (day: string) => void) => (
    <div className="labelled column">
      <label htmlFor={id + name}>{label}</label>
      <input
        id={id + name}
        type="date"
        className="field"
        value={value}
        max={today}
        aria-invalid={wrong !== null}
        aria-describedby={wrong ? `${id}wrong` : undefined}
        onChange={(event) => set(event.target.value)}
      />
    </div>
  );
  return (
    <form
      className="brief-days"
      aria-label={say.t("briefs.choosePeriod")}
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) go({ ...place, from, to });
      }}
    >
      {field("from", say.t("briefs.from"), from, setFrom)}
      {field("to", say.t("briefs.to"), to, setTo)}
      {wrong && (
        <p id={`${id}wrong`} className="inline-failure" role="alert">
          {wrong === "days" && say.t("briefs.wrongDays")}
          {wrong === "order" && say.t("briefs.wrongOrder")}
          {wrong === "long" && say.t("briefs.wrongLong", { most: mostBriefDays })}
          {wrong === "future" && say.t("briefs.wrongFuture", { today })}
        </p>
      )}
      <div className="pills">
        {[7, 30].map((days) => (
          <button
            key={days}
            type="button"
            className="pill"
            onClick={() => go({ ...place, from: addDays(today, -days), to: addDays(today, -1) })}
          >
            {say.t("briefs.lastDays", { n: days })}
          </button>
        ))}
        <button type="submit" className="button" disabled={wrong !== null || (from === place.from && to === place.to)}>
          {say.t("briefs.show")}
        </button>
      </div>
      <Narrowing place={place} go={go} />
    </form>
  );
}

/** The notice is of what the desk shows: its address pasted here. */
function Narrowing({ place, go }: { place: Making; go: (next: Place) => void }) {
  const say = useSay();
  const id = useId();
  const [wrong, setWrong] = useState(false);
  const read = (text: string) => {
    const query = deskFilter(text);
    setWrong(text.trim() !== "" && query === null);
    if (query !== null) go({ ...place, query });
  };
  return (
    <div className="labelled column">
      <label htmlFor={id}>{say.t("briefs.narrow")}</label>
      <input
        id={id}
        className="field"
        placeholder={say.t("briefs.narrowHint")}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}wrong` : undefined}
        onChange={(event) => read(event.target.value)}
      />
      {wrong && (
        <p id={`${id}wrong`} className="inline-failure" role="alert">
          {say.t("briefs.notDesk")}
        </p>
      )}
    </div>
  );
}

/** What is wrong with a period; null = nothing. */
export function faultOf(from: string, to: string, today: string): "days" | "order" | "long" | "future" | null {
  if (!isDay(from) || !isDay(to)) return "days";
  if (to < from) return "order";
  if (from > today || to > today) return "future";
  return daysBetween(from, to) > mostBriefDays ? "long" : null;
}

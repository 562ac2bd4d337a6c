/** Choices that are not lists: when it was found, words, and place. */
import { useState } from "react";
import type { AppState } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import { openNear } from "../run/app.ts";
import { draw, filterByView } from "../run/drawing.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Choice } from "./Choice.tsx";
import { CountsFailure, useFilter } from "./Choices.tsx";
import { useCounts } from "./useCounts.ts";

const todayOf = ({ district, clock }: AppState) => (district ? dayText(clock, district.timeZone) : "");

export function FoundChoices() {
  const say = useSay();
  const [filter, change] = useFilter();
  const today = usePart(todayOf);
  const { found } = filter;
  const dates = found && "from" in found ? found : { from: null, to: null };
  const days = found && "days" in found ? found.days : null;
  const isToday = dates.from === today && dates.to === today;
  const preset = (label: string, chosen: boolean, value: typeof found) => (
    <button type="button" className={chosen ? "pill chosen" : "pill"} aria-pressed={chosen} onClick={() => change({ found: value })}>
      {label}
    </button>
  );
  const setDate = (end: "from" | "to", text: string) => {
    const next = { ...dates, [end]: text || null };
    if (!next.from && !next.to) return change({ found: null });
    // The end that was typed wins: the other follows when they would cross.
    if (next.from && next.to && next.from > next.to) next[end === "from" ? "to" : "from"] = text;
    change({ found: next });
  };
  return (
    <fieldset className="choices padded">
      <legend className="sr">{say.t("filter.found")}</legend>
      <div className="pills">
        {preset(say.t("filter.anyTime"), found === null, null)}
        {preset(say.t("filter.today"), isToday, { from: today, to: today })}
        {preset(say.t("filter.days7"), days === 7, { days: 7 })}
        {preset(say.t("filter.days30"), days === 30, { days: 30 })}
      </div>
      {(["from", "to"] as const).map((end) => (
        <label key={end} className="labelled">
          <span>{say.t(end === "from" ? "filter.from" : "filter.to")}</span>
          <input
            className="field"
            type="date"
            max="9999-12-31"
            value={dates[end] ?? ""}
            onChange={(event) => setDate(end, event.target.value)}
          />
        </label>
      ))}
    </fieldset>
  );
}

export function WordsChoice({ close }: { close: () => void }) {
  const say = useSay();
  const [filter, change] = useFilter();
  const [text, setText] = useState(filter.q ?? "");
  return (
    <form
      className="choices padded"
      onSubmit={(event) => {
        event.preventDefault();
        change({ q: text.trim().replace(/\s+/g, " ").slice(0, 100) || null });
        close();
      }}
    >
      <label className="labelled column">
        <span>{say.t("filter.qHint")}</span>
        <input className="field" type="search" maxLength={100} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <button type="submit" className="button primary">
        {say.t("filter.apply")}
      </button>
    </form>
  );
}

const districtOf = (state: AppState) => state.district;
const hasMap = (state: AppState) => state.bounds !== null;

export function PlaceChoices({ close }: { close: () => void }) {
  const app = useApp();
  const say = useSay();
  const [filter, change] = useFilter();
  const [text, setText] = useState("");
  const counts = useCounts("zone", "zone1,zone2,zone3");
  const map = usePart(hasMap);
  const zones = usePart(districtOf)?.zones ?? [];
  const chosen = filter.geo.flatMap((clause) =>
    "areas" in clause && clause.op === "inside" ? clause.areas.flatMap((a) => ("zone" in a ? [a.zone] : [])) : [],
  );
  const wanted = text.trim().toLowerCase();
  const found = zones.filter((zone) => zone.level > 0 && (wanted ? zone.name.toLowerCase().includes(wanted) : zone.level === 1));
  const pick = (id: number, on: boolean) => {
    const ids = on ? [...chosen, id] : chosen.filter((one) => one !== id);
    const others = filter.geo.filter((clause) => !("areas" in clause && clause.op === "inside" && clause.areas.some((a) => "zone" in a)));
    change({ geo: ids.length ? [...others, { op: "inside", areas: ids.map((zone) => ({ zone })) }] : others });
  };
  const act = (run: () => void) => () => {
    close();
    run();
  };
  return (
    <fieldset className="choices">
      <legend className="sr">{say.t("filter.place")}</legend>
      <div className="pills padded">
        {map && (
          <>
            <button type="button" className="pill" onClick={act(() => filterByView(app))}>
              {say.t("filter.inView")}
            </button>
            <button type="button" className="pill" onClick={act(() => void draw(app, "area", "filter"))}>
              {say.t("filter.drawArea")}
            </button>
          </>
        )}
        <button type="button" className="pill" onClick={act(() => openNear(app))}>
          {say.t("filter.nearMore")}
        </button>
      </div>
      <input
        className="field"
        type="search"
        placeholder={say.t("filter.findZone")}
        aria-label={say.t("filter.findZone")}
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <CountsFailure counts={counts} />
      {found.length === 0 && <p className="hint">{say.t("filter.noMatch")}</p>}
      {found.slice(0, 100).map((zone) => (
        <Choice
          key={zone.id}
          chosen={chosen.includes(zone.id)}
          label={zone.name}
          count={counts.of(String(zone.id))}
          onChange={(on) => pick(zone.id, on)}
        />
      ))}
    </fieldset>
  );
}

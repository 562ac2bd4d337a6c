/** When they were found: bars to drag across, the same as a list, and dates to type. */
import { lazy, Suspense, useMemo, useState } from "react";
import type { Facets } from "../../../server/contract/types.ts";
import { untilLoaded } from "../../api/chunk.ts";
import type { View } from "../../state/view.ts";
import { setFilter } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import { barLabel, type Days, daysAfter, daysOf, foundIn, spanOf, toggledBar } from "./days.ts";
import { countsOf, type Row } from "./groups.ts";
import { Listed } from "./Listed.tsx";
import { dayOption, type Look } from "./options.ts";
import { Section } from "./Section.tsx";

const Chart = lazy(() => untilLoaded(() => import("./Chart.tsx")).then((file) => ({ default: file.Chart })));

const spans = [30, 90, 365, null] as const;
const stepWords = { day: "charts.byDay", week: "charts.byWeek", month: "charts.byMonth" } as const;

/** Where nothing was chosen: as many days as hold what is chosen, 90 at least. */
function firstSpan(found: View["filter"]["found"], today: string): number | null {
  const from = spanOf(found, today)?.from;
  return spans.find((n) => n === null || (n >= 90 && (!from || daysAfter(today, 1 - n) <= from))) ?? null;
}

export function DayFigure({ answer, view, today, look }: { answer: Facets; view: View; today: string; look: Look }) {
  const app = useApp();
  const say = useSay();
  const { filter } = view;
  const [span, setSpan] = useState(() => firstSpan(filter.found, today));
  const days = useMemo(() => daysOf(countsOf(answer, "day"), filter.found, today, span), [answer, filter.found, today, span]);
  const option = useMemo(() => dayOption(days.bars, look), [days, look]);
  const rows = days.bars.map(
    (bar): Row => ({
      key: bar.from,
      label: { zh: barLabel(bar), en: barLabel(bar) },
      count: bar.count,
      chosen: bar.chosen,
      toggled: toggledBar(filter, bar),
      only: foundIn(filter, bar.from, bar.to),
    }),
  );
  const word = (n: number | null) => (n === null ? say.t("charts.all") : n === 365 ? say.t("charts.year") : say.t("charts.days", { n }));
  return (
    <Section title={say.t("charts.day")} held={filter.found !== null} without={{ ...filter, found: null }}>
      <fieldset className="pills" aria-label={say.t("charts.span")}>
        {spans.map((n) => (
          <button
            key={n}
            type="button"
            className={n === span ? "pill chosen" : "pill"}
            aria-pressed={n === span}
            onClick={() => setSpan(n)}
          >
            {word(n)}
          </button>
        ))}
        <small className="quiet">{say.t(stepWords[days.step])}</small>
      </fieldset>
      <Suspense fallback={<div className="chart" />}>
        <Chart
          className="chart"
          option={option}
          lang={say.lang}
          description={described(days, say)}
          onPick={(i) => rows[i] && setFilter(app, rows[i].toggled)}
          onBrush={(from, to) => brushed(days, from, to, (a, b) => setFilter(app, foundIn(filter, a, b)))}
        />
      </Suspense>
      <p className="chart-note">
        {say.t("charts.brush")}
        {days.earlier > 0 && ` ${say.t("charts.earlier", { n: say.n(days.earlier) })}`}
      </p>
      <Dates view={view} />
      <Listed rows={rows.toReversed()} label={say.t("charts.day")} />
    </Section>
  );
}

function brushed({ bars }: Days, from: number, to: number, take: (from: string, to: string) => void): void {
  const [first, last] = [bars[from], bars[Math.min(to, bars.length - 1)]];
  if (first && last) take(first.from, last.to);
}

function described({ bars }: Days, say: ReturnType<typeof useSay>): string {
  const most = bars.reduce((best, bar) => (bar.count > best.count ? bar : best), bars[0] ?? { from: "", to: "", count: 0 });
  const n = bars.reduce((sum, bar) => sum + bar.count, 0);
  const [from, to] = [bars[0]?.from ?? "", bars.at(-1)?.to ?? ""];
  return say.t("charts.dayPicture", { from, to, n: say.n(n), most: say.n(most.count), at: barLabel(most) });
}

/** The same by typing. */
function Dates({ view: { filter } }: { view: View }) {
  const app = useApp();
  const say = useSay();
  const { found } = filter;
  const dates = found && "from" in found ? found : { from: null, to: null };
  const set = (end: "from" | "to", text: string) => {
    const next = { ...dates, [end]: text || null };
    // The end that was typed wins: the other follows when they would cross.
    if (next.from && next.to && next.from > next.to) next[end === "from" ? "to" : "from"] = text;
    setFilter(app, { ...filter, found: next.from || next.to ? next : null });
  };
  return (
    <div className="chart-dates">
      {(["from", "to"] as const).map((end) => (
        <label key={end} className="labelled">
          <span>{say.t(`charts.${end}`)}</span>
          <input
            className="field"
            type="date"
            max="9999-12-31"
            value={dates[end] ?? ""}
            onChange={(event) => set(end, event.target.value)}
          />
        </label>
      ))}
    </div>
  );
}

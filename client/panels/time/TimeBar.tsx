/** Time under the map: which days are chosen and how, the days as a histogram, the moment that is looked back to, and the past played. */
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import "../../look/time.css";
import type { District } from "../../../server/contract/types.ts";
import { timeWords } from "../../look/words/time.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import { daily } from "../../state/replay.ts";
import { Icon } from "../parts/Icon.tsx";
import { changeView, setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Chart, type ChartDay, dayWords } from "./Chart.tsx";
import { DayFields } from "./DayFields.tsx";
import {
  addDays,
  daysBetween,
  edgesOf,
  firstSpan,
  fits,
  modeOf,
  modes,
  rangeOf,
  roundNow,
  type Span,
  spanOf,
  spans,
  withMode,
  withRange,
} from "./days.ts";
import { MomentFields } from "./MomentFields.tsx";
import { MomentTrack } from "./MomentTrack.tsx";
import { PlayButtons } from "./PlayButtons.tsx";
import { BeginRound, Presets } from "./Presets.tsx";
import { usePlay } from "./usePlay.ts";
import { type Stretch, useStretch } from "./useStretch.ts";

learn(timeWords);

const districtOf = (state: AppState) => state.district;
const filterOf = (state: AppState) => state.view.filter;
/** Fetched anew each ten minutes at most. */
const turn_s = 600;
/** The present, as far as the bar is concerned: looking back moves the page's clock no more than anything else does. */
const nowOf = ({ live, clock, district }: AppState) =>
  Math.floor((district?.frozen ? clock : Math.max(live.heard, clock)) / turn_s) * turn_s;

export function TimeBar() {
  const district = usePart(districtOf);
  return district && <Bar district={district} />;
}

/** Tells the map how much of its place is taken. */
function useHeight(): React.RefObject<HTMLElement | null> {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const [it, area] = [box.current, box.current?.parentElement];
    if (!it || !area || typeof ResizeObserver === "undefined") return;
    const grown = new ResizeObserver(() => area.style.setProperty("--time-height", `${it.offsetHeight}px`));
    grown.observe(it);
    return () => {
      grown.disconnect();
      area.style.removeProperty("--time-height");
    };
  }, []);
  return box;
}

function Bar({ district }: { district: District }) {
  const say = useSay();
  const filter = usePart(filterOf);
  const now = usePart(nowOf);
  const { timeZone } = district;
  const today = dayText(now, timeZone);
  const [span, setSpan] = useState(() => firstSpan(filter, today, timeZone));
  const edges = useMemo(() => edgesOf(span.from, span.to, timeZone), [span, timeZone]);
  const [from, to] = [edges[0] as number, edges.at(-1) as number];
  const toNow = now < to;
  const stretch = useStretch(Math.min(from, now), toNow ? now : to);
  const play = usePlay(stretch.fold, toNow);
  const [looked, look] = useState<ChartDay | null>(null);
  const days = useDays(stretch, edges, span.from, now);
  const box = useHeight();
  return (
    <section className="time-bar" aria-label={say.t("time.label")} ref={box} aria-busy={stretch.state === "loading"}>
      <div className="time-rows">
        <Choosing today={today} />
        <SpanFields span={span} setSpan={setSpan} today={today} />
        <span className="time-group moments">
          <PlayButtons play={play} ready={stretch.fold !== null} />
          <MomentFields />
        </span>
      </div>
      <CloseButton />
      <div className="time-plot">
        <Plot days={days} stretch={stretch} today={today} look={look} />
        <MomentTrack fold={stretch.fold} from={from} to={to} toNow={toNow} timeZone={timeZone} ticks={ticksOf(span)} />
      </div>
      <Caption looked={looked} stretch={stretch} days={days} />
    </section>
  );
}

/** The figures of each day, of the stretch that is here. */
function useDays({ fold }: Stretch, edges: readonly number[], first: string, now: number): readonly ChartDay[] {
  const { unit } = usePart(filterOf);
  return useMemo(
    () =>
      fold
        ? daily(fold.replay, edges, unit).map((one, i) => ({ ...one, day: addDays(first, i), unfinished: (edges[i + 1] as number) > now }))
        : [],
    [fold, edges, unit, first, now],
  );
}

/** Some dates along the line: Mondays, the firsts of months, or every few days. */
function ticksOf({ from, to }: Span): { at: number; text: string }[] {
  const count = daysBetween(from, to) + 1;
  const every = count <= 10 ? 1 : count <= 45 ? 7 : count <= 120 ? 14 : Math.ceil(count / 8);
  return Array.from({ length: Math.ceil(count / every) }, (_, i) => ({ at: (i * every) / count, text: addDays(from, i * every).slice(5) }));
}

/** How days are chosen, and which. */
function Choosing({ today }: { today: string }) {
  const app = useApp();
  const say = useSay();
  const filter = usePart(filterOf);
  const mode = modeOf(filter);
  const range = rangeOf(filter, today);
  const change = (next: typeof range) => setFilter(app, withRange(filter, mode, next));
  return (
    <>
      <fieldset className="pills time-group">
        <legend className="sr">{say.t("time.mode")}</legend>
        {modes.map((one) => (
          <button
            key={one}
            type="button"
            className={mode === one ? "pill chosen" : "pill"}
            aria-pressed={mode === one}
            title={say.t(`time.modeHint.${one}`)}
            onClick={() => setFilter(app, withMode(filter, one, today))}
          >
            {say.t(`time.mode.${one}`)}
          </button>
        ))}
      </fieldset>
      {mode !== "overdue" && (
        <>
          <span className="pills time-group presets">
            <Presets today={today} range={range} change={change} />
          </span>
          <span className="time-group dates">
            <DayFields range={range} what={say.t(`time.mode.${mode}`)} change={change} />
          </span>
        </>
      )}
    </>
  );
}

function CloseButton() {
  const app = useApp();
  const say = useSay();
  return (
    <button
      type="button"
      className="icon-button close"
      aria-label={say.t("time.close")}
      title={say.t("time.close")}
      onClick={() => changeView(app, { time: false })}
    >
      <Icon name="close" />
    </button>
  );
}

interface SpanProps {
  readonly span: Span;
  readonly setSpan: (span: Span) => void;
  readonly today: string;
}

/** Which stretch lies under the bars. */
function SpanFields({ span, setSpan, today }: SpanProps) {
  const say = useSay();
  const round = roundNow(usePart(districtOf)?.rounds ?? [], today);
  const [typed, setTyped] = useState(span);
  const type = (end: "from" | "to", text: string) => {
    const next: Span = { ...typed, kind: "typed", [end]: text };
    setTyped(next);
    if (fits(next)) setSpan(next);
  };
  return (
    <span className="time-group time-span">
      <select
        aria-label={say.t("time.span")}
        value={span.kind}
        onChange={(event) => {
          const next = spanOf(event.target.value as Span["kind"], today, round, span);
          setSpan(next);
          setTyped(next);
        }}
      >
        {spans.map((kind) => (
          <option key={kind} value={kind} disabled={kind === "round" && !round}>
            {say.t(`time.span.${kind}`)}
          </option>
        ))}
      </select>
      {span.kind === "typed" &&
        (["from", "to"] as const).map((end) => (
          <input
            key={end}
            className="field"
            type="date"
            max="9999-12-31"
            aria-label={say.t(end === "from" ? "time.spanFrom" : "time.spanTo")}
            aria-invalid={!fits(typed)}
            value={typed[end]}
            onChange={(event) => type(end, event.target.value)}
          />
        ))}
      {span.kind === "typed" && !fits(typed) && (
        <span className="inline-failure" role="alert">
          {say.t("time.tooLong")}
        </span>
      )}
      <BeginRound today={today} />
    </span>
  );
}

interface PlotProps {
  readonly days: readonly ChartDay[];
  readonly stretch: Stretch;
  readonly today: string;
  readonly look: (day: ChartDay | null) => void;
}

/** Not here yet, could not be had, and here: three different things. */
function Plot({ days, stretch, today, look }: PlotProps) {
  const app = useApp();
  const say = useSay();
  const filter = usePart(filterOf);
  const mode = modeOf(filter);
  if (stretch.state === "failed") {
    return (
      <p className="time-chart inline-failure" role="alert">
        {say.t("time.failed")}
        {stretch.failure && `：${say.of(stretch.failure)}`}
        <button type="button" className="link" onClick={stretch.again}>
          {say.t("app.retry")}
        </button>
      </p>
    );
  }
  if (!days.length) return <p className="time-chart quiet">{say.t("time.loading")}</p>;
  return (
    <Chart
      days={days}
      range={rangeOf(filter, today)}
      what={mode === "overdue" ? null : say.t(`time.mode.${mode}`)}
      choose={(range) => setFilter(app, withRange(filter, mode, range))}
      look={look}
    />
  );
}

function Caption({ looked, stretch, days }: { looked: ChartDay | null; stretch: Stretch; days: readonly ChartDay[] }) {
  const say = useSay();
  const hint = modeOf(usePart(filterOf)) === "overdue" ? "time.hintMoment" : "time.hint";
  const none = stretch.fold?.replay.count === 0;
  return (
    <p className="time-caption quiet">
      <span className="key">
        <i className="bar-key" aria-hidden="true" />
        {say.t("time.found")}
      </span>
      <span className="key">
        <i className="line-key" aria-hidden="true" />
        {say.t("time.open")}
      </span>
      <span className="time-said">{looked ? dayWords(looked, say) : none ? say.t("time.empty") : days.length ? say.t(hint) : ""}</span>
    </p>
  );
}

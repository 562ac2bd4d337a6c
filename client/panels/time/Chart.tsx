/** The days of a stretch: bars of what was found, a line of what was open; a click takes a day, a drag takes several, two handles move the ends. */
import { useRef, useState } from "react";
import type { Days } from "../../../server/contract/filter.ts";
import type { DayFigures } from "../../state/replay.ts";
import { type Say, useSay } from "../useApp.ts";
import { Handle, shareAt } from "./Handle.tsx";

export interface ChartDay extends DayFigures {
  readonly day: string;
  /** It has not ended: its figures are of the moment. */
  readonly unfinished: boolean;
}

const weekday = (day: string, say: Say): string =>
  new Intl.DateTimeFormat(say.lang === "zh" ? "zh-CN" : "en-GB", { weekday: "short", timeZone: "UTC" }).format(
    Date.parse(`${day}T00:00:00Z`),
  );

/** A day's figures in words. */
export const dayWords = ({ day, found, open, unfinished }: ChartDay, say: Say): string =>
  say.t(unfinished ? "time.unfinished" : "time.day", { day, weekday: weekday(day, say), found: say.n(found), open: say.n(open) });

/** A round number above a figure, to draw against. */
export function roof(most: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return Math.max(1, Math.ceil(most / step / 0.5) * 0.5 * step);
}

interface Ends {
  readonly a: number;
  readonly b: number;
}

/** Rows of the chosen days, clipped to what is drawn; null = none of it. */
function endsOf(range: Days | null, days: readonly ChartDay[]): Ends | null {
  if (!range) return null;
  const inside = (day: string) => (range.from === null || day >= range.from) && (range.to === null || day <= range.to);
  const a = days.findIndex(({ day }) => inside(day));
  return a < 0 ? null : { a, b: days.findLastIndex(({ day }) => inside(day)) };
}

interface Props {
  readonly days: readonly ChartDay[];
  readonly range: Days | null;
  /** What the days are chosen for, in words; null = days are not chosen now. */
  readonly what: string | null;
  choose(range: Days): void;
  look(day: ChartDay | null): void;
}

export function Chart({ days, range, what, choose, look }: Props) {
  const say = useSay();
  const [draft, setDraft] = useState<Ends | null>(null);
  const anchor = useRef<number | null>(null);
  const ends = draft ?? endsOf(range, days);
  const last = days.length - 1;
  const indexAt = (share: number) => Math.max(0, Math.min(last, Math.floor(share * days.length)));
  const done = (of: Ends | null = draft) => {
    setDraft(null);
    const [from, to] = [days[of?.a ?? -1]?.day, days[of?.b ?? -1]?.day];
    if (from && to && what !== null) choose({ from, to });
  };
  const at = (event: React.PointerEvent<HTMLElement>) => indexAt(shareAt(event.currentTarget, event.clientX));
  const move = (end: "a" | "b", to: number) => {
    const now = ends ?? { a: 0, b: last };
    const kept = Math.max(0, Math.min(last, to));
    const next = end === "a" ? { a: kept, b: Math.max(kept, now.b) } : { a: Math.min(kept, now.a), b: kept };
    setDraft(next);
    look(days[kept] ?? null);
  };
  return (
    <div
      className="time-chart"
      onPointerDown={(event) => {
        if (what === null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        anchor.current = at(event);
        setDraft({ a: anchor.current, b: anchor.current });
      }}
      onPointerMove={(event) => {
        const here = at(event);
        look(days[here] ?? null);
        if (anchor.current !== null) setDraft({ a: Math.min(anchor.current, here), b: Math.max(anchor.current, here) });
      }}
      onPointerUp={() => {
        if (anchor.current !== null) done();
        anchor.current = null;
      }}
      onPointerCancel={() => {
        anchor.current = null;
        setDraft(null);
      }}
      onPointerLeave={() => look(null)}
    >
      <Bars days={days} ends={what === null ? null : ends} label={say.t("time.chart")} />
      {what !== null &&
        (["a", "b"] as const).map((end) => {
          const index = ends?.[end] ?? (end === "a" ? 0 : last);
          const day = days[index];
          return (
            day && (
              <Handle
                key={end}
                className={`range-handle ${end === "a" ? "first" : "last"}${ends ? "" : " idle"}`}
                at={(index + (end === "b" ? 1 : 0)) / days.length}
                label={`${what} · ${say.t(end === "a" ? "time.first" : "time.last")}`}
                now={index}
                min={0}
                max={last}
                text={dayWords(day, say)}
                step={(by, large) => move(end, index + by * (large ? 7 : 1))}
                end={(which) => move(end, which === "first" ? 0 : last)}
                drag={(share) => move(end, Math.round(share * days.length) - (end === "b" ? 1 : 0))}
                done={done}
              />
            )
          );
        })}
    </div>
  );
}

/** In hundredths of the box, so that it stretches with it. */
const high = 100;

function Bars({ days, ends, label }: { days: readonly ChartDay[]; ends: Ends | null; label: string }) {
  const say = useSay();
  const most = { found: roof(Math.max(...days.map((one) => one.found))), open: roof(Math.max(...days.map((one) => one.open))) };
  const wide = days.length;
  const y = (share: number) => high * (1 - share * 0.94);
  const line = days.map(({ open }, i) => `${i + 0.5},${y(open / most.open)}`).join(" ");
  return (
    <>
      <svg viewBox={`0 0 ${wide} ${high}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {ends && <rect className="chosen-days" x={ends.a} y={0} width={ends.b - ends.a + 1} height={high} />}
        {days.map(({ day, found }, i) => (
          <rect
            key={day}
            className={ends === null || (i >= ends.a && i <= ends.b) ? "bar" : "bar out"}
            x={i + 0.14}
            y={y(found / most.found)}
            width={0.72}
            height={high - y(found / most.found)}
          />
        ))}
        <polyline className="open-line" points={line} />
      </svg>
      <span className="axis left" aria-hidden="true">
        {say.n(most.found)}
      </span>
      <span className="axis right" aria-hidden="true">
        {say.n(most.open)}
      </span>
    </>
  );
}

/** The course of 30 days: found as bars, closed as a line, from the problems that the wall holds. */
import { useMemo } from "react";
import "../../look/wallBoxes.css";
import { isPart } from "../../state/beyond.ts";
import type { Box } from "../layout.ts";
import type { WallState } from "../state.ts";
import { byDay, type Day } from "../tallies.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const problemsOf = (state: WallState) => state.data.problems;
const zoneOf = (state: WallState) => state.district?.timeZone;
/** The hour: a day begins with one. */
const hourOf = (state: WallState) => Math.floor(state.now / 3600);
const phaseOf = (state: WallState) => state.phase;

export function Trend({ box }: { box: Box }) {
  const say = useSay();
  const problems = usePart(problemsOf);
  const timeZone = usePart(zoneOf);
  const hour = usePart(hourOf);
  const phase = usePart(phaseOf);
  const part = problems !== undefined && isPart(problems);
  const days = useMemo(
    () => (problems && !part && timeZone && hour ? byDay(problems, hour * 3600, timeZone) : null),
    [problems, part, timeZone, hour],
  );
  return (
    <section className="trend" style={place(box)} aria-label={say.t("figure.trend")}>
      {days ? (
        <Course days={days} />
      ) : (
        <p className="instead">{say.t(part ? "figure.trendPart" : phase === "waiting" ? "scene.failed" : "scene.asking")}</p>
      )}
    </section>
  );
}

/** A round number at or over it, to be read at the axis. */
export function roundUp(most: number): number {
  if (most <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((factor) => factor * power >= most) ?? 10;
  return step * power;
}

const sumOf = (days: readonly Day[], what: "found" | "closed") => days.reduce((sum, day) => sum + day[what], 0);
const monthDay = (day: string) => day.slice(5);

function Course({ days }: { days: readonly Day[] }) {
  const say = useSay();
  const most = Math.max(...days.map((day) => Math.max(day.found, day.closed)));
  const top = roundUp(most);
  const last = days[days.length - 1] as Day;
  const peak = days.reduce((best, day) => (day.found > best.found ? day : best), days[0] as Day);
  return (
    <>
      <header className="trend-head">
        <h2>{say.t("figure.trend")}</h2>
        <p className="trend-found">
          <i aria-hidden="true" />
          <span className="long">{say.t("figure.trendFound", { n: say.n(sumOf(days, "found")), today: say.n(last.found) })}</span>
          <span className="short">{say.t("figure.trendFoundShort", { today: say.n(last.found) })}</span>
        </p>
        <p className="trend-closed">
          <i aria-hidden="true" />
          <span className="long">{say.t("figure.trendClosed", { n: say.n(sumOf(days, "closed")), today: say.n(last.closed) })}</span>
          <span className="short">{say.t("figure.trendClosedShort", { today: say.n(last.closed) })}</span>
        </p>
      </header>
      <div className="trend-plot" data-days={days.length}>
        <Bars days={days} top={top} />
        <span className="trend-top">{say.n(top)}</span>
        {peak.found > 0 && <Peak days={days} peak={peak} top={top} />}
      </div>
      <footer className="trend-foot">
        <span>{monthDay((days[0] as Day).day)}</span>
        <span>{monthDay((days[Math.floor(days.length / 2)] as Day).day)}</span>
        <span>{say.t("figure.today")}</span>
      </footer>
    </>
  );
}

/** In a box of 30 by 100 that is stretched to its place; today's bar is paler: the day is not over. */
function Bars({ days, top }: { days: readonly Day[]; top: number }) {
  const y = (n: number) => 100 - (n / top) * 100;
  const line = days.map(({ closed }, i) => `${i === 0 ? "M" : "L"}${i + 0.5} ${y(closed)}`).join("");
  return (
    <svg viewBox={`0 0 ${days.length} 100`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path className="trend-grid" d={`M0 0H${days.length}M0 50H${days.length}M0 100H${days.length}`} />
      {days.map(({ day, found }, i) => (
        <rect
          key={day}
          className={i === days.length - 1 ? "trend-bar today" : "trend-bar"}
          x={i + 0.14}
          width={0.72}
          y={y(found)}
          height={100 - y(found)}
        />
      ))}
      <path className="trend-line" d={line} />
    </svg>
  );
}

/** The highest bar's value over it; kept within the plot at either end. */
function Peak({ days, peak, top }: { days: readonly Day[]; peak: Day; top: number }) {
  const say = useSay();
  const at = (days.indexOf(peak) + 0.5) / days.length;
  const side = at < 0.2 ? "first" : at > 0.8 ? "last" : "";
  return (
    <span className={`trend-peak ${side}`} style={{ left: `${at * 100}%`, bottom: `${(peak.found / top) * 100}%` }}>
      {say.n(peak.found)}
    </span>
  );
}

/**
 * Small parts of scene boxes. A box is a grid of `rows` equal lines, and each part says how many lines it takes: so nothing is cut in the
 * middle of a line, and nothing scrolls.
 */
import type { ReactNode } from "react";
import { type ProblemStatus, problemStatuses } from "../../server/contract/vocabulary.ts";
import type { SceneKind } from "../../server/contract/wall.ts";
import "../look/wallBoxes.css";
import { statusShapeSvg } from "../look/palette.ts";
import { timeText, unixOf } from "../state/calendar.ts";
import type { Asked, WallState } from "./state.ts";
import { type Say, usePart, useSay } from "./useWall.ts";

const span = (lines: number) => ({ gridRow: `span ${lines}` });

/** How many of these fit, each `lines` high, and how many are left over; when some are, a line is kept to say so. */
export function fitting<T>(items: readonly T[], rows: number, lines = 1): { readonly shown: readonly T[]; readonly rest: number } {
  const all = Math.floor(rows / lines);
  if (items.length <= all) return { shown: items, rest: 0 };
  const shown = items.slice(0, Math.max(0, Math.floor((rows - 1) / lines)));
  return { shown, rest: items.length - shown.length };
}

/** The box. Its children take lines from the top. */
export function Lines({ rows, label, children }: { rows: number; label: string; children: ReactNode }) {
  return (
    <section className="lines" aria-label={label} style={{ gridTemplateRows: `repeat(${Math.max(1, rows)}, minmax(0, 1fr))` }}>
      {children}
    </section>
  );
}

interface HeadProps {
  readonly title: string;
  /** null = not known yet. */
  readonly sum?: string | null;
  readonly unit?: string;
  /** One where there is no sum, or little room. */
  readonly lines?: 1 | 2;
  /** It is this that the map shows, of several that the box names. */
  readonly lit?: boolean;
}

/** What the box is of, and its sum. */
export function Head({ title, sum, unit, lines = 2, lit = false }: HeadProps) {
  const say = useSay();
  return (
    <header className={lines === 1 ? "lines-head one" : "lines-head"} style={span(lines)}>
      <h2>{title}</h2>
      {lit && <span className="lit">{say.t("scene.onMap")}</span>}
      {(sum != null || lines === 1) && (
        <p>
          {sum != null && <b>{sum}</b>}
          {unit && <span> {unit}</span>}
        </p>
      )}
    </header>
  );
}

/** A smaller heading within the box. One line. */
export const Under = ({ children }: { children: ReactNode }) => (
  <h3 className="lines-under" style={span(1)}>
    {children}
  </h3>
);

export function StatusShape({ status }: { status: ProblemStatus }) {
  return (
    <svg className="mark" viewBox="0 0 24 24" style={{ color: `var(--${status})` }} aria-hidden="true" focusable="false">
      <path d={statusShapeSvg(status)} fill="currentColor" />
    </svg>
  );
}

/** A status by shape, colour and word. */
export function StatusWord({ status }: { status: ProblemStatus }) {
  const say = useSay();
  return (
    <span className="status-word" style={{ color: `var(--${status}-text)` }}>
      <StatusShape status={status} />
      {say.of(problemStatuses[status])}
    </span>
  );
}

interface BarProps {
  readonly name: ReactNode;
  readonly value: string;
  /** Smaller, before the value. */
  readonly aside?: ReactNode;
  /** 0 to 1 of the row's width; null = none is drawn. */
  readonly share: number | null;
  /** A CSS colour. */
  readonly colour?: string;
  /** Greyed: not to be compared. */
  readonly pale?: boolean;
}

/** A name, its figure, and a bar under both. One line. */
export function BarRow({ name, value, aside, share, colour = "var(--accent)", pale = false }: BarProps) {
  return (
    <div className={pale ? "bar-row pale" : "bar-row"} style={span(1)}>
      <span className="name">{name}</span>
      {aside && <span className="aside">{aside}</span>}
      <b className="value">{value}</b>
      {share !== null && (
        <span className="track" aria-hidden="true">
          <span style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%`, background: colour }} />
        </span>
      )}
    </div>
  );
}

interface ItemProps {
  readonly mark?: ReactNode;
  readonly main: ReactNode;
  /** At the right of the first line. */
  readonly side?: ReactNode;
  /** A second line, quieter; the item is two lines high then. */
  readonly sub?: ReactNode;
  /** At the right of the second line. */
  readonly subSide?: ReactNode;
}

/** One thing of a list: one line, or two. Long names end in an ellipsis. */
export function Item({ mark, main, side, sub, subSide }: ItemProps) {
  const two = sub !== undefined;
  return (
    <div className="item" style={span(two ? 2 : 1)}>
      <div className="item-line">
        {mark}
        <span className="name">{main}</span>
        {side && <span className="side">{side}</span>}
      </div>
      {two && (
        <div className="item-line quiet">
          <span className="name">{sub}</span>
          {subSide && <span className="side">{subSide}</span>}
        </div>
      )}
    </div>
  );
}

/** "And 12 more". One line; nothing when there are none. */
export function More({ rest }: { rest: number }) {
  const say = useSay();
  if (rest <= 0) return null;
  return (
    <p className="lines-more quiet" style={span(1)}>
      {say.t("scene.more", { n: say.n(rest) })}
    </p>
  );
}

/** Words instead of a list: that there is nothing, that it is being asked, that it failed. Takes `lines` lines. */
export function Instead({ kind, detail, lines = 3 }: { kind: "none" | "asking" | "failed"; detail?: string | null; lines?: number }) {
  const say = useSay();
  const word = { none: say.t("scene.empty"), asking: say.t("scene.asking"), failed: say.t("scene.failed") }[kind];
  return (
    <div className={`instead ${kind}`} style={span(lines)} role={kind === "failed" ? "alert" : undefined}>
      <p>{word}</p>
      {detail && <p className="quiet">{detail}</p>}
    </div>
  );
}

const zoneOf = (state: WallState) => state.district?.timeZone ?? "Asia/Shanghai";
/** "08:05" of the district; of another day with month and day before it. */
export function useMoment(): (unix: number) => string {
  const timeZone = usePart(zoneOf);
  const today = usePart(todayOf);
  return (unix) => {
    const text = timeText(unix, timeZone);
    return text.slice(0, 10) === today ? text.slice(11) : text.slice(5);
  };
}
let known = { minute: -1, timeZone: "", day: "" };
/** The district's day, yyyy-MM-dd. Many ask with each word that is heard; it changes with a minute at most. */
export function todayOf(state: WallState): string {
  const timeZone = zoneOf(state);
  const minute = Math.floor(state.now / 60);
  if (known.minute !== minute || known.timeZone !== timeZone) known = { minute, timeZone, day: timeText(state.now, timeZone).slice(0, 10) };
  return known.day;
}

/** What is due becomes overdue by the minute; the figures' own moment where they are of now, so that the one does not deny the other. */
export function countedAt({ now, figures }: WallState): number {
  const minute = Math.floor(now / 60) * 60;
  const asked = figures.state === "there" ? unixOf(figures.value.clock) : 0;
  return asked > minute - 60 ? asked : minute;
}

const none: Asked<never> = { state: "asking" };
/** What a scene asked. The caller says the type that it put there. */
export function useAsked<T>(kind: SceneKind): Asked<T> {
  const asked = usePart(askedOf);
  return (asked[kind] as Asked<T> | undefined) ?? none;
}
const askedOf = (state: WallState) => state.asked;

interface AnsweredProps<T> {
  readonly kind: SceneKind;
  readonly rows: number;
  /** @param rows lines that are left for it */
  readonly children: (value: T, rows: number) => ReactNode;
}

/** A scene's answer, or in its place why there is none; an old answer says of when it is, on the last line. */
export function Answered<T>({ kind, rows, children }: AnsweredProps<T>) {
  const say = useSay();
  const moment = useMoment();
  const asked = useAsked<T>(kind);
  if (asked.state === "asking") return <Instead kind="asking" lines={Math.min(3, rows)} />;
  if (asked.state === "failed") return <Instead kind="failed" detail={say.of(asked.failure)} lines={Math.min(4, rows)} />;
  if (asked.state === "there") return children(asked.value, rows);
  return (
    <>
      {children(asked.value, rows - 1)}
      <p className="lines-old" style={{ gridRow: "-2 / -1" }}>
        {say.t("scene.old", { time: moment(asked.at) })}
      </p>
    </>
  );
}

/** A span of time in its largest useful unit. @param seconds */
export function spanText(seconds: number, say: Say): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return say.t("span.minutes", { n: minutes });
  if (minutes < 48 * 60) return say.t("span.hours", { n: Math.round(minutes / 60) });
  return say.t("span.days", { n: say.n(Math.round(minutes / 1440)) });
}

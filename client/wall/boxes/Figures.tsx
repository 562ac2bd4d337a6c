/** The seven figures that leaders ask for: each large, with yesterday's and last week's beside it, each the answer of one query. */
import type { ReactNode } from "react";
import type { Headline } from "../../../server/contract/types.ts";
import "../../look/wallBoxes.css";
import { type Change, changeOf, digits, type Figure, type FigureKind, figureKinds, figureOf, signed } from "../figures.ts";
import type { Box } from "../layout.ts";
import { StatusShape, useMoment } from "../lists.tsx";
import type { Asked, WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const figuresOf = (state: WallState) => state.figures;
/** Somebody looks who is signed in here: a figure opens its rows. A screen with a token of its own stays where it is. */
const handOf = (state: WallState) => state.settings.token === null;

export function Figures({ boxes }: { boxes: readonly Box[] }) {
  const asked = usePart(figuresOf);
  return boxes.slice(0, figureKinds.length).map((box, i) => {
    const kind = figureKinds[i] as FigureKind;
    return <One key={kind.name} box={box} kind={kind} asked={asked} />;
  });
}

function One({ box, kind, asked }: { box: Box; kind: FigureKind; asked: Asked<Headline> }) {
  const say = useSay();
  const known = "value" in asked ? figureOf(asked.value, kind.name) : null;
  const name = say.t(kind.word);
  const status = kind.status === "overdue" || kind.status === "nearly_due" ? kind.status : "";
  return (
    <Frame box={box} kind={kind} known={known} state={asked.state}>
      <span className="figure-label">
        {kind.status && <StatusShape status={kind.status} />}
        <span className="name">{name}</span>
      </span>
      <span className={`figure-value ${status}`}>
        <Value asked={asked} known={known} />
      </span>
      {asked.state === "old" && <Since at={asked.at} />}
      {known && (
        <span className="figure-changes">
          <Beside change={changeOf(known.now, known.yesterday, kind.more)} figure={known} which="yesterday" />
          <Beside change={changeOf(known.now, known.lastWeek, kind.more)} figure={known} which="lastWeek" />
        </span>
      )}
    </Frame>
  );
}

interface FrameProps {
  readonly box: Box;
  readonly kind: FigureKind;
  readonly known: Figure | null;
  readonly state: Asked<unknown>["state"];
  readonly children: ReactNode;
}

/** Says what it holds to whoever checks it, and opens its rows where there is a hand. */
function Frame({ box, kind, known, state, children }: FrameProps) {
  const hand = usePart(handOf);
  const told = {
    "data-figure": kind.name,
    "data-state": state,
    ...(known && { "data-value": known.now ?? "none", "data-query": known.query }),
  };
  const inner = <span className="figure-inner">{children}</span>;
  return (
    <div className={`figure ${state}`} style={place(box)} {...told}>
      {hand && known ? (
        <a href={`/${known.query}`} target="_blank" rel="noreferrer">
          {inner}
        </a>
      ) : (
        inner
      )}
    </div>
  );
}

function Since({ at }: { at: number }) {
  const say = useSay();
  const moment = useMoment();
  return <span className="figure-old">{say.t("figure.old", { time: moment(at) })}</span>;
}

/** Not known yet ≠ disconnected ≠ no data ≠ 0. */
function Value({ asked, known }: { asked: Asked<Headline>; known: Figure | null }) {
  const say = useSay();
  if (asked.state === "failed") return <em className="figure-word failed">{say.t("scene.failed")}</em>;
  if (!known) return <em className="figure-word">{say.t("figure.asking")}</em>;
  if (known.now === null) return <em className="figure-word">{say.t("scene.empty")}</em>;
  const text = digits(known.now, known.unit, say);
  return (
    <b style={{ "--chars": text.length + (known.unit ? 0.9 : 0) } as React.CSSProperties}>
      {text}
      {known.unit && <small>{known.unit}</small>}
    </b>
  );
}

const spoken = { up: "figure.up", down: "figure.down" } as const;
const besideWords = {
  yesterday: { long: "figure.yesterday", short: "figure.yesterdayShort" },
  lastWeek: { long: "figure.lastWeek", short: "figure.lastWeekShort" },
} as const;

/** A change against then: an arrow whose shape says better or worse, its sign, its word. */
function Beside({ change, figure, which }: { change: Change | null; figure: Figure; which: "yesterday" | "lastWeek" }) {
  const say = useSay();
  const { long, short } = besideWords[which];
  const word = (
    <span className="figure-than">
      <span className="long">{say.t(long)}</span>
      <span className="short">{say.t(short)}</span>
    </span>
  );
  if (!change)
    return (
      <span className="figure-change">
        {word} {say.t("scene.empty")}
      </span>
    );
  if (change.way === "same")
    return (
      <span className="figure-change">
        {word} <span className="figure-by">{say.t("figure.same")}</span>
      </span>
    );
  const by = signed(change.by, figure.unit, say);
  return (
    <span className={`figure-change ${change.means}`} data-change={change.by}>
      {word}{" "}
      <span className="figure-by">
        <Arrow change={change} label={say.t(spoken[change.way])} />
        {by}
      </span>
    </span>
  );
}

/** Worse: full. Better: an outline. Neither: a bare arrow. So that colour is not needed to tell them apart. */
const arrows = {
  worse: { up: "M12 2 23 14H16.5V22H7.5V14H1Z", down: "M12 22 1 10H7.5V2H16.5V10H23Z" },
  better: { up: "M12 4 20 12.6H15V20.4H9V12.6H4Z", down: "M12 20 4 11.4H9V3.6H15V11.4H20Z" },
  neither: { up: "M12 3V21M4.5 10.5 12 3 19.5 10.5", down: "M12 21V3M4.5 13.5 12 21 19.5 13.5" },
} as const;

function Arrow({ change, label }: { change: Change; label: string }) {
  const d = arrows[change.means][change.way as "up" | "down"];
  const full = change.means === "worse";
  return (
    <svg className="mark" viewBox="0 0 24 24" role="img" aria-label={label}>
      <path d={d} fill={full ? "currentColor" : "none"} stroke={full ? "none" : "currentColor"} strokeWidth="2.6" strokeLinejoin="round" />
    </svg>
  );
}

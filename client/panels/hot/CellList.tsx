/** Significant cells as a list, the surest first; the seven classes with their numbers; and in plain words how it was judged. */
import { useMemo, useState } from "react";
import type { HotSpots } from "../../../server/contract/types.ts";
import { atEdge, levelWords, pText } from "../../layers/hotHexagons.ts";
import { type HotLevel, hotColour, hotLevels } from "../../look/hotColours.ts";
import type { AppState } from "../../state/app.ts";
import { nearestName } from "../../state/nearest.ts";
import { Notice } from "../parts/Notice.tsx";
import { hover } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { keepHot } from "./keep.ts";

const sitesOf = (state: AppState) => state.data.sites;
const themeOf = (state: AppState) => state.view.theme;
const first = 20;

/** Rows of the cells of one sign, the surest first. */
export function significant({ level, z }: Pick<HotSpots, "level" | "z">, sign: 1 | -1): number[] {
  const rows = level.flatMap((value, i) => (Math.sign(value) === sign ? [i] : []));
  return rows.sort((a, b) => sign * ((z[b] ?? 0) - (z[a] ?? 0)) || a - b);
}

export function CellList({ answer }: { answer: HotSpots }) {
  const say = useSay();
  if (answer.problems + answer.outside === 0) return <Notice kind="empty" title={say.t("hot.nothing")} />;
  const [hot, cold] = [significant(answer, 1), significant(answer, -1)];
  const figures = { hot: say.n(hot.length), cold: say.n(cold.length), all: say.n(answer.lon.length), n: say.n(answer.problems) };
  return (
    <>
      <p className="hot-sum">{say.t("hot.significant", figures)}</p>
      <Legend answer={answer} />
      {hot.length + cold.length === 0 && (
        <Notice kind="empty" title={say.t("hot.noneSignificant")} detail={say.t("hot.noneSignificantWhy")} />
      )}
      {hot.length > 0 && <Cells answer={answer} rows={hot} title={say.t("hot.hotCells")} />}
      {cold.length > 0 && <Cells answer={answer} rows={cold} title={say.t("hot.coldCells")} />}
      <Judged answer={answer} />
    </>
  );
}

/** A class's colour as the map shows it. */
function Ink({ level }: { level: HotLevel }) {
  const theme = usePart(themeOf);
  return <span className="hot-ink" style={{ background: hotColour(theme, level) }} aria-hidden="true" />;
}

function Legend({ answer }: { answer: HotSpots }) {
  const say = useSay();
  const cells = (level: HotLevel) => answer.level.reduce((n, one) => n + (one === level ? 1 : 0), 0);
  return (
    <ul className="hot-legend" aria-label={say.t("hot.legend")}>
      {hotLevels.map((level) => (
        <li key={level} className={cells(level) === 0 ? "none" : undefined}>
          <Ink level={level} />
          <span>{say.of(levelWords[level])}</span>
          <span className="hot-cells">{say.t("hot.cells", { n: say.n(cells(level)) })}</span>
        </li>
      ))}
    </ul>
  );
}

function Cells({ answer, rows, title }: { answer: HotSpots; rows: readonly number[]; title: string }) {
  const say = useSay();
  const [shown, setShown] = useState(first);
  const rest = rows.length - shown;
  return (
    <section className="hot-cells-of" aria-label={title}>
      <h3>{title}</h3>
      <ol className="hot-list">
        {rows.slice(0, shown).map((row, i) => (
          <Cell key={row} answer={answer} row={row} i={i + 1} title={title} />
        ))}
      </ol>
      {rest > 0 && (
        <button type="button" className="link" onClick={() => setShown(shown + 100)}>
          {say.t("hot.more", { n: say.n(Math.min(100, rest)) })}
        </button>
      )}
    </section>
  );
}

function Cell({ answer, row, i, title }: { answer: HotSpots; row: number; i: number; title: string }) {
  const app = useApp();
  const say = useSay();
  const sites = usePart(sitesOf);
  const near = useMemo(() => nearestName(sites, answer.lon[row] ?? 0, answer.lat[row] ?? 0), [sites, answer, row]);
  const [z, p] = [answer.z[row] ?? null, answer.p[row] ?? null];
  const level = hotLevels.find((one) => one === answer.level[row]) ?? 0;
  const count = answer.count[row] ?? 0;
  const point = () => hover(app, { kind: "hot", id: row });
  const leave = () => hover(app, null);
  const edge = atEdge(answer, row) ? say.t("hot.edgeCell", { n: answer.neighbours[row] ?? 0 }) : "";
  const facts = [z !== null && say.t("hot.z", { z: z.toFixed(2) }), p !== null && say.t("hot.p", { p: pText(p) }), edge].filter(Boolean);
  return (
    <li>
      <button
        type="button"
        className="hot-row"
        onClick={() => keepHot(app).open(row)}
        onMouseEnter={point}
        onMouseLeave={leave}
        onFocus={point}
        onBlur={leave}
      >
        <span className="sr">{say.t("hot.openCell", { name: `${title} ${i}`, n: say.n(count) })}</span>
        <Ink level={level} />
        <span className="hot-figure" aria-hidden="true">
          {say.n(count)}
        </span>
        <span className="hot-what">
          {near && <strong>{say.t("hot.nearBy", { name: near })}</strong>}
          <span>{say.of(levelWords[level])}</span>
          <small>{facts.join(" · ")}</small>
        </span>
      </button>
    </li>
  );
}

/** Edges, empty cells, what lies outside, and the false-discovery control: said, not hidden in a manual. */
function Judged({ answer }: { answer: HotSpots }) {
  const say = useSay();
  const { mean, deviation, edge, empty, outside, part, ground } = answer;
  return (
    <section className="hot-judged">
      <h3>{say.t("hot.howTitle")}</h3>
      <p>{say.t("hot.how", { mean: mean.toFixed(2), deviation: deviation.toFixed(2) })}</p>
      <p>{say.t("hot.control")}</p>
      <p>{say.t("hot.edges", { n: say.n(edge) })}</p>
      <p>{say.t("hot.empties", { n: say.n(empty) })}</p>
      {part && <p>{say.t("hot.part")}</p>}
      {ground === "hull" && <p>{say.t("hot.hull")}</p>}
      {outside > 0 && <p>{say.t("hot.outside", { n: say.n(outside) })}</p>}
    </section>
  );
}

/** 考核: who mends in time, by unit, sub-district or category, of the present question. Every figure opens its rows. */
import { useState } from "react";
import { type Filter, formatFilter, type StatusWord } from "../../../server/contract/filter.ts";
import { sentence } from "../../../server/contract/sentence.ts";
import type { Performance as Answer } from "../../../server/contract/types.ts";
import { askPerformance } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { effectiveFilter } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import { setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { onTimeRate, percent, reworkRate } from "./rates.ts";

const viewOf = (state: AppState) => state.view;
const turnOf = (state: AppState) => state.live.turn;
const groups = ["unit", "zone", "category"] as const;
type Group = (typeof groups)[number];
type Row = Answer["rows"][number];

/** The filter that means one row's problems. */
function narrowed(filter: Filter, by: Group, key: string | null): Filter {
  if (key === null) return filter;
  if (by === "unit") return { ...filter, unit: [Number(key)] };
  if (by === "category") return { ...filter, category: [key] };
  return { ...filter, geo: [...filter.geo, { op: "inside", areas: [{ zone: Number(key) }] }] };
}

export function Performance() {
  const say = useSay();
  const view = usePart(viewOf);
  const book = usePart(bookOf);
  const turn = usePart(turnOf);
  const [by, setBy] = useState<Group>("unit");
  // Of all states: a rate of the closed ones needs the closed ones.
  const filter = { ...effectiveFilter(view), status: [] };
  const answer = useQuestion(`${by} ${turn} ${JSON.stringify(formatFilter(filter))}`, (signal) => askPerformance(filter, by, signal));
  return (
    <section className="performance" aria-label={say.t("figures.label")} aria-busy={answer.state === "loading"}>
      <header className="ledger-head">
        <p className="sentence">{say.of(sentence(filter, book))}</p>
        <div className="ledger-tools">
          <fieldset className="pills" aria-label={say.t("figures.by")}>
            {groups.map((group) => (
              <button
                key={group}
                type="button"
                className={by === group ? "pill chosen" : "pill"}
                aria-pressed={by === group}
                onClick={() => setBy(group)}
              >
                {say.t(`groupBy.${group}`)}
              </button>
            ))}
          </fieldset>
          {view.filter.status.length > 0 && <small>{say.t("figures.allStates")}</small>}
        </div>
      </header>
      {answer.failure ? (
        <Notice
          kind="failed"
          title={say.t("figures.failed")}
          detail={say.of(answer.failure)}
          act={{ label: say.t("app.retry"), run: answer.again }}
        />
      ) : !answer.value ? (
        <Notice kind="loading" title={say.t("ledger.loading")} />
      ) : answer.value.all.total === 0 ? (
        <Notice kind="empty" title={say.t("ledger.none")} />
      ) : (
        <Table by={by} answer={answer.value} filter={view.filter} stale={answer.state === "loading"} />
      )}
    </section>
  );
}

function Table({ by, answer, filter, stale }: { by: Group; answer: Answer; filter: Filter; stale: boolean }) {
  const say = useSay();
  const book = usePart(bookOf);
  const name = (key: string | null): string => {
    if (key === null) return say.t(by === "zone" ? "card.noZone" : "figures.noUnit");
    if (by === "unit") return book.unit(Number(key)) ?? `#${key}`;
    if (by === "zone") return book.zone(Number(key)) ?? `#${key}`;
    const category = book.category(key);
    return category ? say.of(category) : key;
  };
  return (
    <section
      className={stale ? "performance-scroll stale" : "performance-scroll"}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      aria-label={say.t("figures.label")}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{say.t(`groupBy.${by}`)}</th>
            <th scope="col">{say.t("card.open")}</th>
            <th scope="col">{say.t("card.overdue")}</th>
            <th scope="col">{say.t("figures.closed")}</th>
            <th scope="col">{say.t("figures.onTime")}</th>
            <th scope="col">{say.t("figures.rework")}</th>
          </tr>
        </thead>
        <tbody>
          <Line name={say.t("figures.all")} row={{ key: null, ...answer.all }} filter={filter} whole />
          {answer.rows.map((row) => (
            <Line key={row.key ?? ""} name={name(row.key)} row={row} filter={row.key === null ? null : narrowed(filter, by, row.key)} />
          ))}
        </tbody>
      </table>
      {by === "zone" && <p className="hint">{say.t("figures.zonesToday")}</p>}
      <p className="hint">{say.t("figures.note")}</p>
    </section>
  );
}

/** @param filter null = no filter names these rows; their figures open nothing */
function Line({ name, row, filter, whole = false }: { name: string; row: Row; filter: Filter | null; whole?: boolean }) {
  const app = useApp();
  const say = useSay();
  const open = (status: readonly StatusWord[]) => () => filter && setFilter(app, { ...filter, status }, { panel: "ledger" });
  const figure = (count: number, status: readonly StatusWord[], word: string, look = "") =>
    count === 0 || !filter ? (
      <span className={look}>{say.n(count)}</span>
    ) : (
      <button type="button" className={`link ${look}`} aria-label={`${name} ${word} ${say.n(count)}`} onClick={open(status)}>
        {say.n(count)}
      </button>
    );
  const share = (value: number | null, part: number, of: number) =>
    value === null ? (
      <span className="quiet" title={say.t("figures.noRate")}>
        {say.t("figures.noneYet")}
      </span>
    ) : (
      <span>
        {percent(value)}{" "}
        <small>
          {say.n(part)}/{say.n(of)}
        </small>
      </span>
    );
  return (
    <tr className={whole ? "whole" : undefined}>
      <th scope="row">{name}</th>
      <td>{figure(row.open, ["open"], say.t("card.open"))}</td>
      <td>{figure(row.overdue, ["overdue"], say.t("card.overdue"), row.overdue ? "is-overdue" : "")}</td>
      <td>{figure(row.closed, ["closed"], say.t("figures.closed"))}</td>
      <td>{share(onTimeRate(row), row.onTime, row.counted)}</td>
      <td>{share(reworkRate(row), row.reworked, row.closed)}</td>
    </tr>
  );
}

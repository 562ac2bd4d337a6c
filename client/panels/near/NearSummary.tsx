/** Everything around at once: one sentence whose figures open their rows, and the same place by place. */

import { useState } from "react";
import { formatFilter } from "../../../server/contract/filter.ts";
import { formatAnchor } from "../../../server/contract/geo.ts";
import type { Surroundings } from "../../../server/contract/types.ts";
import type { SiteType } from "../../../server/contract/vocabulary.ts";
import { askSurroundings } from "../../api/places.ts";
import { words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import type { NearQuestion } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import { changeView, openNear, toast } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { NearTable, type Place } from "./NearTable.tsx";
import { anchorOf, columnsOf, type Figure, fewFigures, figuresOf, figureText, placeText, subjectText, tableText } from "./nearText.ts";
import { SiteRows } from "./SiteRows.tsx";

const filterOf = (state: AppState) => state.view.filter;
const turnOf = (state: AppState) => state.live.turn;
const sitesOf = (state: AppState) => state.data.sites;

export function NearSummary({ near }: { near: NearQuestion }) {
  const say = useSay();
  const filter = usePart(filterOf);
  const turn = usePart(turnOf);
  const key = JSON.stringify([formatFilter(filter), near.of.map(formatAnchor), near.within_m]);
  const answer = useQuestion(`${turn} ${key}`, (signal) => askSurroundings(filter, near, signal));
  if (answer.failure) {
    return (
      <Notice
        kind="failed"
        title={say.t("near.failed")}
        detail={say.of(answer.failure)}
        act={{ label: say.t("app.retry"), run: answer.again }}
      />
    );
  }
  if (!answer.value) return <Notice kind="loading" title={say.t("ledger.loading")} />;
  // The answer before stays, paler, until the next one: of another question it opens nothing.
  const stale = answer.state === "loading" && !answer.key?.endsWith(key);
  return (
    <div className={stale ? "near-sum stale" : "near-sum"} aria-busy={stale} inert={stale}>
      <Summed answer={answer.value} near={near} />
    </div>
  );
}

/** Whose sites are listed under the figures. */
interface Listed {
  readonly place: Place | null;
  readonly figure: Figure & { readonly key: SiteType };
}

export function Summed({ answer, near }: { answer: Surroundings; near: NearQuestion }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const [listed, list] = useState<Listed | null>(null);
  const [all, showAll] = useState(false);
  const columns = columnsOf(answer).slice(0, all ? undefined : fewFigures);
  if (answer.anchors.length === 0) return <Notice kind="empty" title={say.t("near.noAnchors")} />;
  const open = (figure: Figure, place: Place | null) => {
    const { key } = figure;
    if (key !== "problem") return list({ place, figure: { ...figure, key } });
    const anchor = place && anchorOf(place, near);
    // Only this place's: the way back is the browser's own.
    if (anchor) openNear(app, { of: [anchor], within_m: near.within_m });
    changeView(app, { panel: "ledger" }, anchor ? "replace" : "push");
  };
  return (
    <>
      <Said answer={answer} near={near} open={open} all={all} more={() => showAll(!all)} />
      {listed && (
        <SiteRows
          of={listed.place ? [anchorOf(listed.place, near) ?? near.of].flat() : near.of}
          within_m={near.within_m}
          figure={listed.figure}
          title={listed.place ? placeText(listed.place, near, book, say) : null}
          close={() => list(null)}
        />
      )}
      <NearTable answer={answer} near={near} columns={columns} open={open} />
      <TableActs answer={answer} near={near} />
    </>
  );
}

interface SaidProps {
  readonly answer: Surroundings;
  readonly near: NearQuestion;
  readonly open: Open;
  /** Every type is said, not only what is asked for first. */
  readonly all: boolean;
  readonly more: () => void;
}
type Open = (figure: Figure, place: Place | null) => void;

/** "Within 500 m of these 5 farmers' markets: 212 open problems, 31 residential compounds, 17 back alleys (4.2 km)". */
function Said({ answer, near, open, all, more }: SaidProps) {
  const say = useSay();
  const book = usePart(bookOf);
  const filter = usePart(filterOf);
  const sites = usePart(sitesOf);
  const typeOf = (id: number) => {
    const row = sites?.id.indexOf(id) ?? -1;
    return row < 0 ? undefined : (sites?.types[sites.type[row] ?? 0] as SiteType | undefined);
  };
  const of = subjectText(near.of, answer.anchorsTotal, typeOf, book, say);
  const figures = figuresOf(answer.all);
  const rest = figures.slice(fewFigures);
  const shown = all ? figures : figures.slice(0, fewFigures);
  const [colon, comma] = say.lang === "zh" ? ["：", "、"] : [": ", ", "];
  return (
    <section className="near-said" aria-live="polite">
      <p>
        {say.t("near.subject", { of, m: say.n(near.within_m) })}
        {colon}
        {shown.map((figure, i) => {
          const text = figureText(figure, filter, say);
          return (
            <span key={figure.key}>
              {i > 0 && comma}
              <button
                type="button"
                className="near-figure"
                data-near-type={figure.key}
                data-count={figure.count}
                disabled={figure.count === 0}
                onClick={() => open(figure, null)}
              >
                {text}
              </button>
            </span>
          );
        })}
        {say.lang === "zh" ? "。" : ". "}
        {rest.length > 0 && (
          <button type="button" className="link" aria-expanded={all} onClick={more}>
            {all
              ? say.t("near.fewerTypes")
              : say.t("near.restTypes", { types: say.n(rest.length), n: say.n(rest.reduce((sum, { count }) => sum + count, 0)) })}
          </button>
        )}
      </p>
      <p className="quiet">{say.t("near.clipped")}</p>
    </section>
  );
}

function TableActs({ answer, near }: { answer: Surroundings; near: NearQuestion }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const filter = usePart(filterOf);
  const copy = () =>
    navigator.clipboard.writeText(tableText(answer, near, filter, book, say)).then(
      () => toast(app, words["near.copied"]),
      () => toast(app, words["near.copyFailed"]),
    );
  return (
    <div className="acts near-table-acts">
      <button type="button" className="button" onClick={() => void copy().catch(() => {})}>
        {say.t("near.copy")}
      </button>
      <button type="button" className="button" onClick={() => window.print()}>
        {say.t("near.print")}
      </button>
    </div>
  );
}

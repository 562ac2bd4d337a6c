/** 分布: figures that filter each other: status, category, unit, sub-district, site type, day and hour. */
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { formatFilter } from "../../../server/contract/filter.ts";
import { sentence } from "../../../server/contract/sentence.ts";
import type { District, Facets } from "../../../server/contract/types.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { askFacets } from "../../api/figures.ts";
import type { AppState } from "../../state/app.ts";
import { dayText, unixOf } from "../../state/calendar.ts";
import { effectiveFilter, type View } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import { setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Bars, Count } from "./Bars.tsx";
import { DayFigure } from "./DayFigure.tsx";
import * as groups from "./groups.ts";
import { Listed } from "./Listed.tsx";
import { hourOption, type Look, statusOption } from "./options.ts";
import { Section } from "./Section.tsx";

const Chart = lazy(() => untilLoaded(() => import("./Chart.tsx")).then((file) => ({ default: file.Chart })));

const viewOf = (state: AppState) => state.view;
const turnOf = (state: AppState) => state.live.turn;
const districtOf = (state: AppState) => state.district;

export function Breakdown() {
  const say = useSay();
  const view = usePart(viewOf);
  const turn = usePart(turnOf);
  const district = usePart(districtOf);
  const filter = effectiveFilter(view);
  const key = `${turn} ${JSON.stringify(formatFilter(filter))}`;
  const answer = useQuestion(key, (signal) => askFacets(filter, groups.asked, signal));
  const stale = answer.key !== key;
  if (answer.failure) {
    const again = { label: say.t("app.retry"), run: answer.again };
    return <Notice kind="failed" title={say.t("charts.failed")} detail={say.of(answer.failure)} act={again} />;
  }
  if (!answer.value || !district) return <Notice kind="loading" title={say.t("charts.loading")} />;
  return <Board answer={answer.value} view={view} district={district} stale={stale} />;
}

interface Shown {
  readonly answer: Facets;
  readonly view: View;
  readonly district: District;
}

/** The page's type size and font, for canvases that inherit none. */
function useLook({ theme, size }: View): Look {
  const say = useSay();
  const [type, setType] = useState({ size: 12, font: "sans-serif" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page's type follows its size, a frame later
  useEffect(() => {
    const frame = requestAnimationFrame(() => setType(pageType()));
    return () => cancelAnimationFrame(frame);
  }, [size]);
  return useMemo(() => ({ theme, ...type, n: say.n }), [theme, type, say]);
}

function pageType(): Pick<Look, "size" | "font"> {
  const { fontFamily } = getComputedStyle(document.body);
  const probe = document.createElement("small");
  document.body.append(probe);
  probe.style.fontSize = "var(--size-s)";
  const size = Number.parseFloat(getComputedStyle(probe).fontSize) || 12;
  probe.remove();
  return { size, font: fontFamily };
}

/** Every figure of an answer. */
export function Board({ answer, view, district, stale }: Shown & { stale: boolean }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const filter = effectiveFilter(view);
  const look = useLook(view);
  const shown = { answer, view, district };
  const today = dayText(unixOf(answer.clock), district.timeZone);
  const total = answer.total === 1 ? say.t("charts.totalOne") : say.t("charts.total", { n: say.n(answer.total) });
  return (
    <section
      className={stale ? "figures-scroll stale" : "figures-scroll"}
      aria-busy={stale}
      aria-label={say.t("charts.label")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
    >
      <header className="figures-total" data-figures-total={answer.total}>
        <button
          type="button"
          className="link"
          aria-label={say.t("charts.openTotal", { n: say.n(answer.total) })}
          onClick={() => setFilter(app, view.filter, { panel: "ledger" })}
        >
          {total}
        </button>
        <p className="quiet">{say.of(sentence(filter, book))}</p>
        <p className="quiet">{say.t("charts.hint")}</p>
      </header>
      <div className="figure-groups">
        <StatusFigure {...shown} look={look} />
        <DayFigure answer={answer} view={view} today={today} look={look} />
        <Plain title={say.t("charts.category")} group={groups.categoryGroup(answer, view.filter, district.categories)} />
        <Plain title={say.t("charts.unit")} group={groups.unitGroup(answer, view.filter, district.units)} most={15} />
        <Plain title={say.t("charts.zone")} group={groups.zoneGroup(answer, view.filter, district.zones)} most={15} />
        <Plain title={say.t("charts.siteType")} group={groups.siteTypeGroup(answer, view.filter, district.siteCounts)} most={15} />
        <HourFigure {...shown} look={look} />
      </div>
    </section>
  );
}

/** A group as bars; a long one ends with the sum of the rest, and a way to list them. */
function Plain({ title, group, most = Number.POSITIVE_INFINITY }: { title: string; group: groups.Group; most?: number }) {
  const say = useSay();
  const [all, setAll] = useState(false);
  const first = all ? group.rows : group.rows.filter((row, i) => i < most || row.chosen);
  const rest = group.rows.filter((row) => !first.includes(row));
  const longest = Math.max(1, ...group.rows.map((row) => row.count));
  return (
    <Section title={title} held={group.held} without={group.without}>
      {group.rows.length === 0 && <p className="hint">{say.t("charts.noneHere")}</p>}
      <Bars rows={first} label={title} most={longest} />
      {rest.length > 0 && <Rest rows={rest} list={() => setAll(true)} />}
      {all && group.rows.length > most && (
        <button type="button" className="link" onClick={() => setAll(false)}>
          {say.t("charts.fewer")}
        </button>
      )}
    </Section>
  );
}

function Rest({ rows, list }: { rows: readonly groups.Row[]; list: () => void }) {
  const app = useApp();
  const say = useSay();
  const name = say.t("charts.rest", { units: say.n(rows.length) });
  const some = rows.filter((row) => row.count > 0);
  return (
    <div className="bar rest">
      <button type="button" className="link" onClick={list}>
        {name} · {say.t("charts.more")}
      </button>
      <Count
        name={name}
        count={some.reduce((sum, row) => sum + row.count, 0)}
        open={() => setFilter(app, groups.together(some), { panel: "ledger" })}
      />
    </div>
  );
}

function StatusFigure({ answer, view, look }: Shown & { look: Look }) {
  const app = useApp();
  const say = useSay();
  const group = useMemo(() => groups.statusGroup(answer, view.filter), [answer, view.filter]);
  const drawn = useMemo(() => group.states.filter((row) => row.count > 0), [group]);
  const option = useMemo(() => statusOption(drawn, look, (row) => say.of(row.label)), [drawn, look, say]);
  const sum = drawn.reduce((n, row) => n + row.count, 0);
  return (
    <Section title={say.t("charts.status")} held={group.held} without={group.without}>
      <div className="status-figure">
        {sum > 0 && (
          <div className="donut">
            <Suspense fallback={null}>
              <Chart
                className="donut-ring"
                option={option}
                lang={say.lang}
                description={say.t("charts.statusPicture")}
                onPick={(i) => drawn[i] && setFilter(app, drawn[i].toggled)}
              />
            </Suspense>
            <span className="donut-sum" aria-hidden="true">
              {say.n(sum)}
              <small>{say.t("charts.allStates")}</small>
            </span>
          </div>
        )}
        <Bars rows={group.rows} label={say.t("charts.status")} />
      </div>
    </Section>
  );
}

function HourFigure({ answer, view, look }: Shown & { look: Look }) {
  const app = useApp();
  const say = useSay();
  const group = useMemo(() => groups.hourGroup(answer, view.filter), [answer, view.filter]);
  const option = useMemo(() => hourOption(group.rows, look), [group, look]);
  const most = group.rows.reduce((best, row) => (row.count > best.count ? row : best));
  return (
    <Section title={say.t("charts.hour")} held={group.held} without={group.without}>
      <Suspense fallback={<div className="chart" />}>
        <Chart
          className="chart"
          option={option}
          lang={say.lang}
          description={say.t("charts.hourPicture", { at: say.of(most.label), n: say.n(most.count) })}
          onPick={(i) => group.rows[i] && setFilter(app, group.rows[i].toggled)}
        />
      </Suspense>
      <Listed rows={group.rows} label={say.t("charts.hour")} />
    </Section>
  );
}

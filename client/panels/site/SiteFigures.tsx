/** How many are open, overdue, in all and again; and month by month what was found, closed and left. Each figure is a link to its rows. */
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { CountAnswer, SiteHistory } from "../../../server/contract/types.ts";
import { askCounts } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { type Answer, useQuestion } from "../useQuestion.ts";
import { aroundFilter } from "./around.ts";
import { atEndOf, useDesk } from "./links.ts";

const turnOf = (state: AppState) => state.live.turn;
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
/** What a repeat is, here as in the server's own figure. */
const repeat = { within_m: 50, days: 30 } as const;

interface Props {
  readonly id: number;
  readonly within_m: number;
  readonly history: Answer<SiteHistory> & { again(): void };
}

export function SiteFigures({ id, within_m, history }: Props) {
  const say = useSay();
  const turn = usePart(turnOf);
  const around = aroundFilter(id, within_m);
  const counts = useQuestion(`${turn} ${JSON.stringify(formatFilter(around))}`, (signal) => askCounts(around, ["status"], signal));
  const failure = counts.failure ?? history.failure;
  if (failure) {
    const again = () => {
      counts.again();
      history.again();
    };
    return <Notice kind="failed" title={say.t("site.part")} detail={say.of(failure)} act={{ label: say.t("app.retry"), run: again }} />;
  }
  const stale = counts.state === "loading" || history.state === "loading";
  return (
    <div className={stale ? "site-answers stale" : "site-answers"} aria-busy={stale}>
      <Figures around={around} within_m={within_m} counts={counts.value} history={history.value} />
      {history.value ? <Months history={history.value} around={around} /> : <Notice kind="loading" title={say.t("ledger.loading")} />}
    </div>
  );
}

interface FiguresProps {
  readonly around: Filter;
  readonly within_m: number;
  readonly counts: CountAnswer | null;
  readonly history: SiteHistory | null;
}

/** Problems by the groups a reader thinks in; null = not known yet. */
export function groupsOf(counts: CountAnswer | null): { open: number; overdue: number; total: number } | null {
  if (!counts) return null;
  const of = (key: string) => counts.by.status?.find((one) => one.key === key)?.count ?? 0;
  return { open: counts.total - of("closed") - of("rejected"), overdue: of("overdue"), total: counts.total };
}

function Figures({ around, within_m, counts, history }: FiguresProps) {
  const say = useSay();
  const desk = useDesk();
  const groups = groupsOf(counts);
  const shown = (n: number | undefined) => (n === undefined ? "…" : say.n(n));
  const figure = (label: string, n: number | undefined, filter: Filter, look = "", note?: string) => (
    <a className={`figure ${look}`} href={desk(filter)}>
      <strong>{shown(n)}</strong>
      <span>{label}</span>
      {note && <small>{note}</small>}
    </a>
  );
  const share =
    history && history.total > 0 ? say.t("site.repeatsShare", { share: Math.round((history.repeats / history.total) * 100) }) : "";
  const whole = Math.max(0, (history?.months.length ?? 0) - 1);
  return (
    <section className="site-figures" aria-label={say.t("site.figures", { n: within_m })}>
      <h2>{say.t("site.figures", { n: say.n(within_m) })}</h2>
      <div>
        {figure(say.t("site.open"), groups?.open, { ...around, status: ["open"] })}
        {figure(say.t("site.overdue"), groups?.overdue, { ...around, status: ["overdue"] }, "is-overdue")}
        {figure(say.t("site.total"), groups?.total, around)}
        {figure(say.t("site.repeats"), history?.repeats, { ...around, repeat }, "", share || say.t("site.repeatsHint"))}
        <div className="figure plain-figure">
          <strong>{history ? say.n(Math.round(history.perMonth * 10) / 10) : "…"}</strong>
          <span>{say.t("site.perMonth")}</span>
          <small>{whole ? say.t("site.perMonthHint", { n: whole }) : say.t("site.perMonthNone")}</small>
        </div>
      </div>
    </section>
  );
}

/** Bars by month: found beside closed, and under them what was open when the month ended. */
export function Months({ history, around }: { history: SiteHistory; around: Filter }) {
  const say = useSay();
  const desk = useDesk();
  const timeZone = usePart(timeZoneOf);
  const { months, firstFound } = history;
  const most = Math.max(1, ...months.flatMap(({ found, closed }) => [found, closed]));
  if (history.total === 0) return <p className="hint">{say.t("site.never")}</p>;
  return (
    <section className="site-part site-months" aria-labelledby="site-months">
      <h2 id="site-months">{say.t("site.months")}</h2>
      <p className="site-key">
        <span className="is-found">{say.t("site.found")}</span>
        <span className="is-closed">{say.t("site.closed")}</span>
        <span className="is-left">{say.t("site.left")}</span>
        {firstFound && <small>{say.t("site.since", { day: stamp(firstFound, timeZone)?.slice(0, 10) ?? "" })}</small>}
      </p>
      <ol>
        {months.map(({ from, to, found, closed, open }, i) => {
          const running = i === months.length - 1;
          const month = running ? say.t("site.running") : from.slice(0, 7);
          const text = say.t("site.monthRow", { month: from.slice(0, 7), found, closed, open });
          const left: Filter = running ? { ...around, status: ["open"] } : atEndOf({ ...around, status: ["open"] }, to, timeZone);
          return (
            <li key={from}>
              <a className="site-bars" href={desk({ ...around, found: { from, to } })} title={text}>
                <span className="sr">{text}</span>
                <Bar look="is-found" n={found} most={most} />
                <Bar look="is-closed" n={closed} most={most} />
              </a>
              <span className="site-month">{running ? month : <time dateTime={from.slice(0, 7)}>{month}</time>}</span>
              <a
                className="site-left"
                href={desk(left)}
                title={`${say.t("site.left")} ${open}`}
                aria-label={`${from.slice(0, 7)} ${say.t("site.left")} ${open}`}
              >
                {say.n(open)}
              </a>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The number stands over it; those who do not see it are told the month's sentence. */
function Bar({ look, n, most }: { look: string; n: number; most: number }) {
  const say = useSay();
  return <span className={`site-bar ${look}`} style={{ height: `${(n / most) * 100}%` }} data-n={n > 0 ? say.n(n) : undefined} />;
}

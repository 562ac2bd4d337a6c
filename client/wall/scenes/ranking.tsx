/** The scene "ranking": sub-districts and units by how surely they mend in time, with how many cases that is judged by. */
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import { endsOf, leastOf, type Ranked, rankingOf, wholePercent } from "../../../server/contract/ranking.ts";
import type { Performance, WallRules } from "../../../server/contract/types.ts";
import { askPerformance } from "../../api/problems.ts";
import { ask } from "../asking.ts";
import { Answered, Head, Instead, Lines, Under } from "../lists.tsx";
import type { SceneFile } from "../page.ts";
import type { Shown, WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { useNames } from "./rows.tsx";
import { textOf } from "./standing.ts";

const days = 30;
export interface Rates {
  readonly zone: Performance;
  readonly unit: Performance;
}
type By = keyof Rates;

/** Of what was closed of late; of a question of its own when the tour has one. */
const filterOf = ({ scene, filter }: Shown): Filter => (scene.query ? filter : { ...emptyFilter, closed: { days } });

async function askRates(filter: Filter, signal: AbortSignal): Promise<Rates & { readonly clock: string }> {
  const [zone, unit] = await Promise.all([askPerformance(filter, "zone", signal), askPerformance(filter, "unit", signal)]);
  return { zone, unit, clock: zone.clock };
}

export const ranking: SceneFile = {
  query: () => "?status=open",
  layers: ["zones1", "problemHeat"],
  enter(page, shown) {
    const filter = filterOf(shown);
    return ask(page, "ranking", textOf(filter), (signal) => askRates(filter, signal));
  },
  Box,
};

const rulesOf = (state: WallState) => state.programme?.rules;

function Box({ rows, shown }: { rows: number; shown: Shown }) {
  const say = useSay();
  const rules = usePart(rulesOf);
  const title = say.t("sceneRanking.title");
  return (
    <Lines rows={rows} label={title}>
      <Head lines={1} title={title} unit={shown.scene.query ? "" : say.t("sceneRanking.days", { n: days })} />
      <Answered<Rates> kind="ranking" rows={rows - 1}>
        {(rates, left) => (rules ? <Both rates={rates} rules={rules} rows={left} /> : <Instead kind="asking" />)}
      </Answered>
    </Lines>
  );
}

/** Lines that a list takes when all of it is shown. */
const wanted = (list: Performance, rules: WallRules): number => {
  const { ranked, few } = rankingOf(list.rows, rules);
  return 1 + Math.max(1, ranked.length) + (few.length ? 1 : 0);
};

/** Where there is no room for both: one after the other. */
const side_s = 12;
const sideOf = ({ now }: WallState): By => (Math.floor(now / side_s) % 2 ? "unit" : "zone");

/** Sub-districts are few and take what they need, up to half; units have the rest. */
function Both({ rates, rules, rows }: { rates: Rates; rules: WallRules; rows: number }) {
  const zone = Math.min(wanted(rates.zone, rules), Math.max(Math.floor(rows / 2), rows - wanted(rates.unit, rules)));
  const side = usePart(sideOf);
  if (rows < 8) return <Ranks by={side} rates={rates} rules={rules} rows={rows} />;
  return (
    <>
      <Ranks by="zone" rates={rates} rules={rules} rows={zone} />
      <Ranks by="unit" rates={rates} rules={rules} rows={rows - zone} />
    </>
  );
}

const titles = { zone: "sceneRanking.zones", unit: "sceneRanking.units" } as const;

function Ranks({ by, rates, rules, rows }: { by: By; rates: Rates; rules: WallRules; rows: number }) {
  const say = useSay();
  const { ranked, few } = rankingOf(rates[by].rows, rules);
  // Those that are not compared are shown too: on a line together, or each on its own where there is room.
  const ample = rows - 1 - ranked.length >= 1 + few.length;
  const forFew = few.length === 0 ? 0 : ample ? 1 + few.length : 1;
  const { top, bottom } = endsOf(ranked, rows - 1 - forFew);
  return (
    <>
      <Under>{say.t(titles[by])}</Under>
      {!ranked.length && !few.length && <Instead kind="none" detail={say.t("sceneRanking.nothing")} lines={2} />}
      {top.map((row, i) => (
        <Rate key={row.key} by={by} row={row} rank={i + 1} />
      ))}
      {bottom.map((row, i) => (
        <Rate key={row.key} by={by} row={row} rank={ranked.length - bottom.length + i + 1} after={i === 0} />
      ))}
      {forFew === 1 && <FewLine by={by} few={few} />}
      {forFew > 1 && <Few by={by} few={few} least={leastOf(rules)} />}
    </>
  );
}

function Few({ by, few, least }: { by: By; few: readonly Ranked[]; least: number }) {
  const say = useSay();
  return (
    <>
      <Under>{say.t("sceneRanking.few", { n: least })}</Under>
      {few.map((row) => (
        <Rate key={row.key} by={by} row={row} rank={null} />
      ))}
    </>
  );
}

/** More do not fit a line. */
const mostNamed = 8;

/** Name and cases of each: "2/3" is read as it is, and is no rate to compare. */
function FewLine({ by, few }: { by: By; few: readonly Ranked[] }) {
  const say = useSay();
  const nameOf = useName(by);
  const names = few
    .slice(0, mostNamed)
    .map((row) => `${nameOf(row.key)} ${row.onTime}/${row.counted}`)
    .join(say.t("sceneRanking.comma"));
  return (
    <p className="lines-more few-line" data-few={few.length}>
      {say.t("sceneRanking.fewLine", { n: say.n(few.length), names })}
    </p>
  );
}

function useName(by: By): (key: string | null) => string {
  const say = useSay();
  const names = useNames();
  if (by === "unit") return (key) => (key === null ? say.t("sceneRanking.noUnit") : names.unit(Number(key)));
  return (key) => (key === null ? say.t("sceneOverview.noZone") : names.zone(Number(key)));
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

interface RateProps {
  readonly by: By;
  readonly row: Ranked;
  /** null = not compared. */
  readonly rank: number | null;
  /** Ranks before it are left out. */
  readonly after?: boolean;
}

/** A rank, a name, the rate, of how many; under it where the true rate may lie, and the rate as a mark in it. */
function Rate({ by, row, rank, after = false }: RateProps) {
  const say = useSay();
  const nameOf = useName(by);
  const { lower, upper } = row.interval;
  const look = `rate${rank === null ? " pale" : ""}${after ? " after" : ""}`;
  return (
    <div className={look} data-rank={rank ?? "none"} data-key={row.key ?? ""}>
      <span className="rank">{rank ?? "–"}</span>
      <span className="name">{nameOf(row.key)}</span>
      {row.flag && <Flag flag={row.flag} />}
      <b className="value">
        <span className="wide">{percent(row.rate)}</span>
        <span className="narrow">{wholePercent(row.rate)}</span>
      </b>
      <span className="volume">{say.t("sceneRanking.cases", { n: say.n(row.counted) })}</span>
      <span className="interval" role="img" aria-label={say.t("sceneRanking.interval", { a: percent(lower), b: percent(upper) })}>
        <i style={{ left: `${lower * 100}%`, width: `${(upper - lower) * 100}%` }} />
        <b style={{ left: `min(${row.rate * 100}%, 100% - 0.1rem)` }} />
      </span>
    </div>
  );
}

const flagWords = { red: "sceneRanking.red", blue: "sceneRanking.blue" } as const;
/** Red stands upright and waves; blue hangs: told apart without the colour, and with its word. */
const flagShapes = {
  red: "M4 1.5H6.500V22.500H4ZM8 3H22L17.500 8 22 13H8Z",
  blue: "M4 1.5H6.500V22.500H4ZM8 3H20V13H8Z",
} as const;

function Flag({ flag }: { flag: "red" | "blue" }) {
  const say = useSay();
  return (
    <span className={`flag ${flag}`}>
      <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d={flagShapes[flag]} fill="currentColor" />
      </svg>
      {say.t(flagWords[flag])}
    </span>
  );
}

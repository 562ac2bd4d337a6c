/** Over the rows: the question as a sentence, how much of it is loaded, its order, and its rows as files. */
import { useMemo } from "react";
import { sentence } from "../../../server/contract/sentence.ts";
import type { Role } from "../../../server/contract/vocabulary.ts";
import { exportAddress } from "../../api/problems.ts";
import type { WordKey } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { dayText, unixOf } from "../../state/calendar.ts";
import { shownProblems } from "../../state/shown.ts";
import { effectiveFilter, type Sort } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { changeView } from "../run/app.ts";
import { ask } from "../run/listing.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const listingOf = (state: AppState) => state.listing;
const viewOf = (state: AppState) => state.view;

export function LedgerHead() {
  const app = useApp();
  const say = useSay();
  const view = usePart(viewOf);
  const book = usePart(bookOf);
  const { state, rows, total } = usePart(listingOf);
  const filter = effectiveFilter(view);
  return (
    <header className="ledger-head">
      <p className="sentence">{say.of(sentence(filter, book))}</p>
      <OnMap />
      <div className="ledger-tools">
        <span className="quiet">
          {state === "loading" && rows.length > 0
            ? say.t("ledger.stale")
            : total !== null && say.t("ledger.shown", { n: say.n(rows.length), total: say.n(total) })}
        </span>
        <Sorter />
        <ReportButton />
        <span className="exports">
          {say.t("ledger.export")}
          <a href={exportAddress(filter, "csv")} download>
            CSV
          </a>
          <button type="button" className="link" onClick={() => app.store.set({ open: "takeOut" })}>
            {say.t("ledger.exportMore")}
          </button>
        </span>
      </div>
    </header>
  );
}

const maskOf = (state: AppState) => state.mask;
const playingOf = (state: AppState) => state.playing;
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

/** The map holds the working set; when the question reaches further back, the ledger says how much of it is drawn. */
function OnMap() {
  const say = useSay();
  const { total, state } = usePart(listingOf);
  const problems = usePart(shownProblems);
  const mask = usePart(maskOf);
  const timeZone = usePart(timeZoneOf);
  const playing = usePart(playingOf);
  const drawn = useMemo(() => mask?.reduce((sum, bit) => sum + bit, 0) ?? problems?.count ?? 0, [mask, problems]);
  const far = usePart(beyond);
  if (state !== "ready" || playing || far || total === null || !problems || drawn >= total) return null;
  return <p className="quiet">{say.t("ledger.onMap", { n: say.n(drawn), since: dayText(unixOf(problems.since), timeZone) })}</p>;
}

const meOf = (state: AppState) => state.me;
const reporters: readonly Role[] = ["inspector", "dispatcher", "leader"];

/** A new problem, for those whose duty it is. */
function ReportButton() {
  const app = useApp();
  const say = useSay();
  const me = usePart(meOf);
  if (!me?.roles.some((role) => reporters.includes(role))) return null;
  return (
    <button type="button" className="button" onClick={() => changeView(app, { panel: "report" })}>
      <Icon name="point" />
      {say.t("report.open")}
    </button>
  );
}

const sortWords: Readonly<Record<Sort, WordKey>> = {
  "-found": "sort.-found",
  found: "sort.found",
  deadline: "sort.deadline",
  "-deadline": "sort.-deadline",
  "-closed": "sort.-closed",
  closed: "sort.closed",
  "-id": "sort.-id",
  id: "sort.id",
};

/** Every order by name: a narrow ledger has no heading for each. */
function Sorter() {
  const app = useApp();
  const say = useSay();
  const { sort } = usePart(viewOf);
  return (
    <select
      className="sorter"
      aria-label={say.t("sort.label")}
      value={sort}
      onChange={(event) => changeView(app, { sort: event.target.value as Sort })}
    >
      {Object.entries(sortWords).map(([value, word]) => (
        <option key={value} value={value}>
          {say.t(word)}
        </option>
      ))}
    </select>
  );
}

export function StaleFailure() {
  const app = useApp();
  const say = useSay();
  const { failure } = usePart(listingOf);
  return (
    <p className="inline-failure" role="alert">
      {say.t("ledger.staleFailed")}
      {failure && `：${say.of(failure)}`}
      <button type="button" className="link" onClick={() => void ask(app)}>
        {say.t("app.retry")}
      </button>
    </p>
  );
}

/** Rows as files: what, in which format, how much of it, and what was asked for before. */
import { useState } from "react";
import { type ExportFormatName, type ExportWhat, exportFormats, exportWhats } from "../../../server/contract/exporting.ts";
import { formatFilter } from "../../../server/contract/filter.ts";
import { sentence } from "../../../server/contract/sentence.ts";
import { wordsOf } from "../../api/http.ts";
import { exportAddress } from "../../api/problems.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { effectiveFilter, queryOf } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Choice } from "./Choice.tsx";
import { JobList } from "./JobList.tsx";
import { watchOf } from "./watch.ts";

/** So many rows come with the answer itself; more are made in the background. */
const mostDirect = 2000;
const directFormats = ["csv", "geojson", "xlsx"] as const;
const isDirect = (format: ExportFormatName): format is (typeof directFormats)[number] =>
  (directFormats as readonly string[]).includes(format);

const formats = Object.keys(exportFormats) as ExportFormatName[];
const whats = Object.keys(exportWhats) as ExportWhat[];
const viewOf = (state: AppState) => state.view;

/** Rows there are of each; null = still being counted. */
function countsOf({ listing, district }: AppState): Readonly<Record<ExportWhat, number | null>> {
  return {
    problems: listing.state === "ready" && !listing.stale ? listing.total : null,
    sites: district ? Object.values(district.siteCounts).reduce((sum, n) => sum + n, 0) : null,
    zones: district ? district.zones.length : null,
  };
}
const problemsOf = (state: AppState) => countsOf(state).problems;
const sitesOf = (state: AppState) => countsOf(state).sites;
const zonesOf = (state: AppState) => countsOf(state).zones;

export function DataTab() {
  const say = useSay();
  const view = usePart(viewOf);
  const book = usePart(bookOf);
  const counts = { problems: usePart(problemsOf), sites: usePart(sitesOf), zones: usePart(zonesOf) };
  const [what, setWhat] = useState<ExportWhat>("problems");
  const [format, setFormat] = useState<ExportFormatName>("xlsx");
  const about = {
    problems: say.t("takeOut.question", { sentence: say.of(sentence(effectiveFilter(view), book)) }),
    sites: say.t("takeOut.allSites"),
    zones: say.t("takeOut.allZones"),
  }[what];
  const options = whats.map((one) => {
    const n = counts[one];
    return { value: one, label: say.of(exportWhats[one]), note: n === null ? say.t("takeOut.counting") : say.n(n) };
  });
  return (
    <div className="take-data">
      <div className="take-ask">
        <Choice name="take-what" label={say.t("takeOut.what")} value={what} options={options} choose={setWhat} />
        <p className="take-about">{about}</p>
        <Formats format={format} choose={setFormat} />
        <Cap what={what} format={format} total={counts[what]} />
        <Start what={what} format={format} total={counts[what]} />
      </div>
      <JobList />
    </div>
  );
}

const formatWords = {
  xlsx: "takeOut.xlsx",
  csv: "takeOut.csv",
  geojson: "takeOut.geojson",
  gpkg: "takeOut.gpkg",
  shp: "takeOut.shp",
} as const satisfies Record<ExportFormatName, string>;

function Formats({ format, choose }: { format: ExportFormatName; choose: (format: ExportFormatName) => void }) {
  const say = useSay();
  return (
    <fieldset className="take-choice">
      <legend>{say.t("takeOut.format")}</legend>
      <div className="take-formats">
        {formats.map((one) => (
          <label key={one} className={one === format ? "take-format chosen" : "take-format"}>
            <input type="radio" name="take-format" checked={one === format} onChange={() => choose(one)} />
            <span>
              <strong>{say.of(exportFormats[one].name)}</strong>
              <small>{say.t(formatWords[one])}</small>
            </span>
            <small className="take-most">{say.t("takeOut.most", { n: say.n(exportFormats[one].mostRows) })}</small>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface Asked {
  readonly what: ExportWhat;
  readonly format: ExportFormatName;
  readonly total: number | null;
}

/** Says before anything is made what will not be in the file. */
function Cap({ what, format, total }: Asked) {
  const say = useSay();
  const most = exportFormats[format].mostRows;
  if (total === null || total <= most) return null;
  const values = { total: say.n(total), most: say.n(most), rest: say.n(total - most) };
  const more = most < Math.max(...formats.map((one) => exportFormats[one].mostRows));
  return (
    <p className="take-cap" role="status">
      {what === "problems" ? say.t("takeOut.capped", values) : say.t("takeOut.cappedPlain", values)}
      {more && say.t("takeOut.cappedHint")}
    </p>
  );
}

/** A few rows come at once, as a link; many are made in the background. */
function Start({ what, format, total }: Asked) {
  const app = useApp();
  const say = useSay();
  const view = usePart(viewOf);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (total === 0) return <p className="quiet">{say.t("takeOut.none")}</p>;
  const filter = effectiveFilter(view);
  const rows = total === null ? null : Math.min(total, exportFormats[format].mostRows);
  const label = rows === null ? say.t("takeOut.startUncounted") : say.t("takeOut.start", { n: say.n(rows) });
  const direct = what === "problems" && total !== null && total <= mostDirect && isDirect(format);
  const start = () => {
    setBusy(true);
    setFailure(null);
    watchOf(app)
      .start(what, format, what === "problems" ? queryOf(formatFilter(filter)) : "")
      .catch((error) => setFailure(wordsOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <div className="take-start">
      {direct ? (
        <a className="button primary" href={exportAddress(filter, format)} download>
          <Icon name="down2" />
          {label}
        </a>
      ) : (
        <button type="button" className="button primary" disabled={busy} onClick={start}>
          <Icon name="down2" />
          {label}
        </button>
      )}
      <small className="quiet">{say.t(direct ? "takeOut.direct" : "takeOut.asJob")}</small>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.t("takeOut.startFailed", { reason: say.of(failure) })}
        </p>
      )}
    </div>
  );
}

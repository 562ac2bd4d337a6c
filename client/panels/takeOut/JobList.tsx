/** One's exports, the newest first: how far they are, and until when they are kept. */
import { useEffect, useSyncExternalStore } from "react";
import { exportFormats, exportStates, exportWhats } from "../../../server/contract/exporting.ts";
import type { ExportJob } from "../../../server/contract/types.ts";
import { fileAddress } from "../../api/exports.ts";
import { wordsOf } from "../../api/http.ts";
import type { AppState } from "../../state/app.ts";
import { unixOf } from "../../state/calendar.ts";
import { toast } from "../run/app.ts";
import { stamp } from "../times.ts";
import { type Say, useApp, usePart, useSay } from "../useApp.ts";
import { isUnderWay, watchOf } from "./watch.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function JobList() {
  const app = useApp();
  const say = useSay();
  const watch = watchOf(app);
  const { jobs, failure } = useSyncExternalStore(watch.store.subscribe, watch.store.get, watch.store.get);
  useEffect(() => watch.look(), [watch]);
  const [last] = jobs ?? [];
  return (
    <section className="take-jobs" aria-label={say.t("takeOut.mine")}>
      <h3>{say.t("takeOut.mine")}</h3>
      <p className="sr" aria-live="polite">
        {last && say.t("takeOut.now", { name: titleOf(last, say), state: say.of(exportStates[last.state]) })}
      </p>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.t("takeOut.listFailed", { reason: say.of(failure) })}
          <button type="button" className="link" onClick={watch.look}>
            {say.t("app.retry")}
          </button>
        </p>
      )}
      {jobs?.length === 0 && <p className="quiet">{say.t("takeOut.noneYet")}</p>}
      <ul>
        {jobs?.map((job) => (
          <Job key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

const titleOf = ({ what, format }: ExportJob, say: Say): string => `${say.of(exportWhats[what])} · ${say.of(exportFormats[format].name)}`;

function sizeText(bytes: number, say: Say): string {
  return bytes < 1_000_000
    ? say.t("takeOut.kB", { n: say.n(Math.max(1, Math.round(bytes / 1000))) })
    : say.t("takeOut.MB", { n: say.n(Math.round(bytes / 100_000) / 10) });
}

function Job({ job }: { job: ExportJob }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const rows =
    job.total === null || !isUnderWay(job)
      ? say.t("takeOut.rowsSoFar", { done: say.n(job.done) })
      : say.t("takeOut.rows", { done: say.n(job.done), total: say.n(job.total) });
  return (
    <li className={`take-job ${job.state}`} data-job={job.id} data-state={job.state}>
      <div className="take-job-head">
        <strong>{titleOf(job, say)}</strong>
        <span className="tag">{say.of(exportStates[job.state])}</span>
        <span className="take-job-acts">
          <Acts job={job} />
        </span>
      </div>
      <p className="take-job-sentence quiet">{say.of(job.sentence)}</p>
      {isUnderWay(job) && <progress max={job.total ?? 1} {...(job.total !== null && { value: job.done })} aria-label={titleOf(job, say)} />}
      {job.state === "failed" && job.failure && <p className="inline-failure">{say.of(job.failure)}</p>}
      <p className="quiet">
        {stamp(job.made, timeZone)}
        {(isUnderWay(job) || job.state === "done") && ` · ${rows}`}
        {job.state === "done" && job.capped && ` · ${say.t("takeOut.cappedDone")}`}
        {job.state === "done" && job.bytes !== null && ` · ${sizeText(job.bytes, say)}`}
        {job.state === "done" && job.until && ` · ${say.t("takeOut.until", { time: stamp(job.until, timeZone) ?? "" })}`}
      </p>
    </li>
  );
}

function Acts({ job }: { job: ExportJob }) {
  const app = useApp();
  const say = useSay();
  const watch = watchOf(app);
  const name = titleOf(job, say);
  if (isUnderWay(job)) {
    return (
      <button type="button" className="link" aria-label={say.t("takeOut.cancelOf", { name })} onClick={() => watch.cancel(job.id)}>
        {say.t("takeOut.cancel")}
      </button>
    );
  }
  const kept = job.state === "done" && (job.until === null || unixOf(job.until) * 1000 > Date.now());
  if (kept) {
    return (
      <a className="link" href={fileAddress(job.id)} download={job.name} aria-label={say.t("takeOut.downloadOf", { name })}>
        {say.t("takeOut.download")}
      </a>
    );
  }
  const again = () => watch.start(job.what, job.format, job.query).catch((error) => toast(app, wordsOf(error)));
  return (
    <>
      {job.state === "done" && <small className="quiet">{say.t("takeOut.gone")}</small>}
      <button type="button" className="link" onClick={() => void again()}>
        {say.t("takeOut.retry")}
      </button>
    </>
  );
}

/** What was issued: the sheet as it was, its record, and the proof that it can be made again to the byte. */
import { useState } from "react";
import type { IssuedBrief, IssuedBriefPage } from "../../../server/contract/types.ts";
import { askIssuedPage, issuedDocument, issuedMap, proveIssued } from "../../api/briefs.ts";
import { wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { stamp } from "../times.ts";
import { useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { PageFacts } from "./PageFacts.tsx";
import { Sheet } from "./Sheet.tsx";

export function IssuedView({ id }: { id: number }) {
  const say = useSay();
  const answer = useQuestion(`issued ${id}`, (signal) => askIssuedPage(id, signal));
  if (answer.failure)
    return (
      <Notice
        kind="failed"
        title={say.t("briefs.pageFailed")}
        detail={say.of(answer.failure)}
        act={{ label: say.t("app.retry"), run: answer.again }}
      />
    );
  if (!answer.value) return <Notice kind="loading" title={say.t("briefs.loading")} />;
  return <IssuedPage of={answer.value} />;
}

export function IssuedPage({ of: { issued, page } }: { of: IssuedBriefPage }) {
  const say = useSay();
  return (
    <>
      <div className="paper-room">
        <Sheet page={page} words={page.words} map={issuedMap(issued.id)} />
      </div>
      <aside className="brief-side" aria-label={say.t("briefs.side")}>
        <PageFacts page={page} unscope={null} />
        <section className="brief-acts" aria-label={say.t("briefs.acts")}>
          <a className="button primary" href={issuedDocument(issued.id)} download>
            {say.t("briefs.download")}
          </a>
          <button type="button" className="button" onClick={() => print()}>
            {say.t("briefs.print")}
          </button>
        </section>
        <Record issued={issued} timeZone={page.facts.timeZone} />
        <Proof issued={issued} />
      </aside>
    </>
  );
}

function Record({ issued, timeZone }: { issued: IssuedBrief; timeZone: string }) {
  const say = useSay();
  return (
    <section className="brief-record" aria-label={say.t("briefs.record")}>
      <h3>{say.t("briefs.record")}</h3>
      <dl>
        <dt>{say.t("briefs.number")}</dt>
        <dd>{issued.number || say.t("briefs.without")}</dd>
        <dt>{say.t("briefs.by")}</dt>
        <dd>{issued.by}</dd>
        <dt>{say.t("briefs.made")}</dt>
        <dd>{stamp(issued.made, timeZone)}</dd>
        <dt>{say.t("briefs.bytes")}</dt>
        <dd>{say.n(issued.bytes)}</dd>
        <dt>SHA-256</dt>
        <dd className="brief-sum">{issued.sum}</dd>
      </dl>
      <p className="quiet">{say.t("briefs.kept")}</p>
    </section>
  );
}

function Proof({ issued }: { issued: IssuedBrief }) {
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const [proof, setProof] = useState<{ same: boolean; sum: string } | null>(null);
  const [failure, fail] = useState<Failure | null>(null);
  const prove = async () => {
    setBusy(true);
    fail(null);
    try {
      setProof(await proveIssued(issued.id));
    } catch (error) {
      fail(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="brief-proof" aria-label={say.t("briefs.prove")}>
      <button type="button" className="button" disabled={busy} onClick={() => void prove()}>
        {say.t(busy ? "briefs.proving" : "briefs.prove")}
      </button>
      <div aria-live="polite">
        {proof && (
          <p className={proof.same ? "brief-same" : "inline-failure"} data-same={proof.same}>
            {say.t(proof.same ? "briefs.same" : "briefs.other")}
            {!proof.same && <span className="brief-sum"> {proof.sum}</span>}
          </p>
        )}
        {failure && <p className="inline-failure">{say.of(failure)}</p>}
      </div>
    </section>
  );
}

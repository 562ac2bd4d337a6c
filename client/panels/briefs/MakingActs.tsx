/** What is done with a document that is not issued: as a DOCX, on paper, and issuing it. */
import { useRef, useState } from "react";
import type { BriefWords } from "../../../server/contract/brief.ts";
import type { BriefPage } from "../../../server/contract/types.ts";
import { draftDocument, issueBrief } from "../../api/briefs.ts";
import { wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import type { Making } from "./address.ts";
import { saveFile } from "./saveFile.ts";

interface Props {
  readonly place: Making;
  readonly page: BriefPage;
  readonly words: BriefWords;
  readonly issuer: boolean;
  readonly stale: boolean;
  readonly done: (id: number) => void;
}

export function MakingActs({ place, page, words, issuer, stale, done }: Props) {
  const say = useSay();
  const [asked, ask] = useState(false);
  const running = page.facts.running;
  return (
    <section className="brief-acts" aria-label={say.t("briefs.acts")}>
      <Download place={place} page={page} words={words} stale={stale} />
      <button type="button" className="button" disabled={stale} onClick={() => print()}>
        {say.t("briefs.print")}
      </button>
      {issuer && (
        <button
          type="button"
          className="button primary"
          disabled={running || stale}
          aria-describedby={running ? "why-not-issued" : undefined}
          onClick={() => ask(true)}
        >
          {say.t("briefs.issue")}
        </button>
      )}
      {running && issuer && (
        <p id="why-not-issued" className="quiet">
          {say.t("briefs.notYet", { to: page.facts.to })}
        </p>
      )}
      {asked && <Confirm place={place} page={page} words={words} done={done} leave={() => ask(false)} />}
    </section>
  );
}

function Download({ place, page, words, stale }: Pick<Props, "place" | "page" | "words" | "stale">) {
  const app = useApp();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      saveFile(`${page.title}（草稿）.docx`, await draftDocument(place, words));
    } catch (error) {
      toast(app, wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" className="button" disabled={busy || stale} aria-busy={busy} onClick={() => void download()}>
      {say.t(busy ? "briefs.downloading" : "briefs.download")}
    </button>
  );
}

function Confirm({ place, page, words, done, leave }: Pick<Props, "place" | "page" | "words" | "done"> & { leave: () => void }) {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<Failure | null>(null);
  const issue = async () => {
    setBusy(true);
    fail(null);
    try {
      const { id } = await issueBrief(place, words);
      done(id);
    } catch (error) {
      fail(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <dialog
      className="session-sheet brief-confirm"
      aria-label={say.t("briefs.issue")}
      ref={(it) => {
        dialog.current = it;
        if (it && !it.open) it.showModal();
      }}
      onClose={leave}
    >
      <header>
        <h2>{say.t("briefs.issueTitle")}</h2>
      </header>
      <p>
        <strong lang="zh-CN">{page.title}</strong> {words.number}
      </p>
      <p>{say.t("briefs.immutable")}</p>
      {!words.number.trim() && <p className="inline-note">{say.t("briefs.noNumber")}</p>}
      {!words.issuer.trim() && <p className="inline-note">{say.t("briefs.noIssuer")}</p>}
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <div className="form-acts">
        <button type="button" className="button primary" disabled={busy} onClick={() => void issue()}>
          {say.t(busy ? "briefs.issuing" : "briefs.issueNow")}
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => dialog.current?.close()}>
          {say.t("briefs.leave")}
        </button>
      </div>
    </dialog>
  );
}

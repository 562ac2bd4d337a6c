/** Templates a district edits in its word processor: which is used, ours to begin from, its own to bring, and the fields there are. */
import { useState } from "react";
import { type BriefKind, briefKinds } from "../../../server/contract/brief.ts";
import type { BriefTemplate, BriefTemplates, Me } from "../../../server/contract/types.ts";
import { askTemplates, useTemplate as putToUse, removeTemplate, templateFile } from "../../api/briefs.ts";
import { wordsOf } from "../../api/http.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { TemplateDrop } from "./TemplateDrop.tsx";
import { TemplateFields } from "./TemplateFields.tsx";

const kinds = Object.keys(briefKinds) as readonly BriefKind[];
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function TemplatesPage({ me }: { me: Me | null }) {
  const say = useSay();
  const mine = me?.roles.includes("administrator") ?? false;
  const answer = useQuestion(mine ? "templates" : null, askTemplates);
  // What an act answers is the list from then on.
  const [told, tell] = useState<BriefTemplates | null>(null);
  if (!mine) return <Notice kind="empty" title={say.t("briefs.templatesNotYours")} />;
  if (answer.failure)
    return (
      <Notice
        kind="failed"
        title={say.t("briefs.templatesFailed")}
        detail={say.of(answer.failure)}
        act={{ label: say.t("app.retry"), run: answer.again }}
      />
    );
  const list = told ?? answer.value;
  if (!list) return <Notice kind="loading" title={say.t("briefs.loading")} />;
  const added = () => {
    tell(null);
    answer.again();
  };
  return (
    <div className="admin-page">
      <section className="book brief-templates" aria-label={say.t("briefs.templates")}>
        <header className="book-head">
          <h2>{say.t("briefs.templates")}</h2>
          <p className="quiet">{say.t("briefs.templatesNote")}</p>
        </header>
        {kinds.map((kind) => (
          <KindPart key={kind} kind={kind} rows={list.rows.filter((row) => row.kind === kind)} tell={tell} added={added} />
        ))}
        <TemplateFields />
      </section>
    </div>
  );
}

interface KindProps {
  readonly kind: BriefKind;
  readonly rows: readonly BriefTemplate[];
  readonly tell: (list: BriefTemplates) => void;
  readonly added: () => void;
}

function KindPart({ kind, rows, tell, added }: KindProps) {
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<Failure | null>(null);
  const act = async (ask: () => Promise<BriefTemplates>) => {
    setBusy(true);
    fail(null);
    try {
      tell(await ask());
    } catch (error) {
      fail(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="brief-template" aria-label={say.of(briefKinds[kind])}>
      <h3>{say.of(briefKinds[kind])}</h3>
      <div className="table-box">
        <table>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id ?? 0} row={row} busy={busy} act={act} />
            ))}
          </tbody>
        </table>
      </div>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <TemplateDrop kind={kind} added={added} />
    </section>
  );
}

interface RowProps {
  readonly row: BriefTemplate;
  readonly busy: boolean;
  readonly act: (ask: () => Promise<BriefTemplates>) => Promise<void>;
}

function Row({ row, busy, act }: RowProps) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const { id } = row;
  const name = id === null ? say.t("briefs.ours") : row.name;
  return (
    <tr>
      <td className="wrap">
        <strong>{name}</strong> {row.used && <span className="tag">{say.t("briefs.used")}</span>}
        {row.made && (
          <small>
            {row.by} · {stamp(row.made, timeZone)}
          </small>
        )}
      </td>
      <td className="amount">{say.t("briefs.kilobytes", { n: say.n(Math.ceil(row.bytes / 1024)) })}</td>
      <td>
        <a className="button" href={templateFile(row.kind, id)} download aria-label={say.t("briefs.getOne", { name })}>
          {say.t("briefs.get")}
        </a>
        {!row.used && (
          <button
            type="button"
            className="button"
            disabled={busy}
            aria-label={id === null ? undefined : say.t("briefs.useOne", { name })}
            onClick={() => void act(() => putToUse(row.kind, id))}
          >
            {say.t(id === null ? "briefs.backToOurs" : "briefs.use")}
          </button>
        )}
        {id !== null && <Remove name={name} used={row.used} busy={busy} remove={() => void act(() => removeTemplate(id))} />}
      </td>
    </tr>
  );
}

/** Asks once more: it cannot be had back. */
function Remove({ name, used, busy, remove }: { name: string; used: boolean; busy: boolean; remove: () => void }) {
  const say = useSay();
  const [asked, ask] = useState(false);
  if (!asked)
    return (
      <button type="button" className="button" disabled={busy} aria-label={say.t("briefs.removeOne", { name })} onClick={() => ask(true)}>
        {say.t("briefs.remove")}
      </button>
    );
  return (
    <span className="brief-ask">
      {say.t(used ? "briefs.removeUsed" : "briefs.removeSure")}
      <button type="button" className="button" disabled={busy} onClick={remove}>
        {say.t("briefs.remove")}
      </button>
      <button type="button" className="link" onClick={() => ask(false)}>
        {say.t("briefs.leave")}
      </button>
    </span>
  );
}

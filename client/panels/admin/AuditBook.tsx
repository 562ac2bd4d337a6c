/** The audit log, newest first: sign-ins, refusals, acts, exports, reveals, changes. Nobody can change it, here or anywhere. */
import { useState } from "react";
import { type AuditKind, auditKinds } from "../../../server/contract/officeWords.ts";
import type { AuditPage } from "../../../server/contract/types.ts";
import { askAudit } from "../../api/people.ts";
import type { AppState } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

type Entry = AuditPage["rows"][number];
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function AuditBook() {
  const say = useSay();
  const [kind, setKind] = useState<AuditKind | "">("");
  const [days, setDays] = useState({ from: "", to: "" });
  const query = new URLSearchParams(Object.entries({ kind, ...days }).filter(([, value]) => value)).toString();
  return (
    <section className="book" aria-label={say.t("people.audit")}>
      <header className="book-head">
        <h2>{say.t("people.audit")}</h2>
        <p className="quiet">{say.t("people.auditNote")}</p>
        <div className="book-tools">
          <select
            className="field"
            aria-label={say.t("people.auditKind")}
            value={kind}
            onChange={(event) => setKind(event.target.value as AuditKind | "")}
          >
            <option value="">{say.t("people.everyKind")}</option>
            {Object.entries(auditKinds).map(([value, word]) => (
              <option key={value} value={value}>
                {say.of(word)}
              </option>
            ))}
          </select>
          {(["from", "to"] as const).map((end) => (
            <label key={end} className="labelled">
              <span>{say.t(end === "from" ? "filter.from" : "filter.to")}</span>
              <input
                className="field"
                type="date"
                value={days[end]}
                onChange={(event) => setDays({ ...days, [end]: event.target.value })}
              />
            </label>
          ))}
        </div>
      </header>
      <Entries key={query} query={query} />
    </section>
  );
}

/** One page of entries, and the next under it when asked for. */
function Entries({ query }: { query: string }) {
  const say = useSay();
  const answer = useQuestion(query, () => askAudit(query));
  const [more, setMore] = useState(false);
  if (answer.failure) return <Notice kind="failed" title={say.t("admin.failed")} detail={say.of(answer.failure)} />;
  if (!answer.value) return <Notice kind="loading" title={say.t("boot.loading")} />;
  const { rows, next } = answer.value;
  const cursor = new URLSearchParams(query);
  if (next) cursor.set("cursor", next);
  if (rows.length === 0) return <Notice kind="empty" title={say.t("admin.none")} />;
  return (
    <>
      <EntryTable rows={rows} />
      {next && !more && (
        <button type="button" className="button" onClick={() => setMore(true)}>
          {say.t("people.older")}
        </button>
      )}
      {next && more && <Entries query={cursor.toString()} />}
    </>
  );
}

function EntryTable({ rows }: { rows: readonly Entry[] }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const told = (detail: Entry["detail"]) =>
    Object.entries(detail)
      .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
      .join(" · ");
  return (
    <div className="table-box">
      <table>
        <thead>
          <tr>
            <th scope="col">{say.t("people.when")}</th>
            <th scope="col">{say.t("people.auditKind")}</th>
            <th scope="col">{say.t("people.who")}</th>
            <th scope="col">{say.t("people.address")}</th>
            <th scope="col">{say.t("people.route")}</th>
            <th scope="col">{say.t("people.problem")}</th>
            <th scope="col">{say.t("people.detail")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((entry) => (
            <tr key={entry.id}>
              <td>{stamp(entry.at, timeZone)}</td>
              <td className={entry.kind === "refusal" || entry.kind === "sign_in_failed" ? "bad" : undefined}>
                {say.of(auditKinds[entry.kind])}
              </td>
              <td>{entry.who}</td>
              <td>{entry.address}</td>
              <td>{entry.route}</td>
              <td>{entry.problem?.code}</td>
              <td className="wrap">{told(entry.detail)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What was tried, or done: so many added, changed, there already, refused, mended; row by row with reasons. */
import { useState } from "react";
import { type ImportFieldName, type ImportTarget, importFields } from "../../../server/contract/importing/importing.ts";
import type { ImportBatch, ImportReport } from "../../../server/contract/types.ts";
import { refusedPath } from "../../api/imports.ts";
import type { AppState } from "../../state/app.ts";
import { stamp } from "../times.ts";
import { type Say, usePart, useSay } from "../useApp.ts";
import { useBring, useBringing } from "./useBring.ts";

const districtOf = (state: AppState) => state.district;
type Kind = "refused" | "mended" | "noted";
const kinds = { refused: "bring.refusedRows", mended: "bring.mendedRows", noted: "bring.notedRows" } as const;
const countOf = (report: ImportReport, kind: Kind): number =>
  ({ refused: report.refusedRows, mended: report.mendedRows, noted: report.notedRows })[kind];

/** A field as it is called on the screen. */
function fieldName(say: Say, into: ImportTarget, field: string): string {
  if (field === "place") return say.t("bring.position");
  const fields: Readonly<Partial<Record<ImportFieldName, { name: { zh: string; en: string } }>>> = importFields[into];
  const found = fields[field as ImportFieldName];
  return found ? say.of(found.name) : field;
}

/** The very same rows were brought before, and stand. */
export function Same({ batch }: { batch: ImportBatch }) {
  const say = useSay();
  const district = usePart(districtOf);
  const bringing = useBringing();
  if (!batch.same || batch.state === "done" || batch.state === "undone") return null;
  const time = stamp(batch.same.made, district?.timeZone ?? "Asia/Shanghai") ?? "";
  return (
    <div className="bring-alarm" role="alert">
      <p>{say.t("bring.same", { by: batch.same.by, time })}</p>
      {batch.state === "staged" && (
        <button type="button" className="button" onClick={() => void bringing.tryOut()}>
          {say.t("bring.tryAllTheSame")}
        </button>
      )}
    </div>
  );
}

export function ReportPart({ batch, report }: { batch: ImportBatch; report: ImportReport }) {
  const say = useSay();
  const { undone, table } = useBring();
  const [chosen, choose] = useState<Kind | null>(null);
  const open = (Object.keys(kinds) as Kind[]).filter((kind) => countOf(report, kind) > 0);
  const kind = chosen && open.includes(chosen) ? chosen : (open[0] ?? null);
  const done = batch.state === "done";
  const title = undone ? "bring.undoneTitle" : done ? "bring.doneTitle" : "bring.triedTitle";
  return (
    <section className="bring-part bring-report" aria-label={say.t(title)}>
      <header>
        <h3>{say.t(title)}</h3>
      </header>
      {undone && (
        <p role="status">
          {say.t("bring.undone", { removed: say.n(undone.removed), restored: say.n(undone.restored) })}
          {undone.kept.length > 0 && ` ${say.t("bring.undoneKept", { n: say.n(undone.kept.length) })}`}
        </p>
      )}
      {undone && undone.kept.length > 0 && (
        <ul className="bring-notes">
          {undone.kept.slice(0, 50).map(({ row, name, reason }) => (
            <li key={row}>
              {say.t("bring.rowOf", { n: row })} {name}：{say.of(reason)}
            </li>
          ))}
        </ul>
      )}
      {!undone && <Figures report={report} done={done} />}
      {!undone && report.outside > 0 && <p className="bring-warn">{say.t("bring.outside", { n: say.n(report.outside) })}</p>}
      {!undone && kind && (
        <>
          <fieldset className="bring-tabs" aria-label={say.t("bring.rowsOf")}>
            {open.map((one) => (
              <button
                key={one}
                type="button"
                className={one === kind ? "pill chosen" : "pill"}
                aria-pressed={one === kind}
                onClick={() => choose(one)}
              >
                {say.t(kinds[one], { n: say.n(countOf(report, one)) })}
              </button>
            ))}
            {report.refusedRows > 0 && (
              <a className="button" href={refusedPath(batch.id)} download>
                {say.t("bring.download")}
              </a>
            )}
          </fieldset>
          {kind === "refused" && <p className="quiet">{say.t("bring.mendHint")}</p>}
          <Notes notes={report[kind]} into={batch.into} line={table?.headerRow ?? 0} />
          {countOf(report, kind) > report[kind].length && report[kind].length > 0 && (
            <small className="quiet">{say.t("bring.firstOf", { n: report[kind].length })}</small>
          )}
        </>
      )}
    </section>
  );
}

function Figures({ report, done }: { report: ImportReport; done: boolean }) {
  const say = useSay();
  const figures = [
    [say.t("bring.read"), report.read, ""],
    [say.t(done ? "bring.added" : "bring.willAdd"), report.added, "good"],
    [say.t(done ? "bring.changed" : "bring.willChange"), report.changed, ""],
    [say.t("bring.unchanged"), report.unchanged, ""],
    [say.t("bring.refused"), report.refusedRows, report.refusedRows ? "poor" : ""],
  ] as const;
  return (
    <dl className="bring-figures">
      {figures.map(([name, value, mood]) => (
        <div key={name} data-mood={mood || undefined}>
          <dt>{name}</dt>
          <dd>{say.n(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** @param line of the headings in the file: rows are counted below it */
function Notes({ notes, into, line }: { notes: ImportReport["refused"]; into: ImportTarget; line: number }) {
  const say = useSay();
  return (
    <div className="bring-preview">
      <table>
        <thead>
          <tr>
            <th scope="col">{say.t("bring.row")}</th>
            <th scope="col">{say.t("bring.field")}</th>
            <th scope="col">{say.t("bring.value")}</th>
            <th scope="col">{say.t("bring.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {notes.map(({ row, field, value, reason }) => (
            <tr key={`${row} ${field} ${reason.en}`}>
              <td>
                {row}
                {line > 0 && <small className="quiet"> {say.t("bring.fileLine", { n: row + line })}</small>}
              </td>
              <td>{fieldName(say, into, field)}</td>
              <td className="wrap">{value || <span className="quiet">{say.t("bring.empty")}</span>}</td>
              <td className="wrap">{say.of(reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

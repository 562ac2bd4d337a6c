/** What was brought in: who, when, which file, how many, how it stands; taken back with a question that says how many. */
import { useCallback, useEffect, useState } from "react";
import { importStates, importTargets } from "../../../server/contract/importing/importing.ts";
import type { ImportBatch } from "../../../server/contract/types.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";
import { askImports, dropImport, refusedPath, undoImport } from "../../api/imports.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { toast } from "../run/app.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { RowAsk } from "./RowAsk.tsx";
import { showOnMap } from "./showOnMap.ts";
import { targetsOf } from "./useBring.ts";

const again_ms = 3000;
const meOf = (state: AppState) => state.me;

interface Heard {
  readonly rows: readonly ImportBatch[] | null;
  readonly failure: Failure | null;
}

/** @param shown while the sheet is open, the list waits */
export function ImportList({ shown, timeZone }: { shown: boolean; timeZone: string }) {
  const say = useSay();
  const [{ rows, failure }, set] = useState<Heard>({ rows: null, failure: null });
  const ask = useCallback(async (signal?: AbortSignal) => {
    try {
      set({ rows: (await askImports(signal)).rows, failure: null });
    } catch (error) {
      if (!wasLeft(error)) set((before) => ({ ...before, failure: wordsOf(error) }));
    }
  }, []);
  const works = rows?.some(({ state }) => state === "trying" || state === "loading") ?? false;
  useEffect(() => {
    if (!shown) return;
    const leave = new AbortController();
    void ask(leave.signal);
    const timer = works ? setInterval(() => void ask(leave.signal), again_ms) : undefined;
    return () => {
      leave.abort();
      clearInterval(timer);
    };
  }, [shown, works, ask]);
  if (!rows)
    return failure ? (
      <Notice
        kind="failed"
        title={say.t("bring.listFailed")}
        detail={say.of(failure)}
        act={{ label: say.t("app.retry"), run: () => void ask() }}
      />
    ) : (
      <Notice kind="loading" title={say.t("boot.loading")} />
    );
  return (
    <section className="bring-list" aria-label={say.t("bring.history")}>
      <h3>{say.t("bring.history")}</h3>
      {failure && <p className="inline-failure">{say.of(failure)}</p>}
      {rows.length === 0 ? (
        <p className="hint">{say.t("bring.none")}</p>
      ) : (
        <ImportTable rows={rows} timeZone={timeZone} again={() => void ask()} />
      )}
    </section>
  );
}

interface TableProps {
  readonly rows: readonly ImportBatch[];
  readonly timeZone: string;
  readonly again: () => void;
}
export function ImportTable({ rows, timeZone, again }: TableProps) {
  const say = useSay();
  return (
    <div className="table-box">
      <table className="bring-table">
        <thead>
          <tr>
            <th scope="col">{say.t("bring.when")}</th>
            <th scope="col">{say.t("bring.fileName")}</th>
            <th scope="col">{say.t("bring.into")}</th>
            <th scope="col">{say.t("bring.by")}</th>
            <th scope="col">{say.t("bring.result")}</th>
            <th scope="col">{say.t("bring.state")}</th>
            <th scope="col">
              <span className="sr">{say.t("bring.acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ImportRow key={row.id} row={row} timeZone={timeZone} again={again} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ImportRow({ row, timeZone, again }: { row: ImportBatch; timeZone: string; again: () => void }) {
  const say = useSay();
  const { report } = row;
  return (
    <tr>
      <td>{stamp(row.made, timeZone)}</td>
      <th scope="row">{row.name}</th>
      <td>{say.of(importTargets[row.into])}</td>
      <td>{row.by}</td>
      <td>
        {report && (row.state === "done" || row.state === "undone")
          ? say.t("bring.counts", {
              rows: say.n(row.rows),
              added: say.n(report.added),
              changed: say.n(report.changed),
              refused: say.n(report.refusedRows),
            })
          : say.t("bring.rows", { n: say.n(row.rows) })}
      </td>
      <td>
        <span className={row.state === "failed" ? "tag warn" : "tag"} title={row.failure ? say.of(row.failure) : undefined}>
          {say.of(importStates[row.state])}
        </span>
      </td>
      <td>
        <Acts row={row} again={again} />
      </td>
    </tr>
  );
}

function Acts({ row, again }: { row: ImportBatch; again: () => void }) {
  const app = useApp();
  const say = useSay();
  const { report, state } = row;
  const me = usePart(meOf);
  const theirs = targetsOf(me).includes(row.into);
  // What is not loaded yet is its bringer's own; an administrator clears away what nobody came back for.
  const drops = theirs && ((me?.roles.includes("administrator") ?? false) || me?.person?.name === row.by || me?.kind === "demo");
  const does = async (act: () => Promise<Failure | null>) => {
    try {
      const said = await act();
      if (said) toast(app, said);
    } catch (error) {
      toast(app, wordsOf(error));
    }
    again();
  };
  const undo = async () => {
    const { removed, restored, kept } = await undoImport(row.id);
    const zh = `已撤销：删除 ${removed} 条，恢复 ${restored} 条${kept.length ? `；${kept.length} 条之后有人处理过，保留` : ""}`;
    const en = `Undone: ${removed} removed, ${restored} restored${kept.length ? `; ${kept.length} kept, worked with since` : ""}`;
    return { zh, en };
  };
  const bounds = report?.bounds as [number, number, number, number] | null | undefined;
  const question = { added: say.n(report?.added ?? 0), changed: say.n(report?.changed ?? 0) };
  return (
    <span className="bring-acts">
      {state === "done" && bounds && (
        <button type="button" className="link" onClick={() => showOnMap(app, row.into, bounds)}>
          {say.t("bring.toMap")}
        </button>
      )}
      {theirs && report !== null && report.refusedRows > 0 && state !== "undone" && (
        <a className="link" href={refusedPath(row.id)} download>
          {say.t("bring.errors")}
        </a>
      )}
      {theirs && state === "done" && (
        <RowAsk
          label={say.t("bring.undo")}
          question={say.t("bring.undoWhat", question)}
          yes={say.t("bring.undo")}
          run={() => void does(undo)}
        />
      )}
      {drops && (state === "staged" || state === "tried" || state === "failed") && (
        <RowAsk
          label={say.t("bring.dropIt")}
          question={say.t("bring.dropWhat", { name: row.name })}
          yes={say.t("bring.dropIt")}
          run={() =>
            void does(async () => {
              await dropImport(row.id);
              return null;
            })
          }
        />
      )}
    </span>
  );
}

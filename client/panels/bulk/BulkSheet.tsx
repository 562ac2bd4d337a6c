/** One act to many: its form, what would come of it for each row, the doing with its progress, and a result for each row. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { BulkLine, ProblemRow } from "../../../server/contract/types.ts";
import { type BulkAct, problemActs } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { blank, type Draft, type Faults, fieldOf } from "../acts/draft.ts";
import type { Change } from "../acts/Fields.tsx";
import { headText } from "../acts/spans.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { keepTab } from "../parts/keepTab.ts";
import { chooseNone, saveText } from "../run/bulk.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { BulkFields, bulkBody, notedBulk, type Whom } from "./BulkFields.tsx";
import { BulkLines } from "./BulkLines.tsx";
import { resultCsv } from "./results.ts";
import { type Step, useBulk } from "./useBulk.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function BulkSheet({ act }: { act: BulkAct }) {
  const app = useApp();
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  // The rows the sheet was opened for: a page asked anew behind it changes nothing of them.
  const [rows] = useState(() => app.store.get().chosen);
  const bulk = useBulk(act, rows);
  const [whom, setWhom] = useState<Whom>("each");
  const [draft, setDraft] = useState<Draft>(() => blank(act, null, app.store.get().clock, timeZone));
  const [faults, setFaults] = useState<Faults>({});
  const change: Change = useCallback((part) => setDraft((before) => ({ ...before, ...part })), []);
  const sheet = useRef<HTMLFormElement>(null);
  const { step, lines, refused } = bulk;
  // Each step has its own controls: the focus goes to the first of them, never out of the sheet.
  useEffect(() => {
    sheet.current?.querySelector<HTMLElement>(step === "form" ? "textarea, input" : ".form-end button")?.focus();
  }, [step]);
  useEffect(() => {
    return () => document.querySelector<HTMLElement>(`[data-bulk="${act}"], .grid`)?.focus();
  }, [act]);
  const running = step === "looking" || step === "doing";
  const ended = step === "done" || step === "left";
  const close = () => {
    if (running) return bulk.stop();
    if (ended) chooseNone(app);
    app.store.set({ bulk: null });
  };
  const go = (preview: boolean) => {
    const ground = { timeZone, clock: app.store.get().clock, needsNote: notedBulk.has(act), found: null };
    const { body, faults: found } = bulkBody(act, whom, draft, ground);
    setFaults(found);
    if (Object.keys(found).length === 0) void bulk.run(body, preview);
  };
  const field = refused && fieldOf(act, refused.parameter);
  const all = field && refused ? { ...faults, [field]: refused.why } : faults;
  const press = (event: React.KeyboardEvent<HTMLElement>) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sheet.current?.requestSubmit();
    else keepTab(event);
  };
  const title = say.t("bulk.heading", { act: headText(problemActs[act], say), n: say.n(rows.size) });
  return (
    <div className="veil">
      <div className="sheet bulk-sheet" role="dialog" aria-modal="true" aria-label={title} onKeyDown={press}>
        <header>
          <h2>{title}</h2>
          <button type="button" className="icon-button" aria-label={say.t("app.close")} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <form
          ref={sheet}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!running && !ended) go(step !== "looked");
          }}
        >
          {step === "form" && <BulkFields act={act} whom={whom} setWhom={setWhom} draft={draft} change={change} faults={all} />}
          {refused && !field && (
            <p className="inline-failure" role="alert">
              {say.of(refused.why)}
            </p>
          )}
          {step !== "form" && <Progress step={step} lines={lines} of={rows.size} />}
          {lines.length > 0 && step !== "form" && <BulkLines lines={lines} rows={rows} />}
          <div className="form-end">
            {step === "form" && (
              <button type="submit" className="button primary">
                {say.t("bulk.preview")}
              </button>
            )}
            {step === "looked" && (
              <>
                <button type="submit" className="button primary" disabled={!lines.some(({ ok }) => ok)}>
                  {say.t("bulk.run", { n: say.n(lines.filter(({ ok }) => ok).length) })}
                </button>
                <button type="button" className="button" onClick={bulk.back}>
                  {say.t("bulk.back")}
                </button>
              </>
            )}
            {ended && <SaveResults act={act} lines={lines} rows={rows} />}
            <button type="button" className="button" onClick={close}>
              {say.t(running ? "bulk.stop" : ended ? "app.close" : "acts.leave")}
            </button>
          </div>
        </form>
      </div>
    </div>
  );
}

function Progress({ step, lines, of }: { step: Step; lines: readonly BulkLine[]; of: number }) {
  const say = useSay();
  const ok = lines.filter((line) => line.ok).length;
  const done = lines.at(-1)?.done ?? 0;
  const words = { n: say.n(ok), refused: say.n(lines.length - ok), done: say.n(done), of: say.n(of) };
  const running = step === "looking" || step === "doing";
  return (
    <div className="bulk-progress" role="status">
      {running && <progress value={done} max={of} aria-label={say.t("bulk.progress", words)} />}
      <p>
        {step === "looking" && say.t("bulk.looking", words)}
        {step === "looked" && say.t("bulk.would", words)}
        {step === "doing" && say.t("bulk.progress", words)}
        {step === "done" && say.t("bulk.done", words)}
        {step === "left" && say.t("bulk.left", words)}
      </p>
    </div>
  );
}

function SaveResults({ act, lines, rows }: { act: BulkAct; lines: readonly BulkLine[]; rows: ReadonlyMap<number, ProblemRow> }) {
  const say = useSay();
  const book = usePart(bookOf);
  const timeZone = usePart(timeZoneOf);
  const save = () => {
    const text = resultCsv(act, lines, rows, { say, unit: (id) => book.unit(id), time: (time) => stamp(time, timeZone) ?? "" });
    saveText(`${say.t("bulk.file")}.csv`, text, "text/csv;charset=utf-8");
  };
  return (
    <button type="button" className="button primary" onClick={save}>
      <Icon name="down2" />
      {say.t("bulk.save")}
    </button>
  );
}

/** What can be done next: try, import, see it on the map, take it back; and how far what goes on is. */
import { useEffect, useRef, useState } from "react";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { type Say, useSay } from "../useApp.ts";
import type { Bring } from "./bringing.ts";
import { type Draft, type Lack, lacksOf, specOf } from "./draft.ts";
import { useBring, useBringing } from "./useBring.ts";

const busyWords = {
  reading: "bring.reading",
  sending: "bring.sending",
  trying: "bring.trying",
  loading: "bring.loading",
  undoing: "bring.undoing",
} as const;

function lackText(say: Say, lack: Lack, draft: Draft): string {
  if (lack.what === "field") return say.of(lack.name);
  if (lack.what === "place" && draft.place === "address" && draft.text !== "") return say.t("bring.lackLocate");
  return say.t(lack.what === "place" ? "bring.lackPlace" : "bring.lackCrs");
}

/** True while what was tried is what is written now. */
export const isTried = ({ draft, tried, batch }: Bring): boolean => {
  const spec = draft && specOf(draft);
  return batch?.state === "tried" && spec !== null && JSON.stringify(spec) === tried;
};

interface Props {
  readonly leave: () => void;
  readonly toMap: () => void;
}
export function Foot({ leave, toMap }: Props) {
  const say = useSay();
  const bring = useBring();
  const { busy, batch, draft, undone } = bring;
  const [asks, setAsks] = useState<"load" | "undo" | null>(null);
  const asked = busy === null ? asks : null;
  const foot = useRef<HTMLElement>(null);
  const stage = `${busy} ${asked} ${draft === null} ${batch?.state} ${undone === null}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the button that was pressed is gone with its stage
  useEffect(() => {
    if (document.activeElement === document.body) foot.current?.focus();
  }, [stage]);
  return (
    <footer ref={foot} className="bring-foot" tabIndex={-1}>
      {busy !== null && <Progress bring={bring} />}
      {busy === null && asked === "load" && <AskLoad close={() => setAsks(null)} />}
      {busy === null && asked === "undo" && <AskUndo close={() => setAsks(null)} />}
      {busy === null && asked === null && draft && !undone && batch?.state !== "done" && (
        <Next bring={bring} draft={draft} ask={() => setAsks("load")} leave={leave} />
      )}
      {busy === null && asked === null && (undone || batch?.state === "done") && (
        <Ended bring={bring} leave={leave} toMap={toMap} ask={() => setAsks("undo")} />
      )}
      {busy === null && !draft && (
        <button type="button" className="button" onClick={leave}>
          {say.t("app.close")}
        </button>
      )}
    </footer>
  );
}

function Progress({ bring: { busy, done, table, batch } }: { bring: Bring }) {
  const say = useSay();
  const bringing = useBringing();
  const stop = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed is gone.
    if (document.activeElement === document.body) stop.current?.focus();
  }, []);
  if (busy === null) return null;
  const rows = busy === "reading" || busy === "undoing" ? 0 : (table?.rows.length ?? batch?.rows ?? 0);
  const total = busy === "reading" && done > 0 ? 1 : rows;
  return (
    <>
      <output>
        {say.t(busyWords[busy])} {rows > 0 && say.t("bring.progress", { done: say.n(Math.min(done, rows)), total: say.n(rows) })}
      </output>
      {total > 0 ? (
        <progress max={total} value={done} aria-label={say.t(busyWords[busy])} />
      ) : (
        <span className="spinner" aria-hidden="true" />
      )}
      {busy !== "undoing" && (
        <button ref={stop} type="button" className="button" onClick={() => void bringing.stop()}>
          {say.t("bring.stop")}
        </button>
      )}
    </>
  );
}

interface NextProps {
  readonly bring: Bring;
  readonly draft: Draft;
  readonly ask: () => void;
  readonly leave: () => void;
}
/** Try first; what is tried can be imported, as long as nothing was changed since. */
function Next({ bring, draft, ask, leave }: NextProps) {
  const say = useSay();
  const bringing = useBringing();
  const lacks = lacksOf(draft);
  const tried = isTried(bring);
  const { batch } = bring;
  const report = batch?.report ?? null;
  const count = tried && report ? report.added + report.changed : 0;
  const partly = tried && report !== null && report.refusedRows > 0;
  const hint = (): string => {
    if (lacks.length > 0)
      return say.t("bring.lacks", { what: lacks.map((lack) => lackText(say, lack, draft)).join(say.lang === "zh" ? "、" : ", ") });
    if (tried) return count > 0 ? say.t("bring.ready") : say.t("bring.nothing");
    return say.t(batch?.report ? "bring.changedSince" : "bring.tryFirst");
  };
  return (
    <>
      <output className={lacks.length > 0 ? "bring-warn" : "quiet"}>{hint()}</output>
      <button type="button" className="button" onClick={leave}>
        {say.t("bring.leave")}
      </button>
      <button
        type="button"
        className={tried ? "button" : "button primary"}
        disabled={lacks.length > 0}
        onClick={() => void bringing.tryOut()}
      >
        {say.t(batch?.report ? "bring.tryAgain" : "bring.try")}
      </button>
      <button
        type="button"
        className={tried ? "button primary" : "button"}
        disabled={count === 0}
        onClick={() => (partly ? ask() : void bringing.load())}
      >
        {count > 0 ? say.t("bring.load", { n: say.n(count) }) : say.t("bring.loadNone")}
      </button>
    </>
  );
}

interface AskProps {
  readonly what: string;
  readonly yes: string;
  readonly run: () => void;
  readonly close: () => void;
}
/** A question in the foot: it takes the focus to where it does no harm. */
export function FootAsk({ what, yes, run, close }: AskProps) {
  const say = useSay();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    <>
      <p className="bring-warn" role="alert">
        {what}
      </p>
      <button ref={no} type="button" className="button" onClick={close}>
        {say.t("bring.back")}
      </button>
      <button type="button" className="button primary" onClick={run}>
        {yes}
      </button>
    </>
  );
}

function AskLoad({ close }: { close: () => void }) {
  const say = useSay();
  const { batch } = useBring();
  const bringing = useBringing();
  const report = batch?.report;
  if (!report) return null;
  const n = say.n(report.added + report.changed);
  const run = () => {
    close();
    void bringing.load();
  };
  return (
    <FootAsk
      what={say.t("bring.partly", { n, refused: say.n(report.refusedRows) })}
      yes={say.t("bring.load", { n })}
      run={run}
      close={close}
    />
  );
}

function AskUndo({ close }: { close: () => void }) {
  const say = useSay();
  const { batch } = useBring();
  const bringing = useBringing();
  const report = batch?.report;
  const run = () => {
    close();
    void bringing.undo();
  };
  const what = say.t("bring.undoWhat", { added: say.n(report?.added ?? 0), changed: say.n(report?.changed ?? 0) });
  return <FootAsk what={what} yes={say.t("bring.undo")} run={run} close={close} />;
}

interface EndedProps extends Props {
  readonly bring: Bring;
  readonly ask: () => void;
}
function Ended({ bring: { batch, undone }, leave, toMap, ask }: EndedProps) {
  const say = useSay();
  const bringing = useBringing();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const report = batch?.report;
  const words: Word | null = undone ? null : (batch?.failure ?? null);
  return (
    <>
      <output>
        {words && say.of(words)}
        {!undone && report && say.t("bring.done", { added: say.n(report.added), changed: say.n(report.changed) })}
      </output>
      <button type="button" className="button" onClick={() => bringing.reset()}>
        {say.t("bring.another")}
      </button>
      {!undone && (
        <button type="button" className="button" onClick={ask}>
          {say.t("bring.undo")}
        </button>
      )}
      <button ref={undone ? first : undefined} type="button" className="button" onClick={leave}>
        {say.t("app.close")}
      </button>
      {!undone && report?.bounds && (
        <button ref={first} type="button" className="button primary" onClick={toMap}>
          {say.t("bring.toMap")}
        </button>
      )}
    </>
  );
}

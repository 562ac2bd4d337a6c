/** A file becomes sites or problems: what it is, which column is which, where it lies, what would come of it. All of it on one sheet. */
import { useEffect, useRef, useState } from "react";
import "../../look/bring.css";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { bringWords } from "../../look/words/bring.ts";
import { fill, learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { keepTab } from "../parts/keepTab.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { begin } from "./begin.ts";
import { Bringing } from "./bringing.ts";
import { ColumnsPart } from "./ColumnsPart.tsx";
import { FilePart } from "./FilePart.tsx";
import { Foot, FootAsk } from "./Foot.tsx";
import { ReportPart, Same } from "./ReportPart.tsx";
import { readSource } from "./readSource.ts";
import { showOnMap } from "./showOnMap.ts";
import { Take } from "./Take.tsx";
import { BringContext, targetsOf, useBring, useBringing } from "./useBring.ts";
import { WherePart } from "./WherePart.tsx";

learn(bringWords);

const broughtOf = (state: AppState) => state.brought;
const meOf = (state: AppState) => state.me;

export function BringSheet({ close }: { close: () => void }) {
  const app = useApp();
  const [bringing] = useState(
    () => new Bringing({ read: readSource, begin: (table, into, signal) => begin(table, into, app.store.get(), signal) }),
  );
  useEffect(() => () => bringing.close(), [bringing]);
  return (
    <BringContext value={bringing}>
      <Sheet close={close} />
    </BringContext>
  );
}

const manyFiles = (n: number): Word => {
  const { zh, en } = bringWords["bring.onlyOne"];
  return { zh: fill(zh, { n }), en: fill(en, { n }) };
};

/** What would be lost by leaving: rows that were described or sent, and not imported. */
function useHeld(): boolean {
  const { touched, batch, busy } = useBring();
  return busy === "loading" || ((touched || batch !== null) && batch?.state !== "done" && batch?.state !== "undone");
}

function Sheet({ close }: { close: () => void }) {
  const say = useSay();
  const app = useApp();
  const bringing = useBringing();
  const { batch, table, source } = useBring();
  // Also of what could not be read: which file was it?
  const name = table?.name ?? (source?.kind === "file" ? source.file.name : null);
  const held = useHeld();
  const [asks, setAsks] = useState<"leave" | readonly File[] | null>(null);
  const dialog = useDialog();
  const brought = usePart(broughtOf);
  const leave = () => (held ? setAsks("leave") : close());
  useKeysHere(dialog, leave);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was dropped is heard
  useEffect(() => {
    const file = brought?.[0];
    if (!brought || !file) return;
    app.store.set({ brought: null });
    // Which of several would be guessed: none is taken, and none is left out silently.
    if (brought.length > 1) bringing.refuse(manyFiles(brought.length));
    else if (held) setAsks(brought);
    else void bringing.open({ kind: "file", file });
  }, [brought]);
  useWarned(held);
  const go = () => {
    const [file] = Array.isArray(asks) ? (asks as readonly File[]) : [];
    setAsks(null);
    if (file) void bringing.open({ kind: "file", file });
    else close();
  };
  const toMap = () => {
    const bounds = batch?.report?.bounds;
    close();
    if (batch && bounds) showOnMap(app, batch.into, bounds as [number, number, number, number]);
  };
  return (
    <dialog
      ref={dialog}
      className="bring-sheet"
      aria-label={say.t("bring.title")}
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        keepTab(event);
        event.stopPropagation();
      }}
    >
      <header className="bring-head">
        <h2 tabIndex={-1}>{say.t("bring.title")}</h2>
        {name !== null && <strong className="clip">{name}</strong>}
        {app.map.current && (
          <a href="/import" className="link" target="_blank" rel="noreferrer">
            {say.t("bring.history")}
          </a>
        )}
        <button type="button" className="icon-button" aria-label={say.t("app.close")} onClick={leave}>
          <Icon name="close" />
        </button>
      </header>
      <Body />
      {asks === null ? (
        <Foot leave={leave} toMap={toMap} />
      ) : (
        <footer className="bring-foot">
          <FootAsk
            what={say.t(asks === "leave" ? "bring.leaveWhat" : "bring.replaceWhat")}
            yes={say.t(asks === "leave" ? "bring.leaveYes" : "bring.replaceYes")}
            run={go}
            close={() => setAsks(null)}
          />
        </footer>
      )}
    </dialog>
  );
}

/** Modal; the focus goes to what it is for, and back where it was. */
function useDialog(): React.RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // Nothing that a key could set off by mistake.
    dialog.current?.querySelector<HTMLElement>("h2")?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return dialog;
}

/** Esc leaves with a question; other keys of the page sleep, also while nothing here has the focus. */
function useKeysHere(dialog: React.RefObject<HTMLDialogElement | null>, leave: () => void): void {
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        latest.current();
      } else if (!(event.target instanceof Node && dialog.current?.contains(event.target))) event.stopPropagation();
    };
    addEventListener("keydown", press, true);
    return () => removeEventListener("keydown", press, true);
  }, [dialog]);
}

/** The browser asks before the page goes. */
function useWarned(held: boolean): void {
  useEffect(() => {
    if (!held) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", hold);
    return () => removeEventListener("beforeunload", hold);
  }, [held]);
}

function Body() {
  const say = useSay();
  const { table, draft, batch, failure, busy } = useBring();
  const me = usePart(meOf);
  const targets = targetsOf(me);
  const report = useRef<HTMLDivElement>(null);
  const state = batch?.state;
  useEffect(() => {
    if (state && state !== "staged" && busy === null) report.current?.scrollIntoView({ block: "nearest" });
  }, [state, busy]);
  return (
    <div className="bring-body" aria-busy={busy !== null}>
      {failure && (
        <div className="bring-alarm" role="alert">
          <p>
            <strong>{say.t("bring.failed")}</strong> {say.of(failure)}
          </p>
        </div>
      )}
      {me && targets.length === 0 ? (
        <p className="bring-warn">{say.t("bring.notYours")}</p>
      ) : !table || !draft ? (
        <Take />
      ) : (
        <div className="bring-parts">
          <div>
            <FilePart table={table} />
            <ColumnsPart table={table} draft={draft} targets={targets} />
          </div>
          <WherePart table={table} draft={draft} />
        </div>
      )}
      <div ref={report} className="bring-outcome">
        {batch && <Same batch={batch} />}
        {batch?.report && busy !== "trying" && <ReportPart batch={batch} report={batch.report} />}
      </div>
    </div>
  );
}

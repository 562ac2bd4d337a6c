/** The pages that are to be printed, all their sheets one behind another, numbered through; printed when all are there. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { HandbookContent } from "../../../../server/contract/types.ts";
import type { Word } from "../../../../server/contract/vocabulary.ts";
import { askAllContent, askPages } from "../../../api/handbook.ts";
import { wasLeft, wordsOf } from "../../../api/http.ts";
import type { Say } from "../../../look/say.ts";
import type { Printing } from "../address.ts";
import { Sheet } from "../sheet/Sheet.tsx";
import { sheetsOf } from "../sheet/sheets.ts";
import { printedOf } from "../tree.ts";

interface Fetched {
  readonly total: number | null;
  readonly came: number;
  readonly contents: readonly HandbookContent[] | null;
  readonly failure: Word | null;
}

/** Contents of what is to be printed, some pages at a time. */
function useContents(print: Printing): Fetched {
  const [state, setState] = useState<Fetched>({ total: null, came: 0, contents: null, failure: null });
  const asked = JSON.stringify(print);
  useEffect(() => {
    const leaving = new AbortController();
    const set = (part: Partial<Fetched>) => !leaving.signal.aborted && setState((was) => ({ ...was, ...part }));
    async function fetchAll(): Promise<void> {
      const keys = printedOf((await askPages(leaving.signal)).rows, JSON.parse(asked) as Printing).map(({ key }) => key);
      set({ total: keys.length });
      set({ contents: await askAllContent(keys, (came) => set({ came }), leaving.signal) });
    }
    fetchAll().catch((error: unknown) => !wasLeft(error) && set({ failure: wordsOf(error) }));
    return () => leaving.abort();
  }, [asked]);
  return state;
}

/** Once the browser has drawn all sheets with their type, it is asked to print, once. */
function usePrinting(ready: boolean): void {
  const asked = useRef(false);
  useEffect(() => {
    if (!ready || asked.current) return;
    asked.current = true;
    void document.fonts.ready.then(() => {
      document.documentElement.dataset.printed = "ready";
      // Somebody prints by other means: a program that makes a PDF has no dialogue.
      if (!navigator.webdriver) requestAnimationFrame(() => print());
    });
  }, [ready]);
}

function Progress({ say, state }: { say: Say; state: Fetched }) {
  const { total, came, failure } = state;
  if (failure)
    return (
      <div className="notice failed" role="alert">
        <strong>{say.t("handbook.failed")}</strong>
        <p>{say.of(failure)}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {say.t("handbook.again")}
        </button>
      </div>
    );
  return (
    <div className="notice" role="status">
      {total === null ? <span className="spinner" aria-hidden="true" /> : <progress value={came} max={total} />}
      <p>{total === null ? say.t("handbook.loading") : say.t("handbook.printReading", { n: say.n(came), total: say.n(total) })}</p>
    </div>
  );
}

export function PrintView({ say, print }: { say: Say; print: Printing }) {
  const state = useContents(print);
  const { contents } = state;
  const sheets = useMemo(
    () => (contents ?? []).flatMap((imprint) => imprint.pages.flatMap((page) => sheetsOf(page, say).map((sheet) => ({ imprint, sheet })))),
    [contents, say],
  );
  const pages = contents?.reduce((sum, { pages: { length } }) => sum + length, 0) ?? 0;
  useEffect(() => {
    document.documentElement.classList.add("hb-printing");
    return () => document.documentElement.classList.remove("hb-printing");
  }, []);
  usePrinting(sheets.length > 0);
  if (!contents) return <Progress say={say} state={state} />;
  if (sheets.length === 0)
    return (
      <div className="notice">
        <strong>{say.t("handbook.printNothing")}</strong>
        <p>{say.t("handbook.printNothingHint")}</p>
        <a href="/handbook">{say.t("handbook.printBack")}</a>
      </div>
    );
  return (
    <div className="hb-print">
      <header className="hb-print-bar">
        <a href="/handbook">{say.t("handbook.printBack")}</a>
        <span role="status">{say.t("handbook.printReady", { pages: say.n(pages), sheets: say.n(sheets.length) })}</span>
        <small>{say.t("handbook.selfNumbered")}</small>
        <button type="button" className="button primary" onClick={() => globalThis.print()}>
          {say.t("handbook.printNow")}
        </button>
      </header>
      {sheets.map(({ imprint, sheet }, i) => (
        <Sheet key={`${sheet.page.key} ${sheet.part}`} sheet={sheet} imprint={imprint} say={say} number={i + 1} total={sheets.length} />
      ))}
    </div>
  );
}

/** The book on the table: which tab is open, which page; what is written is told at once and can be taken back. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { HandbookPages } from "../../../server/contract/types.ts";
import { askPages } from "../../api/handbook.ts";
import type { Say } from "../../look/say.ts";
import type { WordKey } from "../../look/words.ts";
import { type HandbookView, handbookAddress, type Tab, tabs } from "./address.ts";
import { Contents } from "./Contents.tsx";
import { EditionsTab } from "./EditionsTab.tsx";
import { GapsTab } from "./GapsTab.tsx";
import { PageTab } from "./PageTab.tsx";
import { PrintMenu } from "./PrintMenu.tsx";
import { RulesTab } from "./RulesTab.tsx";
import { useAnswer } from "./useAnswer.ts";

const tabWords: Readonly<Record<Tab, WordKey>> = {
  pages: "handbook.tabPages",
  gaps: "handbook.tabGaps",
  rules: "handbook.tabRules",
  editions: "handbook.tabEditions",
};

/** Who comes back to the page sees what others did meanwhile. */
function useFresh(again: () => void): void {
  useEffect(() => {
    const looked = () => {
      if (document.visibilityState === "visible") again();
    };
    document.addEventListener("visibilitychange", looked);
    return () => document.removeEventListener("visibilitychange", looked);
  }, [again]);
}

function Tabs({ say, tab, gaps, open }: { say: Say; tab: Tab; gaps: number; open: (tab: Tab) => void }) {
  return (
    <nav className="hb-tabs" aria-label={say.t("handbook.tabs")}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          className={one === tab ? "chosen" : ""}
          aria-current={one === tab ? "page" : undefined}
          onClick={() => open(one)}
        >
          {say.t(tabWords[one])}
          {one === "gaps" && gaps > 0 && <small>{say.n(gaps)}</small>}
        </button>
      ))}
    </nav>
  );
}

export function NoBook({ say, failure, again }: { say: Say; failure: string | null; again: () => void }) {
  return failure === null ? (
    <div className="notice" role="status">
      <span className="spinner" aria-hidden="true" />
      <p>{say.t("handbook.loading")}</p>
    </div>
  ) : (
    <div className="notice failed" role="alert">
      <strong>{say.t("handbook.failed")}</strong>
      <p>{failure}</p>
      <button type="button" className="button" onClick={again}>
        {say.t("handbook.again")}
      </button>
    </div>
  );
}

export function HandbookBook({ say, may, first }: { say: Say; may: boolean; first: HandbookView }) {
  const pages = useAnswer(askPages);
  const [view, setView] = useState(first);
  useFresh(pages.again);
  useEffect(() => history.replaceState(null, "", handbookAddress(view)), [view]);
  const openPage = useCallback((page: string) => setView((was) => ({ ...was, tab: "pages", page })), []);
  const openTab = useCallback((tab: Tab) => setView((was) => ({ ...was, tab })), []);
  if (!pages.value) return <NoBook say={say} failure={pages.failure && say.of(pages.failure)} again={pages.again} />;
  return <Book {...{ say, may, view, openPage, openTab }} pages={pages.value} changed={pages.again} />;
}

interface BookProps {
  readonly say: Say;
  readonly may: boolean;
  readonly view: HandbookView;
  readonly pages: HandbookPages;
  openPage(key: string): void;
  openTab(tab: Tab): void;
  /** Something was written. */
  changed(): void;
}

function Book({ say, may, view, pages, openPage, openTab, changed }: BookProps) {
  const byKey = useMemo(() => new Map(pages.rows.map((row) => [row.key, row])), [pages]);
  const gaps = useMemo(() => pages.rows.reduce((sum, row) => sum + row.gaps, 0), [pages]);
  const page = (view.page && byKey.get(view.page)) || pages.rows[0];
  const frame = useRef<HTMLDivElement>(null);
  if (!page)
    return (
      <div className="notice">
        <strong>{say.t("handbook.noPages")}</strong>
        <p>{say.t("handbook.noPagesHint")}</p>
      </div>
    );
  return (
    <div className="hb" ref={frame}>
      <div className="hb-bar">
        <Tabs say={say} tab={view.tab} gaps={gaps} open={openTab} />
        <PrintMenu say={say} pages={pages} page={page} byKey={byKey} />
      </div>
      {view.tab === "pages" && (
        <div className="hb-table">
          <Contents say={say} pages={pages} byKey={byKey} chosen={page.key} open={openPage} />
          <PageTab say={say} may={may} page={page} changed={changed} />
        </div>
      )}
      {view.tab === "gaps" && <GapsTab say={say} pages={pages} open={openPage} />}
      {view.tab === "rules" && <RulesTab say={say} may={may} changed={changed} />}
      {view.tab === "editions" && <EditionsTab say={say} may={may} pages={pages} changed={changed} />}
    </div>
  );
}

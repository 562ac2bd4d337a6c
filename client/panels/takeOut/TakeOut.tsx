/** What the desk shows, as files: its rows, its map on paper, its official documents. */
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import { takeOutWords } from "../../look/words/takeOut.ts";
import { learn } from "../../look/words.ts";
import "../../look/takeOut.css";
import { Boundary } from "../parts/Boundary.tsx";
import { Icon } from "../parts/Icon.tsx";
import { keepTab } from "../parts/keepTab.ts";
import { Notice } from "../parts/Notice.tsx";
import { useSay } from "../useApp.ts";
import { BriefsTab } from "./BriefsTab.tsx";
import { DataTab } from "./DataTab.tsx";

learn(takeOutWords);

const PaperTab = lazy(() => untilLoaded(() => import("../paper/PaperTab.tsx")).then((file) => ({ default: file.PaperTab })));

const tabs = ["data", "map", "documents"] as const;
type Tab = (typeof tabs)[number];
const tabWords = { data: "takeOut.data", map: "takeOut.map", documents: "takeOut.documents" } as const;

export function TakeOut({ close }: { close: () => void }) {
  const say = useSay();
  const [tab, setTab] = useState<Tab>("data");
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    first.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className="veil take-veil" onPointerDown={(event) => event.target === event.currentTarget && close()}>
      <div className="sheet take-out" role="dialog" aria-modal="true" aria-label={say.t("takeOut.title")} onKeyDown={keepTab}>
        <header>
          <h2>{say.t("takeOut.title")}</h2>
          <TabRow tab={tab} choose={setTab} first={first} />
          <button type="button" className="icon-button" aria-label={say.t("app.close")} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="take-body" role="tabpanel" id="take-body" aria-labelledby={`take-tab-${tab}`}>
          <Boundary of={tab}>
            <Suspense fallback={<Notice kind="loading" title={say.t("boot.loading")} />}>
              {tab === "data" && <DataTab />}
              {tab === "map" && <PaperTab />}
              {tab === "documents" && <BriefsTab />}
            </Suspense>
          </Boundary>
        </div>
      </div>
    </div>
  );
}

interface TabProps {
  readonly tab: Tab;
  readonly choose: (tab: Tab) => void;
  readonly first: React.RefObject<HTMLButtonElement | null>;
}

function TabRow({ tab, choose, first }: TabProps) {
  const say = useSay();
  const press = (event: React.KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const to = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    if (!by || !to) return;
    choose(to);
    document.getElementById(`take-tab-${to}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={say.t("takeOut.title")} onKeyDown={press}>
      {tabs.map((one) => (
        <button
          key={one}
          ref={one === "data" ? first : undefined}
          type="button"
          role="tab"
          id={`take-tab-${one}`}
          aria-selected={tab === one}
          aria-controls="take-body"
          tabIndex={tab === one ? 0 : -1}
          onClick={() => choose(one)}
        >
          {say.t(tabWords[one])}
        </button>
      ))}
    </div>
  );
}

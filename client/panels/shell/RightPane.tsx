/** The panel on the right, or the sheet at the bottom of a phone: ledger, near, card, figures, and a report while one writes it. */
import { lazy, Suspense, useEffect } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import type { AppState } from "../../state/app.ts";
import type { Panel } from "../../state/view.ts";
import { Boundary } from "../parts/Boundary.tsx";
import { Icon } from "../parts/Icon.tsx";
import { changeView, openNear, select } from "../run/app.ts";
import { Card, Ledger } from "../soon.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

/** What is not looked at first comes when it is asked for. */
const FiguresPanel = lazy(() => untilLoaded(() => import("../figures/FiguresPanel.tsx")).then((file) => ({ default: file.FiguresPanel })));
const Report = lazy(() => untilLoaded(() => import("../report/Report.tsx")).then((file) => ({ default: file.Report })));

const Near = lazy(() => untilLoaded(() => import("../near/Near.tsx")).then((file) => ({ default: file.Near })));
const HotPanel = lazy(() => untilLoaded(() => import("../hot/HotPanel.tsx")).then((file) => ({ default: file.HotPanel })));
const Shortlist = lazy(() => untilLoaded(() => import("../shortlist/Shortlist.tsx")).then((file) => ({ default: file.Shortlist })));

const panelOf = (state: AppState) => state.view.panel;
const selectedOf = (state: AppState) => state.view.selected;
const always = ["ledger", "near", "card", "figures", "hot", "shortlist"] as const satisfies readonly Panel[];

export function Tabs({ open }: { open?: (() => void) | undefined }) {
  const app = useApp();
  const say = useSay();
  const panel = usePart(panelOf);
  // On a phone, or in large type, there are more of them than room.
  useEffect(() => {
    const tab = document.getElementById(`tab-${panel}`);
    const list = tab?.parentElement;
    // Where there is room nothing is scrolled: a browser would go on from there at the next Tab.
    if (tab && list && list.scrollWidth > list.clientWidth) void tab.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [panel]);
  const panels: readonly Panel[] = panel === "report" ? [...always, panel] : always;
  const go = (to: Panel) => {
    open?.();
    if (to === "near") return openNear(app);
    changeView(app, { panel: to });
  };
  const press = (event: React.KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    const to = panels[(panels.indexOf(panel ?? "ledger") + by + panels.length) % panels.length] ?? "ledger";
    go(to);
    document.getElementById(`tab-${to}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={say.t("panel.label")} onKeyDown={press}>
      {panels.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          aria-selected={panel === one}
          aria-controls="tab-body"
          tabIndex={panel === one || (!panel && one === "ledger") ? 0 : -1}
          onClick={() => go(one)}
        >
          {say.t(`panel.${one}`)}
        </button>
      ))}
    </div>
  );
}

const bodies: Readonly<Record<Panel, () => React.ReactNode>> = {
  ledger: () => <Ledger />,
  near: () => <Near />,
  card: () => <Card />,
  figures: () => <FiguresPanel />,
  hot: () => <HotPanel />,
  shortlist: () => <Shortlist />,
  report: () => <Report />,
};

export function TabBody() {
  const panel = usePart(panelOf);
  const selected = usePart(selectedOf);
  return (
    <div id="tab-body" className="tab-body" role="tabpanel" aria-labelledby={`tab-${panel ?? "ledger"}`}>
      <Boundary of={`${panel} ${selected?.kind} ${selected?.id}`}>
        <Suspense fallback={null}>{bodies[panel ?? "ledger"]()}</Suspense>
        {(panel === "ledger" || panel === "near" || panel === null) && <Under />}
      </Boundary>
    </div>
  );
}

/** Under a list, the card of the row one has clicked: reading it does not lose the list. */
function Under() {
  const app = useApp();
  const say = useSay();
  const selected = usePart(selectedOf);
  if (!selected) return null;
  return (
    <section className="under" aria-label={say.t("panel.card")}>
      <button type="button" className="icon-button under-close" aria-label={say.t("app.close")} onClick={() => select(app, null)}>
        <Icon name="close" />
      </button>
      <Suspense fallback={null}>
        <Card />
      </Suspense>
    </section>
  );
}

export function RightPane() {
  const app = useApp();
  const say = useSay();
  const panel = usePart(panelOf);
  if (!panel) {
    return (
      <button
        type="button"
        className="edge right"
        aria-label={say.t("panel.show")}
        title={say.t("panel.show")}
        onClick={() => changeView(app, { panel: "ledger" })}
      >
        <Icon name="left" />
      </button>
    );
  }
  return (
    <aside className="right-pane" aria-label={say.t("panel.label")}>
      <div className="pane-head">
        <Tabs />
        <button
          type="button"
          className="icon-button"
          aria-label={say.t("panel.hide")}
          title={say.t("panel.hide")}
          onClick={() => changeView(app, { panel: null })}
        >
          <Icon name="right" />
        </button>
      </div>
      <TabBody />
    </aside>
  );
}

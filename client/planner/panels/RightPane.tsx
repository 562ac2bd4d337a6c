/** The right pane: zones of the level with their figures, how even they are, and what was done. */
import { useState } from "react";
import type { PlannerState, Tab } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Balance } from "./Balance.tsx";
import { Boundary } from "./Boundary.tsx";
import { HistoryList } from "./HistoryList.tsx";
import { Icon } from "./Icon.tsx";
import { ZoneCard } from "./ZoneCard.tsx";
import { ZoneTable } from "./ZoneTable.tsx";

const tabOf = (state: PlannerState) => state.tab;
const words = { zones: "planner.tabZones", balance: "planner.tabBalance", history: "planner.tabHistory" } as const satisfies Record<
  Tab,
  string
>;

export function RightPane() {
  const { store } = usePlanner();
  const say = useSay();
  const tab = usePart(tabOf);
  const [wide, setWide] = useState(false);
  return (
    <aside className={wide ? "plan-right wide" : "plan-right"} aria-label={say.t(words[tab])}>
      <header>
        <div role="tablist" className="plan-tabs">
          {(Object.keys(words) as Tab[]).map((one) => (
            <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => store.set({ tab: one })}>
              {say.t(words[one])}
            </button>
          ))}
        </div>
        <button
          type="button"
          className={wide ? "icon-button chosen" : "icon-button"}
          aria-pressed={wide}
          aria-label={say.t("planner.wide")}
          title={say.t("planner.wide")}
          onClick={() => setWide(!wide)}
        >
          <Icon name="wide" />
        </button>
      </header>
      <Boundary>
        {tab === "zones" && (
          <>
            <ZoneTable />
            <ZoneCard />
          </>
        )}
        {tab === "balance" && <Balance />}
        {tab === "history" && <HistoryList />}
      </Boundary>
    </aside>
  );
}

/** The field page: a head that says how things stand, one tab at a time, and the tabs under the thumb. */
import { useEffect } from "react";
import { Boundary } from "./Boundary.tsx";
import { CheckInTab } from "./checkIn/CheckInTab.tsx";
import { countOf } from "./entry.ts";
import { MeTab } from "./me/MeTab.tsx";
import { OutboxTab } from "./outbox/OutboxTab.tsx";
import { goTo } from "./page.ts";
import { Icon } from "./parts/Icon.tsx";
import { LostPart } from "./parts/LostPart.tsx";
import { ReportTab } from "./report/ReportTab.tsx";
import { type FieldState, type Tab, tabs } from "./state.ts";
import { Problem } from "./tasks/Problem.tsx";
import { TasksTab } from "./tasks/TasksTab.tsx";
import { usePage, usePart, useSay } from "./usePage.ts";

const tabOf = (state: FieldState) => state.tab;
const openOf = (state: FieldState) => state.open;
const startedOf = (state: FieldState) => state.started;
const faces: Readonly<Record<Tab, () => React.ReactNode>> = {
  report: ReportTab,
  tasks: TasksTab,
  checkIn: CheckInTab,
  outbox: OutboxTab,
  me: MeTab,
};

export function Field() {
  const say = useSay();
  const tab = usePart(tabOf);
  const open = usePart(openOf);
  const started = usePart(startedOf);
  const Face = faces[tab];
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab, or another problem, begins at its top
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to leave an effect.
    void scrollTo(0, 0);
  }, [tab, open]);
  useEffect(() => {
    document.title = `${say.t(`tab.${tab}`)} · 创图`;
  }, [say, tab]);
  return (
    <div className="phone">
      <Head />
      <main>
        <Boundary key={`${tab} ${open}`} words={say.t("field.broken")} again={say.t("field.reload")}>
          {started && (open === null ? <Face /> : <Problem key={open} id={open} />)}
        </Boundary>
      </main>
      <Toast />
      <Tabs />
    </div>
  );
}

const meOf = (state: FieldState) => state.me;
const onlineOf = (state: FieldState) => state.online;
const districtOf = (state: FieldState) => state.district;

function Head() {
  const say = useSay();
  const me = usePart(meOf);
  const online = usePart(onlineOf);
  const district = usePart(districtOf);
  const tab = usePart(tabOf);
  return (
    <header className="head">
      <h1>{say.t(`tab.${tab}`)}</h1>
      <span className="head-who clip">
        {me?.person && `${me.person.name} · `}
        {district && say.of(district.name)}
      </span>
      <span className={online ? "link-state" : "link-state off"} role="status" data-online={online}>
        {say.t(online ? "field.online" : "field.offline")}
      </span>
      {me?.kind === "nobody" && tab !== "me" && (
        <button type="button" className="button primary" onClick={() => goTo("me")}>
          {say.t("me.signIn")}
        </button>
      )}
      <LostPart />
    </header>
  );
}

const entriesOf = (state: FieldState) => state.entries;

function Tabs() {
  const say = useSay();
  const now = usePart(tabOf);
  const { waiting, refused } = countOf(usePart(entriesOf));
  return (
    <nav className="tabs" aria-label={say.t("field.tabs")}>
      {tabs.map((tab) => (
        <a key={tab} href={`#${tab}`} aria-current={tab === now ? "page" : undefined} data-tab={tab}>
          <Icon name={tab} />
          <span>{say.t(`tab.${tab}`)}</span>
          {tab === "outbox" && waiting + refused > 0 && (
            <span className={refused > 0 ? "badge bad" : "badge"}>
              {waiting + refused}
              <span className="sr"> {say.t(refused > 0 ? "outbox.refused" : "outbox.waiting", { n: waiting + refused })}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

const toastOf = (state: FieldState) => state.toast;
const shows_ms = 4000;

function Toast() {
  const page = usePage();
  const say = useSay();
  const words = usePart(toastOf);
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => page.store.set({ toast: null }), shows_ms);
    return () => clearTimeout(timer);
  }, [page, words]);
  return (
    <div className="toast-place" role="status">
      {words && <p className="toast">{say.of(words)}</p>}
    </div>
  );
}

/** The desk's side of the walls: the remote, tours, alarms, rules. A tour that is edited stays while one looks at another page of these. */
import { useEffect, useRef, useState } from "react";
import type { Me } from "../../../server/contract/types.ts";
import "../../look/walls.css";
import { wallsWords } from "../../look/words/walls.ts";
import { learn, type WordKey } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { Toast } from "../parts/Toast.tsx";
import { loadDistrict } from "../run/boot.ts";
import { SignInGate } from "../session/SignInGate.tsx";
import { TopBar } from "../shell/TopBar.tsx";
import { useApp, usePart, useSay } from "../useApp.ts";
import { AlarmsPage } from "./AlarmsPage.tsx";
import { RulesPage } from "./RulesPage.tsx";
import { ToursPage } from "./ToursPage.tsx";
import { type Editing, isDirty } from "./tourDraft.ts";
import { WallsPage } from "./WallsPage.tsx";

learn(wallsWords);

const pages = { list: "walls.list", tours: "walls.tours", alarms: "walls.alarms", rules: "walls.rules" } as const satisfies Record<
  string,
  WordKey
>;
type PageName = keyof typeof pages;
const names = Object.keys(pages) as PageName[];

const meOf = (state: AppState) => state.me;
const districtOf = (state: AppState) => state.district;
const bootOf = (state: AppState) => state.boot;
const viewOf = (state: AppState) => state.view;
const opened = (): PageName => names.find((name) => name === location.pathname.split("/")[2]) ?? "list";
const addressOf = (name: PageName) => (name === "list" ? "/walls" : `/walls/${name}`);

/** True for whoever may see walls and tell them what to show. */
export const mayControl = (me: Me | null): boolean =>
  me?.roles.some((role) => role === "leader" || role === "dispatcher" || role === "administrator") ?? false;

/** Theme, size, language and title of the document. */
function useDocument(at: PageName): void {
  const say = useSay();
  const { theme, lang, size } = usePart(viewOf);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.size = size;
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = `${say.t(pages[at])} · ${say.t("walls.title")} · ${say.t("app.name")}`;
  }, [theme, size, lang, say, at]);
}

/** Asks before the browser leaves the page with what is not saved. */
function useHeldBack(held: boolean): void {
  useEffect(() => {
    if (!held) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", hold);
    return () => removeEventListener("beforeunload", hold);
  }, [held]);
}

export function WallsFace() {
  const me = usePart(meOf);
  const [at, setAt] = useState(opened);
  const [editing, setEditing] = useState<Editing | null>(null);
  const dirty = editing !== null && isDirty(editing);
  useDocument(at);
  useHeldBack(dirty);
  useEffect(() => {
    const back = () => setAt(opened());
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  const go = (name: PageName) => {
    history.pushState(null, "", addressOf(name) + location.search);
    setAt(name);
  };
  return (
    <div className="page admin walls">
      <TopBar face="admin" />
      <main className="admin-body">
        <Menu at={at} go={go} dirty={dirty} />
        <div className="admin-page">
          <Ready>
            {at === "list" && <WallsPage me={me} />}
            {at === "tours" && <ToursPage editing={editing} edit={setEditing} />}
            {at === "alarms" && <AlarmsPage />}
            {at === "rules" && <RulesPage me={me} />}
          </Ready>
        </div>
      </main>
      <Toast />
      <SignInGate />
    </div>
  );
}

function Menu({ at, go, dirty }: { at: PageName; go: (name: PageName) => void; dirty: boolean }) {
  const say = useSay();
  const menu = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is open
  useEffect(() => {
    // Of a phone's one line of pages the open one is to be seen.
    menu.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [at]);
  const leave = (name: PageName) => (event: React.MouseEvent) => {
    // A new window is the browser's business.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(name);
  };
  return (
    <nav ref={menu} aria-label={say.t("walls.title")}>
      <a href="/" className="to-map">
        {say.t("app.toMap")}
      </a>
      {names.map((name) => (
        <a key={name} href={addressOf(name)} aria-current={name === at ? "page" : undefined} onClick={leave(name)}>
          {say.t(pages[name])}
          {name === "tours" && dirty && <span className="tag warn">{say.t("walls.unsaved")}</span>}
        </a>
      ))}
    </nav>
  );
}

/** Its pages, once it is known whose district this is and who looks. */
function Ready({ children }: { children: React.ReactNode }) {
  const app = useApp();
  const say = useSay();
  const me = usePart(meOf);
  const state = usePart(bootOf);
  const district = usePart(districtOf);
  if (me && me.kind !== "nobody" && !mayControl(me))
    return <Notice kind="empty" title={say.t("walls.notYours")} detail={say.t("walls.notYoursHint")} />;
  if (district && me) return children;
  if (state.state === "failed") {
    const act = { label: say.t("app.retry"), run: () => void loadDistrict(app) };
    return <Notice kind="failed" title={say.t("walls.failed")} detail={say.of(state.failure)} act={act} />;
  }
  return me?.kind === "nobody" ? null : <Notice kind="loading" title={say.t("boot.loading")} />;
}

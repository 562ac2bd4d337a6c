/** The page: bars on top, layers left, map in the middle, panels right; a list without a map; a sheet on a phone. */
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { sentence } from "../../server/contract/sentence.ts";
import { untilLoaded } from "../api/chunk.ts";
import { hasWebgl2 } from "../map/webgl2.ts";
import type { AppState } from "../state/app.ts";
import { effectiveFilter } from "../state/view.ts";
import { FilterBar, Total } from "./filter/FilterBar.tsx";
import { bookOf } from "./names.ts";
import { Boundary } from "./parts/Boundary.tsx";
import { Icon } from "./parts/Icon.tsx";
import { LostPart } from "./parts/LostPart.tsx";
import { Notice } from "./parts/Notice.tsx";
import { Toast } from "./parts/Toast.tsx";
import { changeView } from "./run/app.ts";
import { boot } from "./run/boot.ts";
import { SignInGate } from "./session/SignInGate.tsx";
import { LayerList } from "./shell/LayerList.tsx";
import { RightPane, TabBody, Tabs } from "./shell/RightPane.tsx";
import { Search } from "./shell/Search.tsx";
import { TopBar } from "./shell/TopBar.tsx";
import { fetchSoon, KeysSheet, MapArea } from "./soon.ts";
import { stamp } from "./times.ts";
import { useApp, usePart, useSay } from "./useApp.ts";

/** The map's libraries are most of the page: they arrive beside the data, and never in list mode. */

/** What most pages never show: a question that was refused, and the panels of a phone. */
const RefusedPart = lazy(() => untilLoaded(() => import("./filter/RefusedPart.tsx")).then((file) => ({ default: file.RefusedPart })));
/** What goes in and out as files. */
const FileSheet = lazy(() => untilLoaded(() => import("./files/FileSheet.tsx")).then((file) => ({ default: file.FileSheet })));
const PhoneSheet = lazy(() => untilLoaded(() => import("./shell/PhoneSheet.tsx")).then((file) => ({ default: file.PhoneSheet })));

const viewOf = (state: AppState) => state.view;
const openOf = (state: AppState) => state.open;
const bootOf = (state: AppState) => state.boot;
const districtOf = (state: AppState) => state.district;
const refusedOf = (state: AppState) => state.listing.refused !== null;
const faultsOf = (state: AppState) => state.faults;

const phone = typeof matchMedia === "undefined" ? null : matchMedia("(max-width: 760px)");
const usePhone = () =>
  useSyncExternalStore(
    (changed) => {
      phone?.addEventListener("change", changed);
      return () => phone?.removeEventListener("change", changed);
    },
    () => phone?.matches ?? false,
    () => false,
  );

export function Page() {
  const app = useApp();
  const view = usePart(viewOf);
  const district = usePart(districtOf);
  const say = useSay();
  const open = usePart(openOf);
  const refused = usePart(refusedOf);
  const [drawable] = useState(hasWebgl2);
  useEffect(() => fetchSoon(app, drawable && !app.store.get().view.list), [app, drawable]);
  const isPhone = usePhone();
  useEffect(() => {
    document.documentElement.dataset.theme = view.theme;
    document.documentElement.dataset.size = view.size;
    document.documentElement.lang = view.lang === "zh" ? "zh-CN" : "en";
    const name = district ? ` · ${say.of(district.name)}` : "";
    document.title = say.t("app.name") + name;
  }, [view.theme, view.lang, view.size, district, say]);
  const hot = view.hot !== null;
  useEffect(() => {
    if (hot) void untilLoaded(() => import("./hot/keep.ts")).then(({ keepHot }) => keepHot(app));
  }, [hot, app]);
  const list = view.list || !drawable;
  return (
    <div className={`page${list ? " list-only" : ""}${isPhone ? " phone" : ""}${view.panel ? "" : " no-panel"}`}>
      <TopBar />
      <FilterBar />
      <LostPart />
      <Faults />
      <Suspense fallback={null}>{refused && <RefusedPart />}</Suspense>
      <Body list={list} drawable={drawable} isPhone={isPhone} />
      <PrintHead />
      <Search />
      <Suspense fallback={null}>
        {open === "keys" && <KeysSheet />}
        {open !== null && open !== "keys" && open !== "search" && <FileSheet open={open} />}
      </Suspense>
      <Toast />
      <SignInGate />
    </div>
  );
}

function Body({ list, drawable, isPhone }: { list: boolean; drawable: boolean; isPhone: boolean }) {
  const app = useApp();
  const say = useSay();
  const state = usePart(bootOf);
  if (state.state === "failed") {
    const reason = say.of(state.failure);
    return <Notice kind="failed" title={say.t("boot.failed", { reason })} act={{ label: say.t("app.retry"), run: () => boot(app) }} />;
  }
  if (state.state === "loading") {
    const title = state.phase ? say.t("boot.starting", { phase: state.phase }) : say.t("boot.loading");
    return <Notice kind="loading" title={title} detail={state.phase ? say.t("boot.wait") : undefined} />;
  }
  if (list) {
    return (
      <main className="list-page">
        <p className="list-note">
          {say.t(drawable ? "map.listMode" : "map.noWebgl")}
          {drawable && (
            <button type="button" className="link" onClick={() => changeView(app, { list: false })}>
              {say.t("app.toMap")}
            </button>
          )}
        </p>
        <div className="pane-head">
          <Tabs />
        </div>
        <TabBody />
      </main>
    );
  }
  return (
    <main className="desk">
      {!isPhone && <Left />}
      <Boundary>
        <Suspense fallback={<div className="map-area" aria-busy="true" />}>
          <MapArea />
        </Suspense>
      </Boundary>
      {isPhone ? (
        <Boundary>
          <Suspense fallback={<aside className="phone-sheet half" aria-busy="true" />}>
            <PhoneSheet />
          </Suspense>
        </Boundary>
      ) : (
        <RightPane />
      )}
    </main>
  );
}

function Left() {
  const say = useSay();
  const [open, setOpen] = useState(true);
  if (!open) {
    return (
      <button
        type="button"
        className="edge left"
        aria-label={say.t("layers.show")}
        title={say.t("layers.show")}
        onClick={() => setOpen(true)}
      >
        <Icon name="layers" />
      </button>
    );
  }
  return (
    <aside className="left-pane" aria-label={say.t("layers.label")}>
      <div className="pane-head">
        <h2>{say.t("layers.label")}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={say.t("layers.hide")}
          title={say.t("layers.hide")}
          onClick={() => setOpen(false)}
        >
          <Icon name="left" />
        </button>
      </div>
      <LayerList />
    </aside>
  );
}

/** Parts of the address that could not be read: named, with what they take. */
function Faults() {
  const app = useApp();
  const say = useSay();
  const faults = usePart(faultsOf);
  if (!faults.length) return null;
  return (
    <div className="faults" role="alert">
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.parameter}=${fault.value}`}>
            {say.t("filter.fault", { parameter: fault.parameter, value: fault.value, expected: say.of(fault.expected) })}
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={() => app.store.set({ faults: [] })}>
        {say.t("filter.dismiss")}
      </button>
    </div>
  );
}

/** On paper the page says whose it is, what was asked, and when. */
function PrintHead() {
  const say = useSay();
  const view = usePart(viewOf);
  const district = usePart(districtOf);
  const book = usePart(bookOf);
  if (!district) return null;
  return (
    <header className="print-head">
      <h1>
        {say.of(district.name)} · {say.t("app.subtitle")}
      </h1>
      <p>
        {say.of(sentence(effectiveFilter(view), book))} · <Total /> ·{" "}
        {say.t("app.printedAt", { time: stamp(new Date().toISOString(), district.timeZone) ?? "" })}
        {district.madeUp && ` · ${say.t("app.madeUp")}`}
        {district.attribution && ` · ${say.t("app.attribution", { text: district.attribution })}`}
        {district.mapApproval && ` · ${say.t("app.approval", { text: district.mapApproval })}`}
      </p>
    </header>
  );
}

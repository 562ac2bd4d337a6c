/** The top bar: whose map this is, how fresh it is, and the way to search, language, theme and help. */
import type { AppState } from "../../state/app.ts";
import { Bell } from "../notices/Bell.tsx";
import { Icon } from "../parts/Icon.tsx";
import { changeView, setPreference } from "../run/app.ts";
import { AccountMenu } from "../session/AccountMenu.tsx";
import { useApp, usePart, useSay } from "../useApp.ts";
import { AsOf } from "./AsOf.tsx";

const districtOf = (state: AppState) => state.district;
const listOf = (state: AppState) => state.view.list;
const themeOf = (state: AppState) => state.view.theme;
const largeOf = (state: AppState) => state.view.size === "large";

/** `face`: the map page, or the administrator's, which has no map to search or to leave. */
export function TopBar({ face = "map" }: { face?: "map" | "admin" }) {
  const app = useApp();
  const say = useSay();
  const district = usePart(districtOf);
  const theme = usePart(themeOf);
  const large = usePart(largeOf);
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header className="top-bar">
      <a className="mark" href="/" aria-label={say.t("app.name")}>
        <img src="/favicon.svg" alt="" width="26" height="26" />
        <strong>{say.t("app.name")}</strong>
      </a>
      {district && <h1>{say.of(district.name)}</h1>}
      {district?.madeUp && (
        <span className="tag warn" title={district.notice ? say.of(district.notice) : undefined}>
          {say.t("app.madeUp")}
        </span>
      )}
      <AsOf />
      {face === "map" && <SearchButton />}
      <div className="top-end">
        {face === "map" && <Bell />}
        <AccountMenu />
        {face === "map" && <ListButton />}
        <button
          type="button"
          className="icon-button letter"
          aria-label={`${say.t("app.lang")} ${say.lang === "zh" ? "EN" : "中"}`}
          title={say.t("app.lang")}
          onClick={() => setPreference(app, { lang: say.lang === "zh" ? "en" : "zh" })}
        >
          {say.lang === "zh" ? "EN" : "中"}
        </button>
        <button
          type="button"
          className="icon-button desk-only"
          aria-label={say.t(other === "light" ? "app.toLight" : "app.toDark")}
          title={say.t(other === "light" ? "app.toLight" : "app.toDark")}
          onClick={() => setPreference(app, { theme: other })}
        >
          <Icon name={other === "light" ? "sun" : "moon"} />
        </button>
        <button
          type="button"
          className={large ? "icon-button letter chosen desk-only" : "icon-button letter desk-only"}
          aria-label={say.t("app.large")}
          title={say.t("app.large")}
          aria-pressed={large}
          onClick={() => setPreference(app, { size: large ? "normal" : "large" })}
        >
          {say.lang === "zh" ? "大" : "A+"}
        </button>
        {face === "map" && (
          <button
            type="button"
            className="icon-button desk-only"
            aria-label={say.t("app.help")}
            title={`${say.t("app.help")} ?`}
            onClick={() => app.store.set({ open: "keys" })}
          >
            <Icon name="help" />
          </button>
        )}
      </div>
    </header>
  );
}

function SearchButton() {
  const app = useApp();
  const say = useSay();
  return (
    <button
      type="button"
      className="search-button"
      aria-label={`${say.t("search.short")} /`}
      onClick={() => app.store.set({ open: "search" })}
    >
      <Icon name="search" />
      <span>{say.t("search.short")}</span>
      <kbd>/</kbd>
    </button>
  );
}

function ListButton() {
  const app = useApp();
  const say = useSay();
  const list = usePart(listOf);
  return (
    <button
      type="button"
      className={list ? "icon-button chosen" : "icon-button desk-only"}
      aria-label={say.t(list ? "app.toMap" : "app.toList")}
      title={say.t(list ? "app.toMap" : "app.toList")}
      onClick={() => changeView(app, { list: !list })}
    >
      <Icon name="list" />
    </button>
  );
}

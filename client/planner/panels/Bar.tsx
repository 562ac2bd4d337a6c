/** The top bar of every face: whose page this is, where one can go, language and theme. */

import { prefer } from "../page.ts";
import { visit } from "../run/open.ts";
import type { PlannerState } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import type { PlannerView } from "../view.ts";
import { Icon } from "./Icon.tsx";

const part = {
  theme: (s: PlannerState) => s.theme,
  face: (s: PlannerState) => s.view.face,
  district: (s: PlannerState) => s.district,
  me: (s: PlannerState) => s.me,
};

/** A place of this page: a link that needs no loading. */
export function Place({
  to,
  href,
  chosen = false,
  children,
}: {
  to: Partial<PlannerView>;
  href: string;
  chosen?: boolean;
  children: React.ReactNode;
}) {
  const page = usePlanner();
  return (
    <a
      href={href}
      className={chosen ? "chosen" : ""}
      aria-current={chosen ? "page" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        void visit(page, to);
      }}
    >
      {children}
    </a>
  );
}

export function Looks({ help = false }: { help?: boolean }) {
  const page = usePlanner();
  const say = useSay();
  const other = usePart(part.theme) === "dark" ? "light" : "dark";
  const theme = say.t(other === "light" ? "app.toLight" : "app.toDark");
  return (
    <>
      <button
        type="button"
        className="icon-button letter"
        aria-label={`${say.t("app.lang")} ${say.lang === "zh" ? "EN" : "中"}`}
        title={say.t("app.lang")}
        onClick={() => prefer(page, { lang: say.lang === "zh" ? "en" : "zh" })}
      >
        {say.lang === "zh" ? "EN" : "中"}
      </button>
      <button type="button" className="icon-button" aria-label={theme} title={theme} onClick={() => prefer(page, { theme: other })}>
        <Icon name={other === "light" ? "sun" : "moon"} />
      </button>
      {help && (
        <button
          type="button"
          className="icon-button"
          aria-label={say.t("planner.help")}
          title={`${say.t("planner.help")} ?`}
          onClick={() => page.store.set({ dialog: "keys" })}
        >
          <Icon name="help" />
        </button>
      )}
    </>
  );
}

export function Bar() {
  const say = useSay();
  const face = usePart(part.face);
  const district = usePart(part.district);
  const me = usePart(part.me);
  return (
    <header className="plan-bar">
      <a className="mark" href="/" title={say.t("planner.toDesk")}>
        <img src="/favicon.svg" alt="" width="26" height="26" />
        <strong>{say.t("app.name")}</strong>
      </a>
      <h1>{district ? say.of(district.name) : say.t("planner.title")}</h1>
      {district?.madeUp && <span className="tag warn">{say.t("app.madeUp")}</span>}
      <nav className="plan-faces" aria-label={say.t("planner.title")}>
        <Place to={{ face: "plans", plan: null }} href="/planner" chosen={face === "plans" || face === "compare"}>
          {say.t("planner.plans")}
        </Place>
        <Place to={{ face: "handbook", plan: null }} href="/handbook" chosen={face === "handbook"}>
          {say.t("planner.handbook")}
        </Place>
      </nav>
      <div className="plan-bar-end">
        {me?.person && <span className="quiet clip">{me.person.name}</span>}
        <Looks />
      </div>
    </header>
  );
}

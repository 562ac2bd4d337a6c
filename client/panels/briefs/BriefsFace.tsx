/** /briefs: official documents. What is to be made on the left, the sheet in the middle, what is written on it and done with it beside it. */
import { useCallback, useEffect, useState } from "react";
import type { Me } from "../../../server/contract/types.ts";
import { briefsWords } from "../../look/words/briefs.ts";
import { learn } from "../../look/words.ts";
import "../../look/briefs.css";
import type { AppState } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import { Notice } from "../parts/Notice.tsx";
import { Toast } from "../parts/Toast.tsx";
import { loadDistrict } from "../run/boot.ts";
import { SignInGate } from "../session/SignInGate.tsx";
import { TopBar } from "../shell/TopBar.tsx";
import { useApp, usePart, useSay } from "../useApp.ts";
import { addressOf, type Place, readPlace, withDays } from "./address.ts";
import { IssuedView } from "./IssuedView.tsx";
import { LeftPane } from "./LeftPane.tsx";
import { MakingView } from "./MakingView.tsx";
import { TemplatesPage } from "./TemplatesPage.tsx";
import { useIssued } from "./useIssued.ts";

learn(briefsWords);

const meOf = (state: AppState) => state.me;
const districtOf = (state: AppState) => state.district;
const bootOf = (state: AppState) => state.boot;
const clockOf = (state: AppState) => state.clock;
const viewOf = (state: AppState) => state.view;
const here = () => readPlace(location.pathname, location.search);

/** Who reads official documents. */
export const mayRead = (me: Me | null): boolean =>
  me?.roles.some((role) => role === "leader" || role === "dispatcher" || role === "administrator" || role === "auditor") ?? false;
/** Who issues them. */
export const mayIssue = (me: Me | null): boolean => me?.roles.some((role) => role === "dispatcher" || role === "administrator") ?? false;

/** Theme, size, language and title of the document; the address stays the place's own whatever the reader prefers. */
function useDocument(place: Place): void {
  const say = useSay();
  const { theme, lang, size } = usePart(viewOf);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.size = size;
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = `${say.t("briefs.title")} · ${say.t("app.name")}`;
    if (place.page === "unknown") return;
    const pairs = new URLSearchParams(location.search);
    // What another choice has overtaken.
    for (const [name, value] of Object.entries({ lang, theme, size })) if (pairs.get(name) !== value) pairs.delete(name);
    const address = addressOf(place, String(pairs));
    if (address !== location.pathname + location.search + location.hash) history.replaceState(null, "", address);
  }, [theme, size, lang, say, place]);
}

/** The place that the address names, and the way to another one. */
function usePlace(today: string | null): [Place, (next: Place, how?: "push" | "replace") => void] {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const back = () => setPlace(here());
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  const go = useCallback((next: Place, how: "push" | "replace" = "push") => {
    history[how === "push" ? "pushState" : "replaceState"](null, "", addressOf(next, location.search));
    setPlace(next);
  }, []);
  const dated = place.page === "brief" && today ? withDays(place, today) : place;
  useEffect(() => {
    if (dated !== place) setPlace(dated);
  }, [dated, place]);
  return [dated, go];
}

export function BriefsFace() {
  const me = usePart(meOf);
  const district = usePart(districtOf);
  const clock = usePart(clockOf);
  const today = district ? dayText(clock, district.timeZone) : null;
  const [place, go] = usePlace(today);
  useDocument(place);
  return (
    <div className="page admin briefs">
      <TopBar face="admin" />
      <Ready>{today && <Body me={me} place={place} go={go} today={today} />}</Ready>
      <Toast />
      <SignInGate />
    </div>
  );
}

interface BodyProps {
  readonly me: Me | null;
  readonly place: Place;
  readonly go: (next: Place, how?: "push" | "replace") => void;
  readonly today: string;
}

function Body({ me, place, go, today }: BodyProps) {
  const issued = useIssued(place.page === "brief" ? place.kind : null);
  return (
    <main className="admin-body briefs-body">
      <LeftPane place={place} go={go} today={today} issued={issued} administrator={me?.roles.includes("administrator") ?? false} />
      {place.page === "brief" && <MakingView key={place.kind} place={place} go={go} issuer={mayIssue(me)} issued={issued.again} />}
      {place.page === "issued" && <IssuedView key={place.id} id={place.id} />}
      {place.page === "templates" && <TemplatesPage me={me} />}
      {place.page === "unknown" && <Unknown text={place.text} go={go} />}
    </main>
  );
}

function Unknown({ text, go }: { text: string; go: BodyProps["go"] }) {
  const say = useSay();
  const act = { label: say.t("briefs.toDaily"), run: () => go({ page: "brief", kind: "daily", from: null, to: null, query: "" }) };
  return <Notice kind="failed" title={say.t("briefs.unknown")} detail={say.t("briefs.unknownHint", { text })} act={act} />;
}

/** Its pages, once it is known whose district this is and who looks. */
function Ready({ children }: { children: React.ReactNode }) {
  const app = useApp();
  const say = useSay();
  const me = usePart(meOf);
  const state = usePart(bootOf);
  const district = usePart(districtOf);
  if (me && me.kind !== "nobody" && !mayRead(me))
    return <Notice kind="empty" title={say.t("briefs.notYours")} detail={say.t("briefs.notYoursHint")} />;
  if (district && me && me.kind !== "nobody") return children;
  if (state.state === "failed") {
    const act = { label: say.t("app.retry"), run: () => void loadDistrict(app) };
    return <Notice kind="failed" title={say.t("briefs.failed")} detail={say.of(state.failure)} act={act} />;
  }
  return me?.kind === "nobody" ? null : <Notice kind="loading" title={say.t("boot.loading")} />;
}

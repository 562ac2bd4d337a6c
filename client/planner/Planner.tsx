/** The planner's page: the list of plans, a plan on the table, two plans side by side, or the handbook. */
import { lazy, Suspense, useEffect } from "react";
import { untilLoaded } from "../api/chunk.ts";
import { Bar } from "./panels/Bar.tsx";
import { Boundary } from "./panels/Boundary.tsx";
import { OnlyLooking, SignInFirst } from "./panels/Gate.tsx";
import { LostPart } from "./panels/LostPart.tsx";
import { Plans } from "./panels/Plans.tsx";
import { Failed, Waiting } from "./panels/Standing.tsx";
import { Toast } from "./panels/Toast.tsx";
import type { PlannerState } from "./state.ts";
import { usePart, useSay } from "./usePlanner.ts";

const PlanTable = lazy(() => untilLoaded(() => import("./panels/PlanTable.tsx")).then((file) => ({ default: file.PlanTable })));
const Compare = lazy(() => untilLoaded(() => import("./panels/Compare.tsx")).then((file) => ({ default: file.Compare })));
const Handbook = lazy(() => untilLoaded(() => import("./handbook/Handbook.tsx")).then((file) => ({ default: file.Handbook })));

const part = {
  face: (s: PlannerState) => s.view.face,
  lang: (s: PlannerState) => s.lang,
  theme: (s: PlannerState) => s.theme,
  nobody: (s: PlannerState) => s.me?.kind === "nobody",
  known: (s: PlannerState) => s.district !== null && s.me !== null,
  failure: (s: PlannerState) => s.failure,
};

/** The document follows what was chosen. */
function useLooks(): void {
  const say = useSay();
  const lang = usePart(part.lang);
  const theme = usePart(part.theme);
  const face = usePart(part.face);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.documentElement.dataset.theme = theme;
    document.title = `${say.t(face === "handbook" ? "planner.handbook" : "planner.title")} · ${say.t("app.name")}`;
  }, [lang, theme, face, say]);
}

export function Planner() {
  useLooks();
  const face = usePart(part.face);
  return (
    <div className="planner" data-face={face}>
      <LostPart />
      <Boundary>
        <Face />
      </Boundary>
      <Toast />
    </div>
  );
}

function Face() {
  const say = useSay();
  const face = usePart(part.face);
  const nobody = usePart(part.nobody);
  const known = usePart(part.known);
  const failure = usePart(part.failure);
  const waiting = <Waiting what={say.t("boot.loading")} />;
  if (nobody || !known) {
    return (
      <>
        <Bar />
        {nobody ? <SignInFirst /> : failure ? <Failed failure={failure} /> : waiting}
      </>
    );
  }
  if (face === "table") {
    return (
      <Suspense fallback={waiting}>
        <PlanTable />
      </Suspense>
    );
  }
  return (
    <>
      <Bar />
      {face === "plans" && <OnlyLooking />}
      <Suspense fallback={waiting}>{face === "plans" ? <Plans /> : face === "compare" ? <Compare /> : <Handbook />}</Suspense>
    </>
  );
}

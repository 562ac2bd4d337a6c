/** The planner's table: a plan, the map it lies on, the tools at the left and its zones at the right. */
import { lazy, Suspense } from "react";
import { untilLoaded } from "../../api/chunk.ts";
import { openPlan } from "../run/open.ts";
import { type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Bar } from "./Bar.tsx";
import { OnlyLooking } from "./Gate.tsx";
import { PlanMap } from "./PlanMap.tsx";
import { RightPane } from "./RightPane.tsx";
import { Failed, Waiting } from "./Standing.tsx";
import { Left, Met, ReadOnly } from "./Strips.tsx";
import { TableBar } from "./TableBar.tsx";
import { Tools } from "./Tools.tsx";

const part = (load: () => Promise<React.ComponentType>) => lazy(() => untilLoaded(load).then((component) => ({ default: component })));
const dialogs = {
  suggest: part(() => import("./Suggest.tsx").then((file) => file.Suggest)),
  publish: part(() => import("./Publish.tsx").then((file) => file.Publish)),
  keys: part(() => import("./Keys.tsx").then((file) => file.Keys)),
  search: part(() => import("./Search.tsx").then((file) => file.Search)),
} as const;

const pick = {
  state: (s: PlannerState) => s.table?.state ?? "asking",
  failure: (s: PlannerState) => (s.table?.state === "failed" ? s.table.failure : null),
  plan: (s: PlannerState) => s.view.plan,
  there: (s: PlannerState) => tableOf(s) !== null,
  dialog: (s: PlannerState) => s.dialog,
};

export function PlanTable() {
  const page = usePlanner();
  const say = useSay();
  const there = usePart(pick.there);
  const failure = usePart(pick.failure);
  const plan = usePart(pick.plan);
  const dialog = usePart(pick.dialog);
  if (!there) {
    return (
      <>
        <Bar />
        {failure ? (
          <Failed
            failure={failure}
            again={() => {
              page.store.set({ table: { state: "asking" } });
              if (plan !== null) void openPlan(page, plan);
            }}
          />
        ) : (
          <Waiting what={say.t("planner.planAsking")} />
        )}
      </>
    );
  }
  const Open = dialog && dialogs[dialog];
  return (
    <>
      <TableBar />
      <OnlyLooking />
      <ReadOnly />
      <Left />
      <div className="table-body">
        <Met />
        <Tools />
        <PlanMap />
        <RightPane />
      </div>
      {Open && (
        <Suspense fallback={null}>
          <Open />
        </Suspense>
      )}
    </>
  );
}

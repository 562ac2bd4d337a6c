/** The list of plans: what is drafted, what was published and what is in force; new ones, copies, imports. */
import { lazy, Suspense, useState } from "react";
import { planStatuses } from "../../../server/contract/plan.ts";
import type { ZonePlanSummary } from "../../../server/contract/types.ts";
import { zoneLevels } from "../../../server/contract/vocabulary.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { wordsOf } from "../../api/http.ts";
import { addPlan, exportAddress, removePlan } from "../../api/plans.ts";
import { timeText, unixOf } from "../../state/calendar.ts";
import { toast } from "../page.ts";
import { loadPlans, visit } from "../run/open.ts";
import { wordOf } from "../run/words.ts";
import { mayPlan, type PlannerState } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Place } from "./Bar.tsx";
import { Dialog } from "./Dialog.tsx";
import { Icon } from "./Icon.tsx";
import { Failed, Nothing, Waiting } from "./Standing.tsx";

const ImportPlan = lazy(() => untilLoaded(() => import("../importing/ImportPlan.tsx")).then((file) => ({ default: file.ImportPlan })));

const part = {
  plans: (s: PlannerState) => s.plans,
  mine: (s: PlannerState) => mayPlan(s.me),
  timeZone: (s: PlannerState) => s.district?.timeZone ?? "Asia/Shanghai",
};
type Asking =
  | { readonly what: "new"; readonly from: ZonePlanSummary | null }
  | { readonly what: "import" }
  | { readonly what: "remove"; readonly plan: ZonePlanSummary };

export function Plans() {
  const page = usePlanner();
  const say = useSay();
  const plans = usePart(part.plans);
  const mine = usePart(part.mine);
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  return (
    <main className="plans">
      <header>
        <div>
          <h2>{say.t("planner.plans")}</h2>
          <p className="quiet">{say.t("planner.plansMore")}</p>
        </div>
        {mine && (
          <div className="pills">
            <button type="button" className="button" onClick={() => setAsking({ what: "import" })}>
              {say.t("planner.import")}
            </button>
            <button type="button" className="button primary" onClick={() => setAsking({ what: "new", from: null })}>
              <Icon name="plus" />
              {say.t("planner.newPlan")}
            </button>
          </div>
        )}
      </header>
      {plans.state === "asking" && <Waiting what={say.t("planner.plansAsking")} />}
      {plans.state === "failed" && <Failed failure={plans.failure} again={() => void loadPlans(page)} />}
      {plans.state === "there" && <List rows={plans.value} ask={setAsking} />}
      {asking?.what === "new" && <NewPlan from={asking.from} close={close} />}
      {asking?.what === "remove" && <Remove plan={asking.plan} close={close} />}
      {asking?.what === "import" && (
        <Dialog title={say.t("planner.import")} close={close} className="wide">
          <Suspense fallback={<Waiting what={say.t("boot.loading")} />}>
            <ImportPlan
              close={close}
              done={(plan) => {
                close();
                void visit(page, { face: "table", plan });
              }}
            />
          </Suspense>
        </Dialog>
      )}
    </main>
  );
}

function List({ rows, ask }: { rows: readonly ZonePlanSummary[]; ask: (asking: Asking) => void }) {
  const say = useSay();
  const mine = usePart(part.mine);
  if (rows.length === 0) {
    return (
      <Nothing title={say.t("planner.noPlans")}>
        <p>{say.t(mine ? "planner.noPlansMine" : "planner.noPlansMore")}</p>
      </Nothing>
    );
  }
  const order = { draft: 0, review: 0, published: 1, archived: 2 } as const;
  const sorted = [...rows].sort((a, b) => order[a.status] - order[b.status] || unixOf(b.changed) - unixOf(a.changed));
  return (
    <div className="plan-scroll">
      <table className="plan-table plans-table">
        <thead>
          <tr>
            {(["planner.name", "planner.status", "planner.zonesOf", "planner.changed", "planner.effective"] as const).map((key) => (
              <th key={key} scope="col">
                {say.t(key)}
              </th>
            ))}
            <th scope="col">
              <span className="sr">{say.t("planner.acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((plan) => (
            <Row key={plan.id} plan={plan} ask={ask} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ plan, ask }: { plan: ZonePlanSummary; ask: (asking: Asking) => void }) {
  const say = useSay();
  const mine = usePart(part.mine);
  const timeZone = usePart(part.timeZone);
  const draft = plan.status === "draft" || plan.status === "review";
  const zones = plan.zones.map((n, i) => `${say.n(n)} ${say.of(zoneLevels[(i + 1) as 1 | 2 | 3])}`).join(" · ");
  return (
    <tr data-status={plan.status}>
      <th scope="row">
        <Place to={{ face: "table", plan: plan.id }} href={`/planner/${plan.id}`}>
          {plan.name}
        </Place>
        {plan.note && <small className="plan-note">{plan.note}</small>}
        {plan.from && <small className="plan-note">{say.t("planner.copyOf", { name: plan.from.name })}</small>}
      </th>
      <td>
        <Status plan={plan} />
        <small className="plan-note">{say.t("planner.version", { n: plan.version })}</small>
      </td>
      <td>{zones}</td>
      <td>
        {timeText(unixOf(plan.changed), timeZone)}
        <small className="plan-note">{plan.changedBy ?? plan.madeBy ?? say.t("planner.byProgram")}</small>
      </td>
      <td>
        {plan.effectiveFrom ?? "–"}
        {plan.approver && <small className="plan-note">{say.t("planner.approvedBy", { name: plan.approver })}</small>}
      </td>
      <td className="plan-acts">
        <Place to={{ face: "table", plan: plan.id }} href={`/planner/${plan.id}`}>
          {say.t(draft && mine ? "planner.open" : "planner.look")}
        </Place>
        {mine && (
          <button type="button" className="link" onClick={() => ask({ what: "new", from: plan })}>
            {say.t("planner.copy")}
          </button>
        )}
        <Place to={{ face: "compare", plan: plan.id }} href={`/planner/${plan.id}/compare`}>
          {say.t("planner.compare")}
        </Place>
        <a href={exportAddress(plan.id, "geojson")} download>
          GeoJSON
        </a>
        <a href={exportAddress(plan.id, "zip")} download>
          Shapefile
        </a>
        {mine && draft && (
          <button type="button" className="link bad" onClick={() => ask({ what: "remove", plan })}>
            {say.t("planner.remove")}
          </button>
        )}
      </td>
    </tr>
  );
}

export function Status({ plan }: { plan: Pick<ZonePlanSummary, "status" | "inForce"> }) {
  const say = useSay();
  const word = plan.inForce ? say.t("planner.inForce") : say.of(planStatuses[plan.status]);
  return <span className={`plan-status ${plan.inForce ? "in-force" : plan.status}`}>{word}</span>;
}

function NewPlan({ from, close }: { from: ZonePlanSummary | null; close: () => void }) {
  const page = usePlanner();
  const say = useSay();
  const [name, setName] = useState(from ? say.t("planner.copyName", { name: from.name }) : "");
  const [busy, setBusy] = useState(false);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const { id } = await addPlan(name.trim(), from?.id ?? null);
      await visit(page, { face: "table", plan: id });
    } catch (error) {
      setBusy(false);
      toast(page, wordsOf(error));
    }
  };
  return (
    <Dialog title={say.t(from ? "planner.copyTitle" : "planner.newPlan")} close={close}>
      <form className="plan-form" onSubmit={(event) => void submit(event)}>
        <p className="quiet">{from ? say.t("planner.copyMore", { name: from.name }) : say.t("planner.newPlanMore")}</p>
        <label className="labelled column">
          <span>{say.t("planner.name")}</span>
          <input className="field" required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <footer>
          <button type="button" className="button" onClick={close}>
            {say.t("planner.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={busy || name.trim() === ""}>
            {say.t("planner.make")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function Remove({ plan, close }: { plan: ZonePlanSummary; close: () => void }) {
  const page = usePlanner();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await removePlan(plan.id);
      toast(page, wordOf("planner.removed", { name: plan.name }));
      await loadPlans(page);
      close();
    } catch (error) {
      setBusy(false);
      toast(page, wordsOf(error));
    }
  };
  const zones = plan.zones.reduce((sum, n) => sum + n, 0);
  return (
    <Dialog title={say.t("planner.removeTitle")} close={close}>
      <div className="plan-form">
        <p>{say.t("planner.removeMore", { name: plan.name, n: say.n(zones) })}</p>
        <footer>
          <button type="button" className="button" onClick={close}>
            {say.t("planner.cancel")}
          </button>
          <button type="button" className="button danger" disabled={busy} onClick={() => void remove()}>
            {say.t("planner.remove")}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}

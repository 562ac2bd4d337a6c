/** The bar over a plan: its name and state, what is saved, undo, the level, the fill, and publishing. */
import { useState } from "react";
import { type ZoneLevel, zoneLevels } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { changePlan, exportAddress, handBackPlan, reviewPlan, withdrawPlan } from "../../api/plans.ts";
import type { Say } from "../../look/say.ts";
import { timeText } from "../../state/calendar.ts";
import { setTable, setView, toast } from "../page.ts";
import { doAgain, saverOf, setLevel, takeBack } from "../run/acts.ts";
import { mayDraw, mayPlan, mayPublish, type PlannerState, type Saving, type Table, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Looks, Place } from "./Bar.tsx";
import { Icon } from "./Icon.tsx";
import { Status } from "./Plans.tsx";
import { Switch } from "./Switch.tsx";
import { Withdraw } from "./Withdraw.tsx";

const part = {
  plan: (s: PlannerState) => tableOf(s)?.plan ?? null,
  draws: mayDraw,
  mine: (s: PlannerState) => mayPlan(s.me),
  publishes: mayPublish,
  level: (s: PlannerState) => s.view.level,
  fill: (s: PlannerState) => s.view.fill,
  counted: (s: PlannerState) => s.ground !== null,
  depth: (s: PlannerState) => tableOf(s)?.history.now.partition.depth ?? 3,
  history: (s: PlannerState) => tableOf(s)?.history ?? null,
  earlier: (s: PlannerState) => tableOf(s)?.earlier ?? null,
  saving: (s: PlannerState) => tableOf(s)?.saving ?? null,
  zone: (s: PlannerState) => s.district?.timeZone ?? "Asia/Shanghai",
  link: (s: PlannerState) => s.link,
};

export function TableBar() {
  const say = useSay();
  const plan = usePart(part.plan);
  const draws = usePart(part.draws);
  if (!plan) return null;
  return (
    <header className="plan-bar table-bar">
      <span className="back">
        <Place to={{ face: "plans", plan: null }} href="/planner">
          <Icon name="back" />
          <span className="bar-word">{say.t("planner.plans")}</span>
        </Place>
      </span>
      <PlanName plan={plan} mayChange={draws} />
      <Status plan={plan} />
      {draws && <Saved />}
      {draws && <UndoRedo />}
      <Levels />
      <Fill />
      <div className="plan-bar-end">
        <Acts plan={plan} />
        <Looks help />
      </div>
    </header>
  );
}

function PlanName({ plan, mayChange }: { plan: Table["plan"]; mayChange: boolean }) {
  const page = usePlanner();
  const say = useSay();
  const [name, setName] = useState<string | null>(null);
  if (!mayChange) return <h1 className="clip">{plan.name}</h1>;
  const done = async () => {
    const fresh = name?.trim() ?? "";
    setName(null);
    if (fresh === "" || fresh === plan.name) return;
    try {
      await changePlan(plan.id, { name: fresh });
      setTable(page, { plan: { ...plan, name: fresh } });
    } catch (error) {
      toast(page, wordsOf(error));
    }
  };
  return (
    <input
      className="plan-name"
      aria-label={say.t("planner.name")}
      maxLength={80}
      value={name ?? plan.name}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => void done()}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}

/** What is saved, as words; times by the district's clock. */
function savedWords(say: Say, saving: Saving, zone: string): string {
  if (saving.state === "saved") return say.t("planner.saved");
  if (saving.state === "unsaved") return say.t("planner.unsaved", { time: timeText(saving.since / 1000, zone).slice(11) });
  return say.t("planner.saving");
}

function Saved() {
  const page = usePlanner();
  const say = useSay();
  const saving = usePart(part.saving);
  const zone = usePart(part.zone);
  const link = usePart(part.link);
  if (!saving) return null;
  const why =
    saving.state === "unsaved"
      ? say.of(saving.why)
      : link === "lost"
        ? say.t("planner.linkLost")
        : link === "away"
          ? say.t("live.away")
          : undefined;
  return (
    <span className={`plan-saved ${saving.state}`} role="status" title={why}>
      {savedWords(say, saving, zone)}
      {saving.state === "unsaved" && (
        <button type="button" className="link" onClick={() => void saverOf(page)?.now()}>
          {say.t("app.retry")}
        </button>
      )}
    </span>
  );
}

function UndoRedo() {
  const page = usePlanner();
  const say = useSay();
  const history = usePart(part.history);
  const earlier = usePart(part.earlier);
  const last = history?.past.at(-1);
  const next = history?.future[0];
  const undo = last ? `${say.t("planner.undo")}：${say.of(last.name)}` : say.t("planner.undo");
  const redo = next ? `${say.t("planner.redo")}：${say.of(next.name)}` : say.t("planner.redo");
  return (
    <span className="undo-redo">
      <button
        type="button"
        className="icon-button"
        aria-label={undo}
        title={`${undo}  Ctrl+Z`}
        disabled={!last && !earlier?.length}
        onClick={() => takeBack(page)}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={redo}
        title={`${redo}  Ctrl+Shift+Z`}
        disabled={!next}
        onClick={() => doAgain(page)}
      >
        <Icon name="redo" />
      </button>
    </span>
  );
}

export function Levels() {
  const page = usePlanner();
  const say = useSay();
  const level = usePart(part.level);
  const depth = usePart(part.depth);
  const levels = ([1, 2, 3] as const).filter((one) => one <= depth);
  return (
    <Switch<ZoneLevel>
      label={say.t("planner.level")}
      value={level}
      choices={levels.map((value) => ({ value, label: say.of(zoneLevels[value]), title: "[ ]" }))}
      change={(value) => setLevel(page, value)}
    />
  );
}

function Fill() {
  const page = usePlanner();
  const say = useSay();
  const fill = usePart(part.fill);
  const counted = usePart(part.counted);
  return (
    <Switch
      label={say.t("planner.fill")}
      value={fill}
      choices={[
        { value: "zone", label: say.t("planner.fillZone") },
        { value: "load", label: say.t("planner.fillLoad"), disabled: !counted, ...(!counted && { title: say.t("planner.noLoadsYet") }) },
      ]}
      change={(value) => setView(page, { fill: value })}
    />
  );
}

function Acts({ plan }: { plan: Table["plan"] }) {
  const page = usePlanner();
  const say = useSay();
  const publishes = usePart(part.publishes);
  const mine = usePart(part.mine);
  const act = async (what: () => Promise<object>) => {
    try {
      await saverOf(page)?.now();
      await what();
      await saverOf(page)?.takeTheirs(null);
    } catch (error) {
      toast(page, wordsOf(error));
    }
  };
  return (
    <>
      <a className="link export" href={exportAddress(plan.id, "geojson")} download title={say.t("planner.export")}>
        {say.t("planner.export")}
      </a>
      <Place to={{ face: "compare", plan: plan.id }} href={`/planner/${plan.id}/compare`}>
        {say.t("planner.compare")}
      </Place>
      {publishes && plan.status === "draft" && (
        <button type="button" className="button" onClick={() => void act(() => reviewPlan(plan.id))}>
          {say.t("planner.toReview")}
        </button>
      )}
      {publishes && plan.status === "review" && (
        <button type="button" className="button" onClick={() => void act(() => handBackPlan(plan.id, say.t("planner.handedBack")))}>
          {say.t("planner.handBack")}
        </button>
      )}
      {publishes && (
        <button type="button" className="button primary" onClick={() => page.store.set({ dialog: "publish" })}>
          {say.t("planner.publish")}
        </button>
      )}
      {mine && plan.status === "published" && !plan.inForce && <Withdraw plan={plan} withdraw={() => act(() => withdrawPlan(plan.id))} />}
    </>
  );
}

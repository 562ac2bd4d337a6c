/** Balanced zones, suggested: asked of a worker, seen on the map first, then taken as one step or left. */
import { useEffect, useRef, useState } from "react";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import type { LoadGround } from "../../../server/contract/partition/load.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import type { SuggestAnswer, SuggestProgress } from "../../../server/contract/partition/suggest.ts";
import { type Word, type ZoneLevel, zoneLevels } from "../../../server/contract/vocabulary.ts";
import { setTable } from "../page.ts";
import { take } from "../run/acts.ts";
import { type Evenness, evenness } from "../run/evenness.ts";
import { pieceWorks } from "../run/figures.ts";
import type { Model } from "../run/history.ts";
import { type Suggesting, startSuggesting } from "../run/suggesting.ts";
import { askingOf, type SuggestWish, shareOf, together, wishesOf, zonesOf } from "../run/suggestion.ts";
import { wordOf } from "../run/words.ts";
import { type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { Dialog } from "./Dialog.tsx";
import { digits, percent } from "./numbers.ts";
import { freeCode } from "./ZoneCard.tsx";

const part = {
  model: (s: PlannerState) => tableOf(s)?.history.now ?? null,
  selected: (s: PlannerState) => tableOf(s)?.hand.selected ?? null,
  level: (s: PlannerState) => s.view.level,
  ground: (s: PlannerState) => s.ground,
};

type Course =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly progress: SuggestProgress | null }
  | { readonly state: "failed"; readonly why: Word }
  | {
      readonly state: "there";
      readonly answers: readonly SuggestAnswer[];
      readonly step: Step;
      readonly of: Partition;
      readonly before: Evenness;
      readonly after: Evenness;
    };

/** The zone above what is selected, to begin with. */
function firstUnder(partition: Partition, selected: ReadonlySet<number> | null): number | null {
  const [only] = selected ?? [];
  return only === undefined ? null : (partition.zones.get(only)?.parent ?? null);
}

/** One search after the other. Null: it was cancelled. A word: why it failed. */
async function searchAll(
  model: Model,
  wish: SuggestWish,
  ground: LoadGround,
  hold: (running: Suggesting) => void,
  tell: (progress: SuggestProgress) => void,
): Promise<{ readonly shares: readonly ReturnType<typeof shareOf>[]; readonly answers: readonly SuggestAnswer[] } | Word | null> {
  const { partition, weights } = model;
  const works = pieceWorks(partition, wish.level, weights, ground);
  const wishes = wishesOf(partition, wish);
  const codes = [...partition.zones.values()].map(({ code }) => code);
  const shares: ReturnType<typeof shareOf>[] = [];
  const answers: SuggestAnswer[] = [];
  for (const [i, one] of wishes.entries()) {
    const asking = askingOf(partition, one, works);
    // As many zones as pieces: each is one already.
    if (asking.question.pieces.length <= one.zones) continue;
    const running = startSuggesting(asking.question, (progress) => tell({ ...progress, done: (i + progress.done) / wishes.length }));
    hold(running);
    const end = await running.ended;
    if (end.kind === "cancelled") return null;
    if (end.kind === "failed") return end.why;
    answers.push(end.answer);
    shares.push(
      shareOf(partition, one, asking, end.answer, (n) => {
        const code = freeCode(codes, wish.level);
        codes.push(code);
        const name = wordOf("planner.suggestedName", { n });
        return { code, name: name.zh };
      }),
    );
  }
  return shares.length ? { shares, answers } : wordOf("planner.tooFewPieces");
}

function useSearch(wish: SuggestWish) {
  const page = usePlanner();
  const model = usePart(part.model);
  const ground = usePart(part.ground);
  const [course, setCourse] = useState<Course>({ state: "idle" });
  const running = useRef<Suggesting | null>(null);
  useEffect(
    () => () => {
      running.current?.cancel();
      setTable(page, { proposal: null });
    },
    [page],
  );
  const begin = async () => {
    if (!model || !ground) return;
    setTable(page, { proposal: null });
    setCourse({ state: "running", progress: null });
    const hold = (one: Suggesting) => {
      running.current = one;
    };
    const found = await searchAll(model, wish, ground, hold, (progress) => setCourse({ state: "running", progress }));
    if (found === null) return setCourse({ state: "idle" });
    if (!("shares" in found)) return setCourse({ state: "failed", why: found });
    const step = together(found.shares);
    const outcome = step && applyStep(model.partition, step);
    if (!step || !outcome) return setCourse({ state: "failed", why: wordOf("planner.nothingToShare") });
    if ("refused" in outcome) return setCourse({ state: "failed", why: outcome.refused.why });
    const before = evenness(model, wish, ground);
    setTable(page, { proposal: { partition: outcome.done } });
    const after = evenness({ ...model, partition: outcome.done }, wish, ground);
    setCourse({ state: "there", answers: found.answers, step, of: model.partition, before, after });
  };
  const cancel = () => running.current?.cancel();
  const leave = () => {
    setTable(page, { proposal: null });
    setCourse({ state: "idle" });
  };
  return { course, begin, cancel, leave };
}

export function Suggest() {
  const page = usePlanner();
  const say = useSay();
  const model = usePart(part.model);
  const level = usePart(part.level);
  const selected = usePart(part.selected);
  const ground = usePart(part.ground);
  const [under, setUnder] = useState<number | null>(() => (model ? firstUnder(model.partition, selected) : null));
  const [zones, setZones] = useState(() => (model ? Math.max(2, zonesOf(model.partition, { level, under }).length) : 2));
  const [keepLocked, setKeepLocked] = useState(true);
  const [seed, setSeed] = useState(1);
  const { course, begin, cancel, leave } = useSearch({ level, under, zones, keepLocked, seed });
  const close = () => page.store.set({ dialog: null });
  // An answer is to the question that was asked: another question has none yet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are the question
  useEffect(() => {
    cancel();
    leave();
  }, [level, under, zones, seed, keepLocked]);
  if (!model) return null;
  const above = [...model.partition.zones.values()].filter((zone) => zone.level === level - 1);
  const accept = () => {
    if (course.state === "there" && take(page, course.step)) close();
  };
  return (
    <Dialog title={say.t("planner.suggestTitle", { level: say.of(zoneLevels[level]) })} close={close} aside className="suggest">
      <p className="quiet">{say.t("planner.suggestMore", { below: say.of(zoneLevels[Math.min(3, level + 1) as ZoneLevel]) })}</p>
      <fieldset className="suggest-fields" disabled={course.state === "running"}>
        {(under !== null || level === 1) && (
          <WholeNumber label={say.t("planner.suggestZones")} value={zones} least={1} most={200} change={setZones} />
        )}
        {above.length > 0 && (
          <label className="labelled">
            <span>{say.t("planner.scope")}</span>
            <select
              className="field"
              value={under ?? ""}
              onChange={(event) => {
                const to = event.target.value === "" ? null : Number(event.target.value);
                setUnder(to);
                setZones(Math.max(2, zonesOf(model.partition, { level, under: to }).length));
              }}
            >
              <option value="">{say.t("planner.scopeEach", { level: say.of(zoneLevels[(level - 1) as ZoneLevel]) })}</option>
              {above.map((zone) => (
                <option key={zone.id} value={zone.id}>
                  {say.t("planner.scopeUnder", { name: zone.name })}
                </option>
              ))}
            </select>
          </label>
        )}
        <WholeNumber label={say.t("planner.seed")} value={seed} least={1} most={9999} change={setSeed} />
        <label className="labelled">
          <input type="checkbox" checked={keepLocked} onChange={(event) => setKeepLocked(event.target.checked)} />
          <span>{say.t("planner.keepLocked")}</span>
        </label>
      </fieldset>
      <Outcome course={course} />
      <footer>
        {course.state === "running" && (
          <button type="button" className="button" onClick={cancel}>
            {say.t("planner.cancel")}
          </button>
        )}
        {course.state !== "running" && (
          <button
            type="button"
            className={course.state === "there" ? "button" : "button primary"}
            disabled={!ground}
            onClick={() => void begin()}
          >
            {say.t(course.state === "there" ? "planner.suggestAgain" : "planner.suggestBegin")}
          </button>
        )}
        {course.state === "there" && (
          <>
            <button type="button" className="button" onClick={leave}>
              {say.t("planner.reject")}
            </button>
            <button type="button" className="button primary" disabled={course.of !== model.partition} onClick={accept}>
              {say.t("planner.accept")}
            </button>
          </>
        )}
      </footer>
      {!ground && <p className="hint">{say.t("planner.noLoadsYet")}</p>}
    </Dialog>
  );
}

function Outcome({ course }: { course: Course }) {
  const say = useSay();
  if (course.state === "failed") {
    return (
      <p className="inline-failure" role="alert">
        {say.of(course.why)}
      </p>
    );
  }
  if (course.state === "running") {
    const { progress } = course;
    return (
      <div role="status">
        <progress max={1} value={progress?.done ?? 0} aria-label={say.t("planner.searching")} />
        <p className="quiet">
          {progress
            ? say.t("planner.progress", { done: Math.round(progress.done * 100), heaviest: percent(progress.heaviest) })
            : say.t("planner.searching")}
        </p>
      </div>
    );
  }
  if (course.state === "idle") return null;
  const { before, after, answers } = course;
  const torn = answers.reduce((sum, answer) => sum + answer.torn, 0);
  const objective = answers.reduce((sum, answer) => sum + answer.objective, 0);
  const rows = [
    ["planner.balanceIndex", digits(say, before.index), digits(say, after.index)],
    ["planner.heaviest", percent(before.heaviest), percent(after.heaviest)],
    ["planner.lightest", percent(before.lightest), percent(after.lightest)],
  ] as const;
  return (
    <dl className="suggest-answer">
      {rows.map(([key, was, is]) => (
        <div key={key}>
          <dt>{say.t(key)}</dt>
          <dd>
            <small>{was} →</small> {is}
          </dd>
        </div>
      ))}
      <div>
        <dt>{say.t("planner.objective")}</dt>
        <dd>{digits(say, objective, 3)}</dd>
      </div>
      {torn > 0 && (
        <div>
          <dt>{say.t("planner.torn")}</dt>
          <dd>{torn}</dd>
        </div>
      )}
    </dl>
  );
}

function WholeNumber(props: { label: string; value: number; least: number; most: number; change: (value: number) => void }) {
  const { label, value, least, most, change } = props;
  return (
    <label className="labelled">
      <span>{label}</span>
      <input
        className="field number"
        type="number"
        min={least}
        max={most}
        value={value}
        onChange={(event) => change(Math.max(least, Math.min(most, Math.round(Number(event.target.value) || least))))}
      />
    </label>
  );
}

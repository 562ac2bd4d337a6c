/** What was done, step by step, the newest first; a click goes there. */
import { type StepKind, stepKinds } from "../../../server/contract/partition/steps.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { timeText, unixOf } from "../../state/calendar.ts";
import { backBefore, goBackTo } from "../run/acts.ts";
import { mayDraw, type PlannerState, tableOf } from "../state.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";

const part = {
  history: (s: PlannerState) => tableOf(s)?.history ?? null,
  earlier: (s: PlannerState) => tableOf(s)?.earlier ?? null,
  draws: mayDraw,
  zone: (s: PlannerState) => s.district?.timeZone ?? "Asia/Shanghai",
};
const unknown: Word = { zh: "?", en: "?" };
const nameOf = (step: unknown): Word => stepKinds[(step as { kind: StepKind }).kind] ?? unknown;

export function HistoryList() {
  const page = usePlanner();
  const say = useSay();
  const history = usePart(part.history);
  const earlier = usePart(part.earlier);
  const draws = usePart(part.draws);
  const zone = usePart(part.zone);
  if (!history || !earlier) return null;
  const saved = new Set(history.saved);
  const all = [...history.past, ...history.future];
  if (all.length + earlier.length === 0) return <p className="hint">{say.t("planner.noHistory")}</p>;
  return (
    <ol className="history plan-scroll" reversed aria-label={say.t("planner.tabHistory")}>
      {all
        .map((entry, i) => {
          const at = i + 1;
          const undone = at > history.past.length;
          const now = at === history.past.length;
          return (
            <li key={entry.id}>
              <button
                type="button"
                className={undone ? "undone" : ""}
                aria-current={now ? "step" : undefined}
                disabled={!draws}
                onClick={() => goBackTo(page, at)}
              >
                <span className="clip">{say.of(entry.name)}</span>
                <small>{undone ? say.t("planner.undone") : entry.step && !saved.has(entry.id) ? say.t("planner.notSavedYet") : ""}</small>
              </button>
            </li>
          );
        })
        .reverse()}
      <li>
        <button
          type="button"
          aria-current={history.past.length === 0 ? "step" : undefined}
          disabled={!draws}
          onClick={() => goBackTo(page, 0)}
        >
          <span>{say.t("planner.opened")}</span>
        </button>
      </li>
      {earlier
        .map((row, i) => (
          <li key={row.seq}>
            <button
              type="button"
              className="earlier"
              disabled={!draws || i === earlier.length - 1}
              title={say.t("planner.earlierMore")}
              onClick={() => void backBefore(page, i + 1)}
            >
              <span className="clip">{say.of(nameOf(row.step))}</span>
              <small>
                {row.by ?? ""} {timeText(unixOf(row.at), zone).slice(5)}
              </small>
            </button>
          </li>
        ))
        .reverse()}
      {earlier.length > 0 && (
        <li>
          <button type="button" className="earlier" disabled={!draws} onClick={() => void backBefore(page, 0)}>
            <span>{say.t("planner.beforeAll")}</span>
          </button>
        </li>
      )}
    </ol>
  );
}

/** My queue: what waits for somebody of my duties, each with its live count; one click lists it, the most urgent first. */
import { formatFilter } from "../../../server/contract/filter.ts";
import { askCounts } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { effectiveFilter } from "../../state/view.ts";
import { setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useCountsHere } from "../useCountsHere.ts";
import { useQuestion } from "../useQuestion.ts";
import { holds, presetsOf, waiting } from "./presets.ts";

const meOf = (state: AppState) => state.me;
const viewOf = (state: AppState) => state.view;
const turnOf = (state: AppState) => state.live.turn;

export function Queue() {
  const app = useApp();
  const say = useSay();
  const me = usePart(meOf);
  const view = usePart(viewOf);
  const turn = usePart(turnOf);
  const mine = presetsOf(me?.roles ?? []);
  const base = { ...effectiveFilter(view), status: [] };
  const asked = JSON.stringify(formatFilter(base));
  const here = useCountsHere(mine.map(({ status }) => ({ ...base, status })));
  const key = mine.length && !here ? `${turn} ${me?.person?.id ?? ""} ${asked}` : null;
  const answer = useQuestion(key, (signal) => askCounts(base, ["state", "status"], signal));
  if (!mine.length) return null;
  const person = me?.roles.includes("handler") ? (me.person?.id ?? null) : null;
  const onlyMe = person !== null && view.filter.person.includes(person);
  return (
    <nav className="queue" aria-label={say.t("queue.label")} aria-busy={answer.state === "loading"}>
      {mine.map((preset, i) => {
        const count = here === "coming" ? null : (here?.[i] ?? waiting(answer.value, preset));
        const chosen = holds(view.filter, preset);
        return (
          <button
            key={preset.key}
            type="button"
            className={`${chosen ? "pill chosen" : "pill"}${preset.key === "overdue" && count ? " is-late" : ""}`}
            aria-pressed={chosen}
            onClick={() =>
              setFilter(app, { ...view.filter, status: chosen ? ["open"] : preset.status }, { sort: "deadline", panel: "ledger" })
            }
          >
            {say.t(`queue.${preset.key}`)}
            <strong>{count === null ? (answer.state === "failed" ? "—" : "…") : say.n(count)}</strong>
          </button>
        );
      })}
      {person !== null && (
        <label className="only-me">
          <input
            type="checkbox"
            checked={onlyMe}
            onChange={(event) => setFilter(app, { ...view.filter, person: event.target.checked ? [person] : [] })}
          />
          {say.t("queue.onlyMe")}
        </label>
      )}
    </nav>
  );
}

/** Who will have to mend what is reported, as soon as place and category say so; and whether the place lies in the district at all. */
import type { Responsibility } from "../../../server/contract/types.ts";
import { askResponsibleAt } from "../../api/responsibility.ts";
import type { ReportDraft } from "../../state/report.ts";
import { FoundReasons } from "../acts/DispatchFields.tsx";
import { limitText } from "../acts/spans.ts";
import { bookOf } from "../names.ts";
import { readPosition } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { type Answer, useQuestion } from "../useQuestion.ts";

interface Asked {
  /** Null: place or category is missing. */
  readonly key: string | null;
  readonly answer: Answer<Responsibility>;
}

/** Asked anew whenever the place, the category or the site is another. */
export function useWhose({ at: text, category, site }: ReportDraft): Asked {
  const at = readPosition(text);
  const key = at && category ? `${at.join()} ${category} ${site ?? ""}` : null;
  return { key, answer: useQuestion(key, (signal) => askResponsibleAt(at?.[0] ?? 0, at?.[1] ?? 0, category ?? "", site, signal)) };
}

/** True when the answer to what is asked now says that the place lies outside the district. */
export const isBeyond = ({ key, answer }: Asked): boolean => answer.key === key && answer.value?.outside === true;

/** A place outside the district is taken as well, once it was said to be right. */
export function Beyond({ draft, set }: { draft: ReportDraft; set: (part: Partial<ReportDraft>) => void }) {
  const say = useSay();
  return (
    <div className="form-field">
      <p className="hint">{say.t("report.beyond")}</p>
      <label className="choice">
        <input
          type="checkbox"
          checked={draft.outsideOk === draft.at}
          onChange={(event) => set({ outsideOk: event.target.checked ? draft.at : "" })}
        />
        <span>{say.t("report.beyondRight")}</span>
      </label>
    </div>
  );
}

export function Whose({ asked: { key, answer } }: { asked: Asked }) {
  const say = useSay();
  const book = usePart(bookOf);
  if (!key) return null;
  if (answer.failure) return <p className="inline-failure">{say.t("acts.foundFailed", { reason: say.of(answer.failure) })}</p>;
  if (answer.key !== key || !answer.value) return <p className="hint">{say.t("acts.finding")}</p>;
  const { unit, limit } = answer.value;
  return (
    <section className="whose" aria-label={say.t("report.whose")} aria-live="polite">
      <p>
        {say.t("report.whose")} <strong>{unit === null ? say.t("acts.nobody") : (book.unit(unit) ?? `#${unit}`)}</strong>{" "}
        {limit && <span className="tag">{say.t("acts.limitIs", { limit: limitText(limit, say) })}</span>}
      </p>
      <FoundReasons found={answer.value} />
    </section>
  );
}

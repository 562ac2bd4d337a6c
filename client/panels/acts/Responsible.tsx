/** Whose a problem is: by area (块), by trade (条), which leads, who helps, who is named. */
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { leads } from "../../../server/contract/vocabulary.ts";
import { Field } from "../card/Card.tsx";
import { bookOf } from "../names.ts";
import { usePart, useSay } from "../useApp.ts";

export function Responsible({ problem: p }: { problem: ProblemDetail }) {
  const say = useSay();
  const book = usePart(bookOf);
  const name = (unit: number | null) => (unit === null ? null : (book.unit(unit) ?? `#${unit}`));
  const lead = (of: "area" | "trade") => p.lead === of && <span className="tag">{say.of(leads[of])}</span>;
  return (
    <>
      <Field name={say.t("card.unit")}>{name(p.unit)}</Field>
      <Field name={say.t("card.person")}>{p.person}</Field>
      {p.areaUnit !== null && (
        <Field name={say.t("acts.area")}>
          {name(p.areaUnit)} {lead("area")}
        </Field>
      )}
      {p.tradeUnit !== null && (
        <Field name={say.t("acts.trade")}>
          {name(p.tradeUnit)} {lead("trade")}
        </Field>
      )}
      {p.coopUnit !== null && <Field name={say.t("acts.coop")}>{name(p.coopUnit)}</Field>}
    </>
  );
}

/** The form of a bulk act: what is said of every row alike. */
import type { BulkAct } from "../../../server/contract/vocabulary.ts";
import { Term, UnitAndPerson } from "../acts/DispatchFields.tsx";
import { bodyOf, type Draft, type Faults, type Ground } from "../acts/draft.ts";
import { type Change, TextField } from "../acts/Fields.tsx";
import { useSay } from "../useApp.ts";

/** Acts of which every row needs a reason. */
export const notedBulk: ReadonlySet<BulkAct> = new Set(["extend", "return"]);
/** Who gets the rows of a bulk dispatch: each whoever is responsible for it, or all of them one unit. */
export type Whom = "each" | "one";

/** What is sent with the ids. Each row to its own unit, with its own limit, unless something else is said. */
export function bulkBody(act: BulkAct, whom: Whom, draft: Draft, ground: Ground): { body: Record<string, unknown>; faults: Faults } {
  if (act !== "dispatch") return bodyOf(act, draft, ground);
  if (whom === "each") {
    const { body, faults } = bodyOf("press", draft, ground);
    return { body: { ...body, auto: true }, faults };
  }
  const { body, faults } = bodyOf("dispatch", draft, ground);
  if (draft.term === "deadline" || draft.amount.trim()) return { body, faults };
  // No limit said: each row has its own category's.
  const { limit: _none, ...others } = body;
  const { limit: _fine, ...wrong } = faults;
  return { body: others, faults: wrong };
}

interface Props {
  readonly act: BulkAct;
  readonly whom: Whom;
  readonly setWhom: (whom: Whom) => void;
  readonly draft: Draft;
  readonly change: Change;
  readonly faults: Faults;
}

export function BulkFields({ act, whom, setWhom, draft, change, faults }: Props) {
  const say = useSay();
  const choice = (value: Whom, word: string) => (
    <label className={whom === value ? "pill chosen" : "pill"}>
      <input type="radio" className="sr" name="whom" checked={whom === value} onChange={() => setWhom(value)} />
      {word}
    </label>
  );
  return (
    <>
      {act === "dispatch" && (
        <fieldset className="pills" aria-label={say.t("bulk.whom")}>
          {choice("each", say.t("bulk.each"))}
          {choice("one", say.t("bulk.one"))}
        </fieldset>
      )}
      {act === "dispatch" && whom === "each" && <p className="hint">{say.t("bulk.eachHint")}</p>}
      {act === "dispatch" && whom === "one" && (
        <>
          <UnitAndPerson draft={draft} change={change} faults={faults} />
          <Term draft={draft} change={change} faults={faults} days={[1, 3, 7]} />
          {draft.term === "limit" && <p className="hint">{say.t("bulk.oneLimitHint")}</p>}
          <TextField
            label={say.t("acts.overruled")}
            value={draft.overruled}
            set={(overruled) => change({ overruled })}
            fault={faults.overruled}
            most={500}
            lines={1}
          />
        </>
      )}
      {act === "extend" && <Term draft={draft} change={change} faults={faults} days={[1, 3, 7]} more />}
      <TextField
        label={say.t("acts.note")}
        value={draft.note}
        set={(note) => change({ note })}
        fault={faults.note}
        most={1000}
        templates={act}
        optional={!notedBulk.has(act)}
      />
    </>
  );
}

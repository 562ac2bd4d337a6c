/** To whom, until when: filled in with what was found responsible, its reasons shown; whoever overrules it says why. */
import { useEffect } from "react";
import type { ProblemDetail, Responsibility } from "../../../server/contract/types.ts";
import { leads } from "../../../server/contract/vocabulary.ts";
import { askHandlers, askResponsible } from "../../api/responsibility.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { type Option, Picker } from "../parts/Picker.tsx";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { type Answer, useQuestion } from "../useQuestion.ts";
import { Arithmetic } from "./Arithmetic.tsx";
import { type Draft, type Faults, limitOf, overrules } from "./draft.ts";
import { type Change, Frame, LimitField, MomentField, TextField } from "./Fields.tsx";
import { limitText } from "./spans.ts";

const districtOf = (state: AppState) => state.district;

/** Who is found responsible for a problem; asked once for each version of it. */
export const useResponsible = (problem: ProblemDetail | null): Answer<Responsibility> =>
  useQuestion(problem && `${problem.id} ${problem.version}`, (signal) => askResponsible(problem?.id ?? 0, signal));

/** Units that still exist, as options. */
export function useUnits(): readonly Option[] {
  const district = usePart(districtOf);
  return (district?.units ?? [])
    .filter((unit) => !unit.dissolved)
    .map((unit) => ({ key: String(unit.id), name: unit.shortName || unit.name, also: unit.name }));
}

interface Props {
  readonly draft: Draft;
  readonly change: Change;
  readonly faults: Faults;
  readonly found: Answer<Responsibility>;
}

export function DispatchFields({ draft, change, faults, found }: Props) {
  const say = useSay();
  const overruled = overrules(draft, found.value);
  return (
    <>
      <Found found={found} />
      <UnitAndPerson draft={draft} change={change} faults={faults} />
      <Term draft={draft} change={change} faults={faults} days={[1, 3, 7]} />
      {found.value && <Outlook draft={draft} found={found.value} />}
      {(overruled || faults.overruled) && (
        <TextField
          label={say.t("acts.overruled")}
          value={draft.overruled}
          set={(text) => change({ overruled: text })}
          fault={faults.overruled}
          most={500}
          lines={1}
        />
      )}
    </>
  );
}

/** What place and category say: by area, by trade, which leads, and why. */
function Found({ found }: { found: Answer<Responsibility> }) {
  const say = useSay();
  if (found.state === "failed")
    return (
      <p className="inline-failure" role="alert">
        {say.t("acts.foundFailed", { reason: found.failure ? say.of(found.failure) : "" })}
      </p>
    );
  if (!found.value) return <p className="hint">{say.t("acts.finding")}</p>;
  return <FoundReasons found={found.value} />;
}

export function FoundReasons({ found }: { found: Responsibility }) {
  const say = useSay();
  const book = usePart(bookOf);
  const name = (unit: number | null) => (unit === null ? say.t("acts.noOwner") : (book.unit(unit) ?? `#${unit}`));
  return (
    <div className="found">
      <dl>
        <dt>{say.t("acts.area")}</dt>
        <dd>
          <strong>{name(found.area.unit)}</strong>
          {found.lead === "area" && <span className="tag">{say.of(leads.area)}</span>}
          <small>{say.of(found.area.why)}</small>
        </dd>
        <dt>{say.t("acts.trade")}</dt>
        <dd>
          <strong>{name(found.trade.unit)}</strong>
          {found.lead === "trade" && <span className="tag">{say.of(leads.trade)}</span>}
          <small>{say.of(found.trade.why)}</small>
        </dd>
      </dl>
      {found.faults.map((fault) => (
        <p key={fault.en} className="caution">
          {say.of(fault)}
        </p>
      ))}
    </div>
  );
}

export function UnitAndPerson({ draft, change, faults, optional = false }: Omit<Props, "found"> & { optional?: boolean }) {
  const say = useSay();
  const units = useUnits();
  const handlers = useQuestion(draft.unit === null ? null : String(draft.unit), (signal) => askHandlers(draft.unit ?? 0, signal));
  const people = handlers.key === String(draft.unit) ? (handlers.value?.rows ?? null) : null;
  // The unit's contact unless somebody of it is named already.
  useEffect(() => {
    if (!people) return;
    if (!people.some(({ id }) => id === draft.person)) change({ person: people[0]?.id ?? null });
  }, [people, draft.person, change]);
  return (
    <div className="form-pair">
      <Frame label={say.t("card.unit")} fault={faults.unit} optional={optional}>
        {(id, described) => (
          <Picker
            id={id}
            label={say.t("card.unit")}
            options={units}
            value={draft.unit === null ? null : String(draft.unit)}
            onPick={(key) => change({ unit: key === null ? null : Number(key), person: null })}
            optional={optional}
            invalid={faults.unit !== undefined}
            describedBy={described}
          />
        )}
      </Frame>
      <Frame label={say.t("card.person")} fault={faults.person ?? handlers.failure ?? undefined}>
        {(id, described) => (
          <select
            id={id}
            className="field"
            value={draft.person ?? ""}
            disabled={!people?.length}
            aria-invalid={faults.person !== undefined}
            aria-describedby={described}
            onChange={(event) => change({ person: Number(event.target.value) || null })}
          >
            {!people?.length && <option value="">{say.t(people ? "acts.noHandlers" : "acts.unitFirst")}</option>}
            {people?.map((one) => (
              <option key={one.id} value={one.id}>
                {one.contact ? say.t("acts.contact", { name: one.name }) : one.name}
              </option>
            ))}
          </select>
        )}
      </Frame>
      <Frame label={say.t("acts.coop")} optional fault={faults.coop}>
        {(id, described) => (
          <Picker
            id={id}
            label={say.t("acts.coop")}
            options={units}
            value={draft.coop === null ? null : String(draft.coop)}
            onPick={(key) => change({ coop: key === null ? null : Number(key) })}
            optional
            invalid={faults.coop !== undefined}
            describedBy={described}
          />
        )}
      </Frame>
    </div>
  );
}

interface TermProps {
  readonly draft: Draft;
  readonly change: Change;
  readonly faults: Faults;
  readonly days: readonly number[];
  /** An extension says how much more; a dispatch, how much. */
  readonly more?: boolean;
}

/** The time given: counted by the calendar, or a moment. */
export function Term({ draft, change, faults, days, more = false }: TermProps) {
  const say = useSay();
  const choice = (term: Draft["term"], word: string) => (
    <label className={draft.term === term ? "pill chosen" : "pill"}>
      <input type="radio" className="sr" name="term" checked={draft.term === term} onChange={() => change({ term })} />
      {word}
    </label>
  );
  return (
    <>
      <fieldset className="pills" aria-label={say.t("acts.term")}>
        {choice("limit", say.t(more ? "acts.byMore" : "acts.byLimit"))}
        {choice("deadline", say.t("acts.byMoment"))}
      </fieldset>
      {draft.term === "limit" ? (
        <LimitField label={say.t(more ? "acts.moreTime" : "acts.limit")} draft={draft} change={change} fault={faults.limit} />
      ) : (
        <MomentField label={say.t("card.deadline")} draft={draft} change={change} fault={faults.limit} days={days} />
      )}
    </>
  );
}

/** The deadline it would get, as long as the limit is the one found. */
function Outlook({ draft, found }: { draft: Draft; found: Responsibility }) {
  const say = useSay();
  const timeZone = usePart(districtOf)?.timeZone ?? "UTC";
  const limit = limitOf(draft);
  const same = draft.term === "limit" && limit && found.limit && limit.value === found.limit.value && limit.unit === found.limit.unit;
  if (!found.limit) return <p className="caution">{say.t("acts.noLimit")}</p>;
  if (!same) return <p className="hint">{say.t("acts.otherLimit", { limit: limitText(found.limit, say) })}</p>;
  if (!found.deadline) return <p className="caution">{say.t("acts.noDue")}</p>;
  return (
    <div className="outlook">
      <p>{say.t("acts.wouldBe", { time: stamp(found.deadline, timeZone) ?? "" })}</p>
      {found.arithmetic && (
        <details>
          <summary>{say.t("acts.how")}</summary>
          <Arithmetic sum={found.arithmetic} />
        </details>
      )}
    </div>
  );
}

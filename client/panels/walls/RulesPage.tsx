/** By what rules alarms are raised and flags given: each with what it means as it stands, saved only after what changes has been read. */
import { useState } from "react";
import type { Me, WallRules } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { askRules, saveRules } from "../../api/wall.ts";
import { words } from "../../look/words.ts";
import type { Failure } from "../../state/app.ts";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { CategoryList } from "./CategoryList.tsx";
import { RulesChange } from "./RulesChange.tsx";
import { bodyOf, changesOf, draftOf, faultsOf, type NumberName, numbers, type RulesDraft } from "./rulesDraft.ts";
import { useCategoryList } from "./useCategoryList.ts";
import { Coming } from "./WallsPage.tsx";

export function RulesPage({ me }: { me: Me | null }) {
  const say = useSay();
  const answer = useQuestion("rules", askRules);
  const may = me?.roles.some((role) => role === "dispatcher" || role === "administrator") ?? false;
  return (
    <section className="book narrow" aria-label={say.t("walls.rules")}>
      <header className="book-head">
        <h2>{say.t("walls.rules")}</h2>
        <p className="quiet">{say.t("walls.rulesNote")}</p>
        <p className={may ? "quiet" : "inline-note"}>{say.t(may ? "walls.rulesMay" : "walls.rulesRead")}</p>
      </header>
      {answer.value ? (
        <RulesForm key={JSON.stringify(answer.value)} rules={answer.value} may={may} saved={answer.again} />
      ) : (
        <Coming failure={answer.failure} again={answer.again} />
      )}
    </section>
  );
}

interface Props {
  readonly rules: WallRules;
  readonly may: boolean;
  readonly saved: () => void;
}

function useRules({ rules, saved }: Props) {
  const app = useApp();
  const [draft, setDraft] = useState(() => draftOf(rules));
  const [asking, ask] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const change = (part: Partial<RulesDraft>) => {
    setDraft({ ...draft, ...part });
    ask(false);
  };
  const save = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await saveRules(bodyOf(draft));
      toast(app, words["walls.rulesSaved"]);
      saved();
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      setBusy(false);
      ask(false);
    }
  };
  return { draft, change, asking, ask, busy, failure, save };
}

export function RulesForm(props: Props) {
  const say = useSay();
  const { draft, change, asking, ask, busy, failure, save } = useRules(props);
  const listed = useCategoryList();
  const faults = faultsOf(draft);
  const changes = faults.length ? [] : changesOf(props.rules, draft);
  const number = (name: NumberName) => (
    <NumberRow
      name={name}
      text={draft.texts[name]}
      wrong={faults.includes(name)}
      disabled={!props.may}
      change={(text) => change({ texts: { ...draft.texts, [name]: text } })}
    />
  );
  const { texts } = draft;
  return (
    <form
      className="rules-form"
      aria-label={say.t("walls.rules")}
      onSubmit={(event) => {
        event.preventDefault();
        if (changes.length) ask(true);
      }}
    >
      <fieldset>
        <legend>{say.t("walls.groupAlarms")}</legend>
        <label className="labelled">
          <input
            type="checkbox"
            checked={draft.keyOverdue}
            disabled={!props.may}
            onChange={(event) => change({ keyOverdue: event.target.checked })}
          />
          <span>{say.t("walls.keyOverdue")}</span>
        </label>
        <p className="rule-says">{say.t(draft.keyOverdue ? "walls.keyOverdueOn" : "walls.keyOverdueOff")}</p>
        <CategoryList codes={draft.immediate} disabled={!props.may} change={(immediate) => change({ immediate })} />
        <p className="rule-says">
          {draft.immediate.length ? say.t("walls.immediateSays", { list: listed(draft.immediate) }) : say.t("walls.immediateNone")}
        </p>
        <div className="rule-numbers">
          {number("clusterLeast")}
          {number("clusterWithin_m")}
          {number("clusterHours")}
        </div>
        <p className="rule-says">
          {say.t("walls.clusterSays", { least: texts.clusterLeast, within: texts.clusterWithin_m, hours: texts.clusterHours })}
        </p>
      </fieldset>
      <fieldset>
        <legend>{say.t("walls.groupFlags")}</legend>
        <div className="rule-numbers">
          {number("flagLeast")}
          {number("flagRed")}
          {number("flagBlue")}
        </div>
        {faults.includes("flags") && (
          <p className="inline-failure" role="alert">
            {say.t("walls.faultFlags")}
          </p>
        )}
        <p className="rule-says">{say.t("walls.flagSays", { least: texts.flagLeast, red: texts.flagRed, blue: texts.flagBlue })}</p>
      </fieldset>
      <fieldset>
        <legend>{say.t("walls.groupPatrol")}</legend>
        <div className="rule-numbers">{number("patrolDays")}</div>
        <p className="rule-says">{say.t("walls.patrolSays", { n: texts.patrolDays })}</p>
      </fieldset>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      {props.may && (
        <div className="form-end" hidden={asking}>
          <button type="submit" className="button primary" disabled={busy || changes.length === 0}>
            {say.t("walls.saveRules")}
          </button>
          {changes.length === 0 && faults.length === 0 && <span className="quiet">{say.t("walls.rulesSame")}</span>}
        </div>
      )}
      {asking && (
        <RulesChange
          before={props.rules}
          after={bodyOf(draft)}
          changes={changes}
          busy={busy}
          save={() => void save()}
          leave={() => ask(false)}
        />
      )}
    </form>
  );
}

interface NumberProps {
  readonly name: NumberName;
  readonly text: string;
  readonly wrong: boolean;
  readonly disabled: boolean;
  readonly change: (text: string) => void;
}

function NumberRow({ name, text, wrong, disabled, change }: NumberProps) {
  const say = useSay();
  const { word, least, most, whole } = numbers[name];
  return (
    <div className="labelled column">
      <label htmlFor={`rule-${name}`}>{say.t(word)}</label>
      <input
        id={`rule-${name}`}
        className="field"
        type="number"
        min={least}
        max={most}
        step={whole ? 1 : "any"}
        disabled={disabled}
        aria-invalid={wrong}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {wrong && (
        <small className="inline-failure" role="alert">
          {say.t("walls.faultNumber", { least, most })}
        </small>
      )}
    </div>
  );
}

/** Roles and texts, kept whole: who may, changes them in both languages; everybody else reads them. */
import { useState } from "react";
import { type HandbookClass, handbookClasses } from "../../../server/contract/handbook.ts";
import type { HandbookRules, HandbookText } from "../../../server/contract/types.ts";
import { siteTypes, type Word } from "../../../server/contract/vocabulary.ts";
import { askHandbookRules, saveHandbookRules } from "../../api/handbook.ts";
import { wordsOf } from "../../api/http.ts";
import type { Say } from "../../look/say.ts";
import { NoBook } from "./HandbookBook.tsx";
import {
  canSave,
  counted,
  draftOf,
  freshCode,
  isPaired,
  type RoleDraft,
  type RulesDraft,
  rulesOf,
  type TextDraft,
  type Typed,
} from "./rulesDraft.ts";
import { useAnswer } from "./useAnswer.ts";

const nameOf = (about: HandbookText["about"]): Word =>
  about in handbookClasses ? handbookClasses[about as HandbookClass] : siteTypes[about as keyof typeof siteTypes];

/** Lines, one box a language, beside each other. */
function Lines({ say, label, text, may, change }: { say: Say; label: string; text: Typed; may: boolean; change: (text: Typed) => void }) {
  const [zh, en] = counted(text);
  const rows = Math.max(zh, en, 1) + 1;
  return (
    <fieldset className="hb-lines" disabled={!may}>
      <legend>{label}</legend>
      <textarea
        className="field"
        rows={rows}
        value={text.zh}
        aria-label={`${label} · ${say.t("handbook.linesZh")}`}
        onChange={(event) => change({ ...text, zh: event.target.value })}
      />
      <textarea
        className="field"
        rows={rows}
        value={text.en}
        aria-label={`${label} · ${say.t("handbook.linesEn")}`}
        onChange={(event) => change({ ...text, en: event.target.value })}
      />
      {!isPaired(text) && <p className="inline-failure">{say.t("handbook.unpaired", { zh, en })}</p>}
    </fieldset>
  );
}

interface PartProps<T> {
  readonly say: Say;
  readonly may: boolean;
  readonly one: T;
  change(one: T): void;
}

function Applies({ say, may, one, change }: PartProps<RoleDraft>) {
  const all = Object.keys(handbookClasses) as HandbookClass[];
  const set = (own: HandbookClass, on: boolean) =>
    change({ ...one, applies: all.filter((other) => (other === own ? on : one.applies.includes(other))) });
  return (
    <fieldset className="hb-applies" disabled={!may}>
      <legend>{say.t("handbook.applies")}</legend>
      {all.map((own) => (
        <label key={own}>
          <input type="checkbox" checked={one.applies.includes(own)} onChange={(event) => set(own, event.target.checked)} />
          {say.of(handbookClasses[own])}
        </label>
      ))}
    </fieldset>
  );
}

function RoleForm({ retire, ...part }: PartProps<RoleDraft> & { readonly retire: () => void }) {
  const { say, may, one, change } = part;
  return (
    <details className="hb-rule">
      <summary>
        <b>{say.of(one.name) || one.code}</b>
        {one.needed && <small className="tag">{say.t("handbook.needed")}</small>}
        <small>{one.applies.map((own) => say.of(handbookClasses[own])).join(say.lang === "zh" ? "、" : ", ")}</small>
      </summary>
      <fieldset disabled={!may} className="hb-names">
        <input
          className="field"
          value={one.name.zh}
          aria-label={say.t("handbook.nameZh")}
          onChange={(event) => change({ ...one, name: { ...one.name, zh: event.target.value } })}
        />
        <input
          className="field"
          value={one.name.en}
          aria-label={say.t("handbook.nameEn")}
          onChange={(event) => change({ ...one, name: { ...one.name, en: event.target.value } })}
        />
        <label>
          <input type="checkbox" checked={one.needed} onChange={(event) => change({ ...one, needed: event.target.checked })} />
          {say.t("handbook.needed")}
        </label>
        <label>
          <input type="checkbox" checked={one.registered} onChange={(event) => change({ ...one, registered: event.target.checked })} />
          {say.t("handbook.registered")}
        </label>
      </fieldset>
      <Applies {...part} />
      <Lines say={say} may={may} label={say.t("handbook.duties")} text={one.duties} change={(duties) => change({ ...one, duties })} />
      {may && (
        <button type="button" className="link" onClick={retire}>
          {say.t("handbook.retire")}
        </button>
      )}
    </details>
  );
}

function TextForm({ say, may, one, change }: PartProps<TextDraft>) {
  return (
    <details className="hb-rule">
      <summary>
        <b>{say.of(nameOf(one.about))}</b>
        <small className="clip">{say.of(one.standard)}</small>
      </summary>
      <Lines
        say={say}
        may={may}
        label={say.t("handbook.checklist")}
        text={one.checklist}
        change={(checklist) => change({ ...one, checklist })}
      />
      {(["standard", "reward"] as const).map((part) => (
        <fieldset key={part} className="hb-lines" disabled={!may}>
          <legend>{say.t(part === "standard" ? "handbook.standard" : "handbook.reward")}</legend>
          {(["zh", "en"] as const).map((lang) => (
            <textarea
              key={lang}
              className="field"
              rows={3}
              value={one[part][lang]}
              aria-label={`${say.t(part === "standard" ? "handbook.standard" : "handbook.reward")} · ${lang === "zh" ? "中文" : "English"}`}
              onChange={(event) => change({ ...one, [part]: { ...one[part], [lang]: event.target.value } })}
            />
          ))}
        </fieldset>
      ))}
    </details>
  );
}

const newRole = (roles: readonly RoleDraft[]): RoleDraft => ({
  ...{ code: freshCode(roles), name: { zh: "", en: "" }, applies: ["zone3"], level: null, needed: false, registered: false },
  duties: { zh: "", en: "" },
});

function Form({ say, may, rules, saved }: { say: Say; may: boolean; rules: HandbookRules; saved: () => void }) {
  const [draft, setDraft] = useState<RulesDraft>(() => draftOf(rules));
  const [failure, setFailure] = useState<Word | null>(null);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(rules));
  const setRole = (code: string, one: RoleDraft | null) =>
    setDraft((was) => ({ ...was, roles: was.roles.flatMap((role) => (role.code === code ? (one ?? []) : role)) }));
  const setText = (one: TextDraft) =>
    setDraft((was) => ({ ...was, texts: was.texts.map((text) => (text.about === one.about ? one : text)) }));
  const save = () =>
    saveHandbookRules({ version: rules.version, ...rulesOf(draft) }).then(saved, (error: unknown) => setFailure(wordsOf(error)));
  return (
    <section className="hb-wide">
      <header className="hb-rules-head">
        <small>{say.t("handbook.rulesVersion", { n: rules.version })}</small>
        {!may && <small>{say.t("handbook.readOnly")}</small>}
        {may && isChanged && (
          <>
            <button type="button" className="button primary" disabled={!canSave(draft)} onClick={save}>
              {say.t("handbook.saveRules")}
            </button>
            <button type="button" className="button" onClick={() => setDraft(draftOf(rules))}>
              {say.t("handbook.dropChanges")}
            </button>
          </>
        )}
      </header>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <h2>{say.t("handbook.roles")}</h2>
      {draft.roles.map((one) => (
        <RoleForm
          key={one.code}
          {...{ say, may, one }}
          change={(other) => setRole(one.code, other)}
          retire={() => setRole(one.code, null)}
        />
      ))}
      {may && (
        <button type="button" className="button" onClick={() => setDraft((was) => ({ ...was, roles: [...was.roles, newRole(was.roles)] }))}>
          {say.t("handbook.addRole")}
        </button>
      )}
      <h2>{say.t("handbook.texts")}</h2>
      {draft.texts.map((one) => (
        <TextForm key={one.about} {...{ say, may, one }} change={setText} />
      ))}
    </section>
  );
}

export function RulesTab({ say, may, changed }: { say: Say; may: boolean; changed: () => void }) {
  const rules = useAnswer(askHandbookRules);
  if (!rules.value) return <NoBook say={say} failure={rules.failure && say.of(rules.failure)} again={rules.again} />;
  const saved = () => {
    rules.again();
    changed();
  };
  return <Form key={rules.value.version} say={say} may={may} rules={rules.value} saved={saved} />;
}

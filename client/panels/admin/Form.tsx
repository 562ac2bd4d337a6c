/** A form drawn from its fields: one control each, the server's refusal at the field it names, Ctrl+Enter sends, Esc leaves. */
import { useEffect, useRef, useState } from "react";
import { type LimitUnit, limitUnits } from "../../../server/contract/vocabulary.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import type { WordKey } from "../../look/words.ts";
import type { Failure } from "../../state/app.ts";
import { Picker } from "../parts/Picker.tsx";
import { useSay } from "../useApp.ts";
import { bodyOf, type FieldOf, type Values } from "./fields.ts";

interface Props {
  readonly title: string;
  readonly note?: string | undefined;
  /** What is to be read before the fields. */
  readonly head?: React.ReactNode;
  readonly saveWord?: WordKey | undefined;
  readonly fields: readonly FieldOf[];
  readonly start: Values;
  /** An existing thing: its fixed fields stand. */
  readonly exists: boolean;
  readonly send: (body: Record<string, unknown>) => Promise<unknown>;
  readonly done: () => void;
  readonly leave: () => void;
  readonly children?: React.ReactNode;
}

interface Refused {
  readonly field: string | null;
  readonly words: Failure;
}

export function Form({ title, note, head, saveWord = "admin.save", fields, start, exists, send, done, leave, children }: Props) {
  const say = useSay();
  const [values, setValues] = useState(start);
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input:not(:disabled), select:not(:disabled), textarea")?.focus();
  }, []);
  const submit = async () => {
    if (sending) return;
    setSending(true);
    setRefused(null);
    try {
      await send(bodyOf(fields, values));
      done();
    } catch (error) {
      const parameter = error instanceof HttpError ? (error.document.parameter ?? null) : null;
      const field = fields.find(({ name }) => parameter === name || parameter?.startsWith(`${name}.`) || parameter?.startsWith(`${name}[`));
      const expected = error instanceof HttpError ? error.document.expected : undefined;
      setRefused({ field: field?.name ?? null, words: field && expected ? expected : wordsOf(error) });
    } finally {
      setSending(false);
    }
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
  };
  return (
    <div className="admin-form">
      <form
        ref={form}
        aria-label={title}
        onKeyDown={press}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h3>{title}</h3>
        {note && <p className="quiet">{note}</p>}
        {head}
        {fields.map((field) => (
          <FieldRow
            key={field.name}
            field={field}
            value={values[field.name] ?? ""}
            disabled={exists && field.fixed === true}
            wrong={refused?.field === field.name ? say.of(refused.words) : null}
            change={(text) => setValues({ ...values, [field.name]: text })}
          />
        ))}
        {refused && refused.field === null && (
          <p className="inline-failure" role="alert">
            {say.of(refused.words)}
          </p>
        )}
        <div className="form-acts">
          <button type="submit" className="button primary" disabled={sending}>
            {say.t(sending ? "admin.saving" : saveWord)}
          </button>
          <button type="button" className="button" onClick={leave}>
            {say.t("admin.leave")}
          </button>
        </div>
      </form>
      {children}
    </div>
  );
}

interface RowProps {
  readonly field: FieldOf;
  readonly value: string;
  readonly disabled: boolean;
  readonly wrong: string | null;
  readonly change: (text: string) => void;
}

function FieldRow({ field, value, disabled, wrong, change }: RowProps) {
  const say = useSay();
  const mark = field.needed ? " *" : "";
  const group = field.kind === "many" || field.kind === "flag" || field.kind === "pick";
  const Box = group ? "div" : "label";
  return (
    <Box className="labelled column">
      {field.kind !== "flag" && <span>{say.t(field.word) + mark}</span>}
      <Control field={field} value={value} disabled={disabled} wrong={wrong !== null} change={change} />
      {field.hint && <small>{say.t(field.hint)}</small>}
      {wrong && (
        <small className="inline-failure" role="alert">
          {wrong}
        </small>
      )}
    </Box>
  );
}

interface ControlProps extends Omit<RowProps, "wrong"> {
  readonly wrong: boolean;
}

function Control({ field, value, disabled, wrong, change }: ControlProps) {
  const say = useSay();
  const common = { className: "field", disabled, required: field.needed, "aria-invalid": wrong };
  const label = (text: NonNullable<FieldOf["options"]>[number]["label"]) => (typeof text === "string" ? text : say.of(text));
  if (field.kind === "long")
    return <textarea {...common} rows={3} maxLength={500} value={value} onChange={(e) => change(e.target.value)} />;
  if (field.kind === "flag") {
    return (
      <label className="labelled">
        <input type="checkbox" checked={value === "1"} disabled={disabled} onChange={(e) => change(e.target.checked ? "1" : "")} />
        <span>{say.t(field.word)}</span>
      </label>
    );
  }
  if (field.kind === "limit") return <LimitControl value={value} wrong={wrong} disabled={disabled} change={change} />;
  if (field.kind === "many") {
    const chosen = value ? value.split(",") : [];
    return (
      <fieldset className="pills" aria-label={say.t(field.word)}>
        {field.options?.map((option) => (
          <button
            key={option.value}
            type="button"
            className={chosen.includes(option.value) ? "pill chosen" : "pill"}
            aria-pressed={chosen.includes(option.value)}
            disabled={disabled}
            onClick={() =>
              change((chosen.includes(option.value) ? chosen.filter((one) => one !== option.value) : [...chosen, option.value]).join(","))
            }
          >
            {label(option.label)}
          </button>
        ))}
      </fieldset>
    );
  }
  if (field.kind === "pick") {
    const options = field.options?.map((one) => ({ key: one.value, name: label(one.label), note: one.value })) ?? [];
    return (
      <Picker
        id={`field-${field.name}`}
        label={say.t(field.word)}
        options={options}
        value={value || null}
        onPick={(key) => change(key ?? "")}
        optional={!field.needed}
        invalid={wrong}
      />
    );
  }
  if (field.kind === "word" || field.kind === "id") {
    return (
      <select {...common} value={value} onChange={(e) => change(e.target.value)}>
        {!(field.needed && value) && <option value="">{say.t("admin.noneChosen")}</option>}
        {field.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {label(option.label)}
          </option>
        ))}
      </select>
    );
  }
  const type = field.kind === "day" ? "date" : field.kind === "number" ? "number" : "text";
  return (
    <input
      {...common}
      type={type}
      max={type === "date" ? "9999-12-31" : undefined}
      step={type === "number" ? "any" : undefined}
      value={value}
      onChange={(e) => change(e.target.value)}
    />
  );
}

function LimitControl({
  value,
  wrong,
  disabled,
  change,
}: {
  value: string;
  wrong: boolean;
  disabled: boolean;
  change: (t: string) => void;
}) {
  const say = useSay();
  const [amount = "", unit = "d"] = value.split(" ");
  const set = (n: string, u: string) => change(n ? `${n} ${u}` : "");
  return (
    <span className="limit-control">
      <input
        className="field"
        type="number"
        min="0.25"
        max="10000"
        step="0.25"
        aria-invalid={wrong}
        disabled={disabled}
        value={amount}
        onChange={(event) => set(event.target.value, unit)}
      />
      <select className="field" value={unit} disabled={disabled} onChange={(event) => set(amount, event.target.value)}>
        {(Object.keys(limitUnits) as LimitUnit[]).map((one) => (
          <option key={one} value={one}>
            {say.of(limitUnits[one])}
          </option>
        ))}
      </select>
    </span>
  );
}

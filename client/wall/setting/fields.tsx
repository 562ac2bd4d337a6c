/** Fields of the setting page: large enough for a finger, and each says what it is. */
import { type ReactNode, useId, useState } from "react";

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="set-group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface NumberProps {
  readonly label: string;
  /** null = empty. */
  readonly value: number | null;
  readonly step: number;
  readonly hint?: string;
  /** @param value null = nothing is typed, or no number */
  onValue(value: number | null): void;
}

const numberOf = (text: string): number | null => (text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text));

/** Keeps what is being typed until one leaves it: "1." is on its way to a number, and so is nothing. */
export function NumberField({ label, value, step, hint, onValue }: NumberProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? "" : String(value));
  const change = (text: string) => {
    setTyped(text);
    onValue(numberOf(text));
  };
  return (
    <div className="set-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        step={step}
        value={shown}
        aria-describedby={hint && `${id}-hint`}
        onChange={(e) => change(e.target.value)}
        onBlur={() => setTyped(null)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly value: T | null;
  readonly of: readonly (readonly [T, string])[];
  onValue(value: T): void;
}

/** One of a few: all are seen. */
export function Choice<T extends string | number>({ label, value, of, onValue }: ChoiceProps<T>) {
  const name = useId();
  return (
    <div className="set-field" role="radiogroup" aria-label={label}>
      <span>{label}</span>
      <div className="set-choice">
        {of.map(([one, word]) => (
          <label key={one} className={one === value ? "chosen" : ""}>
            <input type="radio" name={name} checked={one === value} onChange={() => onValue(one)} />
            {word}
          </label>
        ))}
      </div>
    </div>
  );
}

export function Switch({ label, on, onValue }: { label: string; on: boolean; onValue(on: boolean): void }) {
  return (
    <label className="set-switch">
      <input type="checkbox" checked={on} onChange={(e) => onValue(e.target.checked)} />
      {label}
    </label>
  );
}

/** A whole number typed, taken when it is done (Enter, or leaving the field) and right; what is wrong is said beside it. */
import { useEffect, useId, useState } from "react";
import { useSay } from "../useApp.ts";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onTake: (value: number) => void;
}

export function NumberField({ label, value, least, most, onTake }: Props) {
  const say = useSay();
  const id = useId();
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const typed = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const right = typed >= least && typed <= most;
  const take = () => {
    if (right && typed !== value) onTake(typed);
  };
  return (
    <label className="number-field">
      <span>{label}</span>
      <input
        className="field"
        inputMode="numeric"
        value={text}
        aria-invalid={!right}
        aria-describedby={right ? undefined : id}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
      />
      {!right && (
        <small id={id} className="field-fault" role="alert">
          {say.t("hot.range", { least, most })}
        </small>
      )}
    </label>
  );
}

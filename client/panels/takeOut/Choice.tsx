/** One of a few: radio buttons that look like pills. */
interface Props<T extends string | number> {
  readonly name: string;
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly note?: string | undefined }[];
  readonly disabled?: boolean;
  readonly choose: (value: T) => void;
}

export function Choice<T extends string | number>({ name, label, value, options, disabled, choose }: Props<T>) {
  return (
    <fieldset className="take-choice" disabled={disabled}>
      <legend>{label}</legend>
      <div className="pills">
        {options.map((one) => (
          <label key={one.value} className={one.value === value ? "pill chosen" : "pill"}>
            <input type="radio" className="sr" name={name} checked={one.value === value} onChange={() => choose(one.value)} />
            {one.label}
            {one.note && <small>{one.note}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

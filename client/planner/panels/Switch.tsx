/** One of a few, side by side. */
export function Switch<T extends string | number>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean; readonly title?: string }[];
  readonly change: (value: T) => void;
}) {
  return (
    <fieldset className="switch" aria-label={props.label}>
      {props.choices.map(({ value, label, disabled = false, title }) => (
        <button
          key={value}
          type="button"
          className={value === props.value ? "chosen" : ""}
          aria-pressed={value === props.value}
          disabled={disabled}
          title={title}
          onClick={() => props.change(value)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}

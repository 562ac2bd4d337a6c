/** One of two, side by side. */
interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, word: string])[];
  readonly set: (value: T) => void;
}

export function Either<T extends string>({ label, value, options, set }: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would want a legend's room
    <div className="either" role="group" aria-label={label}>
      {options.map(([one, word]) => (
        <button
          key={one}
          type="button"
          className={one === value ? "chosen" : undefined}
          aria-pressed={one === value}
          onClick={() => set(one)}
        >
          {word}
        </button>
      ))}
    </div>
  );
}

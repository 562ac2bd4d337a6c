/** One choice of a list: a box, a word, and how many problems it would give; none = greyed, still choosable if chosen. */
import { useSay } from "../useApp.ts";

interface Props {
  readonly chosen: boolean;
  /** Some of what lies under it is chosen. */
  readonly partly?: boolean;
  readonly label: React.ReactNode;
  readonly count: number | undefined;
  readonly depth?: number;
  readonly onChange: (chosen: boolean) => void;
}

export function Choice({ chosen, partly = false, label, count, depth = 0, onChange }: Props) {
  const say = useSay();
  const none = count === 0;
  return (
    <label
      className={none ? "choice none" : "choice"}
      style={depth ? { paddingInlineStart: `calc(var(--s2) + ${depth} * var(--s4))` } : undefined}
    >
      <input
        type="checkbox"
        checked={chosen}
        disabled={none && !chosen}
        ref={(box) => {
          if (box) box.indeterminate = partly && !chosen;
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="choice-word">{label}</span>
      <span className="choice-count">{count === undefined ? "…" : say.n(count)}</span>
    </label>
  );
}

/** A list with one more, or one fewer. */
export const toggled = <T,>(list: readonly T[], value: T, chosen: boolean): T[] =>
  chosen ? [...list.filter((one) => one !== value), value] : list.filter((one) => one !== value);

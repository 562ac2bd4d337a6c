/** Two dates typed; the end that was typed wins: the other follows when they would cross. */
import type { Days } from "../../../server/contract/filter.ts";
import { useSay } from "../useApp.ts";

interface Props {
  readonly range: Days | null;
  /** What the dates are of, for who does not see it. */
  readonly what: string;
  change(range: Days | null): void;
}

export function DayFields({ range, what, change }: Props) {
  const say = useSay();
  const set = (end: "from" | "to", text: string) => {
    const next = { from: range?.from ?? null, to: range?.to ?? null, [end]: text || null };
    if (!next.from && !next.to) return change(null);
    if (next.from && next.to && next.from > next.to) next[end === "from" ? "to" : "from"] = text;
    change(next);
  };
  return (["from", "to"] as const).map((end) => (
    <label key={end} className="labelled">
      <span>{say.t(end === "from" ? "time.from" : "time.to")}</span>
      <input
        className="field"
        type="date"
        max="9999-12-31"
        aria-label={`${what} ${say.t(end === "from" ? "time.from" : "time.to")}`}
        value={range?.[end] ?? ""}
        onChange={(event) => set(end, event.target.value)}
      />
    </label>
  ));
}

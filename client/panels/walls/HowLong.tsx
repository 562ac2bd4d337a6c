/** How long what is sent stands before the tour goes on. */
import { useSay } from "../useApp.ts";
import { roundSpan } from "./spans.ts";

const choices_s = [15, 30, 60, 300, 900, 3600];

export function HowLong({ value, change }: { value: number; change: (seconds: number) => void }) {
  const say = useSay();
  return (
    <label className="labelled">
      <span>{say.t("walls.howLong")}</span>
      <select className="field" value={value} onChange={(event) => change(Number(event.target.value))}>
        {choices_s.map((seconds) => (
          <option key={seconds} value={seconds}>
            {roundSpan(seconds, say)}
          </option>
        ))}
      </select>
    </label>
  );
}

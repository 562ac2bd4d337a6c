/** How many metres: the usual ones at a press, any other by typing. */
import { useEffect, useId, useRef, useState } from "react";
import { expectedDistance } from "../../../server/contract/geo.ts";
import { maxRadius_m, minRadius_m } from "../../../server/contract/vocabulary.ts";
import { useSay } from "../useApp.ts";

/** From a river's bank to a walk. */
const presets_m = [50, 100, 200, 300, 500, 1000] as const;
/** After the last digit. */
const wait_ms = 400;

const metresOf = (text: string): number => (/^\d{1,6}(\.\d{1,2})?$/.test(text.trim()) ? Number(text) : Number.NaN);
export const isDistance = (metres: number): boolean => metres >= minRadius_m && metres <= maxRadius_m;

interface Props {
  readonly value: number;
  readonly set: (metres: number) => void;
}

export function DistanceField({ value, set }: Props) {
  const say = useSay();
  const id = useId();
  const [text, setText] = useState(String(value));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Whatever was being typed, another distance has been set since: by a preset, by the hand on the map.
  useEffect(() => {
    clearTimeout(timer.current);
    setText(String(value));
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const good = isDistance(metresOf(text));
  const take = (typed: string) => {
    clearTimeout(timer.current);
    const metres = metresOf(typed);
    if (isDistance(metres) && metres !== value) set(metres);
  };
  const type = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => take(typed), wait_ms);
  };
  return (
    <div className="where-distance">
      <input
        id={id}
        className="field"
        inputMode="decimal"
        aria-label={say.t("where.distanceField")}
        aria-invalid={!good}
        aria-describedby={good ? undefined : `${id}-bad`}
        value={text}
        onChange={({ target }) => type(target.value)}
        onBlur={() => take(text)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          take(text);
        }}
      />
      <div className="pills">
        {presets_m.map((metres) => (
          <button
            key={metres}
            type="button"
            className={metres === value ? "pill chosen" : "pill"}
            aria-pressed={metres === value}
            aria-label={say.t("where.metres", { n: metres })}
            onClick={() => set(metres)}
          >
            {metres}
          </button>
        ))}
      </div>
      {!good && (
        <p id={`${id}-bad`} className="inline-failure" role="alert">
          {say.of(expectedDistance)}
        </p>
      )}
    </div>
  );
}

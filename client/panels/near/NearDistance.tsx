/** The distance: presets with 500 m first, and a number field for any other. */
import { useEffect, useRef, useState } from "react";
import { maxRadius_m, radii_m } from "../../../server/contract/vocabulary.ts";
import { useSay } from "../useApp.ts";

interface Props {
  readonly within_m: number;
  readonly set: (within_m: number) => void;
}
const wait_ms = 350;

/** NaN when it is no distance. */
const metresOf = (text: string): number => (/^\d{1,5}(\.\d{1,2})?$/.test(text.trim()) ? Number(text) : Number.NaN);
const isGood = (value: number): boolean => value >= 0 && value <= maxRadius_m;

export function NearDistance({ within_m, set }: Props) {
  const say = useSay();
  const [text, setText] = useState(String(within_m));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Whatever was being typed, another distance has been set since.
  useEffect(() => {
    clearTimeout(timer.current);
    setText(String(within_m));
  }, [within_m]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const good = isGood(metresOf(text));
  /** Asks a moment after the last digit. */
  const type = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    const value = metresOf(typed);
    if (isGood(value) && value !== within_m) timer.current = setTimeout(() => set(value), wait_ms);
  };
  const pick = (metres: number) => {
    clearTimeout(timer.current);
    setText(String(metres));
    set(metres);
  };
  return (
    <fieldset className="plain">
      <legend>{say.t("near.distance")}</legend>
      <div className="pills">
        {radii_m.map((metres) => (
          <button
            key={metres}
            type="button"
            className={metres === within_m ? "pill chosen" : "pill"}
            aria-pressed={metres === within_m}
            onClick={() => pick(metres)}
          >
            {say.n(metres)}
          </button>
        ))}
        <input
          className="field number"
          inputMode="decimal"
          aria-label={say.t("near.distance")}
          aria-invalid={!good}
          value={text}
          onChange={(event) => type(event.target.value)}
        />
      </div>
      {!good && (
        <p className="inline-failure" role="alert">
          {say.t("near.distanceBad")}
        </p>
      )}
    </fieldset>
  );
}

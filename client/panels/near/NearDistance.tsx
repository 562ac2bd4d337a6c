/** The distance: presets with 500 m first, and a number field for any other. */
import { useEffect, useState } from "react";
import { maxRadius_m, radii_m } from "../../../server/contract/vocabulary.ts";
import { useSay } from "../useApp.ts";

interface Props {
  readonly within_m: number;
  readonly set: (within_m: number) => void;
}
const wait_ms = 350;

export function NearDistance({ within_m, set }: Props) {
  const say = useSay();
  const [text, setText] = useState(String(within_m));
  useEffect(() => setText(String(within_m)), [within_m]);
  const value = /^\d{1,5}(\.\d{1,2})?$/.test(text.trim()) ? Number(text) : Number.NaN;
  const good = value >= 0 && value <= maxRadius_m;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks a moment after the last digit, not when `set` is another function
  useEffect(() => {
    if (!good || value === within_m) return;
    const timer = setTimeout(() => set(value), wait_ms);
    return () => clearTimeout(timer);
  }, [value, good, within_m]);
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
            onClick={() => set(metres)}
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
          onChange={(event) => setText(event.target.value)}
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

/** How sure the position is, drawn: where the phone believes to be, the 50 m that are asked for, and the pin set by hand. */
import type { Draft } from "../state.ts";
import { surest_m } from "../state.ts";
import { useSay } from "../usePage.ts";
import { offset_m } from "./place.ts";

const half = 60;

export function PlacePicture({ fix, pin }: Pick<Draft, "fix" | "pin">) {
  const say = useSay();
  const off = fix && pin ? offset_m(fix, pin) : { east: 0, north: 0 };
  const reach_m = Math.max(surest_m, fix?.accuracy_m ?? 0, Math.hypot(off.east, off.north)) * 1.15;
  const scale = half / reach_m;
  const words = fix ? say.t("find.accuracyDrawn", { n: Math.round(fix.accuracy_m) }) : say.t("find.noAccuracy");
  return (
    <svg className="place-picture" viewBox={`${-half} ${-half} ${half * 2} ${half * 2}`} role="img" aria-label={words}>
      {fix && <circle className={fix.accuracy_m > surest_m ? "believed unsure" : "believed"} r={Math.max(2, fix.accuracy_m * scale)} />}
      <circle className="asked" r={surest_m * scale} />
      {fix && <circle className="here" r={4} />}
      {pin && (
        <path
          className="pin"
          transform={`translate(${off.east * scale} ${-off.north * scale})`}
          d="M0 0c-6-7-8-10-8-14a8 8 0 0 1 16 0c0 4-2 7-8 14zM0-17a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"
        />
      )}
    </svg>
  );
}

/** Which system the numbers are of: a choice, and how far each lies from the one that is chosen. */
import { apart_m } from "../../../server/contract/coordinates/distance.ts";
import { useSay } from "../useApp.ts";
import type { Reading } from "./readings.ts";
import { SystemName } from "./SystemName.tsx";

interface Props {
  readonly readings: readonly Reading[];
  readonly chosen: Reading;
  readonly choose: (crs: string) => void;
}

export function Systems({ readings, chosen, choose }: Props) {
  const say = useSay();
  return (
    <fieldset className="doctor-systems">
      <legend>{say.t("doctor.system")}</legend>
      <p className="quiet">{say.t("doctor.ask")}</p>
      {readings.map(({ crs, at, away_m }) => (
        <label key={crs}>
          <input type="radio" name="doctor-system" checked={crs === chosen.crs} onChange={() => choose(crs)} />
          <span>
            <SystemName crs={crs} />
          </span>
          <small>
            {crs === chosen.crs ? say.t("doctor.chosen") : say.t("doctor.shift", { n: say.n(Math.round(apart_m(at, chosen.at))) })} ·{" "}
            {say.t("doctor.away", { n: say.n(Math.round(away_m / 100) / 10) })}
          </small>
        </label>
      ))}
    </fieldset>
  );
}

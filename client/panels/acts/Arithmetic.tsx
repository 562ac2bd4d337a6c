/** How a deadline came about: every stretch of the clock, what of it counts and why, and the sum. */
import { Fragment } from "react";
import type { Arithmetic as Sum } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { limitText, minutesText } from "./spans.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function Arithmetic({ sum }: { sum: Sum }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const at = (time: string) => stamp(time, timeZone) ?? "";
  if (sum.setByHand) return <p className="hint">{say.t("acts.byHand")}</p>;
  return (
    <div className="arithmetic">
      {sum.unofficialYears.length > 0 && (
        <p className="caution" role="note">
          {say.t("acts.unofficial", { years: sum.unofficialYears.join(say.lang === "zh" ? "、" : ", ") })}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="arithmetic-scroll" tabIndex={0} aria-label={say.t("acts.how")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.t("acts.stretch")}</th>
              <th scope="col">{say.t("acts.why")}</th>
              <th scope="col" className="number">
                {say.t("acts.counted")}
              </th>
            </tr>
          </thead>
          <tbody>
            {sum.parts.map((part) => (
              <tr key={part.from} className={part.counted_min > 0 ? undefined : "idle"}>
                <td>
                  <Stretch from={at(part.from)} to={at(part.to)} />
                </td>
                <td>{say.of(part.why)}</td>
                <td className="number">{part.counted_min > 0 ? minutesText(part.counted_min, say) : say.t("acts.notCounted")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="arithmetic-sum">
        {say.t("acts.sum", { total: minutesText(sum.total_min, say), needed: minutesText(sum.needed_min, say) })}
        {sum.limit && <Fragment> {say.t("acts.sumLimit", { limit: limitText(sum.limit, say) })}</Fragment>}
        {sum.due && <strong> → {at(sum.due)}</strong>}
      </p>
    </div>
  );
}

/** From … to …, the day said once. */
function Stretch({ from, to }: { from: string; to: string }) {
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  return (
    <span className="stretch">
      {from}
      {"–"}
      {sameDay ? to.slice(11) : from.slice(0, 4) === to.slice(0, 4) ? to.slice(5) : to}
    </span>
  );
}

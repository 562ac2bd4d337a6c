/** What the colours of a load mean: seven steps off the mean; and the dotted ground that is nobody's. */
import { planInks, tintBreaks } from "../../map/plan/inks.ts";
import type { PlannerState } from "../state.ts";
import { usePart, useSay } from "../usePlanner.ts";
import { percent } from "./numbers.ts";

const part = {
  fill: (s: PlannerState) => s.view.fill,
  theme: (s: PlannerState) => s.theme,
};

export function Legend() {
  const say = useSay();
  const fill = usePart(part.fill);
  const theme = usePart(part.theme);
  if (fill !== "load") return null;
  const { tints } = planInks[theme];
  return (
    <figure className="plan-legend" aria-label={say.t("planner.deviation")}>
      <figcaption>{say.t("planner.deviation")}</figcaption>
      <div>
        {tints.map((colour, i) => (
          <span key={colour}>
            <i style={{ background: colour }} />
            {tintBreaks[i] === undefined ? "" : percent(tintBreaks[i])}
          </span>
        ))}
      </div>
    </figure>
  );
}

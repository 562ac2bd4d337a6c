/** The scene "alleys": back alleys with the most open problems. */
import type { SceneFile } from "../page.ts";
import type { Shown } from "../state.ts";
import { useSay } from "../useWall.ts";
import { AroundBox } from "./AroundBox.tsx";
import { enterAround, isOfOpen } from "./around.ts";

/** Problems found at an alley lie on it or at its houses: farther away they are the next street's. */
const usual_m = 30;

export const alleys: SceneFile = {
  query: () => "?status=open&siteType=back_alley",
  layers: ["backAlleys", "problems"],
  enter: (page, shown) => enterAround(page, shown, "alleys", "back_alley", usual_m),
  empty: ({ district }) => district?.siteCounts.back_alley === 0,
  Box,
};

function Box({ rows, shown: { filter } }: { rows: number; shown: Shown }) {
  const say = useSay();
  return (
    <AroundBox
      kind="alleys"
      rows={rows}
      title={say.t("sceneAlleys.title")}
      unit={say.t(isOfOpen(filter) ? "sceneAlleys.open" : "sceneAlleys.problems")}
      within={(n) => say.t("sceneAlleys.within", { n })}
      overdue={(n) => say.t("sceneAlleys.overdue", { n })}
      nothing={say.t("sceneAlleys.nothing")}
    />
  );
}

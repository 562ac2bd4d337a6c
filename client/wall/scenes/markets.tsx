/** The scene "markets": what lies within 500 m of farmers' markets, and around which of them the most. */
import { radii_m } from "../../../server/contract/vocabulary.ts";
import type { SceneFile } from "../page.ts";
import type { Shown } from "../state.ts";
import { useSay } from "../useWall.ts";
import { AroundBox } from "./AroundBox.tsx";
import { enterAround, isOfOpen } from "./around.ts";

const usual_m = radii_m[0];

export const markets: SceneFile = {
  query: () => "?status=open&geo=within:500:market",
  layers: ["markets", "marketRings", "problems"],
  enter: (page, shown) => enterAround(page, shown, "markets", "market", usual_m),
  empty: ({ district }) => district?.siteCounts.market === 0,
  Box,
};

function Box({ rows, shown: { filter } }: { rows: number; shown: Shown }) {
  const say = useSay();
  return (
    <AroundBox
      kind="markets"
      rows={rows}
      title={say.t("sceneMarkets.title")}
      unit={say.t(isOfOpen(filter) ? "sceneMarkets.open" : "sceneMarkets.problems")}
      within={(n) => say.t("sceneMarkets.within", { n })}
      overdue={(n) => say.t("sceneMarkets.overdue", { n })}
      nothing={say.t("sceneMarkets.nothing")}
    />
  );
}

/** What the desk's map shows, as paper shows it: light, without the pointer and without what a hand holds. Pure. */
import { beyondScene } from "../../map/beyond.ts";
import type { Beyond, MapScene } from "../../map/handle.ts";
import { drawnOf, nearAround, ringsOf } from "../../map/question.ts";
import { shownAtFirst } from "../../map/stack.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { shownClock, shownProblems } from "../../state/shown.ts";
import { effectiveFilter } from "../../state/view.ts";
import type { Say } from "../useApp.ts";

const farScene = (state: AppState, cells: Beyond["cells"]): Beyond =>
  beyondScene(effectiveFilter(state.view), { turn: 0, clock: state.clock, total: state.listing.total, cells, rows: [] });

/** @param cells of the heat, where the map is drawn from tiles */
export function paperScene(state: AppState, say: Say, cells: Beyond["cells"] = null): MapScene {
  const { view, data, mask, listing, shapes } = state;
  const { filter, near, layers, lang } = view;
  const problems = shownProblems(state);
  const asked = [...filter.geo, ...nearAround(near).map((one) => ({ op: "within" as const, ...one }))];
  const { shapes: drawn, zones, around } = drawnOf(asked, shapes, null);
  return {
    data: problems ? { ...data, problems } : data,
    lang,
    theme: "light",
    shown: layers ? new Set(layers) : shownAtFirst,
    mask,
    beyond: beyond(state) ? farScene(state, cells) : null,
    clock: shownClock(state),
    rings: ringsOf(around, near, near ? listing.anchors : [], data.sites, (n) => say.t("near.metres", { n })),
    drawn,
    zones,
    hovered: null,
    selected: null,
  };
}

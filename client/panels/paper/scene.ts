/** What the desk's map shows, as paper shows it: light, without the pointer and without what a hand holds. Pure. */
import type { ProblemPoints } from "../../../server/contract/types.ts";
import { everyPoint } from "../../layers/everyPoint.ts";
import { beyondScene } from "../../map/beyond.ts";
import type { Beyond, MapScene } from "../../map/handle.ts";
import { drawnOf, nearAround, ringsOf } from "../../map/question.ts";
import { shownAtFirst } from "../../map/stack.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { type Ranges, rangesOf } from "../../state/ranges.ts";
import { shownClock, shownFilter, shownProblems } from "../../state/shown.ts";
import { effectiveFilter } from "../../state/view.ts";
import type { Say } from "../useApp.ts";

const farScene = (state: AppState, cells: Beyond["cells"]): Beyond =>
  beyondScene(effectiveFilter(state.view), { turn: 0, clock: state.clock, total: state.listing.total, cells, rows: [] });

/** What the columns cannot tell, and was asked for the sheet. */
interface Asked {
  /** Of the heat. */
  readonly cells: Beyond["cells"];
  /** Of the layer that draws each problem as a point. */
  readonly points: ProblemPoints | null;
}
const nothing: Asked = { cells: null, points: null };

function rangesFor(state: AppState): Ranges | null {
  const { view, district, stood } = state;
  const problems = shownProblems(state);
  if (!view.layers?.includes(everyPoint.id) || beyond(state) || !problems || !district) return null;
  return rangesOf(shownFilter(stood, effectiveFilter(view)), problems, { ...district, clock: shownClock(state) });
}

/** @param asked where the map is drawn from tiles */
export function paperScene(state: AppState, say: Say, { cells, points } = nothing): MapScene {
  const { view, data, mask, listing, shapes } = state;
  const { filter, near, layers, lang } = view;
  const problems = shownProblems(state);
  const geo = [...filter.geo, ...nearAround(near).map((one) => ({ op: "within" as const, ...one }))];
  const { shapes: drawn, zones, around } = drawnOf(geo, shapes, null);
  return {
    data: { ...data, ...(problems && { problems }), ...(points && { points }) },
    lang,
    theme: "light",
    shown: layers ? new Set(layers) : shownAtFirst,
    mask,
    beyond: beyond(state) ? farScene(state, cells) : null,
    clock: shownClock(state),
    ranges: rangesFor(state),
    rings: ringsOf(around, near, near ? listing.anchors : [], data.sites, (n) => say.t("near.metres", { n })),
    drawn,
    zones,
    hovered: null,
    selected: null,
  };
}

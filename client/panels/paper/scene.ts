/** What the desk's map shows, as paper shows it: light, without the pointer and without what a hand holds. Pure. */
import type { MapScene } from "../../map/handle.ts";
import { drawnOf, nearAround, ringsOf } from "../../map/question.ts";
import { shownAtFirst } from "../../map/stack.ts";
import type { AppState } from "../../state/app.ts";
import { shownClock, shownProblems } from "../../state/shown.ts";
import type { Say } from "../useApp.ts";

export function paperScene(state: AppState, say: Say): MapScene {
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
    clock: shownClock(state),
    rings: ringsOf(around, near, near ? listing.anchors : [], data.sites, (n) => say.t("near.metres", { n })),
    drawn,
    zones,
    hovered: null,
    selected: null,
  };
}

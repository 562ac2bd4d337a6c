/** The question for the map while it is drawn from tiles; null while the columns hold it. */
import { useMemo } from "react";
import { formatFilter } from "../../../server/contract/filter.ts";
import { askCells } from "../../api/grid.ts";
import { beyondScene, openPart } from "../../map/beyond.ts";
import type { Beyond } from "../../map/handle.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { effectiveFilter, queryOf } from "../../state/view.ts";
import { usePart } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

const filterOf = (state: AppState) => state.view.filter;
const nearOf = (state: AppState) => state.view.near;
const turnOf = (state: AppState) => state.live.turn;
const minuteOf = (state: AppState) => Math.floor(state.clock / 60) * 60;
const listingOf = (state: AppState) => state.listing;
const noCells: Beyond["cells"] = { lon: new Int32Array(0), lat: new Int32Array(0), n: new Float64Array(0) };

/** @param heat its cells are wanted: asked when the question or what is heard changes, never when the camera moves */
export function useBeyond(heat: boolean): Beyond | null {
  const far = usePart(beyond);
  const filter = usePart(filterOf);
  const near = usePart(nearOf);
  const turn = usePart(turnOf);
  const clock = usePart(minuteOf);
  const { total, rows, stale } = usePart(listingOf);
  const asked = useMemo(() => effectiveFilter({ filter, near }), [filter, near]);
  const open = useMemo(() => openPart(asked), [asked]);
  const key = far && heat && open ? `${turn} ${queryOf(formatFilter(open))}` : null;
  const { value } = useQuestion(key, (signal) => askCells(open ?? asked, signal));
  const cells = open ? value : noCells;
  const counted = stale ? null : total;
  return useMemo(
    () => (far ? beyondScene(asked, { turn, clock, total: counted, cells, rows }) : null),
    [far, asked, turn, clock, counted, cells, rows],
  );
}

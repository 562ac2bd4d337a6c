/** The legend's counts of problems, asked of the server: the columns hold only a part of them. */
import { useEffect } from "react";
import { formatFilter } from "../../../server/contract/filter.ts";
import { looksOf } from "../../../server/contract/status.ts";
import { askCounts } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { effectiveFilter } from "../../state/view.ts";
import { usePart } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import type { StatusCounts } from "./legendCounts.ts";

const viewOf = (state: AppState) => state.view;
const turnOf = (state: AppState) => state.live.turn;

export function AskedCounts({ tell }: { readonly tell: (counts: StatusCounts) => void }): null {
  const filter = effectiveFilter(usePart(viewOf));
  const turn = usePart(turnOf);
  const question = JSON.stringify(formatFilter(filter));
  const { value, key, state } = useQuestion(`${turn} ${question}`, (signal) => askCounts(filter, ["state", "status"], signal));
  // Of another question nothing is said; of this one the figures before the last change stand until the next.
  const known = value && (state === "ready" || key?.endsWith(` ${question}`)) ? value : null;
  useEffect(() => {
    tell(known && looksOf(known.by.state ?? [], known.by.status ?? []));
  }, [known, tell]);
  useEffect(() => () => tell(null), [tell]);
  return null;
}

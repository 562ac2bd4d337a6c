/** Counts beside the choices of one part of the filter: asked with that part left out, so that each says what choosing it gives. */
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { askCounts } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { effectiveFilter } from "../../state/view.ts";
import { usePart } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

const viewOf = (state: AppState) => state.view;
const turnOf = (state: AppState) => state.live.turn;
export type Facet = "status" | "category" | "unit" | "source" | "campaign" | "zone" | "siteType" | "hour";

/** The filter without one part. Zones are part of geo: what a choice of zones would take the place of. */
function without(filter: Filter, facet: Facet): Filter {
  if (facet !== "zone") return { ...filter, [facet]: [] };
  const chooses = (clause: Filter["geo"][number]) =>
    clause.op === "inside" && "areas" in clause && clause.areas.some((area) => "zone" in area);
  return { ...filter, geo: filter.geo.filter((clause) => !chooses(clause)) };
}

export interface Counts {
  readonly state: "loading" | "ready" | "failed";
  readonly reason: { zh: string; en: string } | null;
  readonly total: number | null;
  /** undefined = not known; 0 = none. */
  of(key: string): number | undefined;
  again(): void;
}

export function useCounts(facet: Facet, by: string = facet): Counts {
  const filter = without(effectiveFilter(usePart(viewOf)), facet);
  const turn = usePart(turnOf);
  const answer = useQuestion(`${turn} ${by}?${JSON.stringify(formatFilter(filter))}`, (signal) => askCounts(filter, by.split(","), signal));
  const counts = new Map(
    by
      .split(",")
      .flatMap((name) => answer.value?.by[name] ?? [])
      .map(({ key, count }) => [key, count]),
  );
  return {
    state: answer.state === "idle" ? "loading" : answer.state,
    reason: answer.failure,
    total: answer.value?.total ?? null,
    of: (key) => counts.get(key) ?? (answer.value ? 0 : undefined),
    again: answer.again,
  };
}

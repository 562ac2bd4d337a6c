/** Figures counted from the map's columns: at once, and right with every change, without asking the server. */
import { useDeferredValue, useMemo } from "react";
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import type { AppState } from "../state/app.ts";
import { drawnFrom } from "../state/beyond.ts";
import { holdsAll, localMask } from "../state/columnsTest.ts";
import { litCount } from "../state/passes.ts";
import { useApp, usePart } from "./useApp.ts";

const problemsOf = (state: AppState) => state.data.problems;
const districtOf = (state: AppState) => state.district;
const comingOf = (state: AppState) => (!state.data.problems || !state.district) && state.layerFailures.problems === undefined;
const clockOf = (state: AppState) => state.clock;

function countHere({ data, district, clock }: AppState, filter: Filter): number | null {
  if (!data.problems || !district || !holdsAll(filter, data.problems, district.zones) || drawnFrom(filter, data.problems) === "tiles")
    return null;
  const { timeZone, categories, zones } = district;
  return litCount(localMask(filter, data.problems, { clock, timeZone, categories, zones }));
}

function countAll(state: AppState, filters: readonly Filter[]): readonly number[] | null {
  const counts = filters.map((filter) => countHere(state, filter));
  return counts.every((n) => n !== null) ? counts : null;
}

/**
 * How many problems each filter means; null when the columns cannot tell of one of them, and the server is to be asked;
 * "coming" while the columns are on their way, and until there is time: counting three hundred thousand rows, and the picture of what was
 * just asked for comes first.
 */
export function useCountsHere(filters: readonly Filter[]): readonly number[] | "coming" | null {
  const app = useApp();
  const problems = usePart(problemsOf);
  const district = usePart(districtOf);
  const clock = usePart(clockOf);
  const asked = JSON.stringify(filters.map(formatFilter));
  const coming = usePart(comingOf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what counts are made of; `asked` says what is asked
  const now = useMemo(() => ({ filters, asked }), [coming, problems, district, clock, asked]);
  const settled = useDeferredValue(now, null);
  const counts = useMemo(() => settled && countAll(app.store.get(), settled.filters), [app, settled]);
  return coming || settled?.asked !== asked ? "coming" : counts;
}

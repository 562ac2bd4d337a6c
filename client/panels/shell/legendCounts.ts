/** The numbers beside the legend: rows of the columns that each entry draws, problems under the present filter. */
import { type ProblemStatus, statusOfState } from "../../../server/contract/vocabulary.ts";
import type { Counted } from "../../layers/layer.ts";
import type { AppState } from "../../state/app.ts";
import { statusCounts } from "../../state/tally.ts";

/** null = not known. */
export type StatusCounts = ReadonlyMap<ProblemStatus, number> | null;

export interface LegendCounts {
  readonly status: StatusCounts;
  readonly siteType: ReadonlyMap<string, number> | null;
  readonly zoneLevel: ReadonlyMap<number, number> | null;
  readonly open: number | null;
}
type Columns = Pick<AppState, "data" | "mask" | "clock">;

function tally<T>(values: readonly T[] | undefined): Map<T, number> | null {
  if (!values) return null;
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** @param asked the server's counts, where the columns hold only a part of the problems */
export function legendCounts(columns: Columns, asked?: StatusCounts): LegendCounts {
  const { problems } = columns.data;
  const here = () => (problems ? statusCounts(problems, columns.mask, columns.clock) : null);
  const status = asked === undefined ? here() : asked;
  const { sites, zones } = columns.data;
  const ended = new Set<ProblemStatus>([statusOfState.closed, statusOfState.rejected]);
  return {
    status,
    siteType: tally(sites?.type.map((type) => sites.types[type] ?? "")),
    zoneLevel: tally(zones?.level),
    open: status && [...status].reduce((sum, [look, n]) => sum + (ended.has(look) ? 0 : n), 0),
  };
}

/** Number of an entry; null = it counts nothing, or its layer has not arrived. */
export function countOf(counted: Counted, counts: LegendCounts): number | null {
  if (!counted) return null;
  if (counted.by === "open") return counts.open;
  if (counted.by === "status") return counts.status && (counts.status.get(counted.status) ?? 0);
  if (counted.by === "zoneLevel") return counts.zoneLevel && (counts.zoneLevel.get(counted.level) ?? 0);
  const { siteType } = counts;
  return siteType && counted.types.reduce((sum, type) => sum + (siteType.get(type) ?? 0), 0);
}

/** The numbers beside the legend: rows of the columns that each entry draws, problems under the present filter. */
import { statusOf } from "../../../server/contract/status.ts";
import { type ProblemState, type ProblemStatus, statusOfState } from "../../../server/contract/vocabulary.ts";
import type { Counted } from "../../layers/layer.ts";
import type { AppState } from "../../state/app.ts";

export interface LegendCounts {
  readonly status: ReadonlyMap<ProblemStatus, number> | null;
  readonly siteType: ReadonlyMap<string, number> | null;
  readonly zoneLevel: ReadonlyMap<number, number> | null;
  readonly open: number | null;
}
type Columns = Pick<AppState, "data" | "mask" | "clock">;

function byStatus({ data: { problems: rows }, mask, clock }: Columns): Map<ProblemStatus, number> | null {
  if (!rows) return null;
  const counts = new Map<ProblemStatus, number>();
  for (let i = 0; i < rows.count; i++) {
    if (mask && mask[i] !== 1) continue;
    const status = statusOf(rows.states[rows.state[i] as number] as ProblemState, rows.nearlyDue[i] ?? null, rows.due[i] ?? null, clock);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

function tally<T>(values: readonly T[] | undefined): Map<T, number> | null {
  if (!values) return null;
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

export function legendCounts(columns: Columns): LegendCounts {
  const status = byStatus(columns);
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

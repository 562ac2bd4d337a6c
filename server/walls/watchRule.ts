/** By what rules alarms are raised, and who is raising them now. */
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

export interface Rule {
  readonly keyOverdue: boolean;
  readonly immediate: readonly string[];
  readonly least: number;
  readonly within_m: number;
  readonly hours: number;
  /** A snapshot's clock stands: there is no news in it. */
  readonly frozen: boolean;
}

export async function readRule(tx: Tx): Promise<Rule> {
  const [rule] =
    await tx.query<Rule>(sql`select key_overdue as "keyOverdue", immediate, cluster_least as least, cluster_within_m as within_m,
    cluster_hours as hours, coalesce((select frozen_at is not null from district), false) as frozen from wall_rule`);
  return rule as Rule;
}

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_010;

/** Until the transaction ends nobody else raises, ends or acknowledges an alarm: what is looked up stays so. */
export async function holdAlarms(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}

/** A city that is replaced is emptied meanwhile or not at all: what is read is locked in the order in which the import empties it, so that neither waits for the other. */
export async function holdCity(tx: Tx): Promise<void> {
  await tx.query(sql`lock table problem, alarm, site, category, district in access share mode`);
}

/** So many of a kind at once: whoever acts meanwhile does not wait long. */
export const mostRaised = 500;
/** What is older is no news: an import of a backlog raises nothing. */
export const news = sql`interval '24 hours'`;

/** How far a server has come, and whether it is the one that is written to: asked of itself, in one expression. */
import type { Position } from "./db.ts";
import { type Sql, sql } from "./sql.ts";

/**
 * "p 3 0/16B3748" of a primary, "r 3 0/16B3748" of a server in recovery.
 *
 * - What is acknowledged has been flushed, unless the server does not wait for that; then it has been inserted.
 * - A server in recovery tells its timeline fully only to a role of pg_read_all_stats (by whom it receives from); to others as of its last
 *   restartpoint. Either is never more than it has: at worst it is left out for some minutes after a failover.
 */
export const position: Sql = sql`case when pg_is_in_recovery() then
    concat('r ', greatest((select received_tli from pg_stat_wal_receiver),
      (select min_recovery_end_timeline from pg_control_recovery()), (select timeline_id from pg_control_checkpoint())), ' ', pg_last_wal_replay_lsn())
  else (select concat('p ', ('x' || left(pg_walfile_name(w.lsn), 8))::bit(32)::int, ' ', w.lsn)
    from (select case current_setting('synchronous_commit') when 'off' then pg_current_wal_insert_lsn() else pg_current_wal_flush_lsn() end as lsn) w) end`;

export interface Place extends Position {
  readonly primary: boolean;
}

/** What the expression answered. */
export function placeFrom(text: string): Place {
  const [role, timeline, lsn = "0/0"] = text.split(" ");
  const [high = "0", low = "0"] = lsn.split("/");
  return { primary: role === "p", timeline: Number(timeline), lsn: (BigInt(`0x${high || 0}`) << 32n) | BigInt(`0x${low || 0}`) };
}

/** True when all that there was at the position is there: on another timeline it may be otherwise. */
export const hasCome = (far: Position, to: Position): boolean => far.timeline === to.timeline && far.lsn >= to.lsn;

/** The one row of rules. */
import type { WallRules } from "../contract/types.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** Columns of wall_rule as WallRules names them. */
export const ruleColumns = sql`key_overdue as "keyOverdue", immediate, cluster_least as "clusterLeast",
  cluster_within_m as "clusterWithin_m", cluster_hours as "clusterHours", flag_least as "flagLeast", flag_red as "flagRed",
  flag_blue as "flagBlue", patrol_days as "patrolDays"`;

export async function loadRules(on: Queryable): Promise<WallRules> {
  const [row] = (await on.query<WallRules>(sql`select ${ruleColumns} from wall_rule`)) as [WallRules];
  return row;
}

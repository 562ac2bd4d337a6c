/** Alarms: what has come to call for a decision since the last look, and what no longer does. */
import { moved } from "../ask/revision.ts";
import { overdue } from "../ask/status.ts";
import type { Db, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { raiseClusters } from "./watchCluster.ts";
import { raiseProblems, whatOverdue } from "./watchProblems.ts";
import { holdAlarms, holdCity, type Rule, readRule } from "./watchRule.ts";

/** Over an alarm `a`: how many of its problems are still as they were when it was raised. */
const still = (so: Sql): Sql => sql`(select count(*) from problem p where p.id = any(a.problems) and p.is_open and ${so})`;

/** It is so no more: mended, extended, or the cluster has gone. An alarm that somebody knows of ends, too. */
const end = ({ least }: Rule): Sql => sql`
  update alarm a set ended_at = clock() where a.ended_at is null and case a.kind
    when 'key_overdue' then ${still(sql`${overdue(sql`(select clock())`)} and a.what = ${whatOverdue}`)} = 0
    when 'immediate' then ${still(sql`true`)} = 0
    else ${still(sql`true`)} < ${least}::int end
  returning id`;

async function look(tx: Tx): Promise<void> {
  await holdAlarms(tx);
  await holdCity(tx);
  const rule = await readRule(tx);
  const ended = (await tx.query(end(rule))).length;
  const raised = rule.frozen ? 0 : (await raiseProblems(tx, rule)) + (await raiseClusters(tx, rule));
  if (ended + raised > 0) await tx.query(moved("alarms"));
}

/** For the program to call each minute and soon after changes; several at once raise nothing twice. By the district's clock. */
export const watch = (db: Db): Promise<void> => db.tx(look);

/** The turn: on a published plan's day its zones become those in force. One transaction; two processes do it once. */
import { today } from "../ask/day.ts";
import { patient } from "../ask/patient.ts";
import { moved, peopleMoved } from "../ask/revision.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { takeZones } from "../log/zonesHeld.ts";
import { partitionOfText } from "./partitions.ts";
import { movePeople } from "./turnPeople.ts";
import { type Moved, refindProblems, rezone } from "./turnProblems.ts";
import { ids, writeZones } from "./turnZones.ts";

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_007;

/** Until the transaction ends nobody else publishes or turns. */
export async function holdPlans(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}

/** A plan whose day has come. */
interface Due {
  readonly id: number;
  readonly version: number;
  readonly sum: string;
  readonly partition: string;
  readonly from: string;
}

const isDue = sql`p.status = 'published' and p.in_force_at is null and p.effective_from <= ${today}`;

async function bringIntoForce(tx: Tx, due: Due): Promise<readonly Moved[]> {
  const partition = partitionOfText(due, due.partition);
  // Versions of zones begin with the plan's own day, however late this is.
  await tx.query(
    sql`select set_config('chuangtu.zones_from', ${due.from}::text, true), set_config('chuangtu.zone_plan', ${`${due.id}`}::text, true)`,
  );
  const known = await ids(tx, due.id, partition);
  const changed = await writeZones(tx, due, partition, known);
  const problems = await rezone(tx, changed);
  await movePeople(tx);
  await refindProblems(tx, due.from);
  await tx.query(sql`update zone_plan set status = 'archived' where status = 'published' and in_force_at is not null`);
  const made = Object.fromEntries([...known].filter(([planned]) => planned < 0));
  await tx.query(sql`update zone_plan set in_force_at = now(), new_ids = ${JSON.stringify(made)}::jsonb where id = ${due.id}::bigint`);
  return problems;
}

/** More than so many are not told one by one. */
const mostTold = 1000;

/**
 * Brings every plan whose day has come into force, in the order of their days.
 * @returns how many
 */
export async function turnDue(given: Tx): Promise<number> {
  // Every notice may be touched, and it must not begin anew each minute for ever.
  const tx = patient(given);
  const some = await tx.query(sql`select from zone_plan p where ${isDue} limit 1`);
  if (!some.length) return 0;
  await takeZones(tx);
  // Asked anew: another process may have done it while this one waited.
  const plans = await tx.query<Due>(sql`select p.id, p.version, p.sum, p.partition, p.effective_from::text as "from"
    from zone_plan p where ${isDue} order by p.effective_from, p.id for update`);
  if (!plans.length) return 0;
  const problems: Moved[] = [];
  for (const due of plans) problems.push(...(await bringIntoForce(tx, due)));
  await tx.query(sql`select set_config('chuangtu.zones_from', '', true), set_config('chuangtu.zone_plan', '', true)`);
  await tx.query(peopleMoved(null));
  const told = [...new Map(problems.map((one) => [one.id, { ...one, act: null }])).values()];
  if (told.length) await tx.query(moved("problems", told.length > mostTold ? null : told));
  await tx.query(moved("zones"));
  await tx.query(moved("plans"));
  return plans.length;
}

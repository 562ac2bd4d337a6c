/**
 * Whose a notice is, in one place. Every arm has an index of its own, and of each no more is read than is asked for.
 *
 * | who                         | is told                                                                                    |
 * |-----------------------------|--------------------------------------------------------------------------------------------|
 * | the person named            | assigned, nearly due, overdue, supervised, pressed                                         |
 * | handlers of the unit        | the same, where nobody is named                                                            |
 * | dispatchers, of their zone  | returned, overdue, supervised                                                              |
 * | leaders                     | overdue and returned, of what they supervised themselves                                   |
 * | everybody else              | nothing: inspectors find and recheck; planners, auditors, administrators and walls look on |
 *
 * Nobody is told of what they did themselves, or of a problem that they may not see.
 */
import { areaOf, type Caller, seen } from "../ask/caller.ts";
import { anyProblem } from "../ask/past.ts";
import type { NoticeKind } from "../contract/officeWords.ts";
import { join, type Sql, sql } from "../db/sql.ts";

const handlers: readonly NoticeKind[] = ["assigned", "nearly_due", "overdue", "supervised", "pressed"];
/** As literals: the indexes of the desk's notices say them so. */
const ofDesk = sql`n.kind in ('returned', 'overdue', 'supervised')`;

function deskZone(zone: Caller["zone"]): Sql {
  if (zone === null || zone.level === 0) return ofDesk;
  const column = zone.level === 1 ? sql`n.zone1_id` : zone.level === 2 ? sql`n.zone2_id` : sql`n.zone3_id`;
  return sql`${column} = ${zone.id}::bigint and ${ofDesk}`;
}

/** Conditions over a notice `n`, one for each way in which it can be the caller's; of a handler's units, `u` is each in turn. */
function ways({ personId, roles, zone }: Caller): { readonly way: Sql; readonly ofUnits?: true }[] {
  const all: { way: Sql; ofUnits?: true }[] = [];
  const handled = sql`n.kind = any(${handlers}::text[])`;
  if (personId !== null) all.push({ way: sql`n.person_id = ${personId}::bigint and ${handled}` });
  if (roles.has("handler")) all.push({ way: sql`n.person_id is null and n.unit_id = u.id and ${handled}`, ofUnits: true });
  if (roles.has("dispatcher")) all.push({ way: deskZone(zone) });
  if (roles.has("leader") && personId !== null)
    all.push({
      way: sql`n.kind in ('overdue', 'returned') and n.problem_id = any(array(
        select s.problem_id from notice s where s.kind = 'supervised' and s.by_id = ${personId}::bigint))`,
    });
  return all;
}

/**
 * Ids of the caller's notices, newest first.
 * @param more a condition over a notice `n`
 * @param most so many
 */
export function idsOf(caller: Caller, more: Sql, most: number): Sql {
  const notOwn = caller.personId === null ? sql`true` : sql`n.by_id is distinct from ${caller.personId}::bigint`;
  // A question of each notice, not a join: a planner that thinks the caller's problems few would start from all problems.
  const maySee = areaOf(caller) === null ? sql`true` : sql`(select ${seen(caller)} from ${anyProblem} p where p.id = n.problem_id)`;
  const arms = ways(caller).map(({ way, ofUnits }) => {
    const arm = sql`(select n.id from notice n where ${way} and ${notOwn} and ${more} and ${maySee} order by n.id desc limit ${most}::int)`;
    return ofUnits ? sql`(select n.id from unnest(${caller.units}::bigint[]) u (id) cross join lateral ${arm} n)` : arm;
  });
  return sql`select id from (${join(arms, sql` union `, sql`select null::bigint as id where false`)}) x order by id desc limit ${most}::int`;
}

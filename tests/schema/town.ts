/** A full-size district for the planner: 200,000 problems with their logs, and figures about them that are the same each time they are made. */
import { personRoles } from "../../server/contract/vocabulary.ts";
import type { Db } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";
import { loadSize } from "../bench/town.ts";
import { analyzeOwn } from "../support/analyzed.ts";
import { cookieOf, makePerson } from "../support/people.ts";

const size = { problems: 200_000, open: 21_000, markets: 50, placed: true } as const;
/** ANALYZE looks at 300 rows for each step of it: with so many it reads the largest table whole, and no figure is left to chance. */
const readsEverything = 3_000;

/** Of what was closed five events, of what is open four, hours apart. Loaded as a copy is: without the log's triggers. */
export const events = sql`insert into problem_event (problem_id, seq, act, at, actor, state_after, unit_after, deadline_after, nearly_due_after, closed_after)
  select p.id, v.seq, v.act, p.found_at + v.hours * interval '1 hour', 'somebody', v.state, case when v.seq > 2 then p.unit_id end,
    case when v.seq > 2 then p.deadline_at end, case when v.seq > 2 then p.nearly_due_at end, case when v.state = 'closed' then p.closed_at end
  from problem p, (values (1, 'report', 0, 'reported'), (2, 'file', 1, 'filed'), (3, 'dispatch', 2, 'dispatched'), (4, 'accept', 5, 'handling'),
    (5, 'close', 48, 'closed')) v (seq, act, hours, state)
  where v.state <> 'closed' or p.state = 'closed' order by p.found_at, p.id, v.seq`;

const leaves = sql`select relid from (select * from pg_partition_tree('problem') union all select * from pg_partition_tree('problem_event')) t where isleaf`;

/** Vacuums until every page is marked as seen by all: beside another session's statement it leaves some out, and the planner counts them. */
export async function seenByAll(db: Db): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await db.query(sql`vacuum problem, problem_event`, { timeout_ms: 0 });
    const left = await db.query(sql`select 1 as n from pg_class where oid in (${leaves}) and relallvisible < relpages`);
    if (left.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Fills an empty, migrated database. @returns the Cookie header of somebody who may ask everything */
export async function loadTown(db: Db): Promise<string> {
  const patient = { timeout_ms: 0 };
  // Autovacuum would look again, at some rows only, in the middle of a test.
  await loadSize(db, size);
  await db.tx((tx) =>
    tx.script(`do $$ declare leaf regclass; begin
      for leaf in select relid from (select * from pg_partition_tree('problem') union all select * from pg_partition_tree('problem_event')) t where isleaf loop
        execute format('alter table %s set (autovacuum_enabled = off)', leaf);
      end loop; end $$`),
  );
  await db.tx(async (tx) => {
    await tx.query(sql`set local session_replication_role = replica`);
    await tx.query(events, patient);
  });
  const person = await makePerson(db, { roles: personRoles });
  const cookie = await cookieOf(db, person);
  await seenByAll(db);
  await db.tx(async (tx) => {
    await tx.query(sql`select set_config('default_statistics_target', ${String(readsEverything)}::text, true)`);
    await analyzeOwn(tx);
  });
  return cookie;
}

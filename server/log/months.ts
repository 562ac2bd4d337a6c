/** The drawers that problems and their logs lie in: what ended and what happened in a month. Made ahead; what came before its month was there is put in. */
import type { Db, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";

/** So many months after this one are there already. */
const ahead = 3;
/** Fewer rows than this of a month that is past stay where they are: a drawer for each stray date would be looked into by every question. */
const worthwhile = 1_000;
/** Whoever reads waits no longer than this for a month that is attached; it is tried again a minute later. */
const patience = "300ms";
const hour_ms = 3_600_000;

interface Month {
  readonly parent: string;
  /** Its first day, yyyy-MM-dd. */
  readonly month: string;
}

const strays = (parent: string, rest: Sql, at: Sql): Sql => sql`select ${parent}::text as parent, m.month from (
    select date_trunc('month', ${at} at time zone 'UTC') as month, count(*) as rows from ${rest} group by 1) m
  where isfinite(m.month) and (m.rows >= ${worthwhile}::int or m.month >= date_trunc('month', clock() at time zone 'UTC'))
    and m.month <= date_trunc('month', clock() at time zone 'UTC') + ${ahead}::int * interval '1 month'`;

/** Months that are to be made: those ahead by the district's clock, and those whose rows wait. */
const missing = sql`select distinct w.parent, to_char(w.month, 'YYYY-MM-DD') as month
  from (select p.parent, date_trunc('month', clock() at time zone 'UTC') + n * interval '1 month' as month
      from (values ('problem_ended'), ('problem_event')) p (parent), generate_series(0, ${ahead}::int) n
    union all ${strays("problem_ended", sql`problem_rest`, sql`greatest(closed_at, found_at)`)}
    union all ${strays("problem_event", sql`problem_event_rest`, sql`at`)}) w
  where to_regclass(case w.parent when 'problem_ended' then 'problem' else w.parent end || to_char(w.month, '_YYYY_MM')) is null
  order by 1, 2`;

/**
 * Makes the months that are wanted, each in a transaction of its own: readers wait for a moment, and nothing is half made.
 * Without it nothing fails, for what has no month lies in the rest.
 * @returns how many were made
 * @throws when readers were too long at what is attached; the next try goes on
 */
export async function makeMonths(db: Db): Promise<number> {
  const wanted = await db.query<Month>(missing);
  for (const { parent, month } of wanted) await db.tx((tx) => makeMonth(tx, parent, month));
  if (wanted.length > 0) await lookAtAll(db);
  return wanted.length;
}

/** Of all drawers together the database keeps no figures by itself: without them the planner guesses how many rows a join has. */
async function lookAtAll(db: Db): Promise<void> {
  for (const table of [sql`problem`, sql`problem_event`]) await db.query(sql`analyze ${table}`, { timeout_ms: 0 });
}

/** What the program does of it while it runs, to be called each minute: months when they are wanted, figures once a day, the first an hour after the start. */
export function keepMonths(db: Db): () => Promise<void> {
  let next_ms = performance.now() + hour_ms;
  return async () => {
    if ((await makeMonths(db)) === 0) {
      if (performance.now() < next_ms) return;
      await lookAtAll(db);
    }
    next_ms = performance.now() + 24 * hour_ms;
  };
}

async function makeMonth(tx: Tx, parent: string, month: string): Promise<void> {
  await tx.query(sql`select set_config('lock_timeout', ${patience}::text, true)`);
  await tx.query(sql`select make_month(${parent}::text, ${month}::date)`, { timeout_ms: 0 });
}

/** The drawers that problems and their logs lie in: what ended and what happened in a month. Made ahead; what came before its month was there is put in. */
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";

// Any number, as long as every version of the program takes the same. Months are the whole database's, and so is the turn.
const LOCK = 6_247_060;
const hour_ms = 3_600_000;
/**
 * Problems that ended in a month, and a third of the log entries: with fewer a month is no drawer of its own. Each drawer is one more for every
 * question about the past to look into, so a district with 20,000 problems a year lies in one; a city does not (data/schema/0013_months.sql).
 */
const worthwhile = 10_000;
/** What is to be archived is taken out by months, so that there must be some. */
const worthArchiving = 1_000;
/** So often one after the other readers may have been too long before somebody is told: it is tried again each minute. */
const mostMissed = 10;

/**
 * Makes the months that are wanted, each in a transaction of its own: readers wait for a moment, and nothing is half made. They are wanted ahead
 * where there are any, and where so many rows of one lie in the rest.
 * Without it nothing fails, for what has no month lies in the rest.
 * @param least problems, and a third of the log entries
 * @returns how many were made
 * @throws when readers were too long at what is attached; the next try goes on
 */
export async function makeMonths(db: Db, least = worthwhile): Promise<number> {
  for (let made = 0; ; made++) {
    // While another program makes them there is nothing to do: the two would wait for each other in vain.
    const turn = sql`select case when pg_try_advisory_xact_lock(${LOCK}::bigint) then make_next_month(${least}::int) end as made`;
    const [next] = await db.query<{ made: string | null }>(turn, { timeout_ms: 0 });
    if (next?.made) continue;
    if (made > 0) await lookAtAll(db);
    return made;
  }
}

async function lookAtAll(db: Db): Promise<void> {
  await db.query(sql`select look_at_problems()`, { timeout_ms: 0 });
}

/** What the program does of it while it runs, to be called each minute: months when they are wanted, figures once a day, the first an hour after the start. */
export function keepMonths(db: Db, archives: boolean): () => Promise<void> {
  let next_ms = performance.now() + hour_ms;
  let missed = 0;
  const made = async (): Promise<number> => {
    try {
      const count = await makeMonths(db, archives ? worthArchiving : worthwhile);
      missed = 0;
      return count;
    } catch (error) {
      if (!isLockTimeout(error) || ++missed >= mostMissed) throw error;
      return 0;
    }
  };
  return async () => {
    if ((await made()) === 0) {
      if (performance.now() < next_ms) return;
      await lookAtAll(db);
    }
    next_ms = performance.now() + 24 * hour_ms;
  };
}

const isLockTimeout = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === "55P03";

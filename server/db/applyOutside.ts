/** A file of the schema whose statements cannot run in one transaction: one by one, from the beginning again when it was cut in the middle. */
import { setTimeout as wait } from "node:timers/promises";
import { buildDivided, divided } from "./applyIndex.ts";
import { hurry, isApplied, noteApplied, placed } from "./applyInside.ts";
import { type Db, Unavailable } from "./db.ts";
import type { Migration, Statement } from "./migration.ts";
import { type Patience, patiently } from "./patience.ts";
import { sql } from "./sql.ts";

// Not the lock of the other files: programs wait for that one inside a statement, and an index build would wait for that statement's end.
const LOCK = 6_247_090;
/** How often it is looked whether it is our turn, or an index is done. */
const look_ms = 250;

/** False when it had been applied before. @throws Unsuitable, Unavailable */
export async function applyOutside(db: Db, migration: Migration, patience: Patience): Promise<boolean> {
  if (await isApplied(db, migration)) return false;
  return inTurn(db, migration.name, patience, async () => {
    if (await isApplied(db, migration)) return false;
    for (const statement of migration.outside ?? [])
      await patiently(migration.name, patience, () => apply(db, statement, patience)).catch((error: unknown) =>
        Promise.reject(placed(migration.name, statement, error)),
      );
    await noteApplied(db, migration);
    return true;
  });
}

/** While a transaction that does nothing else holds the lock: it has no snapshot, and an index build does not wait for it. */
async function inTurn<T>(db: Db, name: string, { all_ms }: Patience, work: () => Promise<T>): Promise<T> {
  // The embedded database is one program's alone, and has one session.
  if (db.kind === "embedded") return work();
  for (const end = performance.now() + all_ms; performance.now() < end; await wait(look_ms)) {
    const turn = await take(db);
    if (turn) return work().finally(turn);
  }
  throw new Unavailable(`${name}: another program has been at it for ${Math.round(all_ms / 1_000)} s.`);
}

/** @returns gives the lock back; null: somebody else has it */
function take(db: Db): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const holding = db.tx(async (tx) => {
      const [row] = await tx.query<{ ours: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCK}) as ours`);
      if (!row?.ours) return resolve(null);
      // In the simple protocol: it ends the portal of the statement before, which would keep its snapshot, and an index build would wait for it.
      await tx.script("set local idle_in_transaction_session_timeout = 0");
      await new Promise<void>((done) => {
        resolve(async () => {
          done();
          // A session that was lost has given the lock back, too.
          await holding.catch(() => {});
        });
      });
    });
    holding.catch(reject);
  });
}

/** What the database does in several transactions of its own, and no transaction may be around. */
const isBare = ({ text }: Statement): boolean => /^(?:\s*--.*\n)*\s*(?:vacuum\b|[^;]*\bconcurrently\b)/i.test(text);

async function apply(db: Db, statement: Statement, patience: Patience): Promise<void> {
  const index = await divided(db, statement.text);
  if (index) await buildDivided(db, index, patience.lock_ms, (text) => bare(db, text));
  else if (isBare(statement)) await bare(db, statement.text);
  else
    await db.tx(async (tx) => {
      await hurry(tx, patience);
      await tx.script(statement.text);
    });
}

async function bare(db: Db, text: string): Promise<void> {
  await dropUnfinished(db, text);
  await db.alone(text);
}

const builds = /\bcreate\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?([\w.]+)/i;

interface Unfinished {
  readonly name: string;
  readonly building: boolean;
}

/** An index whose build was cut short is in the way, and of no use. One that a lost session is still building is waited for. */
async function dropUnfinished(db: Db, text: string): Promise<void> {
  const name = builds.exec(text)?.[1];
  if (name === undefined) return;
  for (;;) {
    const [found] = await db.query<Unfinished>(sql`select i.indexrelid::regclass::text as name,
        exists (select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid) as building
      from pg_index i where i.indexrelid = to_regclass(${name}) and not i.indisvalid`);
    if (!found) return;
    if (found.building) await wait(look_ms);
    else await db.alone(`drop index concurrently if exists ${found.name}`);
  }
}

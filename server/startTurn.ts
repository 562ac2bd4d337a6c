/** Programs of one district that start at once take turns: an empty one is filled by one of them, and the others find it filled. */
import { setTimeout as pause } from "node:timers/promises";
import type { Db, Tx } from "./db/db.ts";
import { sql } from "./db/sql.ts";

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_012;
const again_ms = 200;

/** Asked again and again: a statement that waits would keep the database from clearing away what is old. */
async function takeTurn(tx: Tx): Promise<void> {
  await tx.query(sql`select set_config('idle_in_transaction_session_timeout', '0', true)`);
  for (;;) {
    const [row] = await tx.query<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCK}::int, own_district()) as mine`);
    if (row?.mine) return;
    await pause(again_ms);
  }
}

/**
 * Does it while no other program does. The turn is a transaction's of its own, so it ends with a program that is killed, and a pooler
 * between loses nothing of it. The embedded database has one program, and one session: nobody to wait for.
 * @param work asks `db`, not a transaction
 */
export async function inStartTurn<T>(db: Db, work: () => Promise<T>): Promise<T> {
  if (db.kind === "embedded") return work();
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let turn: Promise<void> = Promise.resolve();
  await new Promise<void>((taken, failed) => {
    turn = db.tx(async (tx) => {
      await takeTurn(tx);
      taken();
      await ended;
    });
    turn.catch(failed);
  });
  try {
    return await work();
  } finally {
    end();
    // Lost in the middle: what was done stands all the same, and every part of it finds what another has done.
    await turn.catch(() => {});
  }
}

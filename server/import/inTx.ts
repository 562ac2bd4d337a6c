/** How an import runs in transactions: without limits of time, and in a dry run inside one that is rolled back. */
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

export type InTx = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Work that leaves nothing behind when it fails, inside a transaction that goes on. */
export async function savepoint<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  await tx.query(sql`savepoint layer`);
  try {
    const done = await work(tx);
    await tx.query(sql`release savepoint layer`);
    return done;
  } catch (error) {
    await tx.query(sql`rollback to savepoint layer`);
    throw error;
  }
}

/** Exactly once: what a page sends until it is answered carries an id that the page made, and is done one time. */
import type { Word } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_005;

/** Until the transaction ends nobody else does what has this id: the second who asks sees what the first has done. Taken before anything else. */
export async function holdClientId(tx: Tx, clientId: string): Promise<void> {
  // The message makes the transaction one that writes: what was done before is acknowledged again only once a copy has it too.
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, hashtext(${clientId}::text)), pg_logical_emit_message(true, 'once', '')`);
}

/** Said when the id is known from something else, or from somebody else. */
export const usedOtherwise: Word = {
  zh: "clientId 已用于另一次提交：请换一个新的",
  en: "This clientId was used for something else: make a new one.",
};

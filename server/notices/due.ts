/** Notices that time itself makes: what has become nearly due or overdue since the last look. */
import type { Db } from "../db/db.ts";

/** For the program to call each minute; several at once tell nothing twice. */
export async function noticeDue(_db: Db): Promise<void> {}

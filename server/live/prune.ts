/** The change feed keeps some days: whoever was away longer fetches everything anew. */
import type { Db } from "../db/db.ts";

/** For the program to call each minute. */
export async function pruneChanges(_db: Db): Promise<void> {}

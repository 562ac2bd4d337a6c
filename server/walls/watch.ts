/** Alarms: what has come to call for a decision since the last look, and what no longer does. */
import type { Db } from "../db/db.ts";

/** For the program to call each minute; several at once raise nothing twice. */
export async function watch(_db: Db): Promise<void> {}

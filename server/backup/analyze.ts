/** Figures for the planner, of the schema's own tables: a bare ANALYZE takes catalogs that all databases of a server share, and waits for theirs. */
import type { Db } from "../db/db.ts";
import { tables } from "./catalog.ts";

/** @param db as the owner */
export async function analyzeTables(db: Db): Promise<void> {
  const names = (await tables(db)).map(({ quoted }) => quoted).join(", ");
  await db.alone(`analyze ${names}`);
}

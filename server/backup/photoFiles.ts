/** Photos' files that the rows of a snapshot name. Each is written once and never again, so copies need no more care than that. */
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { photoKey } from "../photos/store.ts";

/** Keys in the store of what is shown, and of originals that are still kept. */
export async function photoKeys(on: Queryable): Promise<string[]> {
  const sets = await on.query<{ id: number; set: number }>(
    sql`select id, s as set from photo, unnest(array_remove(array[shown, original], null)) s group by id, s order by id, s`,
    { timeout_ms: 0 },
  );
  return sets.flatMap(({ id, set }) => (["picture", "thumb"] as const).map((what) => photoKey(id, set, what)));
}

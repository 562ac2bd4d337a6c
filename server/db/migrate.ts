/**
 * Brings a database to this program's version: the numbered files of data/schema, each once, while other programs read and write.
 *
 * - A file is one transaction. It waits for a table no longer than a moment (`lock_timeout`): whoever waits for a lock has all readers
 *   that come later wait behind it. Then it gives everything back, waits, and begins anew. So it must be brief once it has its locks.
 * - A file whose first line is `-- outside a transaction` runs statement by statement: **paragraphs between empty lines, one statement
 *   each** (no empty line inside one). Those with CONCURRENTLY (and VACUUM) run bare; each other one is a transaction of its own. Cut in
 *   the middle, it is run again from its beginning: its statements must bear that (`if not exists`); what an index build that was cut
 *   short left behind is dropped first. `create index concurrently` of a table that lies in drawers is done drawer by drawer (applyIndex.ts).
 * - Lines of the comment a file begins with, where a test over all new files asks for them (tests/server/db/ddl.test.ts):
 *   `-- holds others up: <why>`: it rewrites or reads a table that grows, under a lock that keeps readers or writers out.
 *   `-- stop older programs: <why>`: what a program of the version before stands on is gone after it.
 */
import { fileURLToPath } from "node:url";
import { applyInside, lock } from "./applyInside.ts";
import { applyOutside } from "./applyOutside.ts";
import type { Db } from "./db.ts";
import { grantAnew, isHeld, refuseNewer, refuseOther } from "./fits.ts";
import { readMigrations } from "./migration.ts";
import { type Patience, usualPatience } from "./patience.ts";
import { checkServer } from "./suitable.ts";

const OWN_FOLDER = fileURLToPath(new URL("../../data/schema/", import.meta.url));

/** @returns the numbers applied now. @throws DatabaseIsNewer, Unsuitable, Unavailable when others held a table for all its patience */
export async function migrate(db: Db, folder: string = OWN_FOLDER, patience: Patience = usualPatience): Promise<number[]> {
  const migrations = await readMigrations(folder);
  if (db.kind === "postgres") {
    await checkServer(db);
    if (await isHeld(db)) return refuseOther(db, migrations.at(-1)?.number ?? 0);
  }
  await db.tx(async (tx) => {
    await lock(tx);
    await tx.script(`create table if not exists schema_version (
      number int primary key, name text not null, digest text not null, applied_at timestamptz not null default now())`);
  });
  await refuseNewer(db, migrations.at(-1)?.number ?? 0);
  const applied: number[] = [];
  for (const migration of migrations) {
    const apply = migration.outside === null ? applyInside : applyOutside;
    if (await apply(db, migration, patience)) applied.push(migration.number);
  }
  // Tables that are new are the districts' roles' too.
  if (applied.length && db.kind === "postgres") await grantAnew(db);
  return applied;
}

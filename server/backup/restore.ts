/** Puts a backup into an empty database, and brings that to this program's version. */
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Db } from "../db/db.ts";
import { migrate } from "../db/migrate.ts";
import { type Migration, readMigrations } from "../db/migration.ts";
import { sql } from "../db/sql.ts";
import { analyzeTables } from "./analyze.ts";
import { load } from "./load.ts";
import type { Manifest } from "./manifest.ts";
import type { Backup } from "./read.ts";
import { notEmpty, notOurSchema, otherVersion, tooNew } from "./refusal.ts";
import type { Watched } from "./steps.ts";

const ownFolder = fileURLToPath(new URL("../../data/schema/", import.meta.url));

/**
 * The backup's own version first, then its rows, then what came after it. The rows are one transaction: cut short, the database holds empty tables,
 * and takes the backup again.
 * @param folder of the numbered files; for tests
 * @throws BackupRefused, Unavailable, the signal's reason
 */
export async function restoreInto(db: Db, backup: Backup, watched: Watched = {}, folder: string = ownFolder): Promise<void> {
  const { manifest } = backup;
  const known = await readMigrations(folder);
  refuseNewer(manifest, known);
  await refuseOther(db, manifest);
  await migrateTo(
    db,
    folder,
    known.filter(({ number }) => number <= manifest.schema),
  );
  await db.tx((tx) => load(tx, backup, watched));
  await migrate(db, folder);
  // Plans stand on figures; an engine without a keeper of its own has none.
  await analyzeTables(db);
}

function refuseNewer({ schema, migrations }: Manifest, known: readonly Migration[]): void {
  const ours = known.at(-1)?.number ?? 0;
  if (schema > ours) throw tooNew(schema, ours);
  const digests = new Map(known.map(({ number, digest }) => [number, digest]));
  const other = migrations.find(({ number, digest }) => digests.get(number) !== digest);
  if (other) throw notOurSchema(`data/schema/${String(other.number).padStart(4, "0")}`);
}

/** Tables of another version cannot be taken back to the backup's. */
async function refuseOther(db: Db, { schema }: Manifest): Promise<void> {
  const [row] = await db.query<{ made: boolean; others: boolean }>(
    sql`select to_regclass('public.schema_version') is not null as made, exists (select from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f')
        and c.relnamespace = 'public'::regnamespace and not exists (select from pg_depend d
          where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')) as others`,
  );
  if (!row?.made && row?.others) throw notEmpty();
  if (!row?.made) return;
  const [version] = await db.query<{ number: number | null }>(sql`select max(number) as number from schema_version`);
  const there = version?.number ?? 0;
  if (there > 0 && there !== schema) throw otherVersion(there, schema);
}

/** A folder with these files alone is what the program of that version had. */
async function migrateTo(db: Db, folder: string, files: readonly Migration[]): Promise<void> {
  const then = await mkdtemp(join(tmpdir(), "chuangtu-schema-"));
  try {
    for (const { name } of files) await copyFile(join(folder, name), join(then, name));
    await migrate(db, then);
  } finally {
    await rm(then, { recursive: true, force: true });
  }
}

/** Brings a database to this program's version: the numbered files of data/schema, each once, each in a transaction of its own. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { DatabaseIsNewer, type Db, type Tx, Unsuitable } from "./db.ts";
import { sql } from "./sql.ts";

const OWN_FOLDER = fileURLToPath(new URL("../../data/schema/", import.meta.url));
const POSTGRES_NEEDED = 150_000;
const POSTGIS_NEEDED = [3, 3] as const;
// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_001;

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly digest: string;
}

/** @returns the numbers applied now. @throws DatabaseIsNewer, Unsuitable */
export async function migrate(db: Db, folder: string = OWN_FOLDER): Promise<number[]> {
  const migrations = await readMigrations(folder);
  if (db.kind === "postgres") {
    await checkServer(db);
    if (await isHeld(db)) return refuseOther(db, migrations);
  }
  await db.tx(async (tx) => {
    await lock(tx);
    await tx.script(`create table if not exists schema_version (
      number int primary key, name text not null, digest text not null, applied_at timestamptz not null default now())`);
  });
  await refuseNewer(db, migrations);
  const applied: number[] = [];
  for (const migration of migrations) if (await apply(db, migration)) applied.push(migration.number);
  // Tables that are new are the districts' roles' too.
  if (applied.length && db.kind === "postgres") await grantAnew(db);
  return applied;
}

async function grantAnew(db: Db): Promise<void> {
  const [row] = await db.query<{ there: boolean }>(sql`select to_regclass('district_role') is not null as there`);
  if (row?.there) await db.query(sql`select grant_district(role) from district_role`);
}

/** A district's role owns no table: the owner brings the database up to date. */
async function isHeld(db: Db): Promise<boolean> {
  const [row] = await db.query<{ held: boolean }>(
    sql`select not coalesce(has_table_privilege(to_regclass('schema_version')::oid, 'insert'), true) as held`,
  );
  return row?.held ?? false;
}

/** @throws DatabaseIsNewer, Unsuitable when it is not of exactly this program's version */
async function refuseOther(db: Db, migrations: readonly Migration[]): Promise<number[]> {
  await refuseNewer(db, migrations);
  const known = migrations.at(-1)?.number ?? 0;
  const [row] = await db.query<{ number: number | null }>(sql`select max(number) as number from schema_version`);
  if ((row?.number ?? 0) === known) return [];
  throw new Unsuitable(
    `数据库的版本是 ${row?.number}，本程序需要 ${known}：请先用所有者的 DATABASE_URL 运行 npm run district -- list。 / The database is at version ${row?.number}, this program needs ${known}: first run npm run district -- list with its owner's DATABASE_URL.`,
  );
}

/** Two programs that start at once take turns; the lock ends with the transaction. */
async function lock(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK})`, { timeout_ms: 0 });
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may have changed the line ends; that is no change.
      const text = (await readFile(`${folder}/${name}`, "utf8")).replaceAll("\r\n", "\n");
      return { number: Number(name.slice(0, 4)), name, text, digest: createHash("sha256").update(text).digest("hex") };
    }),
  );
}

async function refuseNewer(db: Db, migrations: readonly Migration[]): Promise<void> {
  const known = migrations.at(-1)?.number ?? 0;
  const [row] = await db.query<{ number: number | null }>(sql`select max(number) as number from schema_version`);
  const found = row?.number ?? 0;
  if (found <= known) return;
  throw new DatabaseIsNewer(
    `数据库的版本是 ${found}，本程序只认识到 ${known}。请改用较新的程序，或换一个数据库。 / The database is at version ${found}, this program knows ${known}. Start the newer program that wrote it, or choose another database.`,
  );
}

/** False when it had been applied before. */
function apply(db: Db, { number, name, text, digest }: Migration): Promise<boolean> {
  return db.tx(async (tx) => {
    await lock(tx);
    const [there] = await tx.query<{ digest: string }>(sql`select digest from schema_version where number = ${number}`);
    if (there !== undefined) {
      if (there.digest === digest) return false;
      throw new Unsuitable(
        `${name} was changed after this database was made with it. Put it back and add a new file, or start with a new database.`,
      );
    }
    await tx.query(sql`insert into schema_version (number, name, digest) values (${number}, ${name}, ${digest})`);
    await tx.script(text).catch((error: unknown) => Promise.reject(placed(name, text, error)));
    return true;
  });
}

/** The database's error with the file and line it speaks of. */
function placed(name: string, text: string, error: unknown): unknown {
  const position = Number((error as { position?: unknown }).position);
  if (!(error instanceof Error) || !(position > 0)) return error;
  const line = text.slice(0, position - 1).split("\n").length;
  return new Error(`${name}, line ${line}: ${error.message}`, { cause: error });
}

async function checkServer(db: Db): Promise<void> {
  const [server] = await db.query<{ number: number; version: string }>(
    sql`select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  );
  if ((server?.number ?? 0) < POSTGRES_NEEDED) throw new Unsuitable(`PostgreSQL ${server?.version} was found; 15 or newer is needed.`);
  await createPostgis(db);
  const [postgis] = await db.query<{ version: string }>(sql`select extversion as version from pg_extension where extname = 'postgis'`);
  const [major = 0, minor = 0] = (postgis?.version ?? "").split(".").map(Number);
  if (major * 1_000 + minor < POSTGIS_NEEDED[0] * 1_000 + POSTGIS_NEEDED[1]) {
    throw new Unsuitable(`PostGIS ${postgis?.version} was found; ${POSTGIS_NEEDED.join(".")} or newer is needed.`);
  }
}

async function createPostgis(db: Db): Promise<void> {
  try {
    await db.tx(async (tx) => {
      await lock(tx);
      const there = await tx.query(sql`select 1 from pg_extension where extname = 'postgis'`);
      if (there.length === 0) await tx.query(sql`create extension postgis`, { timeout_ms: 120_000 });
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Unsuitable(
      `PostGIS is not in this database and could not be put there (${why}). Install the PostGIS package on the server, then as its administrator run in this database: create extension postgis;`,
      { cause: error },
    );
  }
}

/** Whether a server is one the program can stand on; PostGIS is put into the database when it is not there yet. */
import { lock } from "./applyInside.ts";
import { type Db, Unsuitable } from "./db.ts";
import { sql } from "./sql.ts";

const POSTGRES_NEEDED = 150_000;
const POSTGIS_NEEDED = [3, 3] as const;

/** @throws Unsuitable */
export async function checkServer(db: Db): Promise<void> {
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

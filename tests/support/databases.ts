/**
 * Databases for tests, on both engines: `describe.each(databases())("… on $name", ({ fixture, fresh }) => …)`.
 * The postgres half needs TEST_DATABASE_URL, the address of a server's administrator (the test script starts one).
 */
import { randomBytes } from "node:crypto";
import pg from "pg";
import type { Db } from "../../server/db/db.ts";
import { openDatabase } from "../../server/db/open.ts";

export type EngineName = "embedded" | "postgres";

/** Puts the fixture's rows into a migrated, empty database. */
export type Load = (db: Db) => Promise<void>;

export interface TestEngine {
  readonly name: EngineName;
  /** The database of a fixture: loaded once per process, the same for everybody who asks. For reading; never close it. */
  fixture(fixture: string, load?: Load): Promise<Db>;
  /** A migrated, empty database for one test to do as it likes; the test closes it. */
  fresh(): Promise<Db>;
}

/** For what has to be made once per process, across test files. */
interface Shared {
  readonly fixtures: Map<string, Promise<Db>>;
  template: Promise<string> | null;
  told: boolean;
}

const KEY = Symbol.for("chuangtu.test.databases");
const holder = globalThis as { [KEY]?: Shared };
const shared: Shared = holder[KEY] ?? { fixtures: new Map(), template: null, told: false };
holder[KEY] = shared;

export const adminUrl = (): string | null => process.env.TEST_DATABASE_URL || null;

/** Databases of this run are named so; the end of the run drops them. */
export function runPrefix(): string {
  process.env.CHUANGTU_TEST_RUN ??= randomBytes(4).toString("hex");
  return `chuangtu_${process.env.CHUANGTU_TEST_RUN}`;
}

/** The engines that can be tested here; says in one line when one cannot. */
export function databases(): TestEngine[] {
  const names: EngineName[] = adminUrl() === null ? ["embedded"] : ["embedded", "postgres"];
  if (adminUrl() === null && !shared.told) {
    shared.told = true;
    process.stderr.write(
      "postgres: skipped. Install PostgreSQL 15+ with PostGIS 3.3+ and run npm test, or set TEST_DATABASE_URL to an administrator's URL.\n",
    );
  }
  return names.map((name) => ({
    name,
    fixture: (fixture, load) => fixtureDb(name, fixture, load),
    fresh: () => freshDb(name),
  }));
}

/** The same `Db` for everybody in this process who asks for that engine and fixture; `load` of the first one fills it. */
export function fixtureDb(engine: EngineName, fixture: string, load: Load = async () => {}): Promise<Db> {
  const key = `${engine}/${fixture}`;
  const there = shared.fixtures.get(key);
  if (there !== undefined) return there;
  const made = freshDb(engine).then(async (db) => {
    await load(db);
    return db;
  });
  shared.fixtures.set(key, made);
  return made;
}

/** A new migrated database: in memory, or on the test server. */
export async function freshDb(engine: EngineName): Promise<Db> {
  if (engine === "embedded") return openDatabase({ dataFolder: null });
  shared.template ??= makeTemplate();
  return openDatabase({ databaseUrl: await createDatabase(await shared.template), dataFolder: null });
}

/** Copying a migrated database is ten times as fast as making one. */
async function makeTemplate(): Promise<string> {
  const url = await createDatabase();
  await (await openDatabase({ databaseUrl: url, dataFolder: null })).close();
  return new URL(url).pathname.slice(1);
}

/** An empty database on the test server, without PostGIS unless copied from one that has it. @returns its URL */
export async function createDatabase(template?: string): Promise<string> {
  const name = `${runPrefix()}_${randomBytes(4).toString("hex")}_test`;
  await asAdmin(`create database ${name}${template === undefined ? "" : ` template ${template}`}`);
  const url = new URL(adminUrl() ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs a statement as the test server's administrator. */
export async function asAdmin(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: adminUrl() ?? undefined });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

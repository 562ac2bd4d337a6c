/** The driver's own pools on both engines, for tests of the wire below `Db`. */
import pg from "pg";
import { startEngine } from "../../server/db/embedded/open.ts";
import { createDatabase, databases, type EngineName } from "./databases.ts";

export interface RawPool {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** A pool of up to `max` sessions on an empty database. */
export async function rawPool(engine: EngineName, max: number): Promise<RawPool> {
  if (engine === "embedded") {
    const { engine: embedded } = await startEngine(null, {});
    const pool = quiet(new pg.Pool({ stream: () => embedded.connect(), ssl: false, user: "postgres", max }));
    return { pool, close: () => pool.end().then(() => embedded.close()) };
  }
  const pool = quiet(new pg.Pool({ connectionString: await createDatabase(), max }));
  return { pool, close: () => pool.end() };
}

function quiet(pool: pg.Pool): pg.Pool {
  pool.on("error", () => {});
  return pool;
}

/** What can be tested here, as `describe.each` takes it. */
export const rawEngines = (): { name: EngineName }[] => databases().map(({ name }) => ({ name }));

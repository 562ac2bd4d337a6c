/** A file of the schema as one transaction that waits for no lock longer than a moment. */
import { type Db, type Queryable, type Tx, Unsuitable } from "./db.ts";
import type { Migration, Statement } from "./migration.ts";
import { type Patience, patiently } from "./patience.ts";
import { sql } from "./sql.ts";

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_001;

/** Two programs that start at once take turns; the lock ends with the transaction. */
export async function lock(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK})`, { timeout_ms: 0 });
}

/** False when it had been applied before. @throws Unsuitable, Unavailable */
export function applyInside(db: Db, migration: Migration, patience: Patience): Promise<boolean> {
  const { name, text } = migration;
  return patiently(name, patience, () =>
    db.tx(async (tx) => {
      await lock(tx);
      if (await isApplied(tx, migration)) return false;
      await hurry(tx, patience);
      await noteApplied(tx, migration);
      await tx.script(text).catch((error: unknown) => Promise.reject(placed(name, { text }, error)));
      return true;
    }),
  );
}

/** From here on the transaction waits for no lock longer. */
export async function hurry(tx: Tx, { lock_ms }: Patience): Promise<void> {
  await tx.query(sql`select set_config('lock_timeout', ${`${lock_ms}ms`}, true)`);
}

/** @throws Unsuitable when it was applied with another text */
export async function isApplied(on: Queryable, { number, name, digest }: Migration): Promise<boolean> {
  const [there] = await on.query<{ digest: string }>(sql`select digest from schema_version where number = ${number}`);
  if (there === undefined) return false;
  if (there.digest === digest) return true;
  throw new Unsuitable(
    `${name} was changed after this database was made with it. Put it back and add a new file, or start with a new database.`,
  );
}

export async function noteApplied(on: Queryable, { number, name, digest }: Migration): Promise<void> {
  await on.query(sql`insert into schema_version (number, name, digest) values (${number}, ${name}, ${digest})`);
}

/** The database's error with the file and, where that is known, the line it speaks of. @param line undefined: of a whole file */
export function placed(name: string, { text, line }: Pick<Statement, "text"> & Partial<Statement>, error: unknown): unknown {
  if (!(error instanceof Error) || typeof (error as { code?: unknown }).code !== "string") return error;
  const position = Number((error as { position?: unknown }).position);
  const at = position > 0 ? (line ?? 1) + text.slice(0, position - 1).split("\n").length - 1 : line;
  return new Error(`${name}${at === undefined ? "" : `, line ${at}`}: ${error.message}`, { cause: error });
}

/** Fills empty tables with a backup's rows, in one transaction: all of it, checked, or nothing. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { shelves, type Table, tables, telling } from "./catalog.ts";
import { rowsOf } from "./counts.ts";
import { loosen } from "./loosen.ts";
import type { Manifest, TableKept } from "./manifest.ts";
import type { Backup } from "./read.ts";
import { BackupDamaged, notEmpty, notOurSchema } from "./refusal.ts";
import type { Watched } from "./steps.ts";

const unpack = promisify(gunzip);
const patient = { timeout_ms: 0 };
/** A part holds 8 MiB of rows, or one row that is longer: PostgreSQL takes no more than 1 GiB of that. */
const mostPart_bytes = 1024 * 1024 * 1024;

/** @param tx on a database at the backup's own version. @throws BackupRefused: then nothing is there */
export async function load(tx: Tx, backup: Backup, watched: Watched): Promise<void> {
  const { manifest } = backup;
  const there = await tables(tx);
  const lock = `lock table ${there.map(({ quoted }) => quoted).join(", ")} in access exclusive mode`;
  await tx.script(lock);
  await refuseUsed(tx);
  needSame(there, manifest);
  const tighten = await loosen(tx);
  const ours = there.filter(({ name }) => name !== "public.schema_version");
  const empty = `truncate ${ours.map(({ quoted }) => quoted).join(", ")}`;
  await tx.script(empty);
  await makeShelves(tx, manifest);
  await loadRows(tx, backup, watched);
  await needCounts(tx, manifest.tables);
  for (const [i, statement] of tighten.entries()) {
    watched.signal?.throwIfAborted();
    await tx.script(statement);
    watched.onProgress?.({ step: "indexes", name: "", fraction: (i + 1) / tighten.length });
  }
  await count(tx, manifest);
  await settle(tx);
}

async function refuseUsed(tx: Tx): Promise<void> {
  const names = (await telling(tx)).map(({ name }) => name);
  for (const rows of (await rowsOf(tx, names)).values()) if (rows > 0) throw notEmpty();
}

/** The same tables with the same columns, in whatever order. @throws BackupRefused */
export function needSame(there: readonly Table[], manifest: Manifest): void {
  const words = (all: readonly Pick<Table, "name" | "columns">[]) =>
    all.map(({ name, columns }) => `${name} (${[...columns].sort().join(", ")})`);
  const carried = words(there.filter((table) => table.carried));
  const kept = words(manifest.tables);
  const odd = [...carried.filter((one) => !kept.includes(one)), ...kept.filter((one) => !carried.includes(one))];
  if (odd.length > 0) throw notOurSchema(odd.join("; "));
}

/** Partitions that were there and that migrations do not make. */
async function makeShelves(tx: Tx, manifest: Manifest): Promise<void> {
  const there = new Set((await shelves(tx)).map(({ name }) => name));
  const missing = manifest.shelves.filter(({ name }) => !there.has(name));
  for (const { name, parent, bounds } of missing) {
    const [made] = await tx.query<{ text: string }>(
      sql`select format('create table %I.%I partition of %I.%I ', split_part(${name}::text, '.', 1), split_part(${name}::text, '.', 2),
        split_part(${parent}::text, '.', 1), split_part(${parent}::text, '.', 2)) as text`,
    );
    const make = `${(made as { text: string }).text}${bounds}`;
    await tx.script(make);
  }
}

async function loadRows(tx: Tx, backup: Backup, { onProgress, signal }: Watched): Promise<void> {
  const all = backup.manifest.tables.reduce((sum, { parts }) => sum + parts.length, 0);
  let done = 0;
  for (const table of backup.manifest.tables) {
    for await (const text of rowsIn(backup, table, signal)) {
      await tx.copyIn(table.name, table.columns, Readable.from([text]));
      onProgress?.({ step: "loading", name: table.name, fraction: ++done / all });
    }
  }
}

/** A table's rows as COPY text, part by part. @throws BackupDamaged after the last part, when they are not what was written */
export async function* rowsIn(backup: Backup, table: TableKept, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const sum = createHash("sha256");
  for (const part of table.parts) {
    signal?.throwIfAborted();
    const text = await unpack(await backup.bytes(part), { maxOutputLength: mostPart_bytes });
    sum.update(text);
    yield text;
  }
  if (sum.digest("hex") !== table.sha256) throw new BackupDamaged(table.name);
}

export async function needCounts(tx: Tx, kept: readonly Pick<TableKept, "name" | "rows">[]): Promise<void> {
  const counts = await rowsOf(
    tx,
    kept.map(({ name }) => name),
  );
  const wrong = kept.find(({ name, rows }) => counts.get(name) !== rows);
  if (wrong) throw new BackupDamaged(`${wrong.name}: ${counts.get(wrong.name)} ≠ ${wrong.rows}`);
}

/** Columns go on counting where they were: a number is never given twice, also when its row has gone. */
async function count(tx: Tx, { counted }: Manifest): Promise<void> {
  for (const { table, column, last } of counted)
    await tx.query(
      sql`select setval(pg_get_serial_sequence(format('%I.%I', split_part(${table}::text, '.', 1), split_part(${table}::text, '.', 2)), ${column}::text),
        ${last}::bigint)`,
      patient,
    );
}

/**
 * What must differ from the run the backup was made in. Revisions: pages and caches may have seen later ones than the backup has, of other
 * rows; from now on they are numbers that no earlier run can have given (milliseconds since 1970), so that everything is fetched anew.
 * Messages: what waited to be sent to a group has been sent since, or is too old to be news.
 */
export async function settle(tx: Tx): Promise<void> {
  await tx.query(
    sql`with step as (select greatest(0, floor(extract(epoch from clock_timestamp()) * 1000)::bigint - max(revision)) as by from change_head),
        layers as (update layer_revision set revision = revision + step.by from step)
      update change_head set revision = revision + step.by from step`,
    patient,
  );
  await tx.query(sql`update message set state = 'dropped', taken_until = null where state in ('waiting', 'sending')`, patient);
  await tx.query(sql`update delivery set state = 'dropped' where state in ('waiting', 'sending')`, patient);
}

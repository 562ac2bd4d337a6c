/** What every loader is given, and the small things they share. */
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { LayerSpec, Manifest } from "./manifest.ts";
import { Fields } from "./read/fields.ts";
import { batches, openRows } from "./read/open.ts";
import type { Row } from "./read/row.ts";
import { type LayerLog, RowRefused, RowSkipped } from "./report.ts";

/** Layers whose revision moves. */
export type Revised = "district" | "base" | "sites" | "zones" | "problems" | "alarms" | "plans";

/** A unit's contact: named before the people are there, set afterwards. Both by their external ids. */
export interface Contact {
  readonly layer: string;
  readonly unit: string;
  readonly person: string;
}

export interface Loading {
  readonly tx: Tx;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly layer: LayerSpec;
  readonly log: LayerLog;
  /** Added to every time of the file: the rolling demo. */
  readonly shift_ms: number;
  /** What was changed; its revision moves in this transaction. */
  readonly changed: Set<Revised>;
  /** Contacts that the units loaded name. */
  readonly contacts: Contact[];
  progress(rows: number, fraction: number | null): void;
}

/**
 * The layer's rows, read by `read` and handed on in groups. A row that `read` refuses or skips is in the log and not in a group.
 * Yields after each group of the file, an empty one too.
 */
export async function* readRows<T>(loading: Loading, size: number, read: (row: Row, fields: Fields) => T): AsyncGenerator<T[]> {
  const { folder, layer, log, manifest, shift_ms } = loading;
  const fields = new Fields(layer, manifest.timeZone, shift_ms);
  const file = await openRows(folder, layer, log);
  for await (const batch of batches(file.rows, size)) {
    const good: T[] = [];
    for (const row of batch) {
      log.read += 1;
      attempt(log, row, () => good.push(read(row, fields)));
    }
    yield good;
    loading.progress(log.read, file.fraction());
  }
}

/** Runs `work` for a row; a refusal or a skip goes to the log. @returns whether the row stands */
function attempt(log: LayerLog, row: Row, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof RowRefused) log.say("refused", row, error.field, error.value, error.reason);
    else if (error instanceof RowSkipped) log.skip(error.reason);
    else throw error;
    return false;
  }
}

/** Refuses the second row with an id; the ids of the whole file. */
export class Ids {
  readonly #rows = new Map<string, number>();

  take(id: string, row: Row, field = "externalId"): void {
    const first = this.#rows.get(id);
    if (first !== undefined)
      throw new RowRefused(field, id, { zh: `编号重复，第一次在第 ${first} 行`, en: `this id was given before, in row ${first}` });
    this.#rows.set(id, row.row);
  }

  all(): string[] {
    return [...this.#rows.keys()];
  }
}

/**
 * A statement for many rows, some of which the database may refuse: tried for all, then for halves, until the bad ones stand alone.
 * `failed` hears each of those with the database's words.
 */
export async function tryAll<T, R>(
  tx: Tx,
  items: readonly T[],
  work: (items: readonly T[]) => Promise<R[]>,
  failed: (item: T, why: string) => void,
): Promise<R[]> {
  if (items.length === 0) return [];
  await tx.query(sql`savepoint attempt`);
  try {
    const done = await work(items);
    await tx.query(sql`release savepoint attempt`);
    return done;
  } catch (error) {
    // A row's own fault is a data exception (22…) or PostGIS's internal error (XX000); anything else is the layer's.
    const code = String((error as { code?: unknown }).code ?? "");
    if (!/^(22|XX)/.test(code)) throw error;
    await tx.query(sql`rollback to savepoint attempt`);
    await tx.query(sql`release savepoint attempt`);
    if (items.length === 1) {
      failed(items[0] as T, error instanceof Error ? error.message : String(error));
      return [];
    }
  }
  const half = items.length >> 1;
  return [...(await tryAll(tx, items.slice(0, half), work, failed)), ...(await tryAll(tx, items.slice(half), work, failed))];
}

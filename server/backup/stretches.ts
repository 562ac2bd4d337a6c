/** Numbers for a district that comes from elsewhere: taken from the sequences at once, so that nobody else is given one of them. */
import type { Db, Queryable, Tx } from "../db/db.ts";
import { patiently, usualPatience } from "../db/patience.ts";
import { sql } from "../db/sql.ts";
import { rowsOfText } from "./copyText.ts";
import { intoOf, type Kind, numbered } from "./ids.ts";
import { rowsIn } from "./load.ts";
import type { TableKept } from "./manifest.ts";
import type { Stretch } from "./numbers.ts";
import type { Backup } from "./read.ts";

type Least = Pick<Stretch, "least" | "most">;

/** The least and the greatest number of each kind that the backup has. */
async function extents(on: Queryable, backup: Backup, signal: AbortSignal | undefined): Promise<Map<Kind, Least>> {
  const found = new Map<Kind, Least>();
  for (const { table } of await numbered(on)) {
    const extent = { least: Number.POSITIVE_INFINITY, most: 0 };
    for (const kept of backup.manifest.tables) if (intoOf(kept.name) === `public.${table}`) await widen(extent, backup, kept, signal);
    found.set(table, extent.most === 0 ? { least: 1, most: 0 } : extent);
  }
  return found;
}

async function widen(
  extent: { least: number; most: number },
  backup: Backup,
  kept: TableKept,
  signal: AbortSignal | undefined,
): Promise<void> {
  const at = kept.columns.indexOf("id");
  for await (const text of rowsIn(backup, kept, signal))
    for (const row of rowsOfText(text.toString())) {
      const id = Number(row[at]);
      extent.least = Math.min(extent.least, id);
      extent.most = Math.max(extent.most, id);
    }
}

/** A transaction of its own: it holds others up for a moment only, and what is taken stays taken whatever comes of it. @param db as the owner of the sequences */
export async function takeStretches(db: Db, backup: Backup, signal: AbortSignal | undefined): Promise<ReadonlyMap<Kind, Stretch>> {
  const found = await extents(db, backup, signal);
  return patiently("numbers of an imported district", usualPatience, () =>
    db.tx(async (tx) => {
      await tx.query(sql`select set_config('lock_timeout', ${`${usualPatience.lock_ms}ms`}, true)`);
      const taken = new Map<Kind, Stretch>();
      for (const { table, sequence } of await numbered(tx)) {
        const extent = found.get(table) ?? { least: 1, most: 0 };
        taken.set(table, { ...extent, first: await take(tx, sequence, extent.most - extent.least + 2) });
      }
      return taken;
    }),
  );
}

/** @returns the first of so many numbers */
async function take(tx: Tx, sequence: string, count: number): Promise<number> {
  // Changed, the sequence gives nobody a number until the transaction ends.
  const held = `alter sequence ${sequence} cache 1`;
  await tx.script(held);
  const [row] = await tx.query<{ next: number }>(sql`select nextval(${sequence}::regclass) as next`);
  const next = row?.next as number;
  const restart = `alter sequence ${sequence} restart with ${next + count}`;
  await tx.script(restart);
  return next;
}

/** Puts the backup of one district beside others, as the role of the new one: what its rules do not let it write is not written. */
import { Readable } from "node:stream";
import type { Db, Tx } from "../db/db.ts";
import { rewriting } from "../db/rewrites.ts";
import { sql } from "../db/sql.ts";
import { tables } from "./catalog.ts";
import { intoOf, leftBehind, type Rule, references, rulesOf } from "./ids.ts";
import { needCounts, needSame, rowsIn, settle } from "./load.ts";
import type { TableKept } from "./manifest.ts";
import type { Numbers } from "./numbers.ts";
import { type Order, orderOf } from "./order.ts";
import type { Backup } from "./read.ts";
import { type Renumbered, renumber } from "./renumber.ts";
import type { Watched } from "./steps.ts";

const patient = { timeout_ms: 0 };

export interface Brought {
  readonly role: string;
  readonly code: string;
  readonly numbers: Numbers;
}

const bare = (name: string): string => name.replace(/^public\./, "");

/** A table that is filled, and what it is filled with. */
interface Filled {
  readonly name: string;
  readonly from: readonly TableKept[];
}

async function filledBy({ manifest }: Backup, db: Db): Promise<{ all: readonly Filled[]; later: Order["later"] }> {
  const kept = manifest.tables.filter(({ name }) => !leftBehind.includes(name));
  const names = [...new Set(kept.map(({ name }) => bare(intoOf(name))))];
  const { tables: order, later } = orderOf(names, await references(db));
  return { all: order.map((name) => ({ name, from: kept.filter((one) => bare(intoOf(one.name)) === name) })), later };
}

/** One transaction: all of it or nothing. @param db as the owner @throws BackupRefused; then nothing is there */
export async function bringIn(db: Db, backup: Backup, { role, code, numbers }: Brought, watched: Watched): Promise<void> {
  const rules = await rulesOf(db);
  const { all, later } = await filledBy(backup, db);
  await db.tx(async (tx) => {
    needSame(await tables(tx), backup.manifest);
    const [as] = await tx.query<{ text: string }>(sql`select format('set local role %I', ${role}::text) as text`);
    await tx.script(as?.text ?? "");
    await rewriting(tx, async () => {
      await clear(tx, all);
      await fill(tx, { backup, all, later, rules, numbers }, watched);
    });
    await tx.query(sql`update district set code = ${code}::text`);
    const rows = (from: readonly TableKept[]): number => from.reduce((sum, one) => sum + one.rows, 0);
    await needCounts(
      tx,
      all.map(({ name, from }) => ({ name: `public.${name}`, rows: rows(from) })),
    );
    await settle(tx);
  });
}

/** What a new district begins with; all else is empty. */
async function clear(tx: Tx, all: readonly Filled[]): Promise<void> {
  // Names of the catalog, here as below: `needSame` held the backup's against it.
  for (const { name } of all.toReversed()) {
    const emptied = `delete from ${name}`;
    await tx.script(emptied);
  }
}

interface Filling {
  readonly backup: Backup;
  readonly all: readonly Filled[];
  readonly later: Order["later"];
  readonly rules: ReadonlyMap<string, Rule>;
  readonly numbers: Numbers;
}

async function fill(tx: Tx, { backup, all, later, rules, numbers }: Filling, { onProgress, signal }: Watched): Promise<void> {
  const parts = all.reduce((sum, { from }) => sum + from.reduce((n, one) => n + one.parts.length, 0), 0);
  const put: [table: string, later: Renumbered["later"]][] = [];
  let done = 0;
  for (const { name, from } of all)
    for (const kept of from) {
      const change = renumber(numbers, kept.columns, rulesFor(rules, name), later.get(name) ?? []);
      for await (const text of rowsIn(backup, kept, signal)) {
        const changed = change(text.toString());
        put.push([name, changed.later]);
        await tx.copyIn(`public.${name}`, kept.columns, Readable.from([Buffer.from(changed.text)]));
        onProgress?.({ step: "loading", name, fraction: ++done / parts });
      }
    }
  await tx.query(sql`create temporary table put_later (id bigint, value bigint) on commit drop`);
  for (const [table, rows] of put) await putLater(tx, table, rows);
}

const rulesFor = (rules: ReadonlyMap<string, Rule>, table: string): ReadonlyMap<string, Rule> =>
  new Map([...rules].flatMap(([name, rule]) => (name.startsWith(`${table}.`) ? [[name.slice(table.length + 1), rule] as const] : [])));

/** Keys of rows that name each other, or one of their own table. */
async function putLater(tx: Tx, table: string, rows: Renumbered["later"]): Promise<void> {
  for (const column of new Set(rows.map((row) => row.column))) {
    const own = rows.filter((row) => row.column === column);
    await tx.query(
      sql`insert into put_later select * from unnest(${own.map(({ id }) => id)}::bigint[], ${own.map(({ value }) => value)}::bigint[])`,
      patient,
    );
    const put = `update ${table} t set ${column} = l.value from put_later l where l.id = t.id; truncate put_later`;
    await tx.script(put);
  }
}

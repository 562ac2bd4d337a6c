/**
 * `create index concurrently` of a table that lies in drawers (data/schema/0013_months.sql): the database does not take it for the whole, so each
 * drawer's is built beside those who write, and hung under one that is of the whole from then on.
 */
import { hurry } from "./applyInside.ts";
import type { Db } from "./db.ts";
import { sql } from "./sql.ts";

/** As it may be said of one table; before it comments, which may not hold it. */
const said =
  /^(?:\s*--.*\n)*\s*create\s+(unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?([a-z_][a-z0-9_]*)\s+on\s+([a-z_][a-z0-9_]*)\s*([\s\S]*?);?\s*$/i;

interface IndexSaid {
  readonly unique: string;
  readonly name: string;
  readonly table: string;
  /** Method, columns, condition. */
  readonly rest: string;
}

/** Null: no such statement, or not of a table that lies in drawers. */
export async function divided(db: Db, text: string): Promise<IndexSaid | null> {
  const [, unique = "", name = "", table = "", rest = ""] = said.exec(text) ?? [];
  if (!name) return null;
  const [row] = await db.query<{ kind: string }>(sql`select relkind::text as kind from pg_class where oid = to_regclass(${table})`);
  return row?.kind === "p" ? { unique, name, table, rest } : null;
}

const longest = 63;

/**
 * Builds it; what was built before it was cut short stays.
 * @param alone one index of one drawer, beside those who write
 */
export async function buildDivided(db: Db, index: IndexSaid, lock_ms: number, alone: (text: string) => Promise<void>): Promise<void> {
  const { unique, name, table, rest } = index;
  const inside = (text: string) =>
    db.tx(async (tx) => {
      await hurry(tx, { lock_ms, all_ms: lock_ms });
      await tx.script(text);
    });
  await inside(`create ${unique}index if not exists ${name} on only ${table} ${rest}`);
  const drawers = await db.query<{ drawer: string; divided: boolean; hung: boolean }>(sql`
    select c.relname::text as drawer, c.relkind = 'p' as divided, exists (select from pg_inherits x join pg_index d on d.indexrelid = x.inhrelid
        where x.inhparent = to_regclass(${name}) and d.indrelid = c.oid) as hung
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass(${table}) order by 1`);
  for (const { drawer, divided: deeper, hung } of drawers) {
    if (hung) continue;
    const own = { unique, name: `${drawer}_${name}`.slice(0, longest), table: drawer, rest };
    if (deeper) await buildDivided(db, own, lock_ms, alone);
    else await alone(`create ${unique}index concurrently if not exists ${own.name} on ${drawer} ${rest}`);
    await inside(`alter index ${name} attach partition ${own.name}`);
  }
}

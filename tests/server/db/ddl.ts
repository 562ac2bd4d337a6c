/** What a file of the schema does to those who work on beside it: looked at in the database while it is applied, not guessed from its text. */
import type { Db, Queryable } from "../../../server/db/db.ts";
import type { Migration } from "../../../server/db/migration.ts";
import { sql } from "../../../server/db/sql.ts";

/** Tables that have a row for each thing somebody does. The others are settings: to read one whole takes no time. */
export const growing = [
  ...["problem", "problem_event", "problem_change", "problem_number", "change", "photo", "photo_part", "check_in", "notice", "message"],
  ...["intake", "alarm", "audit_entry", "session", "site", "export_part", "import_part", "import_refused", "import_change"],
];

interface Table {
  readonly name: string;
  /** Changes when it is written anew. */
  readonly file: string;
  /** How often it was read whole. */
  readonly reads: number;
}

/** By their oid; a partition is counted with its table. */
const tables = sql`select c.oid::text as oid, coalesce(pg_partition_root(c.oid), c.oid)::regclass::text as name, c.relfilenode::text as file,
    coalesce(pg_stat_get_xact_numscans(c.oid), 0)::int as reads
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;

/** Locks that keep writers out, or everybody, by the table's oid. */
const locks = sql`select l.relation::text as oid, bool_or(l.mode = 'AccessExclusiveLock') as readers from pg_locks l
  where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.granted
    and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock') group by 1`;

const read = async (on: Queryable): Promise<Map<string, Table>> =>
  new Map((await on.query<Table & { oid: string }>(tables)).map(({ oid, ...table }) => [oid, table]));

/** Applies a text in one transaction. @returns whom it keeps from which growing table for as long as that table is long */
async function heldUp(db: Db, text: string): Promise<string[]> {
  return db.tx(async (tx) => {
    const before = await read(tx);
    await tx.script(text);
    const [after, held] = [await read(tx), await tx.query<{ oid: string; readers: boolean }>(locks)];
    const all = held.flatMap(({ oid, readers }) => {
      const [was, is] = [before.get(oid), after.get(oid)];
      // What is new nobody else sees yet; what is gone was not read for it.
      if (!was || !is || !growing.includes(was.name)) return [];
      const what = was.file !== is.file ? "writes" : is.reads > was.reads ? "reads" : null;
      return what === null ? [] : [`${what} all of ${was.name}, and keeps ${readers ? "readers" : "writers"} out of it meanwhile`];
    });
    return [...new Set(all)];
  });
}

interface Stood {
  /** "table.column type". */
  readonly columns: readonly string[];
  /** Columns that an insert must name. */
  readonly needed: readonly string[];
  /** "table (a, b)": what `on conflict` may stand on. */
  readonly keys: readonly string[];
}

async function stands(db: Db): Promise<Stood> {
  const rows = await db.query<{ kind: keyof Stood; name: string }>(sql`
    select 'columns' as kind, format('%s.%s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod)) as name
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition and a.attnum > 0 and not a.attisdropped
    union all select 'needed', format('%s.%s', c.relname, a.attname) from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and a.attnotnull and not a.atthasdef
        and a.attidentity = '' and not a.attisdropped
    union all select 'keys', format('%s (%s)', c.relname, (select string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' order by n)
        from generate_series(1, i.indnkeyatts) n) || coalesce(' where ' || pg_get_expr(i.indpred, i.indrelid), ''))
      from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace and i.indisunique and not c.relispartition`);
  const of = (kind: keyof Stood): string[] => rows.flatMap((row) => (row.kind === kind ? [row.name] : []));
  return { columns: of("columns"), needed: of("needed"), keys: of("keys") };
}

/** What a program that knew the schema as it was stands on no more. */
function missed(was: Stood, is: Stood): string[] {
  const gone = (kind: "columns" | "keys"): string[] => was[kind].filter((one) => !is[kind].includes(one));
  const old = new Set(was.columns.map((one) => one.split(".")[0]));
  const needed = is.needed.filter((one) => old.has(one.split(".")[0]) && !was.needed.includes(one));
  return [
    ...gone("columns").map((one) => `there is no ${one} any more`),
    ...gone("keys").map((one) => `${one} is no key any more`),
    ...needed.map((one) => `${one} must be given now`),
  ];
}

/** @returns what the file does to others and does not say in its first lines */
export async function complaints(db: Db, { name, text, outside, holdsUp, stopsOlder }: Migration): Promise<string[]> {
  const was = await stands(db);
  const held: string[] = [];
  if (outside === null) held.push(...(await heldUp(db, text)));
  else
    for (const statement of outside)
      if (/\bconcurrently\b|^vacuum\b/i.test(statement.text)) await db.alone(statement.text);
      else held.push(...(await heldUp(db, statement.text)));
  const gone = missed(was, await stands(db));
  return [
    ...(holdsUp === null ? held.map((one) => `${name} ${one}. Say why: -- holds others up: …`) : []),
    ...(stopsOlder === null ? gone.map((one) => `${name}: ${one}. Say why: -- stop older programs: …`) : []),
  ];
}

/** What tables there are, read from the database's own catalog: a new table, column, partition or policy needs no change here. */
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Counted, Shelf } from "./manifest.ts";

const patient = { timeout_ms: 0 };

/**
 * Not carried. Who is signed in and links to sign in: a copy lets nobody in by a cookie or a link that was used or revoked since; passwords,
 * and the tokens of walls and other systems, stay. Pages' feed: it belongs to the run that wrote it. The version: migrations write it.
 */
const leftOut = ["session", "set_up_link", "sign_in_try", "change", "problem_change", "schema_version"];

export interface Table {
  /** With its schema, as `copyIn` takes it. */
  readonly name: string;
  /** As statements write it. */
  readonly quoted: string;
  /** Without generated ones. */
  readonly columns: readonly string[];
  /** Of the largest of its partitions. */
  readonly blocks: number;
  /** On the disk, with what is stored beside it, without indexes. */
  readonly bytes: number;
  readonly carried: boolean;
}

/** Tables of ours: not an extension's, nor a partition, which goes with its parent; of a district's role, the shared ones: of those it reads its rows. */
const ours = sql`c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_' and c.relpersistence <> 't'
  and (n.nspname = 'public' or coalesce(has_table_privilege(to_regclass('public.schema_version')::oid, 'insert'), true))
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
const from = sql`pg_class c join pg_namespace n on n.oid = c.relnamespace`;
const leaves = sql`(select c.oid as leaf union select t.relid from pg_partition_tree(c.oid) t where t.isleaf and c.relkind = 'p')`;

/** Tables in the order of their names. */
export const tables = (on: Queryable): Promise<Table[]> =>
  on.query<Table>(
    sql`select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as quoted, not c.relname = any (${leftOut}::text[]) as carried,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum) as columns,
      coalesce((select max(pg_relation_size(l.leaf)) from ${leaves} l), 0) / current_setting('block_size')::int as blocks,
      coalesce((select sum(pg_table_size(l.leaf)) from ${leaves} l), 0) as bytes
    from ${from} where ${ours} and not c.relispartition order by 1`,
    patient,
  );

/** Partitions under their parents, parents first. */
export const shelves = (on: Queryable): Promise<Shelf[]> =>
  on.query<Shelf>(
    sql`select n.nspname || '.' || c.relname as name, p.relnamespace::regnamespace::text || '.' || p.relname as parent,
        pg_get_expr(c.relpartbound, c.oid) as bounds
      from ${from} join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
      where ${ours} and c.relispartition order by (select count(*) from pg_partition_ancestors(c.oid)), 1`,
    patient,
  );

/** Columns that count by themselves and have counted. Read after the rows: the numbers are then no less than any of theirs. */
export const counted = (on: Queryable): Promise<Counted[]> =>
  on.query<Counted>(
    sql`select * from (select n.nspname || '.' || c.relname as table, a.attname::text as column,
        case when has_sequence_privilege(s.seq, 'select, usage') then pg_sequence_last_value(s.seq) end as last
      from ${from} join pg_attribute a on a.attrelid = c.oid and (a.attidentity <> '' or a.atthasdef) and not a.attisdropped,
        lateral (select pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname)::regclass as seq) s
      where ${ours} and not c.relispartition and s.seq is not null) v where last is not null order by 1, 2`,
    patient,
  );

/** Tables that tell whether anything was ever done here: the district, and all that count their rows. Migrations fill only others. */
export const telling = (on: Queryable): Promise<{ name: string }[]> =>
  on.query<{ name: string }>(
    sql`select n.nspname || '.' || c.relname as name from ${from} where ${ours} and not c.relispartition and (c.relname = 'district'
      or exists (select from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped)) order by 1`,
    patient,
  );

/** What two databases of one schema have in common. */
import { sql } from "../../../server/db/sql.ts";

/** Everything of the schema that a statement can meet. */
export const shape = sql`
  select 'column' as kind, table_name || '.' || column_name as name,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), is_nullable, is_generated, is_identity, ordinal_position) as what
  from information_schema.columns c
  join pg_attribute a on a.attrelid = (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass and a.attname = column_name
  where table_schema = 'public' and table_name not in ('spatial_ref_sys', 'geometry_columns', 'geography_columns')
  union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public' and tablename <> 'spatial_ref_sys'
  union all select 'constraint', conname, contype::text || ' ' || replace(replace(pg_get_constraintdef(oid), '(', ''), ')', '') from pg_constraint
    where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid <> 'spatial_ref_sys'::regclass
  union all select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all select 'function', p.proname, p.prosrc from pg_proc p where pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by 1, 2, 3`;

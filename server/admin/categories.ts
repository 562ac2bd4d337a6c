/** Categories with the limits they had, have and will have. */
import { type Caller, seen } from "../ask/caller.ts";
import type { CategoryRow } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";

/** Rows of categories `c`, as an administrator sees them; `open` counts the problems that the caller may see. */
export const categoryRows = (caller: Caller, where: Sql): Sql => sql`
  select c.code, c.major, json_build_object('zh', c.name_zh, 'en', c.name_en) as name, c.campaign, c.retired_on as retired,
    c.same_radius_m as "sameRadius_m", c.same_days as "sameDays",
    coalesce((select json_agg(json_build_object('from', t.valid_from, 'limit', case when t.limit_value is not null
      then json_build_object('value', t.limit_value, 'unit', t.limit_unit) end) order by t.valid_from)
      from time_limit t where t.category = c.code), '[]'::json) as limits,
    (select count(*)::int from problem p where p.category = c.code and p.is_open and ${seen(caller)}) as open
  from category c where ${where} order by c.code`;

/** A row as the audit log keeps it. */
export const audited = (row: CategoryRow | undefined): object | null => {
  if (!row) return null;
  const { limits: _limits, open: _open, ...kept } = row;
  return kept;
};

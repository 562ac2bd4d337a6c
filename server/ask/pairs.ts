/** Anchors to be measured one by one, and the pairs of anchor and problem within a distance: CTEs that questions about surroundings share. */
import { type Sql, sql } from "../db/sql.ts";
import { anchorRows, numbered } from "./anchors.ts";
import type { Checked } from "./check.ts";
import { problems } from "./parts.ts";
import { hits, isSpatial, plain } from "./where.ts";

/** More anchors than this are not measured: the answer says so. */
export const mostAnchors = 2000;

/** `anchor`: those of `checked.of` with a number `n` from 1, and how many there are (`anchors`). */
export const measured = (checked: Checked): Sql => sql`anchor as materialized (
  select row_number() over (order by a.kind, a.id) as n, count(*) over () as anchors, a.*
  from (${anchorRows(checked.of)}) a order by n limit ${mostAnchors}::int)`;

/**
 * `pair`: anchors `a` and problems `p`; with distance clauses in the filter too, only pairs whose problem is among its hits.
 * @param columns of both, of an anchor its number alone
 */
export function pairs(checked: Checked, within: number, columns: Sql): Sql {
  const { from, once } = numbered(checked.of, within);
  const near = sql`from ${from} a join ${problems(checked.filter)} p on ST_DWithin(p.geog, a.geog, ${within}::float8)`;
  const select = once ? sql`select` : sql`select distinct`;
  return isSpatial(checked)
    ? sql`other as materialized (${hits(checked, sql`p.id`)}),
      pair as materialized (${select} ${columns} ${near} join other o on o.id = p.id)`
    : sql`pair as materialized (${select} ${columns} ${near} where ${plain(checked)})`;
}

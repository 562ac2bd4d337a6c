/** A page of hits with the total, the clock and, when asked, every id: one statement for list and near alike. */

import { after, type Cursor, keyNumber, order, type Sort, writeCursor } from "../ask/page.ts";
import { moment, problems } from "../ask/parts.ts";
import { rowColumnsAt, type StoredRow, toRow } from "../ask/rows.ts";
import type { Filter } from "../contract/filter.ts";
import type { ProblemList } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";

/** More ids than this are not sent; `total` still counts them all. */
export const mostIds = 300_000;

export interface PageAsk {
  readonly sort: Sort;
  readonly limit: number;
  readonly ids: boolean;
  readonly cursor: Cursor | null;
}

/** What the statement answers: the first row carries the totals, and is empty of a problem when the page is. */
export interface PageRow {
  total: number;
  clock: Date;
  ids: string | null;
  extra: string | null;
  key: number;
}
export type Answered = PageRow & ({ n: null } | ({ n: number } & StoredRow));

/**
 * The statement. Ids travel as one text: it becomes an array in the page without a row each.
 * @param head CTEs that end with `hit (id, k)`, each problem once
 * @param extra a scalar more of the same statement, on the first row
 */
export function pageStatement(head: Sql, filter: Filter, asked: PageAsk, extra: Sql = sql`null::text`): Sql {
  const { sort, limit } = asked;
  const ids = asked.ids
    ? sql`(select string_agg(i.id::text, ',') from (select h.id from hit h order by h.id limit ${mostIds}::int) i)`
    : sql`null::text`;
  return sql`with ${head},
    page as (select h.id, ${keyNumber(sort)} as key, row_number() over (order by ${order(sort)}) as n
      from (select * from hit h where ${after(sort, asked.cursor)} order by ${order(sort)} limit ${limit + 1}::int) h)
    select t.total, t.clock, case when coalesce(r.n, 1) = 1 then ${ids} end as ids,
      case when coalesce(r.n, 1) = 1 then ${extra} end as extra, r.*
    from (select (select count(*)::int from hit) as total, ${moment(filter)} as clock offset 0) t
    left join (select page.n, page.key, ${rowColumnsAt(filter)} from page join ${problems(filter)} p on p.id = page.id) r on true
    order by r.n`;
}

/** The answer of its rows: one more than the limit was read, to know whether there is a next page. */
export function toPage(rows: readonly Answered[], asked: PageAsk): ProblemList {
  const { total, clock, ids } = rows[0] as Answered;
  const found = rows.flatMap((row) => (row.n === null ? [] : [row]));
  const page = found.slice(0, asked.limit);
  const last = page.at(-1);
  const more = found.length > asked.limit && last;
  return {
    total,
    clock: clock.toISOString(),
    rows: page.map((row) => toRow(row, clock)),
    next: more ? writeCursor(asked.sort, { key: last.key, id: last.id }) : null,
    ...(asked.ids ? { ids: JSON.parse(`[${ids ?? ""}]`) as number[], idsCapped: total > mostIds } : {}),
  };
}

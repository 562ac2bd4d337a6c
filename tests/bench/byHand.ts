/** What a person writes by hand for a page of problems: how many there are, and the newest of them with what the ledger shows. */
import { type Sql, sql } from "../../server/db/sql.ts";
import type { Answer } from "./workload.ts";

/** What a row of the ledger shows of a problem `p`. */
const shown = sql`p.id, p.external_id, p.title, p.category, p.state, p.place, p.unit_id, p.person, p.source, p.found_at, p.deadline_at, p.nearly_due_at,
  p.closed_at, ST_X(p.geom) as lon, ST_Y(p.geom) as lat, p.zone3_id, p.version`;

/** Counted while the rows are read. @param from the rest of a select of problems `p`, each once */
export const countedOver = (from: Sql, limit: number): Sql =>
  sql`select ${shown}, count(*) over () as total ${from} order by p.found_at desc, p.id desc limit ${limit}`;

/** Found first, the page's rows read after. @param set a select of (id, found_at) */
export const foundFirst = (set: Sql, limit: number): Sql => sql`with hit as materialized (${set})
  select ${shown}, (select count(*) from hit) as total from (select id from hit order by found_at desc, id desc limit ${limit}) h join problem p using (id)
  order by p.found_at desc, p.id desc`;

/** Counted by itself; the page by its order's index. @param where conditions over `p` */
export const countedApart = (
  where: Sql,
  limit: number,
): Sql => sql`select ${shown}, (select count(*) from problem p where ${where}) as total
  from problem p where ${where} order by p.found_at desc, p.id desc limit ${limit}`;

type Rows = readonly Readonly<Record<string, unknown>>[];
export const pageOfRows = (rows: Rows): Answer => ({ count: Number(rows[0]?.total ?? 0), ids: rows.map(({ id }) => Number(id)) });
export const idsOfRows = (rows: Rows): Answer => ({ count: rows.length, ids: rows.map(({ id }) => Number(id)) });

/** A page over HTTP: its total and its rows' ids, or all of them where they were asked for. */
export function pageOfBody(body: Buffer): Answer {
  const { total, rows, ids } = JSON.parse(body.toString()) as { total: number; rows: { id: number }[]; ids?: number[] };
  return { count: total, ids: ids ?? rows.map(({ id }) => id) };
}

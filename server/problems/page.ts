/** A page of hits with the total, the clock and, when asked, every id: one statement for list and near alike. */

import { after, type Cursor, keyNumber, order, type Sort, sortKey, writeCursor } from "../ask/page.ts";
import { moment, problems } from "../ask/parts.ts";
import { type Ask, Reply } from "../ask/route.ts";
import { rowText } from "../ask/rows.ts";
import { endedAt } from "../ask/working.ts";
import type { Filter } from "../contract/filter.ts";
import { type Sql, sql } from "../db/sql.ts";
import { fromShelf, milliseconds, rowName, shelfOf } from "./rowShelf.ts";

/** More ids than this are not sent; `total` still counts them all. */
export const mostIds = 300_000;

/** Rows of a page where nothing else is asked for. */
export const usualRows = 50;

/** What a page is of. */
export interface PageQuestion {
  /** CTEs that end with `hit` of `hitColumns`, each problem once. */
  readonly head: Sql;
  readonly filter: Filter;
  readonly asked: PageAsk;
  /** A scalar more of the same statement. */
  readonly extra?: Sql;
}

export interface PageAsk {
  readonly sort: Sort;
  readonly limit: number;
  readonly ids: boolean;
  readonly cursor: Cursor | null;
}

/** What the statement answers. */
export interface Answered {
  total: number;
  clock: Date;
  /** The same in milliseconds, with all that the database knows of it. */
  clock_ms: number;
  /** The page's rows with commas between: as JSON, or each by its name on the shelf. */
  rows: string;
  /** Of the last row where there is a page after it. */
  next_key: number | null;
  next_id: number | null;
  /** With commas between. */
  ids: string | null;
  extra: string | null;
}

/** In which drawer a hit's row lies, so that a page's rows are looked for there alone; a row folded up to a past moment lies in none. */
const drawer = ({ at }: Filter): Sql =>
  at === null ? sql`p.is_open as open, ${endedAt()} as ended` : sql`null::boolean as open, null::timestamptz as ended`;
const atSpot = ({ at }: Filter): Sql =>
  at === null ? sql`p.id = page.id and p.is_open = page.open and ${endedAt()} = page.ended` : sql`p.id = page.id`;

/** Columns of a hit `p`. */
export const hitColumns = (filter: Filter, sort: Sort): Sql => sql`p.id, ${sortKey(sort)} as k, ${drawer(filter)}`;

/** Written out where it is the usual one: of a number that is not known the planner thinks the worst, and would plan anew for each page. */
const rowsRead = (limit: number): Sql => (limit === usualRows ? sql`51` : sql`${limit + 1}::int`);

/** A row of the page by its name on the shelf. */
const named = (filter: Filter): Sql => sql`select ${rowName} as text from ${problems(filter)} p where ${atSpot(filter)} offset 0`;
/** A row of the page as JSON, of a clock `c`. */
const written = (filter: Filter): Sql =>
  sql`select ${rowText(filter, sql`c.clock`)} as text from ${problems(filter)} p where ${atSpot(filter)} offset 0`;

/**
 * The statement, of one row. Rows and ids travel as one text each; one row more than the limit is looked at, to know whether there is a next page.
 * @param row what is said of each row
 */
function pageStatement({ head, filter, asked, extra = sql`null::text` }: PageQuestion, row: Sql): Sql {
  const { sort, limit, cursor } = asked;
  const now = moment(filter);
  const ids = sql`(select string_agg(i.id::text, ',') from (select h.id from hit h order by h.id limit ${mostIds}::int) i)`;
  return sql`with ${head},
    page as materialized (select h.*, row_number() over (order by ${order(sort)}) as n
      from (select * from hit h where ${after(sort, cursor)} order by ${order(sort)} limit ${rowsRead(limit)}) h)
    select (select count(*)::int from hit) as total, ${asked.ids ? ids : sql`null::text`} as ids, ${extra} as extra,
      c.clock, ${milliseconds(sql`c.clock`)} as clock_ms,
      (select coalesce(string_agg(row.text, ',' order by page.n), '') from page, lateral (${row}) row where page.n <= ${limit}::int) as rows,
      last.key as next_key, last.id as next_id
    from (select ${now} as clock offset 0) c left join (select ${keyNumber(sort)} as key, h.id from page h
      where h.n = ${limit}::int and exists (select from page more where more.n > ${limit}::int)) last on true`;
}

/** Asks for a page: its rows are read once, and put together from the shelf while they stay as they are. A past moment's are written anew. */
export async function askPage(
  { rows, standing, now }: Pick<Ask, "rows" | "standing" | "now">,
  timer: string,
  question: PageQuestion,
): Promise<Answered> {
  const { filter } = question;
  const ask = async (row: Sql): Promise<Answered> => (await rows<Answered>(timer, pageStatement(question, row)))[0] as Answered;
  if (filter.at !== null) return ask(written(filter));
  return (await fromShelf(shelfOf("ledger", standing, now().run), rows, filter, () => ask(named(filter)))) ?? ask(written(filter));
}

/** The answer's JSON. @param also members more, without braces */
export function pageText({ total, clock, rows, next_key, next_id, ids }: Answered, { sort, ids: named }: PageAsk, also = ""): string {
  const next = next_key === null || next_id === null ? null : writeCursor(sort, { key: next_key, id: next_id });
  const all = named ? `,"ids":[${ids ?? ""}],"idsCapped":${total > mostIds}` : "";
  return `{"total":${total},"clock":"${clock.toISOString()}","next":${JSON.stringify(next)}${all}${also},"rows":[${rows}]}`;
}

/** An answer whose JSON is made. */
export const pageReply = (text: string): Reply =>
  new Reply(200, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }, Buffer.from(text));

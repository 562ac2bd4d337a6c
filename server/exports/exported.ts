/**
 * What all exports of problems share: the ids of the answer in order, taken at once; then the rows page by page, so that a slow
 * reader holds neither a transaction nor a session.
 */
import { type Asked, check } from "../ask/check.ts";
import { namesOf } from "../ask/names.ts";
import { order, sortKey } from "../ask/page.ts";
import { moment, problems } from "../ask/parts.ts";
import type { Ask } from "../ask/route.ts";
import { rowColumnsAt, type StoredRow } from "../ask/rows.ts";
import { hits } from "../ask/where.ts";
import { zoneName } from "../ask/zones.ts";
import type { ExportFormatName } from "../contract/exporting.ts";
import { type Filter, formatFilter } from "../contract/filter.ts";
import { sentence } from "../contract/sentence.ts";
import type { Word } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { ZoneTime } from "../files/zoneTime.ts";
import { mostRowsOf, fileHeaders as named, pageRows } from "./outgoing.ts";

/** A row with the names of what it points at. */
export interface ExportRow extends StoredRow {
  category_zh: string;
  category_en: string;
  unit_name: string | null;
  zone_name: string | null;
}

export interface Exported {
  readonly total: number;
  readonly ids: readonly number[];
  readonly clock: Date;
  readonly timeZone: string;
  /** The filter as it is read, and as a URL asks it. */
  readonly words: Word;
  readonly query: string;
  /** Never more than a page in memory. */
  pages(): AsyncGenerator<ExportRow[]>;
}

interface Head {
  ids: string | null;
  total: number;
  clock: Date;
  time_zone: string | null;
}

export const queryText = (filter: Filter): string => new URLSearchParams(formatFilter(filter) as [string, string][]).toString();

/**
 * The answer's ids, its clock and the filter in words. Written into the audit log before the first row leaves.
 * @throws ParameterError for a name that does not exist
 */
export async function exported(ask: Asked & Pick<Ask, "audit">, format: ExportFormatName): Promise<Exported> {
  const { filter, rows } = ask;
  const set = hits(await check(ask), sql`p.id, ${sortKey("-found")} as k`);
  const [head] = await rows<Head>(
    "ids",
    sql`with hit as materialized (${set})
      select (select count(*)::int from hit) as total, ${moment(filter)} as clock, (select time_zone from district) as time_zone,
        (select string_agg(l.id::text, ',') from (select h.id from hit h order by ${order("-found")} limit ${mostRowsOf(format)}::int) l) as ids`,
  );
  const { ids, total, clock, time_zone } = head as Head;
  const list = JSON.parse(`[${ids ?? ""}]`) as number[];
  const words = sentence(filter, await namesOf(filter, rows));
  const query = queryText(filter);
  await ask.audit({ kind: "export", detail: { format, filter: query, rows: list.length } });
  return { total, ids: list, clock, timeZone: time_zone ?? "UTC", words, query, pages: () => pages(list, filter, rows) };
}

async function* pages(ids: readonly number[], filter: Filter, rows: Ask["rows"]): AsyncGenerator<ExportRow[]> {
  for (let from = 0; from < ids.length; from += pageRows) {
    yield await rows<ExportRow>(
      "page",
      sql`select r.*, ${zoneName(filter, sql`r.zone`)} as zone_name from (select ${rowColumnsAt(filter)}, c.name_zh as category_zh,
          c.name_en as category_en, u.name as unit_name, o.n from unnest(${ids.slice(from, from + pageRows)}::bigint[]) with ordinality o (id, n) join ${problems(filter)} p on p.id = o.id
        join category c on c.code = p.category left join unit u on u.id = p.unit_id offset 0) r order by r.n`,
    );
  }
}

/** Of a file of problems that is answered at once. */
export function fileHeaders({ clock, timeZone }: Exported, ending: string, media: string): Record<string, string> {
  const day = new ZoneTime(timeZone).day(clock.getTime());
  return named(`problems-${day}.${ending}`, `问题台账-${day}.${ending}`, media);
}

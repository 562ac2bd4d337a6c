/**
 * What both exports share: the ids of the answer in order, taken at once; then the rows page by page, so that a slow
 * reader holds neither a transaction nor a session.
 */
import { type Asked, check } from "../ask/check.ts";
import { order, sortKey } from "../ask/page.ts";
import { moment, problems } from "../ask/parts.ts";
import type { Ask, May } from "../ask/route.ts";
import { rowColumnsAt, type StoredRow } from "../ask/rows.ts";
import { hits } from "../ask/where.ts";
import { zoneName } from "../ask/zones.ts";
import { type Filter, formatFilter } from "../contract/filter.ts";
import { type Names, sentence } from "../contract/sentence.ts";
import type { Word } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";

/** Rows leave the house with these only: a screen on a wall has no use for a file. */
export const mayExport: May = { who: ["leader", "planner", "dispatcher", "inspector", "handler", "auditor"], area: "own" };

/** More rows than this are not exported; the file says so. */
export const mostRows = 200_000;
const pageRows = 1000;

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

/**
 * The answer's ids, its clock and the filter in words. Written into the audit log before the first row leaves.
 * @throws ParameterError for a name that does not exist
 */
export async function exported(ask: Asked & Pick<Ask, "audit">, format: "csv" | "geojson"): Promise<Exported> {
  const { filter, rows } = ask;
  const set = hits(await check(ask), sql`p.id, ${sortKey("-found")} as k`);
  const [head] = await rows<Head>(
    "ids",
    sql`with hit as materialized (${set})
      select (select count(*)::int from hit) as total, ${moment(filter)} as clock, (select time_zone from district) as time_zone,
        (select string_agg(l.id::text, ',') from (select h.id from hit h order by ${order("-found")} limit ${mostRows}::int) l) as ids`,
  );
  const { ids, total, clock, time_zone } = head as Head;
  const list = JSON.parse(`[${ids ?? ""}]`) as number[];
  const words = sentence(filter, await namesOf(filter, rows));
  const query = new URLSearchParams(formatFilter(filter) as [string, string][]).toString();
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

/** Names of everything the filter's sentence may speak of. */
async function namesOf(filter: Filter, rows: Ask["rows"]): Promise<Names> {
  const places = filter.geo.flatMap((clause): readonly object[] => ("of" in clause ? clause.of : clause.areas));
  const idsOf = (kind: "site" | "zone" | "shape") =>
    places.flatMap((place) => (kind in place ? [(place as Record<typeof kind, number>)[kind]] : []));
  const found = await rows<{ kind: string; key: string; zh: string; en: string }>(
    "names",
    sql`select 'category' as kind, code as key, name_zh as zh, name_en as en from category where code = any(${filter.category}::text[])
      union all select 'unit', id::text, name, name from unit where id = any(${filter.unit}::bigint[])
      union all select 'person', id::text, name, name from person where id = any(${filter.person}::bigint[])
      union all select 'site', id::text, name, name from site where id = any(${idsOf("site")}::bigint[])
      union all select 'zone', z.id::text, z.name, z.name from (select id, ${zoneName(filter, sql`k.id`)} as name
        from unnest(${idsOf("zone")}::bigint[]) k (id)) z where z.name is not null
      union all select 'shape', id::text, name, name from named_shape where id = any(${idsOf("shape")}::bigint[])`,
  );
  const name = (kind: string, key: string | number) => found.find((one) => one.kind === kind && one.key === String(key));
  return {
    category: (code) => name("category", code),
    unit: (id) => name("unit", id)?.zh,
    person: (id) => name("person", id)?.zh,
    site: (id) => name("site", id)?.zh,
    zone: (id) => name("zone", id)?.zh,
    shape: (id) => name("shape", id)?.zh,
  };
}

/** Names the file in both alphabets: an ASCII name for old programs, the Chinese one beside it. */
export function fileHeaders(exported: Exported, ending: string, media: string): Record<string, string> {
  const day = localTime(exported.clock, exported.timeZone).slice(0, 10);
  const name = `问题台账-${day}.${ending}`;
  return {
    "content-type": media,
    "content-disposition": `attachment; filename="problems-${day}.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    "cache-control": "no-store",
  };
}

/** yyyy-MM-dd HH:mm in the district's time zone. */
export function localTime(at: Date, timeZone: string): string {
  const format = {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  return new Intl.DateTimeFormat("sv-SE", format).format(at);
}

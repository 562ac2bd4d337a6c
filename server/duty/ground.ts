/** What the books say of some places: the zones they lie in, the trade rows that may speak of them, and the units these name. Two statements. */
import { dayOf, today } from "../ask/day.ts";
import { zoneInForce, zoneVersions } from "../ask/zones.ts";
import type { Queryable } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Limit } from "../life/facts.ts";
import type { TradeRow } from "./trade.ts";

/** Where and when something was found, and what it is. Degrees of EPSG:4326; `foundAt` in ms since 1970. */
export interface Finding {
  readonly lon: number;
  readonly lat: number;
  readonly category: string;
  readonly foundAt: number;
}

/** A zone of the lowest level that the place lies in, or on the border of. */
export interface ZoneHit {
  readonly id: number;
  readonly level: number;
  readonly code: string;
  readonly name: string;
  readonly person: string | null;
  readonly unitId: number | null;
  /** False: on its border only. */
  readonly inside: boolean;
}

export interface PlaceGround {
  /** The day it was found, of the district's calendar. */
  readonly day: string;
  /** The lowest level in force that day; null = no zone at all. */
  readonly level: number | null;
  readonly zones: readonly ZoneHit[];
  readonly major: string | null;
  /** The category's names; null = not known. */
  readonly zh: string | null;
  readonly en: string | null;
  readonly limit: Limit | null;
}

export interface UnitGround {
  readonly id: number;
  readonly name: string;
  /** Set when it is dissolved today. */
  readonly dissolved: string | null;
  readonly successor: string | null;
  /** Its contact, unless they have left. */
  readonly contact: { readonly id: number; readonly name: string } | null;
}

export interface Ground {
  readonly places: readonly PlaceGround[];
  readonly book: readonly TradeRow[];
  readonly units: ReadonlyMap<number, UnitGround>;
}

/** `offset 0`: a fence, so that the day of the clock is asked once and the lowest level once for each day. */
const placesStatement = (places: readonly Finding[]): Sql => sql`
  with place as (select u.i, ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326) as geom, u.category,
      ${dayOf(sql`to_timestamp(u.found / 1000)`)} as day
    from unnest(${places.map((p) => p.lon)}::float8[], ${places.map((p) => p.lat)}::float8[], ${places.map((p) => p.category)}::text[],
      ${places.map((p) => p.foundAt)}::float8[]) with ordinality u(lon, lat, category, found, i)),
  lowest as (select d.day, (select max(z.level) from ${zoneVersions} z where ${zoneInForce(sql`d.day`)}) as level
    from (select distinct day from place offset 0) d),
  now as (select ${today} as day)
  select p.day::text as day, l.level, c.major, c.name_zh as zh, c.name_en as en,
    case when t.limit_value is not null then json_build_object('value', t.limit_value, 'unit', t.limit_unit) end as "limit",
    coalesce((select json_agg(json_build_object('id', z.id, 'level', z.level, 'code', z.code, 'name', z.name, 'person', z.person,
        'unitId', z.unit_id, 'inside', ST_Contains(z.geom, p.geom)) order by z.id)
      from ${zoneVersions} z where z.level = l.level and ${zoneInForce(sql`p.day`)} and ST_Intersects(z.geom, p.geom)), '[]'::json) as zones
  from place p join lowest l on l.day = p.day cross join now left join category c on c.code = p.category
    left join lateral limit_of(p.category, now.day) t on true
  order by p.i`;

/** A row `d` of the trade book, as JSON. */
export const bookColumns = sql`json_build_object('id', d.id, 'category', d.category, 'siteType', d.site_type, 'unitId', d.unit_id, 'lead', d.lead,
  'from', d.valid_from::text, 'to', d.valid_to::text)`;
/** A unit `u` as it stands today, as JSON. */
export const unitColumns = sql`json_build_object('id', u.id, 'name', u.name,
  'dissolved', case when u.dissolved_on <= ${today} then u.dissolved_on::text end,
  'successor', (select s.name from unit s where s.id = u.successor_id),
  'contact', (select json_build_object('id', h.id, 'name', h.name) from person h
    where h.id = u.contact_id and (h.left_on is null or h.left_on > ${today})))`;

const booksStatement = (categories: readonly string[], units: readonly number[]): Sql => sql`
  with book as (select * from trade_duty d where d.category = any(${categories}::text[]))
  select coalesce((select json_agg(${bookColumns} order by d.id) from book d), '[]'::json) as book,
    coalesce((select json_agg(${unitColumns} order by u.id) from unit u
      where u.id = any(${units}::bigint[]) or u.id in (select unit_id from book)), '[]'::json) as units`;

interface Books {
  book: TradeRow[];
  units: UnitGround[];
}

/** What stands in the books of places, in their order. */
export async function groundOf(on: Queryable, places: readonly Finding[]): Promise<Ground> {
  if (places.length === 0) return { places: [], book: [], units: new Map() };
  const grounds = await on.query<PlaceGround>(placesStatement(places));
  const categories = new Set(["*", ...places.map((p) => p.category), ...grounds.flatMap((g) => g.major ?? [])]);
  const units = new Set(grounds.flatMap((g) => g.zones.flatMap((z) => z.unitId ?? [])));
  const [books] = await on.query<Books>(booksStatement([...categories], [...units]));
  return { places: grounds, book: books?.book ?? [], units: new Map(books?.units.map((u) => [u.id, u])) };
}

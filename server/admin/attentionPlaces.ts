/** Open problems and sites whose place has no one area owner: found by one spatial join, and told why by the very resolution that acts use. */

import { type Caller, seen } from "../ask/caller.ts";
import type { Rows } from "../ask/check.ts";
import { dayOf, today } from "../ask/day.ts";
import { zoneInForce, zoneVersions } from "../ask/zones.ts";
import type { SiteType } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import { resolveAll } from "../duty/resolve.ts";
import { type Found, type Item, itemOf, type Kind, mostItems } from "./attentionItem.ts";

type Place = "problem" | "site";
interface Astray {
  readonly what: Place;
  readonly id: number;
  readonly name: string;
  readonly many: boolean;
  readonly category: string;
  readonly siteType: SiteType | null;
  readonly lon: number;
  readonly lat: number;
  readonly foundAt: number;
  readonly total: number;
}

/** A problem is of the zones of its day, a site of today's; a line or an area stands for a point on it. */
const places = (caller: Caller): Sql => sql`
  select 'problem' as what, p.id, p.external_id || ' ' || p.title as name, p.category, null as site_type, p.geom, p.found_at,
    ${dayOf(sql`p.found_at`)} as day from problem p where p.is_open and ${seen(caller)}
  union all select 'site', s.id, s.name, '', s.site_type, ST_PointOnSurface(s.geom), clock(), ${today} from site s`;

/** Each kind's first ones, and how many there are. On a border the zone with the lowest number holds, as in the resolution. */
const statement = (caller: Caller): Sql => sql`
  with place as materialized (${places(caller)}),
  lowest as materialized (select d.day, (select max(z.level) from ${zoneVersions} z where ${zoneInForce(sql`d.day`)}) as level
    from (select distinct day from place) d),
  hit as materialized (select p.what, p.id, p.geom, p.day, z.id as zone
    from place p join lowest l on l.day = p.day join ${zoneVersions} z on z.level = l.level and ${zoneInForce(sql`p.day`)} and ST_Intersects(z.geom, p.geom)),
  met as (select what, id, count(*) as zones, min(zone) as zone from hit group by what, id),
  within as (select h.what, h.id, count(*) as zones, min(h.zone) as zone from met m join hit h on h.what = m.what and h.id = m.id
    join ${zoneVersions} z on z.id = h.zone and ${zoneInForce(sql`h.day`)} where m.zones > 1 and ST_Contains(z.geom, h.geom) group by h.what, h.id),
  astray as (select p.*, coalesce(w.zones, 0) > 1 as many
    from place p left join met m on m.what = p.what and m.id = p.id left join within w on w.what = p.what and w.id = p.id
    left join ${zoneVersions} z on z.id = coalesce(w.zone, m.zone) and ${zoneInForce(sql`p.day`)} left join unit u on u.id = z.unit_id
    where w.zones > 1 or u.id is null or u.dissolved_on <= ${today}),
  listed as (select a.*, count(*) over (partition by many)::int as total, row_number() over (partition by many order by what, id) as n from astray a)
  select what, id, name, many, category, site_type as "siteType", ST_X(geom) as lon, ST_Y(geom) as lat,
    extract(epoch from found_at)::float8 * 1000 as "foundAt", total
  from listed where n <= ${mostItems}::int order by what, id`;

const placeItem = ({ what, id, name, siteType }: Astray): Item => itemOf(name, { [what]: id, siteType });

/** @returns place_none and place_many */
export async function astrayPlaces(rows: Rows, caller: Caller): Promise<Found[]> {
  const astray = await rows<Astray>("places", statement(caller));
  const resolved = await resolveAll({ query: (asked) => rows("places", asked) }, astray);
  const all = astray.map((place, i) => ({ place, item: { ...placeItem(place), note: resolved[i]?.area.why ?? null } }));
  const of = (kind: Kind, many: boolean): Found => {
    const some = all.filter(({ place }) => place.many === many);
    return { kind, items: some.map(({ item }) => item), count: some[0]?.place.total ?? 0 };
  };
  return [of("place_none", false), of("place_many", true)];
}

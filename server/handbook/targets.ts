/** What the handbook is of: zones in force today, sites with the zones they lie in, and who holds what. */
import { today } from "../ask/day.ts";
import { zoneInForce } from "../ask/zones.ts";
import { type Sql, sql } from "../db/sql.ts";

/** Of a holder `h` with its person `p`, on a day `d`. */
export const holdsNow: Sql = sql`h.since <= d.day and (h.until is null or d.day < h.until) and (p.left_on is null or p.left_on > d.day)`;

/**
 * `with` parts: day; zone_now (in force, with the zones above by level); site_now (with those of the lowest zone that its middle lies in;
 * of two on a border the first); target = both; held = (key of a target, role) that somebody holds or is on record for.
 */
export const targetParts: Sql = sql`
  today as materialized (select ${today} as day),
  zone_now as materialized (select z.id, z.level, z.code, z.name, z.person, z.unit_id, z.area_m2, z.geom, a.id as above, b.id as top,
      case when z.level = 1 then z.id when a.level = 1 then a.id when b.level = 1 then b.id end as zone1,
      case when z.level = 2 then z.id when a.level = 2 then a.id when b.level = 2 then b.id end as zone2,
      case when z.level = 3 then z.id end as zone3
    from today d cross join zone z left join zone a on a.id = z.parent_id left join zone b on b.id = a.parent_id
    where z.level between 1 and 3 and ${zoneInForce(sql`d.day`)}),
  site_at as materialized (select s.id, (select z.id from zone z, today d where ST_Intersects(z.geom, m.at) and z.level between 1 and 3
        and ${zoneInForce(sql`d.day`)} order by z.level desc, z.id limit 1) as zone
    from site s, lateral (select ST_PointOnSurface(s.geom) as at) m),
  target as materialized (
    select 'zone' as kind, id, 'zone/' || id as key, 'zone' || level as class, null::text as type, code, name, person, zone1, zone2, zone3,
      null::text as in1, null::text as in2, null::text as in3 from zone_now
    union all select 'site', s.id, 'site/' || s.id, s.kind, s.site_type, s.external_id, s.name, s.person, z.zone1, z.zone2, z.zone3,
      'zone/' || z.zone1, 'zone/' || z.zone2, 'zone/' || z.zone3
    from site s join site_at a on a.id = s.id left join zone_now z on z.id = a.zone),
  held as materialized (
    select distinct t.key, r.code as role
      from handbook_holder h cross join today d left join person p on p.id = h.person_id
        join target t on t.key = case when h.zone_id is not null then 'zone/' || h.zone_id else 'site/' || h.site_id end
        join handbook_role r on r.code = h.role and not r.retired and t.class = any(r.applies)
      where ${holdsNow}
    union select t.key, r.code from target t join handbook_role r on r.registered and not r.retired and t.class = any(r.applies)
      where t.person is not null)`;

/** "Which sites are nearest to me, and when was somebody there?" To their own shape, in metres on the ellipsoid. */
import { degrees, integer } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { SitesNear } from "../contract/streetSchemas.ts";
import type { SitesNear as Answer } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";

type Row = Omit<Answer["rows"][number], "lastCheckIn"> & { readonly last: Date | null };

/**
 * The index knows distances on the sphere only, half a percent off: it gives as many as are wanted, and whatever is as near as the farthest
 * of these on the ellipsoid is measured.
 */
const nearest = (point: Sql, limit: number): Sql => sql`
  with it as materialized (select ${point} as geog),
  about as materialized (select s.geog from site s order by s.geog <-> (select geog from it) limit ${limit}::int),
  far as materialized (select max(ST_Distance(a.geog, it.geog)) as m from about a, it)
  select s.id, s.name, s.site_type as type, d.distance_m, ST_X(m.at) as lon, ST_Y(m.at) as lat,
    (select max(c.at) from check_in c where c.site_id = s.id) as last
  from site s, it, lateral (select ST_Distance(s.geog, it.geog) as distance_m) d, lateral (select ST_PointOnSurface(s.geom) as at) m
  where ST_DWithin(s.geog, (select geog from it), (select far.m + 0.01 from far)) order by d.distance_m, s.id limit ${limit}::int`;

export const sitesNear = route({
  path: "/api/sites/near",
  question: "Which evaluated sites are nearest to a place, and when was somebody last at each?",
  may: { who: personRoles, area: "none" },
  takes: {
    lon: degrees(180, "Longitude, EPSG:4326."),
    lat: degrees(90, "Latitude, EPSG:4326."),
    limit: integer(1, 50, 10, "How many."),
  },
  answer: SitesNear,
  async handle({ given: { lon, lat, limit }, rows }) {
    const near = await rows<Row>("near", nearest(sql`ST_Point(${lon}::float8, ${lat}::float8, 4326)::geography`, limit));
    return { rows: near.map(({ last, ...row }) => ({ ...row, lastCheckIn: last?.toISOString() ?? null })) } satisfies Answer;
  },
});

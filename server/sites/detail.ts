/** "What is this site, who answers for it, what is wrong around it, and who was there last?" */

import { anyProblem } from "../ask/past.ts";
import { NotFound, route } from "../ask/route.ts";
import { overdue } from "../ask/status.ts";
import { mine } from "../ask/where.ts";
import { zoneStands } from "../ask/zones.ts";
import { SiteDetail } from "../contract/schemas.ts";
import type { SiteDetail as Detail } from "../contract/types.ts";
import { personRoles, radii_m } from "../contract/vocabulary.ts";
import { and, sql } from "../db/sql.ts";

const distance_m = radii_m[0];

export const siteDetail = route({
  path: "/api/sites/{id}",
  question: "What is this site, who answers for it, how many problems are within 500 m of it, and who was there last?",
  may: { who: personRoles, area: "own" },
  answer: SiteDetail,
  async handle({ caller, id, rows }) {
    const [site] = await rows<Detail>(
      "site",
      sql`select s.id, s.site_type as type, s.kind, s.name, s.address, s.unit_id as unit, s.person, s.is_key as key,
          ST_X(m.at) as lon, ST_Y(m.at) as lat, s.length_m, s.area_m2,
          coalesce((select json_agg(json_build_object('id', z.id, 'level', z.level, 'name', z.name, 'person', z.person) order by z.level, z.id)
            from zone z where z.level > 0 and ${zoneStands} and ST_Intersects(z.geom, s.geom)), '[]'::json) as zones,
          (select json_build_object('distance_m', ${distance_m}::float8, 'open', count(*) filter (where p.is_open),
              'overdue', count(*) filter (where ${overdue(sql`(select clock())`)}), 'total', count(*))
            from ${anyProblem} p where ${and([sql`ST_DWithin(p.geog, s.geog, ${distance_m}::float8)`, ...mine(caller)])}) as near,
          coalesce((select json_agg(l order by l.at desc, l.id desc) from (select c.id, n.name as person, c.at, c.distance_m, c.proved
            from check_in c join person n on n.id = c.person_id where c.site_id = s.id order by c.at desc, c.id desc limit 3) l), '[]'::json) as "lastCheckIns"
        from site s, lateral (select ST_PointOnSurface(s.geom) as at) m where s.id = ${id()}::bigint`,
    );
    if (!site) throw new NotFound({ zh: "没有这个点位", en: "There is no such site." });
    // JSON's times are PostgreSQL's spelling; ours is one.
    const lastCheckIns = site.lastCheckIns.map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
    return { ...site, lastCheckIns };
  },
});

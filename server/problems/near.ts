/** "How many problems lie around each market?" Each anchor's own count, and the problems themselves, each once. */
import { check } from "../ask/check.ts";
import { readCursor } from "../ask/page.ts";
import { measured, pairs } from "../ask/pairs.ts";
import { anchors, metres } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { NearAnswer } from "../contract/problemSchemas.ts";
import { radii_m } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { pageTakes } from "./list.ts";
import { askPage, hitColumns, pageReply, pageText } from "./page.ts";

/** Members of the answer: each anchor's count, and how many anchors there are. */
const figures = sql`concat('"anchorsTotal":', coalesce((select max(a.anchors) from anchor a), 0), ',"anchors":', coalesce((
  select json_agg(f order by f.count desc, f.name, f.id) from (
    select a.kind, a.id, a.type, a.name, ST_X(a.middle) as lon, ST_Y(a.middle) as lat, coalesce(c.count, 0) as count
    from (select *, ST_PointOnSurface(geom) as middle from anchor) a
    left join (select n, count(*)::int as count from pair group by n) c on c.n = a.n) f)::text, '[]'))`;

export const problemsNear = route({
  path: "/api/problems/near",
  question: "How many problems lie within a distance of each market, school, river …, and which are they?",
  filtered: true,
  takes: {
    ...pageTakes,
    of: anchors("What to look around: site types, site/id, zone/id or draw/shape, separated by commas."),
    within: metres(radii_m[0], "Distance in metres on the ellipsoid, to the anchor's geometry."),
  },
  answer: NearAnswer,
  async handle(ask) {
    const { filter, given } = ask;
    const asked = { ...given, cursor: readCursor(given.sort, given.cursor) };
    const checked = await check(ask, given.of);
    const head = sql`${measured(checked)},
      ${pairs(checked, given.within, sql`a.n, ${hitColumns(filter, given.sort)}`)},
      hit as materialized (select distinct id, k, open, ended from pair)`;
    const found = await askPage(ask, "near", { head, filter, asked, extra: figures });
    return pageReply(pageText(found, asked, `,${found.extra}`));
  },
});

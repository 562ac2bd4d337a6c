/** "How many problems lie around each market?" Each anchor's own count, and the problems themselves, each once. */
import { check } from "../ask/check.ts";
import { readCursor, sortKey } from "../ask/page.ts";
import { measured, pairs } from "../ask/pairs.ts";
import { anchors, metres } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { NearAnswer } from "../contract/problemSchemas.ts";
import type { NearAnswer as Near } from "../contract/types.ts";
import { radii_m } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { pageTakes } from "./list.ts";
import { type Answered, pageStatement, toPage } from "./page.ts";

const figures = sql`json_build_object('total', (select max(a.anchors) from anchor a), 'list', (
  select json_agg(f order by f.count desc, f.name, f.id) from (
    select a.kind, a.id, a.type, a.name, ST_X(a.middle) as lon, ST_Y(a.middle) as lat, coalesce(c.count, 0) as count
    from (select *, ST_PointOnSurface(geom) as middle from anchor) a
    left join (select n, count(*)::int as count from pair group by n) c on c.n = a.n) f))::text`;

interface Figures {
  total: number | null;
  list: Near["anchors"] | null;
}

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
    const { filter, given, rows } = ask;
    const asked = { ...given, cursor: readCursor(given.sort, given.cursor) };
    const checked = await check(ask, given.of);
    const head = sql`${measured(checked)},
      ${pairs(checked, given.within, sql`a.n, p.id, ${sortKey(given.sort)} as k`)},
      hit as materialized (select distinct id, k from pair)`;
    const answered = await rows<Answered>("near", pageStatement(head, filter, asked, figures));
    const { total, list } = JSON.parse(answered[0]?.extra ?? "{}") as Figures;
    return { ...toPage(answered, asked), anchors: list ?? [], anchorsTotal: total ?? 0 } satisfies Near;
  },
});

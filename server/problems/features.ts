/** "Which problems lie in this box?" As GeoJSON for other systems: named as OGC API Features names things, with few properties. */

import { Type } from "typebox";
import { type Checked, check } from "../ask/check.ts";
import { integer } from "../ask/parameters.ts";
import { amongFew, moment } from "../ask/parts.ts";
import { type Parameter, Reply, route } from "../ask/route.ts";
import { momentText } from "../ask/rows.ts";
import { rank } from "../ask/status.ts";
import { hits } from "../ask/where.ts";
import { ProblemFeatures } from "../contract/gridSchemas.ts";
import { ParameterError } from "../contract/parameter.ts";
import { statusOrder } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";

const most = 10_000;
type Box = readonly [w: number, s: number, e: number, n: number];

const bbox: Parameter<Box> = {
  schema: Type.String({
    description: "West, south, east and north in degrees (EPSG:4326), its edges included.",
    examples: ["119.0,33.5,119.1,33.6"],
  }),
  required: true,
  read(name, text = "") {
    const edges = text.split(",").map((t) => (/^-?\d{1,3}(\.\d{1,15})?$/.test(t) ? Number(t) : Number.NaN));
    const [w, s, e, n] = edges as [number, number, number, number];
    if (edges.length === 4 && w <= e && s <= n && w >= -180 && e <= 180 && s >= -90 && n <= 90) return [w, s, e, n];
    throw new ParameterError(name, text, {
      zh: "西,南,东,北四个度数，西不大于东，南不大于北",
      en: "west,south,east,north in degrees, west no greater than east, south no greater than north",
    });
  },
};

interface Answered {
  matched: number;
  returned: number;
  clock: Date;
  features: string;
}

/** Each feature's text is made in the database: a row each would cost more, and hold up everybody else's answers here. */
const feature = sql`concat('{"type":"Feature","id":', f.id, ',"geometry":{"type":"Point","coordinates":[', f.lon, ',', f.lat,
  ']},"properties":{"code":', to_json(f.external_id), ',"status":"', (${[...statusOrder]}::text[])[f.rank + 1], '","category":"', f.category,
  '","found":', ${momentText(sql`f.found_at`)}, '}}')`;

/** A box no larger holds few problems, in degrees: those are found first, whatever else the filter says. */
const small = 0.05;

/** What the index finds may lie a rounding beside the box: then the numbers decide. */
const within = (
  [w, s, e, n]: Box,
  place: Sql,
): Sql => sql`${place} && ST_MakeEnvelope(${w}::float8, ${s}::float8, ${e}::float8, ${n}::float8, 4326)
  and ST_X(${place}) between ${w}::float8 and ${e}::float8 and ST_Y(${place}) between ${s}::float8 and ${n}::float8`;

function statement(checked: Checked, box: Box, limit: number): Sql {
  const { filter } = checked;
  const [w, s, e, n] = box;
  const few = e - w <= small && n - s <= small;
  const now = moment(filter);
  const columns = sql`p.id, p.external_id, p.category, p.found_at, p.geom, ${rank(now)} as rank`;
  const set = few
    ? hits({ ...checked, among: amongFew(filter, within(box, sql`p.geom`)) }, columns)
    : sql`select * from (${hits(checked, columns)}) h where ${within(box, sql`h.geom`)}`;
  return sql`with hit as materialized (select h.*, ST_X(h.geom) as lon, ST_Y(h.geom) as lat from (${set}) h),
      f as (select * from hit order by id limit ${limit}::int)
    select (select count(*)::int from hit) as matched, count(*)::int as returned, ${now} as clock,
      coalesce(string_agg(${feature}, ',' order by f.id), '') as features from f`;
}

export const problemFeatures = route({
  path: "/api/problems/features",
  question: "Which of the filter's problems lie in this box? As GeoJSON, for other systems.",
  filtered: true,
  takes: {
    bbox,
    limit: integer(1, most, most, "Features at most; numberMatched says how many there are."),
  },
  answer: ProblemFeatures,
  media: "application/geo+json",
  async handle(ask) {
    const { given, rows } = ask;
    const [found] = await rows<Answered>("features", statement(await check(ask), given.bbox, given.limit));
    const { matched, returned, clock, features } = found as Answered;
    const head = { type: "FeatureCollection", timeStamp: clock.toISOString(), numberMatched: matched, numberReturned: returned };
    const headers = { "content-type": "application/geo+json", "cache-control": "no-store" };
    return new Reply(200, headers, `${JSON.stringify(head).slice(0, -1)},"features":[${features}]}`);
  },
});

/** "Which problems lie in this box?" As GeoJSON for other systems: named as OGC API Features names things, with few properties. */

import { Type } from "typebox";
import { type Checked, check } from "../ask/check.ts";
import { integer } from "../ask/parameters.ts";
import { moment } from "../ask/parts.ts";
import { type Ask, type Parameter, Reply, route } from "../ask/route.ts";
import { statusWord } from "../ask/status.ts";
import { hits, hitsAmong } from "../ask/where.ts";
import { ProblemFeatures } from "../contract/gridSchemas.ts";
import { ParameterError } from "../contract/parameter.ts";
import { type Sql, sql } from "../db/sql.ts";
import { featureParts } from "./featureParts.ts";
import { fromShelf, milliseconds, rowName, shelfOf } from "./rowShelf.ts";

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

const takes = { bbox, limit: integer(1, most, most, "Features at most; numberMatched says how many there are.") };
type FeaturesAsk = Pick<Ask<typeof takes>, "given" | "filter" | "caller" | "rows" | "standing" | "now">;

interface Answered {
  matched: number;
  returned: number;
  clock: Date;
  clock_ms: number;
  /** The features with commas between: as JSON, or each by its name on the shelf. */
  rows: string;
}

/** A box no larger holds few problems, in degrees: those are found first, whatever else the filter says. */
const small = 0.05;

/** What the index finds may lie a rounding beside the box: then the numbers decide. */
const within = (
  [w, s, e, n]: Box,
  place: Sql,
): Sql => sql`${place} && ST_MakeEnvelope(${w}::float8, ${s}::float8, ${e}::float8, ${n}::float8, 4326)
  and ST_X(${place}) between ${w}::float8 and ${e}::float8 and ST_Y(${place}) between ${s}::float8 and ${n}::float8`;

/** How a feature is said, and the columns of a hit `p` that say it. */
interface Said {
  readonly columns: Sql;
  readonly row: Sql;
}
const named: Said = { columns: sql`p.id, p.xmin, p.geom`, row: rowName };
const written = (now: Sql): Said => ({
  columns: sql`p.id, p.external_id, p.category, p.found_at, p.geom, p.state, p.nearly_due_at, p.deadline_at`,
  row: sql`${featureParts.head} || ${statusWord(now)} || ${featureParts.tail}`,
});

function statement(checked: Checked, box: Box, limit: number, { columns, row }: Said): Sql {
  const { filter } = checked;
  const [w, s, e, n] = box;
  const few = e - w <= small && n - s <= small;
  const now = moment(filter);
  const set = few
    ? hitsAmong(checked, columns, within(box, sql`p.geom`))
    : sql`select * from (${hits(checked, columns)}) h where ${within(box, sql`h.geom`)}`;
  return sql`with hit as materialized (${set})
    select (select count(*)::int from hit) as matched, count(*)::int as returned, ${now} as clock, ${milliseconds(now)} as clock_ms,
      coalesce(string_agg(${row}, ','), '') as rows from (select * from hit order by id limit ${limit}::int) p`;
}

async function answered({ given: { bbox, limit }, filter, rows, standing, now, ...ask }: FeaturesAsk): Promise<Answered> {
  const checked = await check({ ...ask, filter, rows });
  const say = async (said: Said): Promise<Answered> =>
    (await rows<Answered>("features", statement(checked, bbox, limit, said)))[0] as Answered;
  const kept = filter.at === null ? await fromShelf(shelfOf("feature", standing, now().run), rows, filter, () => say(named)) : null;
  return kept ?? say(written(moment(filter)));
}

export const problemFeatures = route({
  path: "/api/problems/features",
  question: "Which of the filter's problems lie in this box? As GeoJSON, for other systems.",
  filtered: true,
  takes,
  answer: ProblemFeatures,
  media: "application/geo+json",
  async handle(ask) {
    const { matched, returned, clock, rows } = await answered(ask);
    const head = { type: "FeatureCollection", timeStamp: clock.toISOString(), numberMatched: matched, numberReturned: returned };
    const headers = { "content-type": "application/geo+json", "cache-control": "no-store" };
    return new Reply(200, headers, `${JSON.stringify(head).slice(0, -1)},"features":[${rows}]}`);
  },
});

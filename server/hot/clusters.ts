/** "Where do they heap?" Clusters of the filter's problems: DBSCAN in metres on the ellipsoid. */
import { type Checked, check } from "../ask/check.ts";
import { timeZone } from "../ask/day.ts";
import { integer, metres } from "../ask/parameters.ts";
import { moment, usualRepeat } from "../ask/parts.ts";
import { anyProblem } from "../ask/past.ts";
import { type Ask, route, TooMany } from "../ask/route.ts";
import { hits, isSpatial } from "../ask/where.ts";
import { Clusters } from "../contract/hotSchemas.ts";
import type { Clusters as Answer } from "../contract/types.ts";
import { join, type Sql, sql } from "../db/sql.ts";
import { dbscan } from "./dbscan.ts";
import { type Columns, heap } from "./heap.ts";
import { cameAgain, closedBefore, type Moments } from "./repeats.ts";
import { turns } from "./turns.ts";

/** More problems than this are not clustered. */
const most = 100_000;
/** More clusters than this are not told of one by one. */
const mostListed = 500;

interface Packed {
  columns: string[];
  total: number;
  clock: Date;
}

/** Each column as one text, made in the database: a row each would cost five times as much. Nothing is packed when there are too many. */
function statement(checked: Checked): Sql {
  const local = sql`p.found_at at time zone ${timeZone}`;
  const texts = [sql`h.id`, sql`h.lon`, sql`h.lat`, sql`h.category`, sql`h.at`, sql`h.month`].map(
    (column) => sql`coalesce(string_agg((${column})::text, ','), '')`,
  );
  // What was dear to find is written down and looked up; what an index says is asked once to be counted, and once for its columns.
  const spatial = isSpatial(checked);
  const columns = sql`p.id, p.geom, p.category, p.found_at`;
  const keep = spatial ? sql`materialized` : sql`not materialized`;
  const found = spatial ? sql`select ${columns} from hit join ${anyProblem} p on p.id = hit.id` : hits(checked, columns);
  return sql`with hit as ${keep} (${hits(checked, sql`p.id`)}), number as materialized (select count(*)::int as total from hit)
    select array[${join(texts, sql`, `)}] as columns, (select total from number) as total, ${moment(checked.filter)} as clock
    from (select p.id, ST_X(p.geom) as lon, ST_Y(p.geom) as lat, p.category, floor(extract(epoch from p.found_at) * 1000000)::int8 as at,
        (extract(year from ${local}) * 12 + extract(month from ${local}))::int as month
      from (${found}) p where (select total from number) <= ${most}::int order by p.id) h`;
}

const list = (text: string): string[] => (text === "" ? [] : text.split(","));
const numbers = (text: string): Float64Array => Float64Array.from(list(text), Number);
const moments = (lon: string, lat: string, category: string, at: string): Moments => ({
  ...{ lon: numbers(lon), lat: numbers(lat), category: list(category), at: numbers(at) },
});

interface Closed {
  lon: string;
  lat: string;
  category: string;
  at: string;
}

/** Of the filter's repeats all came again. */
async function repeatsAmong(ask: Pick<Ask, "rows" | "filter">, found: Moments): Promise<Uint8Array> {
  if (ask.filter.repeat || found.at.length === 0) return new Uint8Array(found.at.length).fill(1);
  const [closed] = await ask.rows<Closed>("closed", closedBefore(ask.filter, found, usualRepeat));
  const { lon, lat, category, at } = closed as Closed;
  return cameAgain(found, moments(lon, lat, category, at), usualRepeat);
}

async function unpack(ask: Pick<Ask, "rows" | "filter">, columns: readonly string[]): Promise<Columns> {
  const [id = "", lon = "", lat = "", category = "", at = "", month = ""] = columns;
  const found = moments(lon, lat, category, at);
  return { ...found, id: list(id).map(Number), month: list(month).map(Number), repeat: await repeatsAmong(ask, found) };
}

/** The problems of each cluster, the most first, then the one with the lowest id. */
function groups(numbers: Int32Array): number[][] {
  const lists: number[][] = [];
  for (const [i, cluster] of numbers.entries()) {
    if (cluster < 0) continue;
    const list = lists[cluster] ?? [];
    list.push(i);
    lists[cluster] = list;
  }
  return lists.sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number));
}

const tooMany = (total: number): TooMany =>
  new TooMany({
    zh: `聚集分析一次至多 ${most} 个问题，当前筛选有 ${total} 个：请用时间、类别或地点缩小范围。`,
    en: `Clusters are found among ${most} problems at most, and the filter means ${total}: narrow it by time, category or place.`,
  });

export const clusters = route({
  path: "/api/problems/clusters",
  question: "Where do the filter's problems heap, how many, since when, and how many came again?",
  filtered: true,
  takes: {
    within: metres(80, "Neighbours are no farther apart."),
    least: integer(2, 1000, 5, "A core has so many neighbours at least, itself among them."),
  },
  answer: Clusters,
  async handle(ask) {
    const { within, least } = ask.given;
    const [packed] = await ask.rows<Packed>("clusters", statement(await check(ask)));
    const { total, clock, columns } = packed as Packed;
    if (total > most) throw tooMany(total);
    const problems = await unpack(ask, columns);
    const lists = groups(await dbscan(problems, within, least));
    const rest = turns();
    const told: Answer["clusters"] = [];
    for (const members of lists.slice(0, mostListed)) {
      told.push(heap(problems, members));
      await rest();
    }
    const scattered = total - lists.reduce((sum, members) => sum + members.length, 0);
    return {
      ...{ clock: clock.toISOString(), within_m: within, least, total, scattered },
      ...{ clustersTotal: lists.length, clusters: told },
    } satisfies Answer;
  },
});

/** "Where are the problems?" The caller's working set as columns: open ones, and those that ended in the last 90 days. */
import type { Caller } from "../ask/caller.ts";
import { mine } from "../ask/where.ts";
import { isWorking, workingSince } from "../ask/working.ts";
import { ProblemsLayer } from "../contract/schemas.ts";
import { problemColumns, problemSources, problemStates, siteTypes } from "../contract/vocabulary.ts";
import { and, join, type Sql, sql } from "../db/sql.ts";
import { layerRoute } from "./served.ts";

const most = 300_000;
const states = Object.keys(problemStates);
const sources = Object.keys(problemSources);
const types = Object.keys(siteTypes);

/** Each column as one text, made in the database: a row each would cost five times as much. All are whole numbers. */
const texts = join(
  [
    sql`p.id`,
    sql`round(ST_X(p.geom) * 1000000)::int`,
    sql`round(ST_Y(p.geom) * 1000000)::int`,
    sql`array_position(${states}::text[], p.state) - 1`,
    sql`c.n`,
    sql`coalesce(array_position(${sources}::text[], p.source), 0) - 1`,
    sql`coalesce(p.unit_id, 0)`,
    sql`coalesce(array_position(${types}::text[], s.site_type), 0)`,
    sql`coalesce(p.zone3_id, 0)`,
    sql`floor(extract(epoch from p.found_at))::int8`,
    sql`coalesce(floor(extract(epoch from p.deadline_at))::int8, 0)`,
    sql`coalesce(floor(extract(epoch from p.nearly_due_at))::int8, 0)`,
    sql`coalesce(floor(extract(epoch from p.closed_at))::int8, 0)`,
  ].map((column) => sql`coalesce(string_agg((${column})::text, ','), '')`),
  sql`, `,
);

const since = sql`(select ${workingSince(sql`clock()`)})`;
/** Problems `p` that the layer has: of the caller's area, the latest if there are too many. @param from when the set begins */
export const working = (columns: Sql, caller: Caller, from: Sql = since): Sql =>
  sql`select ${columns} from problem p where ${and([isWorking(from), ...mine(caller)])} order by p.found_at desc, p.id desc limit ${most}::int`;

interface Row {
  columns: string[];
  codes: string[];
  since: Date;
  count: number;
  total: number;
}

export const problemsLayer = layerRoute({
  name: "problems",
  question: "Where are the problems? Open ones and those that ended in the last 90 days, of the caller's area, as columns.",
  answer: ProblemsLayer,
  area: "own",
  async columns(rows, caller) {
    const [row] = await rows<Row>(
      "problems",
      sql`with c as materialized (select code, row_number() over (order by code) - 1 as n from category)
        select array[${texts}] as columns, (select array_agg(code order by code) from category) as codes, ${since} as since,
          count(*)::int as count, (select count(*)::int from problem p where ${and(mine(caller))}) as total
        from (${working(sql`p.*`, caller)}) p join c on c.code = p.category left join site s on s.id = p.site_id`,
    );
    const { columns, codes, since: from, count, total } = row as Row;
    const lists = { states, categories: codes ?? [], sources, siteTypes: ["", ...types], since: from.toISOString(), count, total };
    return `${JSON.stringify(lists).slice(1, -1)},${problemColumns.map((name, i) => `"${name}":[${columns[i]}]`).join(",")}`;
  },
});

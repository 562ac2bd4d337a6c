/** "Has somebody found this already?" Finds of the same category, so near and so lately that they may be the same. */
import { category, degrees, noCategory } from "../ask/parameters.ts";
import { anyProblem } from "../ask/past.ts";
import { route } from "../ask/route.ts";
import { rowColumns, type StoredRow, toRow } from "../ask/rows.ts";
import { mine } from "../ask/where.ts";
import { ParameterError } from "../contract/parameter.ts";
import { Similar } from "../contract/streetSchemas.ts";
import type { Similar as Answer } from "../contract/types.ts";
import { and, type Sql, sql } from "../db/sql.ts";

const most = 20;

interface Same {
  readonly radius_m: number;
  readonly days: number;
}
interface Found extends StoredRow {
  readonly clock: Date;
  readonly distance_m: number;
  readonly me_too: number;
  readonly photo: number | null;
}

/** What shows it best: the first photo of before, else the first of after; none that was withdrawn or is on its way. */
const firstPhoto = sql`(select h.id from photo h where h.problem_id = p.id and h.state = 'ready'
  order by (h.kind = 'before') desc, h.taken_at, h.id limit 1)`;

/** Found lately means ended lately, too: what ended before was found before. */
const near = (point: Sql, { radius_m, days }: Same, code: string, others: readonly Sql[]): Sql => sql`
  select ${rowColumns}, clock() as clock, ST_Distance(p.geog, ${point}) as distance_m, p.me_too, ${firstPhoto} as photo
  from ${anyProblem} p where ${and([
    sql`p.category = ${code}::text`,
    sql`ST_DWithin(p.geog, ${point}, ${radius_m}::float8)`,
    sql`p.found_at >= (select clock() - ${days}::float8 * interval '1 day')`,
    ...others,
  ])} order by distance_m, p.id limit ${most}::int`;

export const similarProblems = route({
  path: "/api/problems/similar",
  question: "Which problems of this category, found so near and so lately, may be the same?",
  may: { who: ["inspector", "dispatcher", "leader", "handler"], area: "own" },
  takes: { category, lon: degrees(180, "Longitude, EPSG:4326."), lat: degrees(90, "Latitude, EPSG:4326.") },
  answer: Similar,
  async handle({ caller, given: { category: code, lon, lat }, rows }) {
    const [same] = await rows<Same>(
      "category",
      sql`select same_radius_m as radius_m, same_days as days from category where code = ${code}::text`,
    );
    if (!same) throw new ParameterError("category", code, noCategory);
    const point = sql`ST_Point(${lon}::float8, ${lat}::float8, 4326)::geography`;
    const found = await rows<Found>("similar", near(point, same, code, mine(caller)));
    const told = found.map((row) => ({ ...toRow(row, row.clock), distance_m: row.distance_m, meToo: row.me_too, photo: row.photo }));
    return { ...same, rows: told } satisfies Answer;
  },
});

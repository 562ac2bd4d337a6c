/** "What did it look like before, and now?" Problems closed of late that have photos of both. */
import { type Checked, check } from "../ask/check.ts";
import { integer } from "../ask/parameters.ts";
import { moment } from "../ask/parts.ts";
import { route } from "../ask/route.ts";
import { hits } from "../ask/where.ts";
import type { PhotoKind } from "../contract/officeWords.ts";
import type { Mended as Answer } from "../contract/types.ts";
import { Mended } from "../contract/wallSchemas.ts";
import { type Sql, sql } from "../db/sql.ts";

type Row = Answer["rows"][number];
interface Stored extends Omit<Row, "found" | "closed"> {
  found: Date;
  closed: Date;
}

/** Columns of a problem `p`. */
const columns = sql`p.id, p.title, p.category, p.place, p.unit_id as unit, p.found_at, p.closed_at, p.state, p.geom`;

/** A photo of a problem `h` that is whole and shown; none that was taken after the moment asked about. */
const photo = ({ filter }: Checked, kind: PhotoKind, order: Sql): Sql => {
  const then = filter.at ? sql`and f.taken_at <= ${moment(filter)}` : sql``;
  return sql`(select f.id from photo f where f.problem_id = h.id and f.kind = ${kind}::text and f.state = 'ready' and f.shown is not null ${then}
    order by ${order} limit 1)`;
};

const statement = (checked: Checked, limit: number): Sql => sql`
  select h.id, h.title, h.category, h.place, h.unit, h.found_at as found, h.closed_at as closed, ST_X(h.geom) as lon, ST_Y(h.geom) as lat,
    b.id as before, a.id as after
  from (${hits(checked, columns)}) h,
    lateral ${photo(checked, "before", sql`f.taken_at, f.id`)} b, lateral ${photo(checked, "after", sql`f.taken_at desc, f.id desc`)} a
  where h.state = 'closed' and h.closed_at is not null
    and h.id in (select f.problem_id from photo f where f.kind = 'after' and f.state = 'ready' and f.problem_id is not null)
  order by h.closed_at desc, h.id desc limit ${limit}::int`;

export const mended = route({
  path: "/api/problems/mended",
  question: "Which problems were closed last that have a photo of before and one of after?",
  filtered: true,
  takes: { limit: integer(1, 50, 12, "How many.") },
  answer: Mended,
  async handle(ask) {
    const checked = await check(ask);
    const [now] = await ask.rows<{ clock: Date }>("clock", sql`select ${moment(ask.filter)} as clock`);
    const found = await ask.rows<Stored>("mended", statement(checked, ask.given.limit));
    const rows = found.map((row): Row => ({ ...row, found: row.found.toISOString(), closed: row.closed.toISOString() }));
    return { clock: (now as { clock: Date }).clock.toISOString(), rows } satisfies Answer;
  },
});

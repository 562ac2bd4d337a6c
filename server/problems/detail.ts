/** "What is this problem, and what has happened to it?" One problem with its zones, its site and its history. */
import { NotFound, route } from "../ask/route.ts";
import { rowColumns, type StoredRow, toRow } from "../ask/rows.ts";
import { ProblemDetail } from "../contract/schemas.ts";
import type { ProblemDetail as Detail } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";

type Event = Omit<Detail["history"][number], "at" | "deadline"> & { at: Date; deadline: Date | null };
interface Stored extends StoredRow {
  clock: Date;
  description: string | null;
  site: Detail["site"];
  zones: Detail["zones"];
  dispatched_at: Date | null;
  handed_back_at: Date | null;
  rework_count: number;
  supervised: boolean;
  on_spot: boolean;
  night: boolean;
  version: number;
}

const problem = (id: number): Sql => sql`select ${rowColumns}, (select clock()) as clock, p.description, p.dispatched_at, p.handed_back_at,
    p.rework_count, p.supervised, p.on_spot, p.night, p.version,
    (select json_build_object('id', s.id, 'name', s.name, 'type', s.site_type) from site s where s.id = p.site_id) as site,
    coalesce((select json_agg(json_build_object('id', z.id, 'level', z.level, 'name', z.name, 'person', z.person) order by z.level)
      from zone z where z.id in (p.zone1_id, p.zone2_id, p.zone3_id)), '[]'::json) as zones
  from problem p where p.id = ${id}::bigint`;

const history = (
  id: number,
): Sql => sql`select seq, act, at, actor, note, state_after as state, unit_after as unit, deadline_after as deadline
  from problem_event where problem_id = ${id}::bigint order by seq`;

export const problemDetail = route({
  path: "/api/problems/{id}",
  question: "What is this problem, and what has happened to it?",
  answer: ProblemDetail,
  async handle({ id, rows }) {
    const [[found], events] = await Promise.all([rows<Stored>("problem", problem(id())), rows<Event>("history", history(id()))]);
    if (!found) throw new NotFound({ zh: "没有这个问题", en: "There is no such problem." });
    return {
      ...toRow(found, found.clock),
      description: found.description,
      site: found.site,
      zones: found.zones,
      dispatched: found.dispatched_at?.toISOString() ?? null,
      handedBack: found.handed_back_at?.toISOString() ?? null,
      reworkCount: found.rework_count,
      supervised: found.supervised,
      onSpot: found.on_spot,
      night: found.night,
      version: found.version,
      history: events.map((e) => ({ ...e, at: e.at.toISOString(), deadline: e.deadline?.toISOString() ?? null })),
    } satisfies Detail;
  },
});

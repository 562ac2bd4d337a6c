/** "What calls for a decision?" */
import { flag, integer } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import type { Alarm, Alarms as Answer } from "../contract/types.ts";
import { Alarms } from "../contract/wallSchemas.ts";
import { sql } from "../db/sql.ts";

/** Neither acknowledged nor ended: over an alarm `a`. */
const standing = sql`a.acknowledged_at is null and a.ended_at is null`;

interface Stored extends Omit<Alarm, "at" | "acknowledged" | "ended"> {
  at: Date;
  acknowledgedAt: Date | null;
  by: string | null;
  note: string | null;
  endedAt: Date | null;
}

const rowsOf = (all: boolean, limit: number) => sql`
  select a.id, a.kind, a.at, a.problems, a.detail ->> 'title' as title, a.detail ->> 'place' as place, a.detail ->> 'category' as category,
    cardinality(a.problems) as count, ST_X(a.geom) as lon, ST_Y(a.geom) as lat, a.acknowledged_at as "acknowledgedAt", n.name as by, a.note,
    a.ended_at as "endedAt"
  from alarm a left join person n on n.id = a.acknowledged_by
  where ${all}::boolean or (${standing}) order by a.at desc, a.id desc limit ${limit}::int`;

const toAlarm = ({ at, acknowledgedAt, by, note, endedAt, ...row }: Stored): Alarm => ({
  ...row,
  at: at.toISOString(),
  acknowledged: acknowledgedAt && { at: acknowledgedAt.toISOString(), by, note },
  ended: endedAt?.toISOString() ?? null,
});

export const alarms = route({
  path: "/api/alarms",
  question: "What calls for a decision now; or what did, of late?",
  may: { who: ["leader", "dispatcher", "administrator", "auditor", "wall"], area: "none" },
  takes: { all: flag("Also those that were acknowledged or have ended."), limit: integer(1, 200, 50, "How many.") },
  answer: Alarms,
  async handle({ given: { all, limit }, rows }) {
    const [head] = await rows<{ clock: Date; total: number }>(
      "total",
      sql`select clock() as clock, (select count(*)::int from alarm a where ${standing}) as total`,
    );
    const { clock, total } = head as { clock: Date; total: number };
    const found = await rows<Stored>("alarms", rowsOf(all, limit));
    return { clock: clock.toISOString(), total, rows: found.map(toAlarm) } satisfies Answer;
  },
});

/** Notices with what is said of them to robots. */

import { anyProblem } from "../ask/past.ts";
import type { Queryable } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Told, Tone } from "./say.ts";

/** A moment as people read it, in the district's time. */
const read = (at: Sql): Sql => sql`to_char(${at} at time zone coalesce(d.time_zone, 'Asia/Shanghai'), 'YYYY-MM-DD HH24:MI')`;

/**
 * A notice `n` and its problem `p` as Told, from all that they name. The deadline is the one the notice tells of: it may have been moved since.
 * @param more joins and conditions over `n`, and the order
 */
export const toldRows = (more: Sql): Sql => sql`
  select n.kind, p.id as problem, p.external_id as code, p.title, p.place, u.short_name as unit,
    coalesce(m.name, case when n.person_id is null and n.unit_id is not distinct from p.unit_id then p.person end) as person,
    ${read(sql`case when n.kind in ('nearly_due', 'overdue') then n.what::timestamptz else p.deadline_at end`)} as deadline
  from notice n join ${anyProblem} p on p.id = n.problem_id left join unit u on u.id = n.unit_id left join person m on m.id = n.person_id
    left join district d on true ${more}`;

/** Notices of units under this one, or of it, or of any. */
export const ofUnit = (unit: number | null): Sql => sql`(${unit}::bigint is null or n.unit_id in (
  with recursive under as (select ${unit}::bigint as id union select u.id from unit u join under on u.parent_id = under.id) select id from under))`;

/** The newest notice that a robot would get; null when there is none. */
export async function newestFor(on: Queryable, kinds: readonly string[], unit: number | null): Promise<Told | null> {
  const [told] = await on.query<Told>(toldRows(sql`where n.kind = any(${kinds}::text[]) and ${ofUnit(unit)} order by n.id desc limit 1`));
  return told ?? null;
}

export async function toneOf(on: Queryable, publicUrl: string | undefined): Promise<Tone> {
  const [district] = await on.query<{ language: "zh" | "en" }>(sql`select language from district`);
  return { language: district?.language ?? "zh", publicUrl };
}

/** Alarms that a single problem is: overdue at a key site, or of a category that cannot wait. */
import { overdue } from "../ask/status.ts";
import type { AlarmKind } from "../contract/wall.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { mostRaised, news, type Rule } from "./watchRule.ts";

/** The deadline is what makes an overdue the same: one after an extension is another. Over a problem `p`. */
export const whatOverdue = sql`(p.id::text || ' ' || to_char(p.deadline_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
const whatFound = sql`p.id::text`;

/** Where it is, as the card says it: over a problem `p` with its site `s`. */
export const placeOf = sql`coalesce(nullif(p.place, ''), s.name,
  (select z.name from zone z where z.id = coalesce(p.zone3_id, p.zone2_id, p.zone1_id)))`;

interface One {
  readonly kind: AlarmKind;
  readonly what: Sql;
  readonly place: Sql;
  readonly since: Sql;
  readonly where: Sql;
}

/**
 * What was raised is not raised again. It stands again when it had ended and is so again, as after an undo: unless somebody said that they know.
 * @returns a statement with a row for each that is new, or stands again
 */
const raise = ({ kind, what, place, since, where }: One): Sql => sql`
  insert into alarm (kind, what, problems, detail, geom, at)
  select ${kind}::text, ${what}, array[p.id], jsonb_build_object('title', p.title, 'place', ${place}, 'category', p.category), p.geom, clock()
  from problem p left join site s on s.id = p.site_id
  where p.is_open and ${since} > (select clock()) - ${news} and ${since} <= (select clock()) and ${where}
    and not exists (select from alarm a where a.kind = ${kind}::text and a.what = ${what} and (a.ended_at is null or a.acknowledged_at is not null))
  order by ${since}, p.id limit ${mostRaised}::int
  on conflict (kind, what, district_id) do update set ended_at = null returning id`;

const atKeySites = raise({
  kind: "key_overdue",
  what: whatOverdue,
  place: sql`s.name`,
  since: sql`p.deadline_at`,
  where: sql`s.is_key and ${overdue(sql`(select clock())`)}`,
});

const ofCategories = (codes: readonly string[]): Sql =>
  raise({
    kind: "immediate",
    what: whatFound,
    place: placeOf,
    since: sql`p.found_at`,
    where: sql`p.category = any(array(select c.code from category c where c.code = any(${codes}::text[]) or c.major = any(${codes}::text[])))`,
  });

/** @returns how many were raised, or stand again; at most 500 of each kind */
export async function raiseProblems(tx: Tx, { keyOverdue, immediate }: Rule): Promise<number> {
  const overdueOnes = keyOverdue ? await tx.query(atKeySites) : [];
  const urgentOnes = immediate.length ? await tx.query(ofCategories(immediate)) : [];
  return overdueOnes.length + urgentOnes.length;
}

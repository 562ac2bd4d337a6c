/** Zones by date: what is in force on a day, and which zone held a place then. */
import type { Filter } from "../contract/filter.ts";
import { type Sql, sql } from "../db/sql.ts";
import { dayOf, today } from "./day.ts";

/** A zone or a version of one, `z`, in force on a day. */
export const zoneInForce = (day: Sql): Sql =>
  sql`(z.valid_from is null or z.valid_from <= ${day}) and (z.valid_to is null or ${day} < z.valid_to)`;

/** A zone `z` in force today. */
export const zoneStands = zoneInForce(sql`(select ${today})`);

/** Versions of zones as zones: what each was while it was in force. */
export const zoneVersions = sql`(select v.zone_id as id, v.valid_from, v.valid_to, v.level, v.code, v.name, v.parent_id, v.unit_id, v.person, v.geom, v.area_m2
  from zone_version v)`;

/** Zones are others now than on that day. Asked once in a statement. */
export const zonesMovedSince = (day: Sql): Sql =>
  sql`(select exists (select from zone_version v where v.valid_from > ${day} or v.valid_to > ${day}))`;

const momentDay = (at: string): Sql => dayOf(sql`to_timestamp(${Date.parse(at) / 1000}::float8)`);

/** A condition over a place `p`: on that day (yyyy-MM-dd) the zone held it. On a border the lowest number did. */
export const heldThen = (id: number, day: string): Sql => sql`(
  ST_Intersects((select z.geom from ${zoneVersions} z where z.id = ${id}::bigint and ${zoneInForce(sql`${day}::date`)}), p.geom)
  and not exists (select from ${zoneVersions} z where z.level = (select level from zone where id = ${id}::bigint) and z.id < ${id}::bigint
    and ${zoneInForce(sql`${day}::date`)} and ST_Intersects(z.geom, p.geom)))`;

/** The zone of a level that a problem `p` lies in: today's, or that of the moment a filter speaks of. */
export function zoneColumn({ at }: Pick<Filter, "at">, level: 1 | 2 | 3): Sql {
  const column = { 1: sql`p.zone1_id`, 2: sql`p.zone2_id`, 3: sql`p.zone3_id` }[level];
  if (at === null) return column;
  const day = momentDay(at);
  return sql`case when ${zonesMovedSince(day)} then zone_at(p.geom, ${level}::int, (select ${day})) else ${column} end`;
}

/** The smallest zone of a problem `p`, likewise. */
export const zoneOfProblem = (filter: Pick<Filter, "at">): Sql =>
  sql`coalesce(${zoneColumn(filter, 3)}, ${zoneColumn(filter, 2)}, ${zoneColumn(filter, 1)})`;

/** The name of a zone: today's, an ended one's last, or what it was called at the moment a filter speaks of. */
export function zoneName({ at }: Pick<Filter, "at">, id: Sql): Sql {
  const last = sql`(select z.name from zone z where z.id = ${id})`;
  if (at === null) return last;
  const day = sql`(select ${momentDay(at)})`;
  return sql`coalesce((select z.name from ${zoneVersions} z where z.id = ${id} and ${zoneInForce(day)}), ${last})`;
}

/**
 * The day a filter means when it names a zone `z`, as text; null = today's columns say it. A zone that has ended is asked as it was last.
 */
export function zoneDay({ at }: Pick<Filter, "at">): Sql {
  const last = sql`case when z.valid_to <= (select ${today}) then z.valid_to - 1 end`;
  const day = at === null ? last : sql`least((select ${momentDay(at)}), ${last})`;
  return sql`(select case when d.day is not null and exists (select from zone_version v where v.valid_from > d.day or v.valid_to > d.day) then d.day::text end
    from (select ${day} as day) d)`;
}

/** Check-ins as they are answered. */
import type { CheckIn } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";

export type CheckInRow = Omit<CheckIn, "at"> & { readonly at: Date };

/** Check-ins `c`, newest first. */
export const checkInRows = (where: Sql, limit: number): Sql => sql`
  select c.id, json_build_object('id', s.id, 'name', s.name, 'type', s.site_type) as site, json_build_object('id', n.id, 'name', n.name) as person,
    c.at, ST_X(c.geom) as lon, ST_Y(c.geom) as lat, c.accuracy_m, c.distance_m, c.proved
  from check_in c join site s on s.id = c.site_id join person n on n.id = c.person_id
  where ${where} order by c.at desc, c.id desc limit ${limit}::int`;

export const toCheckIn = ({ at, ...row }: CheckInRow): CheckIn => ({ ...row, at: at.toISOString() });

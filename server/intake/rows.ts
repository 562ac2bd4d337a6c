/** Rows of what was sent in, as the office reads them: never who told of it. */
import type { Caller } from "../ask/caller.ts";
import { anyProblem } from "../ask/past.ts";
import type { IntakeState } from "../contract/officeWords.ts";
import type { IntakeRow } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Sent } from "./sent.ts";

export interface StoredIntake {
  readonly id: number;
  readonly from: string;
  readonly external_id: string;
  readonly received_at: Date;
  readonly body: Sent;
  readonly state: IntakeState;
  readonly wanting: string[];
  readonly lon: number | null;
  readonly lat: number | null;
  readonly problem: IntakeRow["problem"];
  readonly note: string | null;
}

/** Columns of a StoredIntake, of `from intake i` with `intakeJoins`. */
export const intakeColumns = sql`i.id, d.name as "from", i.external_id, i.received_at, i.body - 'reporterName' - 'reporterPhone' as body, i.state,
  i.wanting, st_x(i.geom) as lon, st_y(i.geom) as lat, i.note,
  case when p.id is not null then json_build_object('id', p.id, 'code', p.external_id) end as problem`;
export const intakeJoins = sql`join device d on d.id = i.device_id left join ${anyProblem} p on p.id = i.problem_id`;

/** Condition over `i`: what has no place is everybody's; what has one, of those whose area holds it. */
export function reached({ roles, zone }: Caller): Sql {
  const everywhere = roles.has("administrator") || zone === null || zone.level === 0;
  return everywhere
    ? sql`true`
    : sql`(i.geom is null or exists (select from zone z where z.id = ${zone.id}::bigint and st_intersects(z.geom, i.geom)))`;
}

const positionSent = ({ lon, lat, crs }: Sent): string | null =>
  lon === null && lat === null ? null : `${lon ?? "–"}, ${lat ?? "–"} ${crs ?? ""}`.trim();

export const tellIntake = (row: StoredIntake): IntakeRow => ({
  id: row.id,
  from: row.from,
  externalId: row.external_id,
  received: row.received_at.toISOString(),
  state: row.state,
  wanting: row.wanting,
  title: row.body.title,
  description: row.body.description,
  place: row.body.place,
  category: row.body.category,
  lon: row.lon,
  lat: row.lat,
  position: positionSent(row.body),
  found: row.body.found === null ? null : new Date(row.body.found).toISOString(),
  problem: row.problem,
  note: row.note,
});

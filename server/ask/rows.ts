/** A problem as a row of an answer. */

import { emptyFilter, type Filter } from "../contract/filter.ts";
import { statusOf } from "../contract/status.ts";
import type { ProblemRow } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";
import { statusWord } from "./status.ts";
import { zoneOfProblem } from "./zones.ts";

/** Columns of a problem `p` that a row is made of, its zone that of the filter's moment. `code` is the number people quote: the source's own, for now. */
export const rowColumnsAt = (
  filter: Pick<Filter, "at">,
): Sql => sql`p.id, p.external_id as code, p.title, p.category, p.state, p.place, p.unit_id as unit, p.person, p.source,
  p.found_at, p.deadline_at, p.nearly_due_at, p.closed_at, ST_X(p.geom) as lon, ST_Y(p.geom) as lat,
  ${zoneOfProblem(filter)} as zone, p.version`;
export const rowColumns = rowColumnsAt(emptyFilter);

/** A moment as JSON says it, to the millisecond. */
export const momentText = (at: Sql): Sql => sql`('"' || to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"')`;
const orNull = (text: Sql): Sql => sql`coalesce(${text}, 'null')`;
const quoted = (text: Sql): Sql => sql`to_json(${text})::text`;

/**
 * The row of a problem `p` as it is sent, as text: what `toRow` says, made where it is read. In two parts, for between them its look is said, which
 * moves with the clock while the row stays as it is.
 */
export const rowParts = (filter: Pick<Filter, "at">): { readonly head: Sql; readonly tail: Sql } => ({
  head: sql`concat('{"id":', p.id, ',"code":', ${quoted(sql`p.external_id`)}, ',"title":', ${quoted(sql`p.title`)},
    ',"category":', ${quoted(sql`p.category`)}, ',"state":"', p.state, '","status":"')`,
  tail: sql`concat('","place":', ${orNull(quoted(sql`p.place`))}, ',"unit":', ${orNull(sql`p.unit_id::text`)},
    ',"person":', ${orNull(quoted(sql`p.person`))}, ',"source":', ${quoted(sql`p.source`)}, ',"found":', ${momentText(sql`p.found_at`)},
    ',"deadline":', ${orNull(momentText(sql`p.deadline_at`))}, ',"closed":', ${orNull(momentText(sql`p.closed_at`))},
    ',"lon":', ST_X(p.geom), ',"lat":', ST_Y(p.geom), ',"zone":', ${orNull(sql`(${zoneOfProblem(filter)})::text`)}, ',"version":', p.version, '}')`,
});

/** The same as one text. @param now what its look is as of */
export function rowText(filter: Pick<Filter, "at">, now: Sql): Sql {
  const { head, tail } = rowParts(filter);
  return sql`${head} || ${statusWord(now)} || ${tail}`;
}

export interface StoredRow {
  id: number;
  code: string;
  title: string;
  category: string;
  state: ProblemRow["state"];
  place: string | null;
  unit: number | null;
  person: string | null;
  source: ProblemRow["source"];
  found_at: Date;
  deadline_at: Date | null;
  nearly_due_at: Date | null;
  closed_at: Date | null;
  lon: number;
  lat: number;
  zone: number | null;
  version: number;
}

const time = (at: Date | null): number | null => at?.getTime() ?? null;

/** The row as it is sent; its look is what it is at `clock`. */
export function toRow(row: StoredRow, clock: Date): ProblemRow {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    category: row.category,
    state: row.state,
    status: statusOf(row.state, time(row.nearly_due_at), time(row.deadline_at), clock.getTime()),
    place: row.place,
    unit: row.unit,
    person: row.person,
    source: row.source,
    found: row.found_at.toISOString(),
    deadline: row.deadline_at?.toISOString() ?? null,
    closed: row.closed_at?.toISOString() ?? null,
    lon: row.lon,
    lat: row.lat,
    zone: row.zone,
    version: row.version,
  };
}

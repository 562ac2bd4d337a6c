/** The problem that something sent in becomes: the very same as a report, told by the system it came from. */
import type { Caller } from "../ask/caller.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { reportProblem } from "../log/report.ts";
import { type Sent, sourceOf } from "./sent.ts";

/** What is filed beside what was sent. Degrees of EPSG:4326. */
export interface Settled {
  readonly category: string;
  readonly lon: number;
  readonly lat: number;
  readonly site: number | null;
  readonly title: string | null;
  readonly place: string | null;
}

export interface Filing {
  /** Of the row in the list. */
  readonly id: number;
  /** Name of the system. */
  readonly from: string;
  readonly sent: Sent;
  /** Ms since 1970: when it was found as sent, or else when it came in; null = now. */
  readonly found: number | null;
}

/** Why there is no photo, in the district's language. */
const noPhoto = (chinese: boolean, from: string, externalId: string): string =>
  chinese ? `来自${from}（编号 ${externalId}）` : `From ${from} (number ${externalId})`;

/**
 * Files it and settles its row. The caller is the system itself, or the dispatcher who said what was wanting.
 * @returns the problem's id @throws ParameterError, Forbidden, Conflict as a report
 */
export async function file(tx: Tx, caller: Caller, { id, from, sent, found }: Filing, settled: Settled): Promise<number> {
  const [district] = await tx.query<{ chinese: boolean; now: number }>(sql`
    select coalesce((select language from district), 'zh') <> 'en' as chinese, floor(extract(epoch from clock()) * 1000)::float8 as now`);
  const { chinese, now } = district as { chinese: boolean; now: number };
  const { description, reporterName, reporterPhone } = sent;
  return reportProblem(tx, caller, {
    ...{ ...settled, description, reporterName, reporterPhone, source: sourceOf(sent), night: false, fixed: false },
    // The other's clock may be ahead of ours.
    found: found === null || found >= now ? null : found,
    noPhoto: noPhoto(chinese, from, sent.externalId),
    also: async (problem) => {
      await tx.query(sql`update intake set state = 'taken', problem_id = ${problem}::bigint, wanting = '{}', settled_at = clock(),
          settled_by = ${caller.personId}::bigint, body = body - 'reporterName' - 'reporterPhone',
          geom = st_setsrid(st_makepoint(${settled.lon}::float8, ${settled.lat}::float8), 4326)
        where id = ${id}::bigint`);
    },
  });
}

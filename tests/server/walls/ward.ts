/** The precinct with a key site, and problems put into it without acts, for tests that need many and need them exactly so. */
import type { Alarms } from "../../../server/contract/types.ts";
import type { ProblemState } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { body, loadPrecinct, Precinct, type Who } from "../acts/precinct.ts";
import type { Point } from "../questions/town.ts";

/** Sites: a key one, and one that is not. */
export const sites = { key: 601, plain: 501 } as const;

export async function openWard(db: Db): Promise<Precinct> {
  await loadPrecinct(db);
  await db.query(sql`insert into site (id, layer, external_id, site_type, kind, name, is_key, geom) overriding system value
    values (${sites.key}::bigint, 's', '601', 'market', 'market', '重点市场', true, ST_Point(119.012, 33.512, 4326))`);
  return Precinct.open(db);
}

export interface Put {
  readonly at: Point;
  /** Milliseconds, as its deadline. */
  readonly found: number;
  readonly deadline?: number | null;
  readonly category?: string;
  readonly site?: number | null;
  readonly state?: ProblemState;
  readonly place?: string | null;
}

const iso = (ms: number | null | undefined): string | null => (ms == null ? null : new Date(ms).toISOString());

/** @returns their ids, in the same order */
export async function put(db: Db, problems: readonly Put[]): Promise<number[]> {
  const rows = problems.map(({ at, found, deadline, category = "0103", site = null, state = "dispatched", place = null }, n) => ({
    ...{ n, lon: at[0], lat: at[1], category, site, state, place },
    ...{ found: iso(found), deadline: iso(deadline) },
  }));
  const made = await db.query<{ id: number }>(sql`
    insert into problem (layer, external_id, category, title, source, place, site_id, found_at, state, is_open, unit_id, person_id, person, reporter_name,
      dispatched_at, deadline_at, zone1_id, zone2_id, zone3_id, geom)
    select 'bulk', 'B-' || gen_random_uuid(), category, '井盖缺失', 'patrol', place, site, found, state, state not in ('rejected', 'closed'), 11, 5, '李四', '王五',
      found, deadline, 101, 201, 301, ST_Point(lon, lat, 4326)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) x (n int, lon float8, lat float8, category text, site bigint, state text, place text,
      found timestamptz, deadline timestamptz) order by n returning id`);
  return made.map(({ id }) => id);
}

export const setState = (db: Db, ids: readonly number[], state: ProblemState): Promise<object[]> =>
  db.query(sql`update problem set state = ${state}::text where id = any(${ids}::bigint[])`);
export const setDeadline = (db: Db, id: number, deadline: number): Promise<object[]> =>
  db.query(sql`update problem set deadline_at = ${iso(deadline)}::timestamptz where id = ${id}::bigint`);

export interface RuleSaid {
  readonly key: boolean;
  readonly immediate: readonly string[];
  readonly least: number;
  readonly within_m: number;
  readonly hours: number;
}
export const quietRule: RuleSaid = { key: false, immediate: [], least: 100, within_m: 10, hours: 1 };

export const setRule = (db: Db, said: Partial<RuleSaid>): Promise<object[]> => {
  const { key, immediate, least, within_m, hours } = { ...quietRule, ...said };
  return db.query(sql`update wall_rule set key_overdue = ${key}::boolean, immediate = ${immediate}::text[], cluster_least = ${least}::int,
    cluster_within_m = ${within_m}::float8, cluster_hours = ${hours}::int`);
};

export interface Kept {
  id: number;
  kind: string;
  what: string;
  problems: number[];
  at: Date;
  ended: boolean;
  acknowledged: boolean;
}
export const kept = (db: Db): Promise<Kept[]> =>
  db.query<Kept>(
    sql`select id, kind, what, problems, at, ended_at is not null as ended, acknowledged_at is not null as acknowledged from alarm order by id`,
  );

/** Each change that pages were told of, by its layer. */
export async function changes(db: Db): Promise<string[]> {
  const rows = await db.query<{ layer: string }>(sql`select layer from change order by revision`);
  return rows.map(({ layer }) => layer);
}

export const clearWard = async (db: Db): Promise<void> => {
  await db.query(sql`truncate alarm, change, problem_change`);
  await db.query(sql`delete from problem`);
  await setRule(db, {});
};

export const askAlarms = async (ward: Precinct, query = "", who: Who = "leader"): Promise<Alarms> =>
  body<Alarms>(await ward.get(who, `/api/alarms${query}`));

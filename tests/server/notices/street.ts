/** The precinct of acts with robots, and notices made without acts, for tests that need many. */
import type { NoticeKind, RobotKind } from "../../../server/contract/officeWords.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { tell } from "../../../server/log/notices.ts";
import type { DeliverOptions } from "../../../server/notices/deliver.ts";
import type { Limits } from "../../../server/notices/take.ts";
import { loadPrecinct, Precinct, units } from "../acts/precinct.ts";

export const here = ["127.0.0.0/8"];
export const publicUrl = "https://map.example.org";
export const allKinds: readonly NoticeKind[] = ["assigned", "nearly_due", "overdue", "returned", "supervised", "pressed"];

/** The precinct's app, whose robots may be on this machine. */
export async function openStreet(db: Db, networks: readonly string[] = here): Promise<Precinct> {
  await loadPrecinct(db);
  return new Precinct(db, await buildApp({ db: () => ({ status: "ready", db }), notices: { networks, publicUrl } }));
}

export interface Made {
  readonly url: string;
  readonly kind?: RobotKind;
  readonly secret?: string | null;
  readonly unit?: number | null;
  readonly kinds?: readonly NoticeKind[];
  readonly paused?: boolean;
}

/** @returns the robot's id */
export async function makeRobot(
  db: Db,
  { url, kind = "wecom", secret = null, unit = null, kinds = allKinds, paused = false }: Made,
): Promise<number> {
  const [row] = await db.query<{ id: number }>(sql`insert into robot (name, kind, url, secret, unit_id, kinds, paused)
    values ('群', ${kind}::text, ${url}::text, ${secret}::text, ${unit}::bigint, ${kinds}::text[], ${paused}::boolean) returning id`);
  return (row as { id: number }).id;
}

/** Problems dispatched to the west street's handler, without a log. @returns their ids */
export async function makeProblems(
  db: Db,
  count: number,
  more: { title?: string; unit?: number; person?: number | null } = {},
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(sql`
    insert into problem (layer, external_id, category, title, source, place, found_at, state, unit_id, person_id, dispatched_at, deadline_at,
      zone1_id, zone2_id, zone3_id, geom)
    select 'bulk', 'B-' || gen_random_uuid(), '0103', ${more.title ?? "垃圾满溢"}::text, 'patrol', '解放路12号', clock(), 'dispatched',
      ${more.unit ?? units.west}::bigint, ${more.person === undefined ? 5 : more.person}::bigint, clock(), clock() + interval '4 hours',
      101, 201, 301, ST_Point(119.01, 33.51, 4326)
    from generate_series(1, ${count}::int) returning id`);
  return rows.map(({ id }) => id);
}

/** Tells of each of these problems once. @param what so that the same may be told again */
export async function tellOf(db: Db, ids: readonly number[], kind: NoticeKind = "assigned", what = "seq:2"): Promise<void> {
  await db.tx((tx) =>
    tx.query(
      tell(sql`select id as problem, ${kind}::text as kind, clock() as at, unit_id as unit, person_id as person, null::bigint as by, ${what}::text as what
        from problem where id = any(${ids}::bigint[]) order by id`),
    ),
  );
}

/** Quick enough for a test; the robots' own rules stay. */
export const quick: Partial<Limits> = {
  most: 1_000,
  gap_ms: 1,
  backOff_ms: [20, 20, 30, 30, 40, 40, 50],
  hold_ms: 20,
  refusedHold_ms: 20,
  lease_ms: 2_000,
};
export const quickly = (more: Partial<DeliverOptions> = {}): DeliverOptions => ({
  networks: here,
  publicUrl,
  every_ms: 20,
  patience_ms: 250,
  failed: (error) => {
    throw error;
  },
  limits: quick,
  ...more,
});

/** Waits until something holds. @throws when it does not within ten seconds */
export async function until(holds: () => Promise<boolean> | boolean, what: string, limit_ms = 10_000): Promise<void> {
  const end = Date.now() + limit_ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come to be: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** How many deliveries stand in each state. */
export async function states(db: Db): Promise<Record<string, number>> {
  const rows = await db.query<{ state: string; count: number }>(sql`select state, count(*)::int as count from delivery group by state`);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Nothing waits, and nothing is on its way. */
export const settled = async (db: Db): Promise<boolean> => {
  const { waiting = 0, sending = 0 } = await states(db);
  return waiting + sending === 0;
};

/** The codes of problems that texts name, each as often as it is named. */
export const codesIn = (texts: readonly string[]): string[] => texts.flatMap((text) => text.match(/B-[0-9a-f-]{36}/g) ?? []);

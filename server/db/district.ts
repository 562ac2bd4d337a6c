/** Whose rows a database's sessions read and write: one district's, by their role (data/schema/0014_districts.sql). */
import { type Db, type Queryable, Unsuitable } from "./db.ts";
import { sql } from "./sql.ts";

export interface Standing {
  /** The district that is read and written. */
  readonly own: number;
  /** Districts whose ground and problems are read, `own` among them. */
  readonly sees: readonly number[];
  /** Row-level security holds the sessions; false: they are the owner's. */
  readonly held: boolean;
  /** Districts in the database, as far as the sessions can tell. */
  readonly districts: number;
}

export async function standingOf(db: Queryable): Promise<Standing> {
  const [row] =
    await db.query<Standing>(sql`select own_district() as own, seen_districts() as sees, row_security_active('district') as held,
    (select count(*)::int from (select id from district union select district_id from district_role) x) as districts`);
  return row as Standing;
}

/** Hears what is told within the own district (`tell_district` of the schema); otherwise as `Db.listen`. */
export async function listenOwn(
  db: Db,
  channel: string,
  heard: (payload: string) => void,
  resumed?: () => void,
): Promise<() => Promise<void>> {
  const [row] = await db.query<{ own: number }>(sql`select own_district() as own`);
  return db.listen(`${channel}_${row?.own}`, heard, resumed);
}

/**
 * The owner sees every district at once: no page may be served so.
 * @throws Unsuitable when there is more than one district and the sessions are the owner's
 */
export async function refuseOwnerOfMany(db: Db): Promise<void> {
  const { held, districts } = await standingOf(db);
  if (held || districts < 2) return;
  throw new Unsuitable(
    `这个数据库里有 ${districts} 个城区，不能用数据库所有者的身份运行服务：请用城区自己的 DATABASE_URL（npm run district -- list）。 / This database holds ${districts} districts and cannot be served as its owner: use a district's own DATABASE_URL (npm run district -- list).`,
  );
}

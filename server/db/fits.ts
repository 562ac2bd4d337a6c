/** Whether a database's version is this program's, for those who may not bring it up to date; and what its districts' roles may use of what is new. */
import { DatabaseIsNewer, type Db, Unsuitable } from "./db.ts";
import { sql } from "./sql.ts";

/** What a file of the schema made is the districts' roles' too. */
export async function grantAnew(db: Db): Promise<void> {
  const [row] = await db.query<{ there: boolean }>(sql`select to_regclass('district_role') is not null as there`);
  if (row?.there) await db.query(sql`select grant_district(role) from district_role`);
}

/** A district's role owns no table: the owner brings the database up to date. */
export async function isHeld(db: Db): Promise<boolean> {
  const [row] = await db.query<{ held: boolean }>(
    sql`select not coalesce(has_table_privilege(to_regclass('schema_version')::oid, 'insert'), true) as held`,
  );
  return row?.held ?? false;
}

const versionOf = async (db: Db): Promise<number> => {
  const [row] = await db.query<{ number: number | null }>(sql`select max(number) as number from schema_version`);
  return row?.number ?? 0;
};

/** @param known the last number this program has a file for @throws DatabaseIsNewer, Unsuitable when the database is not of exactly this version */
export async function refuseOther(db: Db, known: number): Promise<number[]> {
  await refuseNewer(db, known);
  const found = await versionOf(db);
  if (found === known) return [];
  throw new Unsuitable(
    `数据库的版本是 ${found}，本程序需要 ${known}：请先用所有者的 DATABASE_URL 运行 npm run district -- list。 / The database is at version ${found}, this program needs ${known}: first run npm run district -- list with its owner's DATABASE_URL.`,
  );
}

/** @param known the last number this program has a file for @throws DatabaseIsNewer */
export async function refuseNewer(db: Db, known: number): Promise<void> {
  const found = await versionOf(db);
  if (found <= known) return;
  throw new DatabaseIsNewer(
    `数据库的版本是 ${found}，本程序只认识到 ${known}。请改用较新的程序，或换一个数据库。 / The database is at version ${found}, this program knows ${known}. Start the newer program that wrote it, or choose another database.`,
  );
}

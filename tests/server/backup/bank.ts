/** What tests of backups share: databases full of odd rows, empty ones to restore into, and sums of all tables. */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PhotosTo } from "../../../server/backup/write.ts";
import { writeBackup } from "../../../server/backup/write.ts";
import type { Db } from "../../../server/db/db.ts";
import { openEmbedded } from "../../../server/db/embedded/open.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import { createDatabase, type EngineName } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";

/** A folder of the test's own. */
export const ownFolder = (): string => mkdtempSync(join(tmpdir(), "chuangtu-backup-"));
export const dropFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** Nothing in it, not even tables. */
export const bare = async (engine: EngineName): Promise<Db> =>
  engine === "embedded" ? openEmbedded(null) : openPostgres(await createDatabase());

/** Everything a text can hold that a format may trip over. */
const odd = "制表\t换行\n回车\r反斜\\N \\. 引号'\" 零宽\u200b 表情😀 \u0001";

/** Rows of kinds the town has none of: bytes, arrays, JSON, nulls, a published plan, a session, waiting messages, numbers given and gone. */
export async function addOddities(db: Db): Promise<void> {
  const person = await makePerson(db, { name: odd, roles: ["dispatcher"] });
  await cookieOf(db, person);
  await db.query(
    sql`insert into brief_template (kind, name, bytes) values ('daily', ${odd}::text, ${Buffer.from([0, 255, 10, 92, 46])}::bytea)`,
  );
  await db.query(sql`insert into zone_plan (name, status, partition, sum, published_at, effective_from, weights)
    values (${odd}::text, 'published', 'p', 's', now(), '2026-12-01', ${JSON.stringify({ "a\n": [null, 1.5e-7, odd.replace("\u0000", "")] })}::jsonb)`);
  await addArchive(db);
  await db.query(sql`insert into audit_entry (kind, who, detail) values ('act', ${odd}::text, '{}'), ('act', '', '{}')`);
  await db.query(sql`insert into robot (name, kind, url, kinds) values ('群', 'wecom', 'https://example.org/x', '{assigned}')`);
  await db.query(sql`insert into message (robot_id, text) select id, ${odd}::text from robot`);
  await db.query(sql`insert into saved_view (name, query, share) values ('a', '', 'mine'), ('b', '', 'mine')`);
  await db.query(sql`delete from saved_view`);
}

/** A month of the archive, and a problem with its log in it. */
async function addArchive(db: Db): Promise<void> {
  await db.tx((tx) =>
    tx.script(`create table problem_2019_03 partition of archived_problem_ended for values from ('2019-03-01T00:00Z') to ('2019-04-01T00:00Z');
      create table problem_event_2019_03 partition of archived_problem_event for values from ('2019-03-01T00:00Z') to ('2019-04-01T00:00Z')`),
  );
  await db.query(sql`update archive_head set edge = '2019-04-01T00:00Z', told_at = now()`);
  await db.query(sql`with id as (insert into problem_key (id, layer, external_id) select max(id) + 1000, 'old', ${odd}::text from problem_key returning id),
      p as (insert into archived_problem (id, layer, external_id, category, title, source, found_at, closed_at, state, is_open, geom)
        select id, 'old', ${odd}::text, (select min(code) from category), ${odd}::text, 'patrol', '2019-03-02T00:00Z', '2019-03-09T00:00Z', 'closed', false, ST_Point(119.02, 33.52, 4326) from id)
    insert into archived_problem_event (problem_id, seq, act, at, state_after) select id, 1, 'report', '2019-03-02T00:00Z'::timestamptz, 'reported' from id`);
  await db.query(sql`select setval('problem_id_seq', max(id)) from problem_key`);
}

const sums = `create function pg_temp.sum_of(relation text) returns text language plpgsql as $$
declare s text;
begin
  execute format('select count(*) || '' '' || md5(coalesce(string_agg(h, '''' order by h), '''')) from (select md5(t::text) as h from %s t) x', relation) into s;
  return s;
end $$`;

/** Of each table its rows and a sum of them, generated columns too, in whatever order they lie. */
export const tableSums = (db: Db): Promise<Record<string, string>> =>
  db.tx(async (tx) => {
    await tx.script(sums);
    const rows = await tx.query<{ name: string; sum: string }>(
      sql`select c.oid::regclass::text as name, pg_temp.sum_of(c.oid::regclass::text) as sum from pg_class c
        where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace and c.relname <> 'spatial_ref_sys' order by 1`,
    );
    await tx.script("drop function pg_temp.sum_of(text)");
    return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
  });

/** Tables that a restored copy has otherwise, on purpose. */
export const otherwise = [
  "session",
  "set_up_link",
  "sign_in_try",
  "change",
  "problem_change",
  "schema_version",
  "change_head",
  "layer_revision",
  "message",
];
export const carried = (all: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !otherwise.includes(name)));

export const backUp = (db: Db, file: string, photosTo: PhotosTo = { where: "elsewhere" }, photos = folderStore(`${file}-photos`)) =>
  writeBackup({ db, photos, photosTo }, file);

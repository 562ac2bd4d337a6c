import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeLayers } from "../../../server/contract/officeWords.ts";
import { DatabaseIsNewer, type Db, Unsuitable } from "../../../server/db/db.ts";
import { migrate } from "../../../server/db/migrate.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";
import { adminUrl, asAdmin, createDatabase, databases, fixtureDb } from "../../support/databases.ts";
import { shape } from "./schemaShape.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chuangtu-schema-"));
  await writeFile(join(folder, "0001_first.sql"), "create table first (n int);\ninsert into first values (1);\n");
  await writeFile(join(folder, "notes.txt"), "not a migration");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(databases())("migrations on $name", ({ fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
  });
  afterAll(() => db.close());

  it("apply once", async () => {
    expect(await migrate(db)).toEqual([]);
    const [row] = await db.query<{ versions: number; layers: number }>(
      sql`select (select count(*) from schema_version) as versions, (select count(*) from layer_revision) as layers`,
    );
    expect(row?.versions).toBeGreaterThan(0);
    expect(row?.layers).toBe(changeLayers.length);
  });

  it("refuse a database that a newer program wrote, and say what to do", async () => {
    await db.query(sql`insert into schema_version values (9999, '9999_future.sql', '')`);
    await expect(migrate(db)).rejects.toBeInstanceOf(DatabaseIsNewer);
    await expect(migrate(db)).rejects.toThrow(/9999.*newer program/);
    await db.query(sql`delete from schema_version where number = 9999`);
  });

  it("refuse a file that was changed after it was applied, but not for its line ends", async () => {
    await db.query(sql`delete from schema_version`);
    expect(await migrate(db, folder)).toEqual([1]);
    await writeFile(join(folder, "0001_first.sql"), "create table first (n int);\r\ninsert into first values (1);\r\n");
    expect(await migrate(db, folder)).toEqual([]);
    await writeFile(join(folder, "0001_first.sql"), "create table first (n bigint);\n");
    await expect(migrate(db, folder)).rejects.toBeInstanceOf(Unsuitable);
    await writeFile(join(folder, "0001_first.sql"), "create table first (n int);\ninsert into first values (1);\n");
  });

  it("leave nothing of a file that fails, and say where it failed", async () => {
    await writeFile(join(folder, "0002_second.sql"), "create table second (n int);\n\ncreate table (n int);\n");
    await expect(migrate(db, folder)).rejects.toThrow(/0002_second\.sql, line 3/);
    expect(await db.query(sql`select to_regclass('second')::text as there, (select max(number) from schema_version) as version`)).toEqual([
      { there: null, version: 1 },
    ]);
    await rm(join(folder, "0002_second.sql"));
  });
});

describe.skipIf(adminUrl() === null)("on a server", () => {
  it("the schema is the same as in the embedded database", async () => {
    const [embedded, postgres] = await Promise.all([fixtureDb("embedded", "empty"), fixtureDb("postgres", "empty")]);
    const rows = await embedded.query<{ kind: string }>(shape);
    expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(["column", "index", "constraint", "trigger", "function"]));
    expect(rows).toEqual(await postgres.query(shape));
  });

  it("many starters at once bring an empty database up together", async () => {
    const url = await createDatabase();
    const starters = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url)));
    const applied = await Promise.all(starters.map((db) => migrate(db)));
    const all = applied.flat().sort();
    expect(all).toEqual([...new Set(all)]);
    expect(all.length).toBeGreaterThan(0);
    await Promise.all(starters.map((db) => db.close()));
  });

  it("a user who may not install PostGIS is told who can, and how", async () => {
    const url = new URL(await createDatabase());
    const name = `${url.pathname.slice(1)}_user`;
    await asAdmin(`create role ${name} login`);
    url.username = name;
    const db = await openPostgres(url.href);
    await expect(migrate(db)).rejects.toBeInstanceOf(Unsuitable);
    await expect(migrate(db)).rejects.toThrow(/create extension postgis/);
    await db.close();
    await asAdmin(`drop role ${name}`);
  });
});

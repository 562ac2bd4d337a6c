/** New files of the schema: each says so when others have to wait for it, or when older programs cannot go on beside it. */
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { migrate } from "../../../server/db/migrate.ts";
import { readMigrations } from "../../../server/db/migration.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";
import { loadSize } from "../../bench/town.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { complaints, growing } from "./ddl.ts";

const own = fileURLToPath(new URL("../../../data/schema/", import.meta.url));
/** The last file that was written before there was such a rule. */
const before = 12;

const long = (what: string, whom: string) => expect.stringContaining(`${what} all of problem, and keeps ${whom} out`);
const lost = (what: string) => expect.stringContaining(what);
/** Files as somebody might write them, and what is to be complained of. */
const planted: Readonly<Record<string, readonly [text: string, complaints: readonly unknown[]]>> = {
  "a new table and a column with a constant": [
    "create table planted (id int primary key, problem_id bigint);\ncreate index on planted (problem_id);\nalter table problem add column planted int not null default 1;",
    [],
  ],
  "a constraint that is checked later": [
    "-- outside a transaction\n\nalter table problem add constraint planted_small check (planted < 9) not valid;\n\nalter table problem validate constraint planted_small;",
    [],
  ],
  "an index beside those who write": [
    "-- outside a transaction\n\ncreate index concurrently if not exists problem_planted on problem_open (planted);",
    [],
  ],
  "a table written anew": [
    "alter table problem alter column planted type bigint using planted + 1;",
    [long("writes", "readers"), lost("no problem.planted integer any more")],
  ],
  "the same, said": [
    "-- holds others up: it is small.\n-- stop older programs: they read a number.\nalter table problem alter column planted type numeric;",
    [],
  ],
  "a default that is reckoned for each row": [
    "alter table problem add column planted_at float8 not null default random();",
    [long("writes", "readers")],
  ],
  "a constraint that is checked at once": [
    "alter table problem add constraint planted_title check (title <> '-');",
    [long("reads", "readers")],
  ],
  "an index that keeps writers out": ["create index problem_planted_title on problem (title);", [long("reads", "writers")]],
  "a reference that is checked at once": [
    "alter table problem add constraint planted_unit foreign key (unit_id) references unit;",
    [long("reads", "writers")],
  ],
  "rows changed under a lock": [
    "alter table problem add column planted_word text;\ndo $$ begin update problem set planted_word = title; end $$;",
    [long("reads", "readers")],
  ],
  "a column taken away": ["alter table problem drop column planted_word;", [lost("no problem.planted_word text any more")]],
  "a column that must be given": [
    "alter table unit add column planted text;\nupdate unit set planted = name;\nalter table unit alter column planted set not null;",
    [lost("unit.planted must be given now")],
  ],
  "a key taken away": ["drop index planted_key;", [lost("saved_view (name) is no key any more")]],
};

describe.skipIf(adminUrl() === null)("files of the schema", () => {
  let folder = "";
  let db: Db;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chuangtu-ddl-"));
    for (const file of await readdir(own)) if (Number(file.slice(0, 4)) <= before) await copyFile(join(own, file), join(folder, file));
    db = await openPostgres(await createDatabase());
    await migrate(db, folder);
    await loadSize(db, { problems: 400, open: 300, markets: 5, placed: true });
  });
  afterAll(async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("grow in tables that there are", async () => {
    const [{ found } = { found: [] }] = await db.query<{ found: string[] }>(
      sql`select array(select n from unnest(${growing}::text[]) n where to_regclass(n) is null) as found`,
    );
    expect(found).toEqual([]);
  });

  it("say what they do to others", async () => {
    const files = (await readMigrations(own)).filter(({ number }) => number > before);
    for (const file of files) expect(await complaints(db, file), file.name).toEqual([]);
  });

  it("are complained of when they do not", async () => {
    await db.query(sql`create unique index planted_key on saved_view (name)`);
    for (const [i, [what, [text, expected]]] of Object.entries(planted).entries()) {
      await rm(folder, { recursive: true, force: true });
      folder = await mkdtemp(join(tmpdir(), "chuangtu-ddl-"));
      await writeFile(join(folder, `${9000 + i}_planted.sql`), `${text}\n`);
      for (const file of await readMigrations(folder)) expect(await complaints(db, file), what).toEqual(expected);
    }
  });

  it("that run outside a transaction can be run again", async () => {
    const files = (await readMigrations(own)).filter(({ number, outside }) => number > before && outside !== null);
    for (const { outside } of files)
      for (const { text } of outside ?? [])
        await (/\bconcurrently\b|^vacuum\b/i.test(text) ? db.alone(text) : db.tx((tx) => tx.script(text)));
  });
});

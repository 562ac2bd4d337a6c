/** Migrations while others read and write: nobody waits behind them for long, nobody fails, and what was cut in the middle is done in the end. */
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { migrate } from "../../../server/db/migrate.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";
import { adminUrl, asAdmin, createDatabase, databases } from "../../support/databases.ts";
import { loadPrecinct, Precinct, type Reply } from "../acts/precinct.ts";

const own = fileURLToPath(new URL("../../../data/schema/", import.meta.url));
const patience = { lock_ms: 200, all_ms: 60_000 };

/** Does it again and again. @returns stops, and tells how long the longest took in milliseconds, and how many there were */
function continuously(work: () => Promise<unknown>): () => Promise<{ longest_ms: number; count: number }> {
  let [on, longest_ms, count] = [true, 0, 0];
  const running = (async () => {
    while (on) {
      const from = performance.now();
      await work();
      longest_ms = Math.max(longest_ms, performance.now() - from);
      count++;
      await wait(2);
    }
  })();
  // Told by who stops it.
  running.catch(() => {});
  return async () => {
    on = false;
    await running;
    return { longest_ms, count };
  };
}

describe.skipIf(adminUrl() === null)("a migration under load", () => {
  let folder = "";
  let url = "";
  let precinct: Precinct;
  /** The newer program's connection. */
  let newer: Db;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chuangtu-load-"));
    for (const file of await readdir(own)) await copyFile(join(own, file), join(folder, file));
    url = await createDatabase();
    newer = await openPostgres(url);
    await migrate(newer, folder);
    const older = await openPostgres(url);
    await loadPrecinct(older);
    precinct = await Precinct.open(older);
    await older.query(sql`insert into problem (layer, external_id, category, title, source, found_at, state, geom)
      select 'many', i::text, '0101', '占道', 'patrol', '2026-03-01T10:00+08:00', 'filed', ST_Point(119.01, 33.51, 4326) from generate_series(1, 20000) i`);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
    await newer.close();
    await rm(folder, { recursive: true, force: true });
  });

  const plant = (name: string, text: string): Promise<void> => writeFile(join(folder, `${name}.sql`), text);

  /** Somebody reads for so long, as for a long list or a backup. @returns when it has begun; `over` settles at its end */
  function readsFor(ms: number): Promise<{ over: Promise<void> }> {
    return new Promise((resolve) => {
      const over = precinct.db.tx(async (tx) => {
        await tx.query(sql`select id from problem limit 1`);
        setImmediate(() => resolve({ over }));
        await wait(ms);
      });
    });
  }

  /** Whatever of the older program's people do while it runs. @returns the longest answer in milliseconds */
  async function underLoad(work: () => Promise<unknown>): Promise<number> {
    const asked = async (reply: Promise<Reply>): Promise<void> => {
      const { statusCode, body } = await reply;
      if (statusCode !== 200) throw new Error(`${statusCode} ${body}`);
    };
    const stops = [
      continuously(() => asked(precinct.get("leader", "/api/problems?limit=20"))),
      continuously(() => asked(precinct.get("leader", "/api/problems/count?by=status"))),
      continuously(() => precinct.db.query(sql`select count(*) from problem where category = '0101'`)),
      continuously(() => precinct.db.query(sql`select title from problem where id = 7`)),
      continuously(() => precinct.report()),
      continuously(async () => precinct.act("westHandler", "accept", await precinct.bring("dispatched"))),
    ];
    let longest_ms = 0;
    await wait(300);
    try {
      await work();
      await wait(100);
    } finally {
      const told = await Promise.all(stops.map((stop) => stop()));
      for (const { count } of told) expect(count).toBeGreaterThan(0);
      longest_ms = Math.max(...told.map((one) => one.longest_ms));
    }
    return longest_ms;
  }
  const valid = (index: string) =>
    newer.query<{ valid: boolean }>(sql`select indisvalid as valid from pg_index where indexrelid = to_regclass(${index})`);

  it("waits for a long reader and lets everybody else by, and the older program goes on", async () => {
    await plant(
      "9001_column",
      "alter table problem add column planted text;\nalter table problem add constraint planted_short check (length(planted) < 9) not valid;\n",
    );
    await plant(
      "9002_index",
      "-- outside a transaction\n\nalter table problem validate constraint planted_short;\n\n-- beside those who write\ncreate index concurrently if not exists problem_planted\n  on problem (planted);\n\nanalyze problem;\n",
    );
    const reader = await readsFor(6_000);
    const from = performance.now();
    const longest = await underLoad(async () => expect(await migrate(newer, folder, patience)).toEqual([9001, 9002]));
    // It did wait for the reader, and nobody for it.
    expect(performance.now() - from).toBeGreaterThan(5_500);
    expect(longest).toBeLessThan(3_000);
    await reader.over;
    expect(await valid("problem_planted")).toEqual([{ valid: true }]);
    // Of each drawer, and of one that is made later.
    expect(await newer.query(sql`select relid::regclass::text as of from pg_partition_tree('problem_planted') where isleaf`)).toHaveLength(
      2,
    );
    expect(
      await newer.query(
        sql`select convalidated as valid from pg_constraint where conname = 'planted_short' and conrelid = 'problem'::regclass`,
      ),
    ).toEqual([{ valid: true }]);
  });

  it("would have had everybody wait behind it without its patience", async () => {
    await plant("9003_column", "alter table problem add column planted_too text;\n");
    const reader = await readsFor(2_500);
    const longest = await underLoad(() => migrate(newer, folder, { lock_ms: 30_000, all_ms: 60_000 }));
    await reader.over;
    expect(longest).toBeGreaterThan(1_800);
  });

  it("gives up in the end, says why, and leaves nothing", async () => {
    await plant("9004_column", "alter table problem add column planted_last text;\n");
    const reader = await readsFor(2_000);
    await expect(migrate(newer, folder, { lock_ms: 100, all_ms: 500 })).rejects.toThrow(
      /9004_column\.sql: others held .* it was tried \d+ times/,
    );
    await reader.over;
    expect(await migrate(newer, folder, patience)).toEqual([9004]);
  });

  it("begins anew where it was cut in the middle of an index", async () => {
    await plant(
      "9005_index",
      "-- outside a transaction\n\ncreate table planted (n int);\n\ncreate index concurrently planted_found on problem_open (found_at, title);\n",
    );
    // The build waits for whoever has written and is not done yet.
    let write = (): void => {};
    let writing = Promise.resolve();
    await new Promise<void>((begun) => {
      writing = precinct.db.tx(async (tx) => {
        await tx.query(sql`update problem set title = title where id = 9`);
        await new Promise<void>((resolve) => {
          write = resolve;
          begun();
        });
      });
    });
    const cut = migrate(newer, folder, patience).then(
      () => "done",
      (error: unknown) => error,
    );
    let building: object[] = [];
    while (building.length === 0) {
      await wait(50);
      building = await asAdmin(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like 'create index concurrently planted_found%' and wait_event_type = 'Lock'`,
      );
    }
    expect(await cut).toBeInstanceOf(Error);
    expect(await valid("planted_found")).toEqual([{ valid: false }]);
    write();
    await writing;
    // As its author has to write it: what had been done by then is there.
    await expect(migrate(newer, folder, patience)).rejects.toThrow(/"planted" already exists/);
    await plant(
      "9005_index",
      "-- outside a transaction\n\ncreate table if not exists planted (n int);\n\ncreate index concurrently planted_found on problem_open (found_at, title);\n",
    );
    expect(await migrate(newer, folder, patience)).toEqual([9005]);
    expect(await valid("planted_found")).toEqual([{ valid: true }]);
  });

  it("is done once by programs that start together, and says where a file is wrong", async () => {
    await plant(
      "9006_index",
      "-- outside a transaction\n\ncreate index concurrently planted_once on problem_open (title);\n\ninsert into planted values (1);\n",
    );
    const others = await Promise.all([1, 2, 3].map(() => openPostgres(url)));
    const done = await Promise.all(others.map((db) => migrate(db, folder, patience)));
    expect(done.flat()).toEqual([9006]);
    expect(await newer.query(sql`select n from planted`)).toEqual([{ n: 1 }]);
    await Promise.all(others.map((db) => db.close()));
    await plant(
      "9007_wrong",
      "-- outside a transaction\n\n-- this is well\nselect 1;\n\ncreate index concurrently planted_wrong\n  on problem_open (nothing);\n",
    );
    await expect(migrate(newer, folder, patience)).rejects.toThrow(/9007_wrong\.sql, line 6: .*nothing/);
  });
});

it.each(databases())("files that run outside a transaction run on $name", async ({ fresh }) => {
  const folder = await mkdtemp(join(tmpdir(), "chuangtu-outside-"));
  for (const file of await readdir(own)) await copyFile(join(own, file), join(folder, file));
  await writeFile(
    join(folder, "9001_index.sql"),
    "-- outside a transaction\n\ncreate index concurrently if not exists planted on problem (title);\n\nvacuum problem;\n",
  );
  const db = await fresh();
  expect(await migrate(db, folder)).toEqual([9001]);
  expect(await migrate(db, folder)).toEqual([]);
  expect(await db.query(sql`select indisvalid as valid from pg_index where indexrelid = to_regclass('planted')`)).toEqual([
    { valid: true },
  ]);
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

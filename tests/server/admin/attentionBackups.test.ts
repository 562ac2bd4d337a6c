/** A nightly backup that failed or is missing shows in the health of the server, for everybody, and in what is to be put right, with why. */
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keepBackups } from "../../../server/backups.ts";
import { BackupWatch } from "../../../server/backupWatch.ts";
import { Health as HealthSchema } from "../../../server/contract/schemas.ts";
import type { Attention, Health } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { expectContract } from "../http/contract.ts";
import { loadDesk } from "../log/desk.ts";

const hour_ms = 3_600_000;

describe.each(databases())("the nightly backup, for who looks after the program, on $name", ({ fresh }) => {
  let root = "";
  let db: Db;
  let cookie: string;
  beforeAll(async () => {
    db = await fresh();
    await loadDesk(db);
    await db.query(sql`select setval(pg_get_serial_sequence('person', 'id'), 1000)`);
    cookie = await cookieOf(db, await makePerson(db, { roles: ["administrator"] }));
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "chuangtu-watch-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const folder = () => join(root, "kept");

  /** What the health and the attention list say of it. */
  async function told(
    watch: BackupWatch,
  ): Promise<{ health: Health["backups"]; status: number; items: (readonly [string, string | undefined])[] }> {
    const app = await buildApp({ db: () => ({ status: "ready", db }), backups: () => watch.stands() });
    const reply = await app.inject("/api/health");
    expectContract(HealthSchema, reply.json());
    const { groups } = (await app.inject({ url: "/api/attention", headers: { cookie } })).json<Attention>();
    await app.close();
    const group = groups.find(({ kind }) => kind === "backup_wrong");
    return {
      health: reply.json<Health>().backups,
      status: reply.statusCode,
      items: (group?.items ?? []).map(({ name, note }) => [name, note?.zh] as const),
    };
  }

  it("is off where none is to be made, and no fault", async () => {
    const watch = new BackupWatch(null);
    await watch.look(db);
    expect(await told(watch)).toEqual({ health: { status: "off", lastGood: null }, status: 200, items: [] });
  });

  it("is good once the program has made one; a day and two hours later it is missing", async () => {
    const watch = new BackupWatch(folder());
    const settings = { backups: { folder: folder(), keep: 2 }, dataFolder: root, photos: { folder: join(root, "photos") } };
    expect((await told(watch)).health).toEqual({ status: "none_yet", lastGood: null });
    const failures: unknown[] = [];
    const stop = keepBackups(db, folderStore(join(root, "photos")), settings, watch, (error) => failures.push(error));
    for (const end = Date.now() + 60_000; watch.stands().status !== "good" && failures.length === 0 && Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await watch.look(db);
    }
    await stop();
    expect(failures).toEqual([]);
    const { lastGood } = watch.stands();
    expect(Math.abs(Date.now() - Date.parse(lastGood ?? ""))).toBeLessThan(60_000);
    expect(await told(watch)).toEqual({ health: { status: "good", lastGood }, status: 200, items: [] });
    const good_ms = Date.parse(lastGood ?? "");
    expect([25.9, 26.1].map((hours) => watch.stands(good_ms + hours * hour_ms).status)).toEqual(["good", "missing"]);
  });

  it("shows when it is missing, by the district's time, and the server stays in service", async () => {
    const watch = new BackupWatch(folder());
    const late = new Date(Date.now() - 30 * hour_ms);
    await mkdir(folder());
    const name = join(folder(), `chuangtu-desk-${late.toISOString().slice(0, 10)}.tar`);
    await writeFile(name, "x");
    await utimes(name, late, late);
    await watch.look(db);
    const inShanghai = new Date(late.getTime() + 8 * hour_ms).toISOString().slice(0, 16).replace("T", " ");
    expect(await told(watch)).toEqual({
      health: { status: "missing", lastGood: late.toISOString() },
      status: 200,
      items: [[inShanghai, "超过 26 小时没有新的备份；请看程序日志和备份目录"]],
    });
  });

  it("shows why the last one failed, also one that could put nothing down; a good one after it ends that", async () => {
    await mkdir(folder());
    const watch = new BackupWatch(folder());
    await writeFile(join(folder(), "last.json"), JSON.stringify({ at: new Date().toISOString(), ok: false, error: "no room" }));
    await watch.look(db);
    expect(await told(watch)).toEqual({
      health: { status: "failed", lastGood: null },
      status: 200,
      items: [["—", "上次备份失败：no room；还没有一份可用的备份"]],
    });
    await writeFile(join(folder(), "chuangtu-desk-2026-01-01.tar"), "x");
    const soon = new Date(Date.now() + 1_000);
    await utimes(join(folder(), "chuangtu-desk-2026-01-01.tar"), soon, soon);
    await watch.look(db);
    expect(watch.stands()).toEqual({ status: "good", lastGood: soon.toISOString(), why: null });

    // Where the folder should be there is a file.
    const other = new BackupWatch(join(root, "a file"));
    await writeFile(join(root, "a file"), "x");
    const settings = { backups: { folder: join(root, "a file"), keep: 2 }, dataFolder: root, photos: { folder: join(root, "photos") } };
    let failed = (): void => {};
    const failing = new Promise<void>((resolve) => (failed = resolve));
    const stop = keepBackups(db, folderStore(join(root, "photos")), settings, other, failed);
    await failing;
    await stop();
    expect(other.stands()).toMatchObject({ status: "failed", why: expect.stringContaining("EEXIST") });
  });

  it("that was never made is missing an hour after the start", () => {
    const watch = new BackupWatch(folder(), 0);
    expect([0.9, 1.1].map((hours) => watch.stands(hours * hour_ms).status)).toEqual(["none_yet", "missing"]);
  });
});

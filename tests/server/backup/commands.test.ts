/** The commands as people run them: in processes of their own, on folders and servers, stopped and killed in the middle. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerAsked, askForBackup } from "../../../server/backup/asked.ts";
import { openBackup } from "../../../server/backup/read.ts";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import { media, photoKey } from "../../../server/photos/store.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { loadDesk, report } from "../log/desk.ts";
import { backUp, carried, dropFolder, ownFolder, tableSums } from "./bank.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const root = ownFolder();
const at = (...names: string[]): string => join(root, ...names);

/** @param whileRunning may end it before its time */
async function run(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
  whileRunning?: (child: ReturnType<typeof spawn>) => Promise<void>,
) {
  const child = spawn(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += String(text)));
  const closed = once(child, "close");
  await whileRunning?.(child);
  const [code] = (await closed) as [number | null];
  return { code, said };
}

const data = at("data");
const photo = photoKey(41, 1, "picture");
let were: Record<string, string>;

beforeAll(async () => {
  const db = await openDatabase({ dataFolder: data });
  await loadDesk(db);
  for (let i = 0; i < 30; i++) await report(db);
  await db.query(
    sql`insert into audit_entry (kind, who, detail) select 'act', repeat(md5(i::text), 30), '{}' from generate_series(1, 30000) i`,
  );
  await db.query(sql`insert into photo (id, client_id, state, kind, taken_at, upload_bytes, upload_sha256, sets, shown)
    overriding system value values (41, gen_random_uuid(), 'ready', 'before', now(), 1, '\\x31', 1, 1)`);
  were = await tableSums(db);
  await db.close();
  await folderStore(`${data}-photos`).put(photo, Buffer.from("a picture"), media);
});
afterAll(() => dropFolder(root));

const sumsIn = async (settings: Parameters<typeof openDatabase>[0]): Promise<Record<string, string>> => {
  const db = await openDatabase(settings);
  return tableSums(db).finally(() => db.close());
};

describe("the commands", () => {
  it("back up a folder and restore it into another, with its photos", async () => {
    const made = await run("backup", [at("one.tar")], { DATA_DIR: data });
    expect(made.said).toContain("写成并核对");
    expect(made.code).toBe(0);
    const again = await run("backup", [at("one.tar")], { DATA_DIR: data });
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining("not overwritten") });
    const restored = await run("restore", [at("one.tar")], { DATA_DIR: at("copy") });
    expect(restored.said).toContain("恢复完成");
    expect(restored.code).toBe(0);
    expect(carried(await sumsIn({ dataFolder: at("copy") }))).toEqual(carried(were));
    expect((await folderStore(at("copy-photos")).get(photo))?.toString()).toBe("a picture");
    const twice = await run("restore", [at("one.tar")], { DATA_DIR: at("copy") });
    expect(twice).toMatchObject({ code: 1, said: expect.stringContaining("holds data") });
    expect(await run("backup", [at("none.tar")], { DATA_DIR: at("nowhere") })).toMatchObject({
      code: 1,
      said: expect.stringContaining("no data"),
    });
    expect((await run("backup", [], {})).code).toBe(2);
    expect((await readdir(root)).filter((name) => /partial|restoring|nowhere|none/.test(name))).toEqual([]);
  }, 240_000);

  it.runIf(adminUrl() !== null)(
    "move a folder to PostgreSQL in one",
    async () => {
      const url = await createDatabase();
      expect((await run("move", [at("one.tar")], { DATA_DIR: data })).code).toBe(2);
      const moved = await run("move", [url], { DATA_DIR: data });
      expect(moved.said).toContain("已全部搬到 PostgreSQL");
      expect(moved.code).toBe(0);
      expect(carried(await sumsIn({ databaseUrl: url, dataFolder: null }))).toEqual(carried(were));
      expect(await run("move", [url], { DATA_DIR: data })).toMatchObject({ code: 1, said: expect.stringContaining("holds data") });
      expect((await readdir(root)).filter((name) => name.includes("move"))).toEqual([]);
    },
    240_000,
  );

  it("stopped or killed at any moment, leave no file under its name, and nothing a later one minds", async () => {
    const partial = async () => (await readdir(root)).some((name) => name.includes("cut.tar.partial"));
    const begun = async (): Promise<void> => {
      while (!(await partial())) await wait(5);
    };
    const stopped = await run("backup", [at("cut.tar")], { DATA_DIR: data }, async (child) => {
      await begun();
      child.kill("SIGINT");
    });
    expect(stopped).toMatchObject({ code: 1, said: expect.stringContaining("nothing is left") });
    expect((await readdir(root)).filter((name) => name.includes("cut"))).toEqual([]);
    for (const ms of [0, 40, 150]) {
      await run("backup", [at("cut.tar")], { DATA_DIR: data }, async (child) => {
        await begun();
        await wait(ms);
        child.kill("SIGKILL");
      });
      // Whole, or not there.
      if ((await readdir(root)).includes("cut.tar")) await (await openBackup(at("cut.tar"))).close();
      await import("node:fs/promises").then(({ rm }) => rm(at("cut.tar"), { force: true }));
    }
    expect((await run("backup", [at("cut.tar")], { DATA_DIR: data })).code).toBe(0);
    expect(await partial()).toBe(false);

    await run("restore", [at("cut.tar")], { DATA_DIR: at("killed") }, async (child) => {
      while (!(await readdir(root)).some((name) => name.includes("killed.restoring"))) await wait(5);
      await wait(2_500);
      child.kill("SIGKILL");
    });
    expect(await readdir(at("killed"))).toEqual([]);
    expect((await run("restore", [at("cut.tar")], { DATA_DIR: at("killed") })).code).toBe(0);
    expect((await readdir(root)).filter((name) => name.includes("restoring"))).toEqual([]);
    expect(carried(await sumsIn({ dataFolder: at("killed") }))).toEqual(carried(were));
  }, 300_000);
});

describe("while the program has the folder open", () => {
  let db: Db;
  beforeAll(async () => {
    db = await openDatabase({ dataFolder: data, address: "http://localhost:1" });
  });
  afterAll(() => db.close());

  it("the command asks the program, which makes it", async () => {
    const look = setInterval(
      () =>
        void answerAsked(data, async ({ file }, watched) => {
          await backUp(db, file);
          watched.onProgress?.({ step: "reading", name: "x", fraction: 1 });
          return "made by the program";
        }),
      200,
    );
    const made = await run("backup", [at("asked.tar")], { DATA_DIR: data });
    expect(made).toMatchObject({ code: 0, said: expect.stringContaining("made by the program") });
    await (await openBackup(at("asked.tar"))).close();
    const refused = await run("backup", [at("asked.tar")], { DATA_DIR: data });
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining("not overwritten") });
    clearInterval(look);
    expect((await readdir(data)).filter((name) => name.includes("backup"))).toEqual([]);
  }, 60_000);

  it("stops when whoever asked has gone", async () => {
    await mkdir(at("asking"), { recursive: true });
    const asker = new AbortController();
    const asking = askForBackup(at("asking"), { file: "x", photos: false }, { signal: asker.signal }).catch((error: unknown) =>
      String(error),
    );
    await wait(100);
    const answered = answerAsked(
      at("asking"),
      (_wanted, { signal }) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("told to stop")))),
    );
    await wait(400);
    asker.abort(new Error("Ctrl+C"));
    expect(await asking).toContain("Ctrl+C");
    await answered;
    expect(await readdir(at("asking"))).toEqual([]);
  });
});

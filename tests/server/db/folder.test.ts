/** The data folder: one holder at a time, and nothing acknowledged is lost when that one is killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FolderInUse } from "../../../server/db/db.ts";
import { lockFolder, lockName } from "../../../server/db/embedded/lock.ts";
import { openEmbedded } from "../../../server/db/embedded/open.ts";
import { sql } from "../../../server/db/sql.ts";

const WRITER = fileURLToPath(new URL("../../support/writer.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

let place = "";
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "chuangtu-folder-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

/** A process that opens the folder and writes numbers, and the numbers it has said are written. */
function writer(
  folder: string,
  options: string[] = [],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; acknowledged: number[]; opened: Promise<unknown>; said: () => string } {
  const child = spawn(process.execPath, ["--import", "tsx", ...options, WRITER, folder], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const acknowledged: number[] = [];
  let said = "";
  let rest = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const opened = new Promise((resolve) => {
    child.stdout.on("data", (text) => {
      const lines = `${rest}${text}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) acknowledged.push(Number(line));
      resolve(true);
    });
    child.on("exit", () => resolve(false));
  });
  return { child, acknowledged, opened, said: () => said };
}

describe("a data folder", () => {
  it("is refused to a second process, with a sentence that names folder, process and address", async () => {
    const folder = join(place, "held");
    const db = await openEmbedded(folder, { address: "http://127.0.0.1:8080" });
    const second = writer(folder);
    expect(await second.opened).toBe(false);
    expect(second.said()).toContain("FolderInUse");
    for (const part of [folder, `pid ${process.pid}`, `进程号 ${process.pid}`, "http://127.0.0.1:8080"])
      expect(second.said()).toContain(part);
    await expect(openEmbedded(folder)).rejects.toBeInstanceOf(FolderInUse);
    await symlink(folder, join(place, "alias"));
    await expect(openEmbedded(join(place, "alias"))).rejects.toBeInstanceOf(FolderInUse);
    await db.close();
    const again = await openEmbedded(folder);
    expect(await again.query(sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await again.close();
  });

  it("loses nothing acknowledged when its process is killed in the middle of writing", { timeout: 60_000 }, async () => {
    const folder = join(place, "killed");
    const all: number[] = [];
    for (let round = 0; round < 3; round++) {
      const { child, acknowledged, opened } = writer(folder);
      expect(await opened).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 300 + 200 * Math.random()));
      child.kill("SIGKILL");
      await once(child, "close");
      all.push(...acknowledged);
    }
    expect(all.length).toBeGreaterThan(100);
    const db = await openEmbedded(folder);
    const kept = new Set((await db.query<{ n: number }>(sql`select n from written`)).map((row) => row.n));
    expect(all.filter((n) => !kept.has(n))).toEqual([]);
    await db.close();
  });

  it.skipIf(process.platform !== "linux")("loses nothing acknowledged when the power goes", { timeout: 60_000 }, async () => {
    const folder = join(place, "cut");
    const shadow = join(place, "left");
    await (await openEmbedded(folder)).close();
    await cp(folder, shadow, { recursive: true });
    const preload = new URL("../../support/shadowDisk.mjs", import.meta.url).href;
    const { child, acknowledged, opened } = writer(folder, ["--import", preload], { SHADOW_OF: await realpath(folder), SHADOW: shadow });
    expect(await opened).toBe(true);
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(150);
    child.kill("SIGKILL");
    await once(child, "close");
    const db = await openEmbedded(shadow);
    const kept = new Set((await db.query<{ n: number }>(sql`select n from written where length(body) = n % 3000`)).map((row) => row.n));
    expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
    await db.close();
  });

  it("that holds something else is not taken for a database", async () => {
    const folder = join(place, "other");
    await mkdir(join(folder, "pg"), { recursive: true });
    await writeFile(join(folder, "pg", "thesis.txt"), "precious");
    await expect(openEmbedded(folder)).rejects.toThrow("not a database of ours");
  });
});

describe("the lock on other systems", () => {
  it("has a name there: a pipe on Windows, a socket file beside the folder on macOS, short enough for it", () => {
    expect(lockName("/srv/data", "linux").path.startsWith("\0")).toBe(true);
    expect(lockName("C:\\data", "win32").path).toMatch(/^\\\\\.\\pipe\\chuangtu-/);
    expect(lockName("/srv/a/data", "darwin")).toEqual({ path: expect.stringMatching(/^\/srv\/a\/\.chuangtu-.*\.sock$/), file: true });
    expect(lockName(`/srv/${"long/".repeat(30)}data`, "darwin").path.length).toBeLessThan(104);
  });

  it("as a socket file: refuses the second, frees itself, and takes over what a dead process left", async () => {
    const folder = join(place, "mac");
    await mkdir(folder);
    const first = await lockFolder(folder, undefined, "darwin");
    await expect(lockFolder(folder, undefined, "darwin")).rejects.toThrow(folder);
    await first.release();
    const { path } = lockName(folder, "darwin");
    const dead = spawn(process.execPath, [
      "-e",
      `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`,
    ]);
    await once(dead, "exit");
    const second = await lockFolder(folder, undefined, "darwin");
    await expect(lockFolder(folder, undefined, "darwin")).rejects.toBeInstanceOf(FolderInUse);
    await second.release();
  });

  it("refuses also when the holder does not say who it is", async () => {
    const folder = join(place, "silent");
    await mkdir(folder);
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(lockName(folder, "linux").path, resolve));
    await expect(lockFolder(folder, undefined, "linux")).rejects.toThrow("another program");
    server.close();
  });
});

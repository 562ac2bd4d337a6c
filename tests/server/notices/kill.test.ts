/** A postman that is killed in the middle: nothing that was told of is lost; what may have come twice came with the same number. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { deliver } from "../../../server/notices/deliver.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { openReceiver, type Receiver } from "./receiver.ts";
import { codesIn, quickly, settled, states, until } from "./street.ts";

const POSTMAN = fileURLToPath(new URL("./postman.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

describe("postmen that are killed", () => {
  let receiver: Receiver;
  let place = "";
  beforeEach(async () => {
    // Whose messages are long enough for all there is to tell.
    receiver = await openReceiver("feishu");
    receiver.mood = () => (Math.random() < 0.3 ? "down" : "slow");
    place = await mkdtemp(join(tmpdir(), "chuangtu-postman-"));
  });
  afterEach(async () => {
    await receiver.close();
    await rm(place, { recursive: true, force: true });
  });

  /** Runs a postman until so many messages more have come, and kills it. @returns what it told of */
  async function killed(target: string, more: number): Promise<string[]> {
    const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", POSTMAN, target, receiver.url(), "makes"], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const told: string[] = [];
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => told.push(line));
    const closed = once(child, "close");
    const before = receiver.arrivals.length;
    try {
      await until(() => receiver.arrivals.length >= before + more, "messages of the child", 40_000);
    } finally {
      child.kill("SIGKILL");
      await closed;
    }
    return told.filter((line) => line !== "ready");
  }

  async function survive(target: string, open: () => Promise<Db>): Promise<void> {
    const told: string[] = [];
    for (const more of [6, 9]) told.push(...(await killed(target, more)));
    const db = await open();
    receiver.mood = () => "ok";
    const stop = deliver(db, quickly());
    await until(() => settled(db), "all settled", 30_000);
    await stop();
    const { sent = 0, ...others } = await states(db);
    expect([others, sent >= told.length]).toEqual([{}, true]);
    await db.close();

    const texts = receiver.accepted();
    const numbers = texts.map((text) => /〔消息 (\d+)〕$/.exec(text)?.[1]);
    expect(numbers).not.toContain(undefined);
    // Twice at most, and only what was on its way when a process died: one message each time.
    const again = texts.length - new Set(numbers).size;
    expect(again).toBeLessThanOrEqual(2);
    expect(new Set(texts).size, "and it says the same").toBe(new Set(numbers).size);
    const named = new Set(codesIn(texts));
    expect(told.filter((code) => !named.has(code))).toEqual([]);
  }

  it("lose nothing of an embedded database", { timeout: 120_000 }, async () => {
    const folder = join(place, "folder");
    await survive(folder, () => openDatabase({ dataFolder: folder }));
  });

  it.runIf(adminUrl() !== null)("lose nothing of a database server", { timeout: 120_000 }, async () => {
    const databaseUrl = await createDatabase();
    await survive(databaseUrl, () => openDatabase({ databaseUrl, dataFolder: null }));
  });
});

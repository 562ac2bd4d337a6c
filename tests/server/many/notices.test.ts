/** Three senders of one outbox: each notice reaches each robot once; of a sender that is killed nothing is lost, and what comes twice is known by its number. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { loadPrecinct } from "../acts/precinct.ts";
import { openReceiver, type Receiver } from "../notices/receiver.ts";
import { codesIn, makeProblems, makeRobot, settled, states, tellOf, until } from "../notices/street.ts";

const SENDER = fileURLToPath(new URL("./sender.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const paths = ["/west", "/east", "/hall"];

describe.runIf(adminUrl() !== null)("three senders of one outbox", () => {
  let db: Db;
  let receiver: Receiver;
  let senders: ChildProcess[] = [];
  beforeEach(async () => {
    const databaseUrl = await createDatabase();
    db = await openDatabase({ databaseUrl, dataFolder: null });
    await loadPrecinct(db);
    receiver = await openReceiver("feishu");
    senders = paths.map(() =>
      spawn(process.execPath, ["--import", "tsx", SENDER, databaseUrl], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] }),
    );
    await Promise.all(senders.map((child) => once(child.stdout as NodeJS.ReadableStream, "data")));
    for (const path of paths) await makeRobot(db, { url: receiver.url(path), kind: "feishu" });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(senders.map(kill));
    await receiver.close();
    await db.close();
  });

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
  }

  /** Tells of so many problems, some at a time, as they happen. @returns their codes */
  async function happen(count: number, pause_ms = 0): Promise<string[]> {
    const codes: string[] = [];
    while (codes.length < count) {
      const ids = await makeProblems(db, 1 + Math.floor(Math.random() * 4));
      await tellOf(db, ids);
      const rows = await db.query<{ code: string }>(sql`select external_id as code from problem where id = any(${ids}::bigint[])`);
      codes.push(...rows.map(({ code }) => code));
      await new Promise((resolve) => setTimeout(resolve, pause_ms));
    }
    return codes;
  }
  const numbersOf = (texts: readonly string[]): string[] => texts.map((text) => /〔消息 (\d+)〕$/.exec(text)?.[1] ?? "none");

  it("send each notice to each robot once", { timeout: 60_000 }, async () => {
    const told = await happen(300);
    await until(() => settled(db), "all settled", 30_000);
    expect(await states(db)).toEqual({ sent: 3 * told.length });
    for (const path of paths) {
      const texts = receiver.accepted(path);
      expect(codesIn(texts).toSorted(), path).toEqual(told.toSorted());
      // None overtakes another, though any of the three may have sent it.
      expect(isRising(numbersOf(texts).map(Number))).toBe(true);
    }
  });

  it("lose nothing when one is killed in the middle, and say the same where they say it again", { timeout: 60_000 }, async () => {
    receiver.mood = () => "slow";
    // Few enough for one digest to name them all, should all be left to it.
    const telling = happen(100, 60);
    for (const [i, at] of [6, 15].entries()) {
      await until(() => receiver.arrivals.length >= at, `${at} messages`, 20_000);
      await kill(senders[i] as ChildProcess);
    }
    const told = await telling;
    await until(() => settled(db), "all settled", 40_000);
    expect(await states(db)).toEqual({ sent: 3 * told.length });
    for (const path of paths) {
      const texts = receiver.accepted(path);
      const numbers = numbersOf(texts);
      // Only what was on its way to this robot from one that was killed.
      expect(numbers.length - new Set(numbers).size).toBeLessThanOrEqual(2);
      expect(new Set(texts).size).toBe(new Set(numbers).size);
      expect([...new Set(codesIn(texts))].toSorted(), path).toEqual(told.toSorted());
    }
  });
});

const isRising = (list: readonly number[]): boolean => list.every((one, i) => i === 0 || one > (list[i - 1] as number));

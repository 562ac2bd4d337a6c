/** Killed in the middle of acts, the server's process or the database's own: what was acknowledged is there, and nothing is half done. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PrivateCluster, startPrivateCluster } from "../../../scripts/cluster.ts";
import { postgresPrograms } from "../../../scripts/test/found.ts";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { compareWithLogs } from "./rebuilt.ts";

const ACTOR = fileURLToPath(new URL("./actor.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs the actor until it has said so many acts are done and `kill` has ended it. @returns what it said */
async function acted(target: string, lanes: number, count: number, kill: (child: { kill(signal: "SIGKILL"): unknown }) => Promise<void>) {
  const child = spawn(process.execPath, ["--import", "tsx", ACTOR, target, String(lanes)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  const closed = once(child, "close");
  const lines: string[] = [];
  let killing: Promise<void> | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length >= count) killing ??= kill(child);
  }
  await closed;
  if (killing === null) throw new Error(`The actor ended by itself: ${complaint.slice(-2_000)}`);
  await killing;
  return lines;
}

/** What must hold after any death. */
async function expectWhole(db: Db, acknowledged: readonly string[]): Promise<void> {
  const events = await db.query<{ line: string }>(sql`select problem_id || ' ' || seq || ' ' || act as line from problem_event`);
  const there = new Set(events.map(({ line }) => line));
  expect(acknowledged.filter((line) => !there.has(line))).toEqual([]);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  expect((await compareWithLogs(db)).faults).toEqual([]);
  // Each act has its entry in the audit log, and no entry is of an act that was not done.
  const unmatched = await db.query(sql`select e.problem_id, e.seq, a.id from problem_event e
    full join (select * from audit_entry where kind = 'act') a on a.problem_id = e.problem_id and (a.detail->>'seq')::int = e.seq and a.detail->>'act' = e.act
    where e.problem_id is null or a.id is null`);
  expect(unmatched).toEqual([]);
  // What was done to many at once was done to all of them.
  const bulks = await db.query<{ said: number; done: number }>(sql`select t.text_en::int as said,
      (select count(*)::int from problem_event e where e.note = t.text_zh) as done from note_template t where t.text_zh like 'bulk %'`);
  expect(bulks.filter(({ said, done }) => said !== done)).toEqual([]);
  const [strays] = await db.query<{ n: number }>(sql`select count(*)::int as n from problem_event e
    where e.note like 'bulk %' and not exists (select from note_template t where t.text_zh = e.note)`);
  expect(strays?.n).toBe(0);
}

const rounds = 2;
const signal = async (child: { kill(signal: "SIGKILL"): unknown }): Promise<void> => {
  child.kill("SIGKILL");
};
const some = () => 250 + Math.floor(Math.random() * 150);

describe("acts of a process that is killed", () => {
  let place = "";
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), "chuangtu-acts-"));
  });
  afterAll(() => rm(place, { recursive: true, force: true }));

  async function survive(open: () => Promise<Db>, target: string, lanes: number): Promise<void> {
    const all: string[] = [];
    for (let round = 0; round < rounds; round++) {
      all.push(...(await acted(target, lanes, some(), signal)));
      const db = await open();
      try {
        await expectWhole(db, all);
      } finally {
        await db.close();
      }
    }
    expect(all.length).toBeGreaterThan(rounds * 250);
  }

  it("are all there in the embedded database", { timeout: 60_000 }, async () => {
    const folder = join(place, "folder");
    await survive(() => openDatabase({ dataFolder: folder }), folder, 2);
  });

  it.runIf(adminUrl() !== null)("are all there on a database server", { timeout: 60_000 }, async () => {
    const databaseUrl = await createDatabase();
    await survive(() => openDatabase({ databaseUrl, dataFolder: null }), databaseUrl, 4);
  });
});

describe.runIf(postgresPrograms() !== null)("acts on a database server that is killed", () => {
  let cluster: PrivateCluster | null = null;
  beforeAll(async () => {
    cluster = await startPrivateCluster({ durable: true });
  });
  afterAll(() => cluster?.stop());

  it("are all there when it is back", { timeout: 60_000 }, async () => {
    const { url, crash } = cluster as PrivateCluster;
    const all: string[] = [];
    for (let round = 0; round < rounds; round++) {
      all.push(...(await acted(url, 4, some(), crash)));
      const db = await openDatabase({ databaseUrl: url, dataFolder: null });
      try {
        await expectWhole(db, all);
      } finally {
        await db.close();
      }
    }
    expect(all.length).toBeGreaterThan(rounds * 250);
  });
});

/** Work that is written down and done by whichever process is free: once, and again by another when the one at it is killed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExportJob, ImportBatch } from "../../../server/contract/types.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { adminUrl } from "../../support/databases.ts";
import type { Who } from "../acts/precinct.ts";
import { siteColumns, siteFields, specOf } from "../import/hand/hand.ts";
import { sha256 } from "../photos/pictures.ts";
import { holding, Three } from "./three.ts";

/** Its silence is made longer by hand: a minute is long in a test. */
const silent = (table: "export" | "import", id: number): Sql =>
  table === "export"
    ? sql`update export_job set beat_at = beat_at - interval '61 s' where id = ${id}::bigint and state = 'running'`
    : sql`update import_batch set beat_at = beat_at - interval '61 s' where id = ${id}::bigint and state = 'loading'`;

describe.runIf(adminUrl() !== null)("jobs of three processes", () => {
  let three: Three;
  /** Those that are still there. */
  const alive = new Set([0, 1, 2]);
  beforeAll(async () => {
    three = await Three.open(async (precinct) => {
      for (let i = 0; i < 12; i++) await precinct.report();
    });
  }, 240_000);
  afterAll(() => three?.close());

  const some = (): number => [...alive][0] as number;
  const exported = (at: number, who: Who, id: number): Promise<ExportJob> => three.get(at, who, `/api/exports/${id}`);
  const brought = (at: number, id: number): Promise<ImportBatch> => three.get(at, "administrator", `/api/imports/${id}`);

  /** What locks holds up is begun, its process killed, and its silence noticed. @returns the name of the one that was killed */
  async function killAtWork(lock: Sql, begin: () => Promise<number>, table: "export" | "import"): Promise<number> {
    const free = await holding(three.db, lock);
    let id = 0;
    try {
      id = await begin();
      await expect.poll(() => three.waiting(), { timeout: 20_000 }).toHaveLength(1);
      const [name] = (await three.waiting()) as [string];
      const { at, process } = three.named(name);
      await process.kill();
      alive.delete(at);
    } finally {
      await free();
    }
    await three.db.query(silent(table, id));
    return id;
  }

  it("are each done once, whoever asks where", { timeout: 60_000 }, async () => {
    const takers: readonly Who[] = ["leader", "dispatcher", "planner", "auditor"];
    const formats = ["csv", "xlsx", "geojson"];
    const jobs = await Promise.all(
      takers.flatMap((who, i) =>
        formats.map(async (format) => ({
          who,
          id: (await three.get<ExportJob>(i, who, "/api/exports", { what: "problems", format, query: "" })).id,
        })),
      ),
    );
    for (const { who, id } of jobs) await expect.poll(async () => (await exported(id, who, id)).state, { timeout: 20_000 }).toBe("done");
    expect(await three.db.query(sql`select state, tries, done, count(*)::int as jobs from export_job group by 1, 2, 3`)).toEqual([
      { state: "done", tries: 1, done: 12, jobs: 12 },
    ]);
    for (const { who, id } of jobs) {
      const files = await Promise.all([0, 1, 2].map((at) => three.ask(at, who, `/api/exports/${id}/file`)));
      expect(new Set(files.map(({ status, bytes }) => `${status} ${sha256(bytes)}`)).size).toBe(1);
    }
  });

  it("make a file again whose process was killed", { timeout: 60_000 }, async () => {
    const begin = async () =>
      (await three.get<ExportJob>(some(), "leader", "/api/exports", { what: "problems", format: "csv", query: "status=open" })).id;
    const id = await killAtWork(sql`lock table problem in access exclusive mode`, begin, "export");
    await expect.poll(async () => (await exported(some(), "leader", id)).state, { timeout: 20_000 }).toBe("done");
    expect(await three.db.query(sql`select tries, done from export_job where id = ${id}::bigint`)).toEqual([{ tries: 2, done: 12 }]);
    const lines = (await three.ask(some(), "leader", `/api/exports/${id}/file`)).bytes.toString().trim().split("\n");
    expect(lines).toHaveLength(2 + 12);
  });

  it("load a file again whose process was killed, each row once", { timeout: 60_000 }, async () => {
    const rows = Array.from({ length: 400 }, (_, i) => [`M${i}`, `点${i}`, "market", (119.001 + i * 4e-5).toFixed(5), "33.52"]);
    const sheet = { name: "点位.csv", into: "sites", columns: siteColumns, rows: rows.length };
    const { id } = await three.get<ImportBatch>(some(), "administrator", "/api/imports", sheet);
    await three.get(some(), "administrator", `/api/imports/${id}/part`, { part: 0, rows });
    await three.get(some(), "administrator", `/api/imports/${id}/try`, { spec: specOf("sites", siteFields) });
    await expect.poll(async () => (await brought(some(), id)).state, { timeout: 20_000 }).toBe("tried");
    const begin = async () => {
      await three.get(some(), "administrator", `/api/imports/${id}/load`, { partly: false });
      return id;
    };
    await killAtWork(sql`lock table site in share row exclusive mode`, begin, "import");
    await expect
      .poll(async () => await brought(some(), id), { timeout: 30_000 })
      .toMatchObject({ state: "done", failure: null, report: { added: 400 } });
    expect(
      await three.db.query(sql`select count(*)::int as rows, count(distinct name)::int as names from site where name like '点%'`),
    ).toEqual([{ rows: 400, names: 400 }]);
    expect(alive.size).toBe(1);
  });
});

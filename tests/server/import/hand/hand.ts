/** What the tests of imports by hand do: a small city, an administrator's requests, and the work done when it is asked for. */
import type { FastifyInstance } from "fastify";
import type { ImportSpec, ImportTarget } from "../../../../server/contract/importing/importing.ts";
import type { ImportBatch, ImportUndone } from "../../../../server/contract/types.ts";
import type { Db } from "../../../../server/db/db.ts";
import { sql } from "../../../../server/db/sql.ts";
import { importBundle } from "../../../../server/import/bundle.ts";
import { importsOnce } from "../../../../server/import/hand/worker.ts";
import type { TestEngine } from "../../../support/databases.ts";
import { cookieOf, makePerson } from "../../../support/people.ts";
import { appOn } from "../../http/asked.ts";
import { type Files, smallCity, smallManifest } from "../smallCity.ts";

export const now = new Date("2026-11-22T12:00:00+08:00");

export interface Sheet {
  readonly into: ImportTarget;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly name?: string;
}

export interface Hand {
  readonly db: Db;
  readonly app: FastifyInstance;
  /** A request of the administrator's. */
  ask<T>(method: "GET" | "POST", url: string, body?: object): Promise<{ status: number; body: T; text: string }>;
  /** The rows are here. */
  bring(sheet: Sheet, part?: number): Promise<ImportBatch>;
  /** Brought and tried. */
  tried(sheet: Sheet, spec: ImportSpec): Promise<ImportBatch>;
  /** Brought, tried and loaded. */
  loaded(sheet: Sheet, spec: ImportSpec, partly?: boolean): Promise<ImportBatch>;
  batch(id: number): Promise<ImportBatch>;
  undo(id: number): Promise<ImportUndone>;
  refused(id: number): Promise<string>;
  anew(files?: Files): Promise<void>;
  /** Tables an import writes to, as text. */
  tables(): Promise<string>;
}

async function furnish(db: Db, files: Files = {}): Promise<void> {
  const report = await importBundle(db, smallCity(files, smallManifest()), { now, replace: true });
  if (!report.ok) throw new Error(JSON.stringify(report));
  await db.query(sql`delete from import_batch`);
  await db.query(sql`update district set frozen_at = ${now}::timestamptz`);
}

/** One database of an engine for all tests of imports by hand. */
export async function handOn(engine: TestEngine): Promise<Hand> {
  const db = await engine.fixture("hand");
  await furnish(db);
  const app = await appOn(db, { demo: false });
  const cookie = await cookieOf(db, await makePerson(db, { name: "管理员", roles: ["administrator"] }));
  const ask: Hand["ask"] = async (method, url, body) => {
    const reply = await app.inject({ method, url, headers: { cookie }, ...(body && { payload: body }) });
    const json = reply.headers["content-type"]?.toString().includes("json");
    return { status: reply.statusCode, body: json ? reply.json() : (null as never), text: reply.body };
  };
  const done = async <T>(method: "GET" | "POST", url: string, body?: object): Promise<T> => {
    const reply = await ask<T>(method, url, body);
    if (reply.status !== 200) throw new Error(`${method} ${url} answered ${reply.status}: ${reply.text.slice(0, 800)}`);
    return reply.body;
  };
  const batch = (id: number) => done<ImportBatch>("GET", `/api/imports/${id}`);
  const bring: Hand["bring"] = async ({ into, columns, rows, name = "表格.csv" }, part = 1_000) => {
    let made = await done<ImportBatch>("POST", "/api/imports", { name, into, columns, rows: rows.length });
    for (let i = 0; i < rows.length; i += part)
      made = await done<ImportBatch>("POST", `/api/imports/${made.id}/part`, { part: i / part, rows: rows.slice(i, i + part) });
    return made;
  };
  const tried: Hand["tried"] = async (sheet, spec) => {
    const { id } = await bring(sheet);
    await done("POST", `/api/imports/${id}/try`, { spec });
    await importsOnce(db);
    return batch(id);
  };
  const loaded: Hand["loaded"] = async (sheet, spec, partly = true) => {
    const { id } = await tried(sheet, spec);
    await done("POST", `/api/imports/${id}/load`, { partly });
    await importsOnce(db);
    return batch(id);
  };
  const tables = async () =>
    JSON.stringify([
      await db.query(sql`select * from site order by id`),
      await db.query(sql`select * from problem order by id`),
      await db.query(sql`select * from problem_event order by problem_id, seq`),
      await db.query(sql`select * from unit order by id`),
      await db.query(sql`select * from category order by code`),
    ]);
  return {
    ...{ db, app, ask, bring, tried, loaded, batch, tables },
    undo: (id) => done<ImportUndone>("POST", `/api/imports/${id}/undo`, {}),
    refused: async (id) => (await ask("GET", `/api/imports/${id}/refused.csv`)).text,
    anew: (files) => furnish(db, files),
  };
}

/** A way of reading where each field is the column of its Chinese name. */
export const specOf = (
  into: ImportTarget,
  fields: ImportSpec["fields"],
  more: Partial<Omit<ImportSpec, "into" | "fields">> = {},
): ImportSpec => ({
  ...{ into, fields, crs: "EPSG:4326", place: { kind: "xy", x: "经度", y: "纬度" }, dateOrder: null, existing: "skip" },
  ...more,
});

export const col = (column: string) => ({ column });
export const siteColumns = ["编号", "名称", "类型", "经度", "纬度"] as const;
export const siteFields = { externalId: col("编号"), name: col("名称"), siteType: col("类型") };
export const problemColumns = ["编号", "类别", "发现时间", "描述", "单位", "截止", "销号", "经度", "纬度"] as const;
export const problemFields = {
  externalId: col("编号"),
  category: col("类别"),
  foundAt: col("发现时间"),
  description: col("描述"),
  unit: col("单位"),
  deadlineAt: col("截止"),
  closedAt: col("销号"),
};

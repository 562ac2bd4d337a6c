/** What the import's tests do with a database: one of each engine for all their files, emptied by `anew`. */
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { type ImportOptions, importBundle } from "../../../server/import/bundle.ts";
import type { LayerReport, Report } from "../../../server/import/report.ts";
import type { TestEngine } from "../../support/databases.ts";
import { type AnyManifest, type Files, smallCity, smallManifest } from "./smallCity.ts";

export const now = new Date("2026-11-22T12:00:00+08:00");
export const moment = (text: string) => new Date(text);

export const layer = (report: Report, id: string): LayerReport => report.layers.find((l) => l.layer === id) as LayerReport;
export const refusals = (report: Report, id: string) =>
  layer(report, id).refused.map((n) => `${n.row}/${n.line ?? ""} ${n.field} ${n.value}: ${n.reason.en}`);

export const importDb = ({ fixture }: TestEngine): Promise<Db> => fixture("import");

export function harness(db: () => Db) {
  const run = (folder: string, options: ImportOptions = {}) => importBundle(db(), folder, { now, ...options });
  /** The small city from nothing. */
  const anew = (changed: Files = {}, manifest: AnyManifest = smallManifest()) => run(smallCity(changed, manifest), { replace: true });
  /** Everything the database holds of a city, as text. */
  const whole = async () => {
    const tables = await Promise.all([
      db().query(sql`select * from district`),
      db().query(sql`select * from category order by code`),
      db().query(sql`select * from time_limit order by category, valid_from`),
      db().query(sql`select * from unit order by id`),
      db().query(sql`select * from person order by id`),
      db().query(sql`select * from trade_duty order by id`),
      db().query(sql`select * from zone order by id`),
      db().query(sql`select * from site order by id`),
      db().query(sql`select * from base_feature order by id`),
      db().query(sql`select * from problem order by id`),
      db().query(sql`select * from problem_event order by problem_id, seq`),
      db().query(sql`select * from layer_revision order by layer`),
    ]);
    return JSON.stringify(tables);
  };
  const problem = async (id: string) =>
    (await db().query<Record<string, unknown>>(sql`select * from problem where external_id = ${id}`))[0];
  return { run, anew, whole, problem };
}

/** The bundles of real cities and the demo, loaded: for this folder's tests and everybody else's fixtures. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Db } from "../../server/db/db.ts";
import { importBundle } from "../../server/import/bundle.ts";
import type { Report } from "../../server/import/report.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Cities' data lies beside the repository and is not ours to commit: some checkouts lack it. */
export const hasCity = (name: "washington-dc" | "baltimore"): boolean => existsSync(at(`../../../shared/cities/${name}/MANIFEST.md`));
export const hasDemo = (): boolean => existsSync(at("../../data/demo/city.json"));

export const bundleFolder = (name: string): string => at(`./${name}`);

/** @throws when a layer could not be loaded: a fixture must be whole */
async function load(db: Db, folder: string): Promise<Report> {
  const report = await importBundle(db, folder);
  const failed = report.layers.filter((layer) => layer.failed);
  if (failed.length) throw new Error(failed.map((layer) => `${layer.layer}: ${layer.failed?.en}`).join("\n"));
  return report;
}

/** Washington, D.C. with the city's own list of 22 markets. */
export const loadDc = (db: Db): Promise<Report> => load(db, bundleFolder("washington-dc"));
/** The same with the USDA's directory of 58. */
export const loadDcUsda = (db: Db): Promise<Report> => load(db, bundleFolder("washington-dc-usda"));
export const loadBaltimore = (db: Db): Promise<Report> => load(db, bundleFolder("baltimore"));
export const loadDemo = (db: Db): Promise<Report> => load(db, at("../../data/demo"));

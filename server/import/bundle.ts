/** Imports a city bundle: each layer in a transaction of its own, all or nothing, and a report of every row. */

import { patient } from "../ask/patient.ts";
import type { Word } from "../contract/vocabulary.ts";
import type { Db, Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { takeImports } from "../log/zonesHeld.ts";
import { groupsOf, loadGroup } from "./groups.ts";
import { type InTx, savepoint } from "./inTx.ts";
import { bump, clear, heldCity, mustGo, saveCity, settleAsOf, shiftOf } from "./load/city.ts";
import { setContacts } from "./load/people.ts";
import { rezoneProblems } from "./load/pieces.ts";
import type { Contact, Loading, Revised } from "./loading.ts";
import { type LayerSpec, loadingOrder, type Manifest, readManifest } from "./manifest.ts";
import { sizeOf } from "./read/bytes.ts";
import { LayerFailed, LayerLog, type LayerReport, type Report } from "./report.ts";

export interface Progress {
  readonly layer: string;
  readonly rows: number;
  /** Part of the layer's file, 0 to 1; null when unknown. */
  readonly fraction: number | null;
  /** Layers finished before this one, and all. */
  readonly done: number;
  readonly layers: number;
}

export interface ImportOptions {
  /** The same work and report, and nothing kept. */
  readonly dryRun?: boolean;
  readonly now?: Date;
  readonly onProgress?: (progress: Progress) => void;
  /** Whatever city the database holds is deleted first. */
  readonly replace?: boolean;
}

/** @throws ManifestError, HoldsAnotherCity, and the database's own errors before a layer is begun */
export async function importBundle(db: Db, folder: string, options: ImportOptions = {}): Promise<Report> {
  const manifest = await readManifest(folder);
  const layers = loadingOrder(manifest.layers);
  // Before anything is deleted: are the files there at all?
  const missing = await missingFiles(folder, layers);
  if (missing.size) return failedReport(manifest, layers, missing, options);
  const imported = new Import(folder, manifest, layers, options);
  if (!options.dryRun) return imported.run((work) => db.tx((tx) => work(patient(tx))));
  let report: Report | null = null;
  await db
    .tx(async (tx) => {
      report = await imported.run((work) => savepoint(patient(tx), work));
      throw new DryRunEnds();
    })
    .catch((error: unknown) => {
      if (!(error instanceof DryRunEnds)) throw error;
    });
  return report as unknown as Report;
}

/** Rolls the dry run's transaction back. */
class DryRunEnds extends Error {}

async function missingFiles(folder: string, layers: readonly LayerSpec[]): Promise<Map<LayerSpec, Word>> {
  const missing = new Map<LayerSpec, Word>();
  for (const layer of layers) {
    await sizeOf(folder, layer).catch((error: unknown) => missing.set(layer, reasonOf(error)));
  }
  return missing;
}

function reasonOf(error: unknown): Word {
  if (error instanceof LayerFailed) return error.reason;
  const why = error instanceof Error ? error.message : String(error);
  return { zh: `数据库或程序报错：${why}`, en: `the database or the program said: ${why}` };
}

function failedReport(
  manifest: Manifest,
  layers: readonly LayerSpec[],
  missing: ReadonlyMap<LayerSpec, Word>,
  options: ImportOptions,
): Report {
  const nothing: Word = { zh: "没有开始：有文件读不到", en: "not begun: a file cannot be read" };
  const reports = layers.map((layer) => new LayerLog().finish(layer, missing.get(layer) ?? nothing));
  return {
    bundle: manifest.code,
    name: manifest.name,
    at: (options.now ?? new Date()).toISOString(),
    dryRun: options.dryRun ?? false,
    ok: false,
    notes: [],
    layers: reports,
    ms: 0,
  };
}

class Import {
  readonly #folder: string;
  readonly #manifest: Manifest;
  readonly #layers: readonly LayerSpec[];
  readonly #options: ImportOptions;
  readonly #now: Date;
  readonly #started = Date.now();
  readonly #reports: LayerReport[] = [];
  readonly #notes: Word[] = [];
  readonly #contacts: Contact[] = [];
  #shift_ms = 0;

  constructor(folder: string, manifest: Manifest, layers: readonly LayerSpec[], options: ImportOptions) {
    this.#folder = folder;
    this.#manifest = manifest;
    this.#layers = layers;
    this.#options = options;
    this.#now = options.now ?? new Date();
  }

  async run(inTx: InTx): Promise<Report> {
    await inTx((tx) => this.#city(tx));
    let rezone = false;
    const lastPeople = this.#layers.findLast((l) => l.into === "people");
    for (const group of groupsOf(this.#layers)) {
      const zonesAhead = group.every((l) => l.into === "boundary" || l.into === "base" || l.into === "units" || l.into === "zones");
      if (rezone && !zonesAhead) {
        rezone = false;
        await this.#rezone(inTx);
      }
      if ((await this.#group(inTx, group)).has("zones")) rezone = true;
      if (group.some((l) => l === lastPeople)) await this.#setContacts(inTx);
    }
    if (rezone) await this.#rezone(inTx);
    await inTx((tx) => this.#finish(tx));
    const { code, name } = this.#manifest;
    const ok = this.#reports.every((report) => report.failed === null);
    const dryRun = this.#options.dryRun ?? false;
    return {
      bundle: code,
      name,
      at: this.#now.toISOString(),
      dryRun,
      ok,
      notes: this.#notes,
      layers: this.#reports,
      ms: Date.now() - this.#started,
    };
  }

  async #city(tx: Tx): Promise<void> {
    await takeImports(tx);
    const changed = new Set<Revised>();
    const held = await heldCity(tx);
    const gone = mustGo(held, this.#manifest, this.#options.replace ?? false);
    if (held && gone) this.#notes.push(await clear(tx, held, changed));
    this.#shift_ms = shiftOf(this.#manifest, gone ? null : held, this.#now);
    if (this.#shift_ms) {
      const days = Math.round(this.#shift_ms / 86_400_000);
      this.#notes.push({ zh: `所有时间移动 ${days} 天`, en: `all times were moved by ${days} days` });
    }
    await saveCity(tx, this.#manifest, this.#shift_ms, changed);
    await bump(tx, changed, this.#now);
  }

  /** @returns what changed; nothing when the group failed and was left as it was */
  async #group(inTx: InTx, group: readonly LayerSpec[]): Promise<ReadonlySet<Revised>> {
    const changed = new Set<Revised>();
    const contacts: Contact[] = [];
    const logs = new Map(group.map((layer) => [layer, new LayerLog()]));
    const loading = (tx: Tx, layer: LayerSpec): Loading => ({
      tx,
      folder: this.#folder,
      manifest: this.#manifest,
      layer,
      log: logs.get(layer) as LayerLog,
      shift_ms: this.#shift_ms,
      changed,
      contacts,
      progress: (rows, fraction) =>
        this.#options.onProgress?.({ layer: layer.id, rows, fraction, done: this.#reports.length, layers: this.#layers.length }),
    });
    let failed: Word | null = null;
    try {
      await inTx(async (tx) => {
        await takeImports(tx);
        await loadGroup(group, (layer) => loading(tx, layer), tx);
        await bump(tx, changed, this.#now);
        for (const layer of group) await this.#keep(tx, (logs.get(layer) as LayerLog).finish(layer));
      });
      this.#contacts.push(...contacts);
    } catch (error) {
      failed = reasonOf(error);
      changed.clear();
    }
    for (const layer of group) this.#reports.push((logs.get(layer) as LayerLog).finish(layer, failed));
    return changed;
  }

  async #rezone(inTx: InTx): Promise<void> {
    await inTx(async (tx) => {
      await takeImports(tx);
      const moved = await rezoneProblems(tx);
      if (moved === 0) return;
      this.#notes.push({ zh: `责任区有变，${moved} 个问题改属`, en: `zones changed: ${moved} problems lie in others now` });
      await bump(tx, new Set(["problems"]), this.#now);
    });
  }

  /** Once the people are there: a unit's contact may be in any of their layers. */
  async #setContacts(inTx: InTx): Promise<void> {
    if (this.#contacts.length === 0) return;
    const layers = this.#layers.filter((l) => l.into === "people").map((l) => l.id);
    await inTx(async (tx) => {
      await takeImports(tx);
      const { changed, missing } = await setContacts(tx, this.#contacts, layers);
      const some = missing
        .slice(0, 20)
        .map((c) => `${c.unit} → ${c.person}`)
        .join(", ");
      if (missing.length)
        this.#notes.push({
          zh: `${missing.length} 个单位的联系人不在人员之中，未设：${some}`,
          en: `${missing.length} units name a contact that is nobody of this bundle; left as it was: ${some}`,
        });
      if (changed) await bump(tx, new Set(["district"]), this.#now);
    });
  }

  async #finish(tx: Tx): Promise<void> {
    const changed = new Set<Revised>();
    await settleAsOf(tx, this.#manifest, this.#now, changed);
    await bump(tx, changed, this.#now);
    await tx.query(sql`analyze site, zone, base_feature, problem, problem_event`);
  }

  /** So that a figure can be traced to its file. The rows themselves are in the report's files; here, enough to see what kind. */
  async #keep(tx: Tx, report: LayerReport): Promise<void> {
    const some = {
      ...report,
      refused: report.refused.slice(0, 200),
      mended: report.mended.slice(0, 200),
      noted: report.noted.slice(0, 200),
    };
    const skipped = report.skipped.reduce((sum, s) => sum + s.rows, 0);
    await tx.query(sql`
      insert into import_report (bundle, layer, at, read_rows, loaded_rows, skipped_rows, refused_rows, mended_rows, report)
      values (${this.#manifest.code}, ${report.layer}, ${this.#now}::timestamptz, ${report.read}, ${report.loaded}, ${skipped}, ${report.refusedRows},
        ${report.mendedRows}, ${JSON.stringify(some)}::jsonb)`);
  }
}

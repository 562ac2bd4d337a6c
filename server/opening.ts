/** Opening the database: for whoever is first a district is loaded into it, and for whoever comes first a link is printed. */
import { access } from "node:fs/promises";
import { seedCalendar } from "./admin/calendarSeed.ts";
import { seedTemplates } from "./admin/templateSeed.ts";
import type { Db } from "./db/db.ts";
import { refuseOwnerOfMany } from "./db/district.ts";
import { openDatabase } from "./db/open.ts";
import { sql } from "./db/sql.ts";
import { seedHandbook } from "./handbook/seed.ts";
import { importBundle } from "./import/bundle.ts";
import { rollMadeUp } from "./import/roll.ts";
import { firstLink } from "./people/link.ts";
import type { Settings } from "./settings.ts";
import { inStartTurn } from "./startTurn.ts";

export interface Opened {
  readonly db: Db;
  readonly isDemo: boolean;
}

/** @param warn told of servers that are lost or come back */
export async function openFilled(
  settings: Settings,
  address: string,
  phase: (name: string) => void,
  say: (line: string) => void,
  warn: (line: string) => void,
): Promise<Opened> {
  const { databaseUrl, dataFolder, statementTimeout_ms: limit_ms, databasePooled: pooled, databaseListenUrl: listenUrl } = settings;
  const { maxStaleness_ms } = settings;
  const servers = { pooled, listenUrl, maxStaleness_ms, onServers: warn };
  const db = await openDatabase({ databaseUrl, dataFolder, address, limit_ms, onProgress: phase, ...servers });
  try {
    await refuseOwnerOfMany(db);
    phase("waiting for another program that starts");
    await inStartTurn(db, () => fill(db, settings, phase, say));
    const isDemo = await mayBeDemo(settings, db);
    if (!isDemo) await sayFirstLink(db, address, say);
    return { db, isDemo };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** What every database starts from. */
async function fill(db: Db, { demoFolder }: Settings, phase: (name: string) => void, say: (line: string) => void): Promise<void> {
  await loadDemo(db, demoFolder, phase, say);
  phase("bringing the demo district up to today");
  await rollMadeUp(db);
  await seedCalendar(db);
  await seedTemplates(db);
  await seedHandbook(db);
}

const thisMachine = ["127.0.0.1", "::1", "localhost"];

/** Whoever comes is let in as a dispatcher: only into the made-up district, in the database this program keeps itself, heard by this machine alone. */
async function mayBeDemo({ host, databaseUrl, trustProxy }: Settings, db: Db): Promise<boolean> {
  if (databaseUrl !== undefined || trustProxy !== undefined || !thisMachine.includes(host)) return false;
  const [district] = await db.query<{ made_up: boolean }>(sql`select made_up from district`);
  return district?.made_up ?? false;
}

/** Until somebody can let others in, each start makes a link for them and prints it: there is no default password. */
async function sayFirstLink(db: Db, address: string, say: (line: string) => void): Promise<void> {
  const link = await firstLink(db);
  if (!link) return;
  const url = `${address}/set-up#${link.token}`;
  say(`还没有管理员：请在 24 小时内打开此链接设置 There is no administrator yet; set one up with this link within 24 hours: ${url}`);
}

/** A database without a district gets the made-up one. */
async function loadDemo(db: Db, folder: string, phase: (name: string) => void, say: (line: string) => void): Promise<void> {
  const [district] = await db.query<{ code: string }>(sql`select code from district`);
  if (
    district ||
    !(await access(`${folder}/city.json`).then(
      () => true,
      () => false,
    ))
  )
    return;
  phase("loading the demo district");
  say("正在导入演示城区…… Loading the demo district.");
  const report = await importBundle(db, folder, { onProgress: ({ layer }) => phase(`loading the demo district: ${layer}`) });
  const failed = report.layers.filter((layer) => layer.failed);
  if (!report.ok) throw new Error(`The demo district could not be loaded: ${failed.map((l) => `${l.layer}: ${l.failed?.en}`).join("; ")}`);
}

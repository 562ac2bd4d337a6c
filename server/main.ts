/** The program: listens first, opens the database meanwhile, loads the demo district into an empty one, does what falls due, and closes cleanly. */
import { access } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { FastifyInstance } from "fastify";
import { seedCalendar } from "./admin/calendarSeed.ts";
import { seedTemplates } from "./admin/templateSeed.ts";
import type { Standing } from "./ask/standing.ts";
import { startChores } from "./chores.ts";
import type { Db } from "./db/db.ts";
import { refuseOwnerOfMany } from "./db/district.ts";
import { openDatabase } from "./db/open.ts";
import { sql } from "./db/sql.ts";
import { seedHandbook } from "./handbook/seed.ts";
import { buildApp } from "./http/app.ts";
import { importBundle } from "./import/bundle.ts";
import { rollMadeUp } from "./import/roll.ts";
import { firstLink } from "./people/link.ts";
import { photoStore } from "./photos/openStore.ts";
import { readSettings, type Settings } from "./settings.ts";
import { inStartTurn } from "./startTurn.ts";
import { type Stoppable, stopWhenTold } from "./stop.ts";

export interface Running extends Stoppable {
  readonly address: string;
  /** Settles when the database is open and filled. @throws what opening it threw */
  readonly ready: Promise<void>;
}

/**
 * Starts to listen, and to open the database.
 * @param page settles when the page is built, where that is still being done
 * @throws when the address cannot be had
 */
export async function start(
  settings: Settings,
  say: (line: string) => void = () => {},
  page: Promise<void> = Promise.resolve(),
): Promise<Running> {
  // Told by `ready`; until somebody waits for that, its failure is not an unhandled one.
  page.catch(() => {});
  let standing: Standing = { status: "starting", phase: "opening" };
  let demo = false;
  let closing = false;
  let stopping = false;
  let stopChores = async (): Promise<void> => {};
  const photos = photoStore(settings.photos);
  const app = await buildApp({
    photos,
    notices: { networks: settings.webhookNetworks, publicUrl: settings.publicUrl },
    db: () => standing,
    log: settings.logLevel,
    slow_ms: settings.slowRequest_ms,
    mostConnections: settings.mostConnections,
    mostInColumns: settings.mostInColumns,
    demo: () => demo,
    stopping: () => stopping,
    trustProxy: settings.trustProxy,
    statementTimeout_ms: settings.statementTimeout_ms,
    clientFolder: settings.clientFolder,
  });
  const address = await listen(app, settings);
  say(
    settings.databaseUrl
      ? "正在连接数据库…… Connecting to the database."
      : `正在打开数据库…… Opening the database in ${settings.dataFolder}`,
  );
  const phase = (name: string) => {
    // The embedded engine also tells its phases when it is opened anew under a running program; that stays ready.
    if (standing.status === "starting") standing = { status: "starting", phase: name };
  };
  const opening = open(settings, address, phase, say, (line) => app.log.warn(line));
  const ready = opening.then(
    async ({ db, isDemo }) => {
      demo = isDemo;
      standing = { status: "ready", db };
      if (closing) return;
      stopChores = startChores(db, photos, settings, (error) => app.log.error({ err: error }, "what the program does by itself failed"));
      await page;
      say(`创图已就绪 Chuangtu is ready: ${address}`);
    },
    (error: unknown) => {
      standing = { status: "failed", phase: error instanceof Error ? error.name : "failure" };
      throw error;
    },
  );
  const close = async (): Promise<void> => {
    closing = true;
    await app.close();
    await stopChores();
    const opened = await opening.catch(() => null);
    await opened?.db.close();
  };
  const drain = (): void => {
    stopping = true;
  };
  return { address, ready, drain, close };
}

async function listen(app: FastifyInstance, { host, port }: Settings): Promise<string> {
  await app.listen({ host, port });
  const bound = app.server.address();
  const actual = typeof bound === "object" && bound ? bound.port : port;
  return `http://${host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host}:${actual}`;
}

interface Opened {
  readonly db: Db;
  readonly isDemo: boolean;
}

/** @param warn told of servers that are lost or come back */
async function open(
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

/** Runs the program until it is told to stop. */
export async function run(page?: Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  const running = await start(settings, (line) => console.log(line), page);
  const told = stopWhenTold(running, settings.drain_ms);
  await running.ready.catch(async (error: unknown) => {
    if (told()) return;
    process.exitCode = 1;
    await running.close();
    throw error;
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}

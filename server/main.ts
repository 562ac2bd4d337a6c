/** The program: listens first, opens the database meanwhile, loads the demo district into an empty one, does what falls due, and closes cleanly. */
import { pathToFileURL } from "node:url";
import type { FastifyInstance } from "fastify";
import type { Standing } from "./ask/standing.ts";
import { BackupWatch } from "./backupWatch.ts";
import { startChores } from "./chores.ts";
import { buildApp } from "./http/app.ts";
import { type Opened, openFilled } from "./opening.ts";
import { photoStore } from "./photos/openStore.ts";
import type { PhotoStore } from "./photos/store.ts";
import { readSettings, type Settings } from "./settings.ts";
import { type Stoppable, stopWhenTold } from "./stop.ts";

export interface Running extends Stoppable {
  readonly address: string;
  /** Settles when the database is open and filled. @throws what opening it threw */
  readonly ready: Promise<void>;
}

/** How the program stands; whoever answers a request looks at it anew. */
interface State {
  standing: Standing;
  /** Whoever comes is the demo's dispatcher. */
  demo: boolean;
  /** Told to stop: requests are answered, and no more are wanted. */
  stopping: boolean;
  closing: boolean;
  stopChores(): Promise<void>;
}

/** What the program stands on beside the database. */
interface Ground {
  readonly settings: Settings;
  readonly state: State;
  readonly photos: PhotoStore;
  readonly backups: BackupWatch;
}

const appOn = ({ settings, state, photos, backups }: Ground): Promise<FastifyInstance> =>
  buildApp({
    photos,
    notices: { networks: settings.webhookNetworks, publicUrl: settings.publicUrl },
    backups: () => backups.stands(),
    metricsToken: settings.metricsToken,
    db: () => state.standing,
    log: settings.logLevel,
    slow_ms: settings.slowRequest_ms,
    mostConnections: settings.mostConnections,
    mostInColumns: settings.mostInColumns,
    demo: () => state.demo,
    stopping: () => state.stopping,
    trustProxy: settings.trustProxy,
    statementTimeout_ms: settings.statementTimeout_ms,
    clientFolder: settings.clientFolder,
  });

/** The database is open and filled: what is asked is answered, and what falls due is done. */
function goLive({ settings, state, photos, backups }: Ground, { db, isDemo }: Opened, failed: (error: unknown) => void): void {
  state.demo = isDemo;
  state.standing = { status: "ready", db };
  if (!state.closing) state.stopChores = startChores(db, photos, settings, backups, failed);
}

async function closeAll(state: State, app: FastifyInstance, opening: Promise<Opened>): Promise<void> {
  state.closing = true;
  await app.close();
  await state.stopChores();
  const opened = await opening.catch(() => null);
  await opened?.db.close();
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
  const state: State = {
    ...{ standing: { status: "starting", phase: "opening" }, demo: false, stopping: false, closing: false },
    stopChores: async () => {},
  };
  const photos = photoStore(settings.photos);
  const ground: Ground = { settings, state, photos, backups: new BackupWatch(settings.backups?.folder ?? null) };
  const app = await appOn(ground);
  const address = await listen(app, settings);
  say(openingWords(settings));
  const phase = (name: string) => {
    // The embedded engine also tells its phases when it is opened anew under a running program; that stays ready.
    if (state.standing.status === "starting") state.standing = { status: "starting", phase: name };
  };
  const opening = openFilled(settings, address, phase, say, (line) => app.log.warn(line));
  const ready = opening.then(
    async (opened) => {
      goLive(ground, opened, (error) => app.log.error({ err: error }, "what the program does by itself failed"));
      if (state.closing) return;
      await page;
      say(`创图已就绪 Chuangtu is ready: ${address}`);
    },
    (error: unknown) => {
      state.standing = { status: "failed", phase: error instanceof Error ? error.name : "failure" };
      throw error;
    },
  );
  const drain = (): void => {
    state.stopping = true;
  };
  return { address, ready, drain, close: () => closeAll(state, app, opening) };
}

const openingWords = ({ databaseUrl, dataFolder }: Settings): string =>
  databaseUrl ? "正在连接数据库…… Connecting to the database." : `正在打开数据库…… Opening the database in ${dataFolder}`;

async function listen(app: FastifyInstance, { host, port }: Settings): Promise<string> {
  await app.listen({ host, port });
  const bound = app.server.address();
  const actual = typeof bound === "object" && bound ? bound.port : port;
  return `http://${host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host}:${actual}`;
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

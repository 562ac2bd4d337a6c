/** Starts PGlite with PostGIS on a folder or in memory, by way of the seed image. Runs in the worker thread. */
import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { type BundleKind, cacheFolder, extensionBundle, keep, seedPath, unpackSeed } from "./cache.ts";
import { type EngineModule, FLUSHING, flushToDisk } from "./durable.ts";

/** What the start is busy with, in the order of a first start. */
export type Phase = "making the seed" | "unpacking the seed" | "opening" | "warming up" | "ready";

type Progress = (phase: Phase) => void;

// jit costs more than it gives on spatial questions; the rest suits one session that has the machine's memory to itself.
const SETTINGS = ["jit=off", "work_mem=32MB", "maintenance_work_mem=128MB", "max_wal_size=256MB", "TimeZone=UTC", "random_page_cost=1.1"];

/** What the engine's options offer an extension to change; not in the package's types. */
interface EngineOptions {
  PGLITE_ENV: Record<string, string>;
  preRun: ((module: EngineModule) => void)[];
  printErr: (line: string) => void;
}

async function start(options: PGliteOptions, cache: string, kind: BundleKind): Promise<PGlite> {
  const log: string[] = [];
  const onDisk = options.dataDir !== undefined;
  const bundle = pathToFileURL(await extensionBundle(cache, kind));
  const postgis = {
    name: "postgis",
    setup: async (_engine: unknown, emscripten: EngineOptions) => {
      emscripten.PGLITE_ENV.PROJ_DATA = "/pglite/share/proj";
      emscripten.printErr = (line) => /FATAL|PANIC/.test(line) && log.push(line);
      if (onDisk) emscripten.preRun.push(flushToDisk);
      return { emscriptenOpts: emscripten, bundlePath: bundle };
    },
  };
  // -F turns flushing off.
  const given = PGlite.defaultStartParams.filter((param) => !(onDisk && param === "-F"));
  const startParams = [...given, ...[...SETTINGS, ...(onDisk ? FLUSHING : [])].flatMap((setting) => ["-c", setting])];
  try {
    return await PGlite.create({ ...options, extensions: { postgis }, startParams });
  } catch (error) {
    throw new Error(["The embedded database does not start.", ...log, String(error)].join(" "), { cause: error });
  }
}

/** A new database with PostGIS in it, packed. In memory, because that is quicker than a folder. */
async function makeSeed(cache: string): Promise<Uint8Array> {
  // Small log segments and no template databases: a third of the size, and nobody creates a database in here.
  const engine = await start({ initDbStartParams: ["--wal-segsize=1"] }, cache, "full");
  try {
    await engine.exec("create extension postgis");
    await engine.exec("update pg_database set datistemplate = false where datistemplate");
    await engine.exec("drop database template0");
    await engine.exec("drop database template1");
    await engine.exec("vacuum full");
    await engine.exec("checkpoint");
    return new Uint8Array(await (await engine.dumpDataDir("gzip")).arrayBuffer());
  } finally {
    await engine.close();
  }
}

async function seed(cache: string, progress: Progress): Promise<Uint8Array> {
  const there = await readFile(seedPath(cache)).catch(() => null);
  if (there !== null) return there;
  progress("making the seed");
  const image = await makeSeed(cache);
  await keep(seedPath(cache), image);
  return image;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The database's own folder inside the data folder, which also holds what is not the database. */
const databaseFolder = (folder: string): string => join(folder, "pg");

/** Opens the database in `folder`, made from the seed when it is not there; null = in memory. */
export async function openPglite(folder: string | null, progress: Progress): Promise<PGlite> {
  const cache = await cacheFolder();
  const engine = folder === null ? await inMemory(cache, progress) : await inFolder(folder, cache, progress);
  progress("warming up");
  // The first geography and the first transformation each load tables for most of a second.
  await engine.exec(`select ST_Distance('POINT(119 33)'::geography, 'POINT(119 33.01)'::geography),
    ST_AsText(ST_Transform(ST_SetSRID(ST_MakePoint(119, 33), 4326), 4549))`);
  return engine;
}

async function inMemory(cache: string, progress: Progress): Promise<PGlite> {
  const image = await seed(cache, progress);
  progress("opening");
  return start({ loadDataDir: new Blob([new Uint8Array(image)], { type: "application/x-gzip" }) }, cache, "lean");
}

async function inFolder(folder: string, cache: string, progress: Progress): Promise<PGlite> {
  const place = databaseFolder(folder);
  if (!(await exists(join(place, "PG_VERSION")))) {
    if ((await readdir(place).catch(() => [])).length > 0) throw new Error(`${place} is not empty, and is not a database of ours.`);
    const image = await seed(cache, progress);
    progress("unpacking the seed");
    await unpackSeed(image, place);
  }
  progress("opening");
  return start({ dataDir: place }, cache, "lean");
}

/**
 * What is made once per pair of package versions and kept: the extension's bundle without what we never load,
 * and the seed image, a new database with PostGIS in it. Both can be thrown away at any time.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { readTar, type TarEntry, writeTar } from "./tar.ts";

const require = createRequire(import.meta.url);
const unzip = promisify(gunzip);
const zip = promisify(gzip);

// Moves when what we put into the files changes though the packages do not.
const RECIPE = 1;

/** `full` can create the extension, `lean` can only run it: it opens faster and holds less memory. */
export type BundleKind = "full" | "lean";

const bundlePath = (): string => join(dirname(require.resolve("@electric-sql/pglite-postgis")), "postgis.tar.gz");

async function version(name: string): Promise<string> {
  // Its exports hide package.json, so it is looked for from the entry point upwards.
  for (let folder = dirname(require.resolve(name)); ; folder = dirname(folder)) {
    const text = await readFile(join(folder, "package.json"), "utf8").catch(() => "{}");
    const found = JSON.parse(text) as { name?: string; version?: string };
    if (found.name === name && found.version !== undefined) return found.version;
    if (folder === dirname(folder)) throw new Error(`No version of ${name} was found.`);
  }
}

/** The folder of the cache for the packages as installed, made when missing; in the system's temporary one when ours is read-only. */
export async function cacheFolder(): Promise<string> {
  const [engine, postgis] = await Promise.all([version("@electric-sql/pglite"), version("@electric-sql/pglite-postgis")]);
  const name = `embedded-${engine}-${postgis}-${RECIPE}`;
  const own = join(fileURLToPath(new URL("../../../.cache/", import.meta.url)), name);
  try {
    await mkdir(own, { recursive: true });
    return own;
  } catch {
    const other = join(tmpdir(), `chuangtu-${process.getuid?.() ?? 0}`, name);
    await mkdir(other, { recursive: true, mode: 0o700 });
    return other;
  }
}

/** Written beside and renamed, so that a reader never sees half of it. */
export async function keep(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

const WANTED: Readonly<Record<BundleKind, RegExp>> = {
  full: /^(lib\/postgresql\/postgis-3\.so|share\/proj\/[^/]+|share\/postgresql\/extension\/postgis(\.control|--\d+\.\d+\.\d+\.sql))$/,
  lean: /^(lib\/postgresql\/postgis-3\.so|share\/proj\/proj\.(db|ini)|share\/postgresql\/extension\/postgis\.control)$/,
};

/** The path of the extension's bundle without raster, topology, the geocoder and the upgrade scripts (made when missing). */
export async function extensionBundle(folder: string, kind: BundleKind): Promise<string> {
  const path = join(folder, `postgis-${kind}.tar.gz`);
  const there = await readFile(path).catch(() => null);
  if (there !== null) return path;
  const whole = await unzip(await readFile(bundlePath()));
  const wanted: TarEntry[] = [...readTar(whole)].filter((entry) => !entry.folder && WANTED[kind].test(entry.name) && entry.data.length > 0);
  // Level 1: it is unpacked at every start, and packed once.
  await keep(path, await zip(writeTar(wanted), { level: 1 }));
  return path;
}

/** The seed image's place; it may not be there yet. */
export const seedPath = (folder: string): string => join(folder, "seed.tar.gz");

/** Unpacks a seed image into a folder that does not exist yet: in full or not at all. */
export async function unpackSeed(image: Uint8Array, folder: string): Promise<void> {
  const partial = `${folder}.${randomBytes(6).toString("hex")}.partial`;
  try {
    for (const entry of readTar(await unzip(image))) {
      const path = join(partial, entry.name);
      if (entry.folder) await mkdir(path, { recursive: true, mode: 0o700 });
      else {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFile(path, entry.data, { mode: 0o600 });
      }
    }
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

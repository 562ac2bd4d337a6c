/** A backup a day, by the program itself: the first minute after two in the morning, or the first at which it runs; so many are kept. */
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Db, FolderInUse } from "../db/db.ts";
import { lockFolder } from "../db/embedded/lock.ts";
import { sql } from "../db/sql.ts";
import type { PhotoStore } from "../photos/store.ts";
import { openMirror } from "./mirror.ts";
import { type PhotosTo, writeBackup } from "./write.ts";

export interface Nightly {
  readonly db: Db;
  readonly photos: PhotoStore;
  /** The photos are in a store that keeps its own: they are named, not copied. */
  readonly photosStay: boolean;
  readonly folder: string;
  /** So many backups at most. */
  readonly keep: number;
  /** Aborted: the program ends, and the backup that is being made with it. The next start makes it. */
  readonly signal?: AbortSignal | undefined;
}

/** Days begin at two: what is done late in the evening belongs to the day that ends. */
const begins_h = 2;
/** After a failure; the next minute would hardly be another. */
const again_ms = 3_600_000;
const ours = /^chuangtu-.*-(\d{4}-\d{2}-\d{2})\.tar$/;

/** How the last one went, for people and for what watches over the machine: `last.json` in the folder. */
export interface LastBackup {
  readonly at: string;
  readonly ok: boolean;
  readonly file: string;
  readonly bytes: number;
  readonly ms: number;
  readonly error: string | null;
}

/** For the program to call each minute. @returns does nothing when there is one of today. @throws what a failed one met, once an hour */
export function nightly(source: Nightly): () => Promise<void> {
  let failedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - failedAt < again_ms) return;
    const day = await today(source.db);
    if (day === null) return;
    const folder = folderOf(source.folder, day);
    if ((await kept(folder)).some((one) => one.day === day.day)) return;
    try {
      await alone(folder, () => make({ ...source, folder }, day));
    } catch (error) {
      failedAt = performance.now();
      throw error;
    }
  };
}

interface Day {
  readonly day: string;
  readonly code: string;
  /** One district of many in its database: the others' programs may name the same folder. */
  readonly held: boolean;
}

const named = (code: string): string => code.replace(/[^\w-]/g, "_");
const folderOf = (folder: string, { code, held }: Day): string => (held ? join(folder, named(code)) : folder);

/** The newest backup, and the last failure if one was put down: times of Date's clock. */
export interface LastNights {
  readonly good_ms: number | null;
  readonly failed: { readonly at_ms: number; readonly why: string } | null;
}

/** What the folder tells. Nothing is there before there is a district. */
export async function lastNights(db: Db, folder: string): Promise<LastNights> {
  const day = await today(db);
  if (day === null) return { good_ms: null, failed: null };
  const own = folderOf(folder, day);
  const [newest] = await kept(own);
  const made = newest && (await stat(join(own, newest.name)).catch(() => null));
  const last = await readFile(join(own, "last.json"), "utf8")
    .then((text) => JSON.parse(text) as LastBackup)
    .catch(() => null);
  const failed = last === null || last.ok ? null : { at_ms: Date.parse(last.at), why: last.error ?? "" };
  return { good_ms: made ? Math.round(made.mtimeMs) : null, failed };
}

/** Null: there is no district yet, so nothing to keep. The day is the machine's, where the district is. */
async function today(db: Db): Promise<Day | null> {
  const [row] = await db.query<Day>(
    sql`select (now() at time zone time_zone - make_interval(hours => ${begins_h}::int))::date::text as day, code, row_security_active('district') as held
      from district limit 1`,
  );
  return row ?? null;
}

/** One at a time on a machine, whichever process is first. */
async function alone(folder: string, work: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder).catch((error: unknown) => {
    if (error instanceof FolderInUse) return null;
    throw error;
  });
  if (lock === null) return;
  await work().finally(() => lock.release());
}

async function make(source: Nightly, { day, code }: Day): Promise<void> {
  const { folder, photos, photosStay, keep, db, signal } = source;
  const file = join(folder, `chuangtu-${named(code)}-${day}.tar`);
  const since = performance.now();
  const say = async (error: string | null): Promise<void> => {
    const bytes = error === null ? (await stat(file)).size : 0;
    const last: LastBackup = {
      at: new Date().toISOString(),
      ok: error === null,
      file,
      bytes,
      ms: Math.round(performance.now() - since),
      error,
    };
    await writeFile(join(folder, "last.json"), `${JSON.stringify(last, null, 2)}\n`, { mode: 0o600 });
  };
  try {
    const mirror = photosStay ? null : await openMirror(folder, photos, day);
    const photosTo: PhotosTo = mirror ? { where: "beside", keep: mirror.keep } : { where: "elsewhere" };
    await writeBackup({ db, photos, photosTo, signal }, file);
    await mirror?.settle(await prune(folder, keep));
    await say(null);
  } catch (error) {
    await say(error instanceof Error ? error.message : String(error)).catch(() => {});
    throw error;
  }
}

interface Kept {
  readonly day: string;
  readonly name: string;
}

/** Newest first. */
async function kept(folder: string): Promise<Kept[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.flatMap((name) => {
    const day = ours.exec(name)?.[1];
    return day === undefined ? [] : [{ day, name }];
  });
  return found.sort((a, b) => (a.day < b.day ? 1 : -1));
}

/** Removes all but so many. @returns the day of the oldest that stays */
async function prune(folder: string, keep: number): Promise<string> {
  const all = await kept(folder);
  for (const { name } of all.slice(keep)) await rm(join(folder, name), { force: true });
  return all[Math.min(keep, all.length) - 1]?.day ?? "";
}

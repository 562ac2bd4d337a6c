/** A district's backup into a database that holds others: whole, under new numbers; or not at all. */
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { dropDistrict } from "../district/dropDistrict.ts";
import { type MadeDistrict, makeDistrict } from "../district/make.ts";
import type { PhotoStore } from "../photos/store.ts";
import { photoKey, photoOfKey } from "../photos/store.ts";
import { analyzeTables } from "./analyze.ts";
import { bringIn } from "./bring.ts";
import { shelves } from "./catalog.ts";
import type { Manifest } from "./manifest.ts";
import { Numbers } from "./numbers.ts";
import { photosIn } from "./photosIn.ts";
import { type Backup, openBackup } from "./read.ts";
import { codeTaken, notOurSchema, notThisVersion, severalDistricts } from "./refusal.ts";
import type { Watched } from "./steps.ts";
import { takeStretches } from "./stretches.ts";

export interface ImportedDistrict extends MadeDistrict {
  readonly code: string;
  readonly manifest: Manifest;
  /** Photo files put into the store; null: they were left out. */
  readonly photos: number | null;
  readonly missing: readonly string[];
  readonly numbers: Numbers;
}

export interface ImportTo {
  /** Null: the backup's own. */
  readonly code: string | null;
  /** Null: photos are left where they are. */
  readonly photos: PhotoStore | null;
}

/**
 * @param db as the owner of its tables
 * @param file a backup of one district: made with its role's DATABASE_URL, or of a database that holds one alone
 * @throws BackupRefused, Unsuitable (the code has a district), StoreUnavailable, the signal's reason. Then the database is as it was, but for numbers that nobody gets
 */
export async function importDistrict(db: Db, file: string, to: ImportTo, watched: Watched = {}): Promise<ImportedDistrict> {
  const backup = await openBackup(file, watched);
  try {
    const own = await oneDistrict(db, backup.manifest);
    const code = to.code ?? own;
    await refuseThere(db, code);
    const stretches = await takeStretches(db, backup, watched.signal);
    const made = await makeDistrict(db, code);
    try {
      const numbers = new Numbers(stretches, made.id);
      const put = await bringAll(db, { backup, file, photos: to.photos, role: made.role, code, numbers }, watched);
      return { ...made, code, manifest: backup.manifest, photos: put?.put ?? null, missing: put?.missing ?? [], numbers };
    } catch (error) {
      await dropDistrict(db, made.role, true);
      throw error;
    }
  } finally {
    await backup.close();
  }
}

/** @returns its code @throws BackupRefused unless the backup is of one district and of the database's version */
async function oneDistrict(db: Db, { district, tables, schema, migrations }: Manifest): Promise<string> {
  const rows = tables.find(({ name }) => name === "public.district")?.rows ?? 0;
  if (rows !== 1 || district === null) throw severalDistricts(rows);
  const there = await db.query<{ number: number; digest: string }>(sql`select number, digest from schema_version order by number`);
  if (there.at(-1)?.number !== schema) throw notThisVersion(schema, there.at(-1)?.number ?? 0);
  const other = migrations.find(({ number, digest }) => there.find((one) => one.number === number)?.digest !== digest);
  if (other) throw notOurSchema(`data/schema/${String(other.number).padStart(4, "0")}`);
  return district.code;
}

/** What is there is never written over. @throws BackupRefused */
async function refuseThere(db: Db, code: string): Promise<void> {
  const found = await db.query(sql`select id from district where code = ${code}::text`);
  if (found.length > 0) throw codeTaken(code);
}

interface All {
  readonly backup: Backup;
  readonly file: string;
  readonly photos: PhotoStore | null;
  readonly role: string;
  readonly code: string;
  readonly numbers: Numbers;
}

async function bringAll(db: Db, { backup, file, photos, numbers, ...as }: All, watched: Watched) {
  await makeMonths(db, backup.manifest);
  const keyFor = (key: string): string => {
    const { id, set, what } = photoOfKey(key);
    return photoKey(numbers.of("photo", id), set, what);
  };
  const put = photos && (await photosIn(backup, file, photos, watched, keyFor));
  try {
    await bringIn(db, backup, { ...as, numbers }, watched);
  } catch (error) {
    await put?.undo();
    throw error;
  }
  await analyzeTables(db);
  return put;
}

/** Months that the backup's rows lay in. */
async function makeMonths(db: Db, manifest: Manifest): Promise<void> {
  const there = new Set((await shelves(db)).map(({ name }) => name));
  for (const { name, parent } of manifest.shelves) {
    const [, year, month] = /_(\d{4})_(\d\d)$/.exec(name) ?? [];
    if (there.has(name) || !year) continue;
    there.add(name);
    await db.query(sql`select make_month(${parent.replace(/^public\.(archived_)?/, "")}::text, ${`${year}-${month}-01`}::date)`, {
      timeout_ms: 0,
    });
  }
}

/** Backups that the program makes while it runs: one a night where the settings name a folder, and, of a database that only it can open, those asked for. */
import { answerAsked, type Wanted } from "./backup/asked.ts";
import { type Nightly, nightly } from "./backup/nightly.ts";
import type { Watched } from "./backup/steps.ts";
import { backupTold } from "./backup/told.ts";
import { writeBackup } from "./backup/write.ts";
import type { BackupWatch } from "./backupWatch.ts";
import type { Db } from "./db/db.ts";
import { eachMinute } from "./minutes.ts";
import type { PhotoStore } from "./photos/store.ts";
import type { Settings } from "./settings.ts";

/** How often the data folder is looked at for somebody who asks. */
const look_ms = 1_000;

export type BackupSettings = Pick<Settings, "backups" | "dataFolder"> & { readonly photos: Settings["photos"] };

/** @param watch learns how the nightly ones stand @returns stops; a backup that is being made is given up, and leaves nothing */
export function keepBackups(
  db: Db,
  store: PhotoStore,
  { backups, dataFolder, photos }: BackupSettings,
  watch: BackupWatch,
  failed: (error: unknown) => void,
): () => Promise<void> {
  const photosStay = "bucket" in photos;
  const ending = new AbortController();
  const make = async ({ file, photos: withPhotos }: Wanted, watched: Watched): Promise<string> => {
    const signal = AbortSignal.any([ending.signal, ...(watched.signal ? [watched.signal] : [])]);
    const photosTo = { where: withPhotos && !photosStay ? "file" : "elsewhere" } as const;
    return backupTold(await writeBackup({ db, photos: store, photosTo, ...watched, signal }, file), file);
  };
  const stops = [
    ...(backups ? eachNight({ db, photos: store, photosStay, ...backups, signal: ending.signal }, watch, failed) : []),
    ...(db.kind === "embedded" ? [eachMinute(() => answerAsked(dataFolder, make), failed, look_ms)] : []),
  ];
  return async () => {
    ending.abort(new Error("程序正在停止 / The program is stopping."));
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** One that takes long is no reason not to look. */
function eachNight(source: Nightly, watch: BackupWatch, failed: (error: unknown) => void): (() => Promise<void>)[] {
  const make = nightly(source);
  const making = (error: unknown): void => {
    if (!source.signal?.aborted) watch.failed(error);
    failed(error);
  };
  return [eachMinute(make, making), eachMinute(() => watch.look(source.db), failed)];
}

/** What the program does by itself while it runs: each minute what has fallen due, and all the time what is to be sent and what calls for a decision. */
import { type BackupSettings, keepBackups } from "./backups.ts";
import type { BackupWatch } from "./backupWatch.ts";
import type { Db } from "./db/db.ts";
import { makeExports } from "./exports/runner.ts";
import { sweepExports } from "./exports/sweep.ts";
import { workImports } from "./import/hand/worker.ts";
import { below_ms, hearBelow } from "./live/below.ts";
import { pruneChanges } from "./live/prune.ts";
import { keepArchive } from "./log/archive.ts";
import { keepMonths } from "./log/months.ts";
import { resumeDue } from "./log/sweep.ts";
import { eachMinute } from "./minutes.ts";
import { deliver } from "./notices/deliver.ts";
import { noticeDue } from "./notices/due.ts";
import type { PhotoStore } from "./photos/store.ts";
import { sweepPhotos } from "./photos/sweep.ts";
import type { Settings } from "./settings.ts";
import { watchAlways } from "./walls/watchAlways.ts";
import { watchPlans } from "./zones/watch.ts";

/** @param backups learns how the nightly ones stand @returns stops, and waits for what is being done */
export function startChores(
  db: Db,
  photos: PhotoStore,
  settings: Pick<Settings, "webhookNetworks" | "publicUrl" | "archiveAfter_months"> & BackupSettings,
  backups: BackupWatch,
  failed: (error: unknown) => void,
): () => Promise<void> {
  const { webhookNetworks, publicUrl } = settings;
  const chores = [
    () => resumeDue(db),
    () => noticeDue(db),
    () => sweepPhotos(db, photos),
    () => pruneChanges(db),
    keepMonths(db, settings.archiveAfter_months !== null),
    keepArchive(db, settings.archiveAfter_months),
    () => sweepExports(db),
    () => watchPlans(db),
  ];
  const stops = [
    ...chores.map((chore) => eachMinute(chore, failed)),
    eachMinute(() => hearBelow(db), failed, below_ms),
    deliver(db, { networks: webhookNetworks, publicUrl, failed }),
    watchAlways(db, failed),
    workImports(db, failed),
    makeExports(db, { failed }),
    keepBackups(db, photos, settings, backups, failed),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** What becomes of photos as time passes: originals past their time are removed, and uploads that no act ever named. */
import type { Db } from "../db/db.ts";
import type { PhotoStore } from "./store.ts";

/** For the program to call each minute; several at once do no harm. */
export async function sweepPhotos(_db: Db, _store: PhotoStore): Promise<void> {}

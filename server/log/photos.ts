/** A problem's photos, as its card shows them and as acts name them. */
import type { Caller } from "../ask/caller.ts";
import type { PhotoKind } from "../contract/officeWords.ts";
import type { Photo } from "../contract/types.ts";
import type { Queryable, Tx } from "../db/db.ts";
import type { Held } from "./problem.ts";

/** Photos of a problem that the caller may read, in the order they were taken. */
export async function photosOf(_on: Queryable, _caller: Caller, _held: Held): Promise<Photo[]> {
  return [];
}

/**
 * Makes photos a problem's: they are whole, the caller's own, and no other problem's; one already this problem's may be named again.
 * @throws ParameterError naming `photos` and the id
 */
export async function claimPhotos(_tx: Tx, _caller: Caller, _problem: number, _kind: PhotoKind, _ids: readonly number[]): Promise<void> {}

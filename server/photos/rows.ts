/** A photo's row, looked up or held for a change, and what is told of a change. */
import type { Caller } from "../ask/caller.ts";
import { moved } from "../ask/revision.ts";
import { Gone, NotFound } from "../ask/route.ts";
import type { Role, Word } from "../contract/vocabulary.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { photoColumns, photoTables, type StoredPhoto } from "../log/photos.ts";
import { type PhotoStore, removeSets, StoreUnavailable } from "./store.ts";

/** Whoever does an act that photos go with. */
export const takers = ["inspector", "dispatcher", "handler", "leader"] as const satisfies readonly Role[];

/** A photo with its sets; see the table's own words. */
export interface HeldPhoto extends StoredPhoto {
  readonly clientId: string;
  readonly uploadBytes: number;
  readonly uploadSha256: string;
  readonly shown: number | null;
  readonly original: number | null;
  readonly dead: readonly number[];
}

const columns = sql`${photoColumns}, f.client_id as "clientId", f.upload_bytes as "uploadBytes", encode(f.upload_sha256, 'hex') as "uploadSha256", f.shown,
  f.original, f.dead`;
const noPhoto: Word = { zh: "没有这张照片", en: "There is no such photo." };

export async function lookAt(on: Queryable, id: number): Promise<HeldPhoto | null> {
  const [row] = await on.query<HeldPhoto>(sql`select ${columns} from ${photoTables} where f.id = ${id}::bigint`);
  return row ?? null;
}

/** Its row stays locked until the transaction ends. @throws NotFound */
export async function holdPhoto(tx: Tx, id: number): Promise<HeldPhoto> {
  // A city sees photos of the districts under it, and holds none of them.
  const held = await tx.query(sql`select from photo f where f.id = ${id}::bigint for update`);
  // Read by a statement of its own: when the lock was waited for, only a new one sees what was done meanwhile.
  const row = held.length > 0 ? await lookAt(tx, id) : null;
  if (!row) throw new NotFound(noPhoto);
  return row;
}

export const notFound = (): NotFound => new NotFound(noPhoto);
export const withdrawnGone = ({ withdrawnBy, withdrawnWhy }: Pick<StoredPhoto, "withdrawnBy" | "withdrawnWhy">): Gone =>
  new Gone({
    zh: `照片已由${withdrawnBy ?? "系统"}撤回：${withdrawnWhy ?? ""}`,
    en: `The photo was withdrawn by ${withdrawnBy ?? "the system"}: ${withdrawnWhy ?? ""}`,
  });
/** @throws NotFound, Gone when there is no picture to speak of */
export function needReady(photo: StoredPhoto): void {
  if (photo.state === "withdrawn") throw withdrawnGone(photo);
  if (photo.state === "uploading") throw new NotFound({ zh: "照片还没有传完", en: "The photo's upload is not whole yet." });
}

/** The number of a set that is about to be written: it is to be removed unless it comes to be shown. */
export async function newSet(tx: Tx, id: number): Promise<number> {
  const [row] = (await tx.query<{
    set: number;
  }>(sql`update photo set sets = sets + 1, writing = writing || (sets + 1), writing_since = now()
    where id = ${id}::bigint returning sets as set`)) as [{ set: number }];
  return row.set;
}

/** Tells pages that the photos of its problem changed. The last statement of its transaction. */
export async function tellOf(tx: Tx, { problemId, problem }: StoredPhoto): Promise<void> {
  if (problemId === null || !problem) return;
  const { unitId, personId = null } = problem;
  await tx.query(moved("problems", [{ id: problemId, unitBefore: unitId, personBefore: personId, act: null }]));
}

type InTx = <R>(work: (tx: Tx) => Promise<R>) => Promise<R>;

/** Whatever became of their writing, these sets are not to be shown; those that are, stay. @returns which are to be removed */
async function bury(tx: Tx, id: number, sets: readonly number[]): Promise<readonly number[]> {
  const [row] = await tx.query<{ dead: number[] }>(sql`update photo f
    set writing = array(select s from unnest(f.writing) s where s <> all(${sets}::int[])),
      dead = array(select s from unnest(f.dead) s union select s from unnest(${sets}::int[]) s
        where s is distinct from f.shown and s is distinct from f.original)
    where f.id = ${id}::bigint returning f.dead`);
  return row ? sets.filter((set) => row.dead.includes(set)) : sets;
}

/** Removes files that nothing names any more. A store that is away is asked again by the sweep. @param inTx how a transaction is made */
export async function dropSets(store: PhotoStore, inTx: InTx, id: number, sets: readonly number[]): Promise<void> {
  if (sets.length === 0) return;
  const dead = await inTx((tx) => bury(tx, id, sets));
  try {
    await removeSets(store, id, dead);
  } catch (error) {
    if (error instanceof StoreUnavailable) return;
    throw error;
  }
  await inTx((tx) => tx.query(forgetDead(id, dead)));
}

/** Their files are gone. */
export const forgetDead = (id: number, sets: readonly number[]): Sql =>
  sql`update photo set dead = array(select s from unnest(dead) s where s <> all(${sets}::int[])) where id = ${id}::bigint`;

/** True when the caller is the one who took it. */
export const isTaker = (caller: Caller, { personId }: StoredPhoto): boolean => caller.personId !== null && caller.personId === personId;

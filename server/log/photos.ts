/** A problem's photos, as its card shows them and as acts name them. */
import { refusedField } from "../ask/body.ts";
import { type Belongs, type Caller, reaches } from "../ask/caller.ts";
import { anyProblem } from "../ask/past.ts";
import type { PhotoKind } from "../contract/officeWords.ts";
import type { Photo } from "../contract/types.ts";
import type { Word } from "../contract/vocabulary.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import type { Held } from "./problem.ts";

/** A photo, and of its problem what says who reaches it. */
export interface StoredPhoto {
  readonly id: number;
  readonly kind: PhotoKind;
  readonly state: "uploading" | "ready" | "withdrawn";
  readonly personId: number | null;
  readonly by: string | null;
  readonly taken: Date;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracy_m: number | null;
  readonly distance_m: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly sha256: string;
  readonly boxes: Photo["boxes"];
  readonly originalUntil: Date | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnWhy: string | null;
  readonly problemId: number | null;
  readonly checkInId: number | null;
  readonly problem: Belongs | null;
}

/** Columns of a StoredPhoto; of `photoTables`. */
export const photoColumns = sql`f.id, f.kind, f.state, f.person_id as "personId", by.name as by, f.taken_at as taken, ST_X(f.geom) as lon, ST_Y(f.geom) as lat,
  f.accuracy_m, ST_Distance(f.geom::geography, p.geom::geography) as distance_m, f.width, f.height, encode(coalesce(f.sha256, f.upload_sha256), 'hex') as sha256,
  f.boxes, case when f.original is not null and f.original_until > now() then f.original_until end as "originalUntil",
  f.withdrawn_at as "withdrawnAt", f.withdrawn_by as "withdrawnBy", f.withdrawn_why as "withdrawnWhy", f.problem_id as "problemId",
  f.check_in_id as "checkInId", case when p.id is not null then json_build_object('zones', json_build_array(p.zone1_id, p.zone2_id, p.zone3_id),
    'unitId', p.unit_id, 'reporterId', p.reporter_id, 'personId', p.person_id) end as problem`;
export const photoTables = sql`photo f left join ${anyProblem} p on p.id = f.problem_id left join person by on by.id = f.person_id`;

/** Lies in no zone: only who has the whole district reaches it. */
const nowhere: Belongs = { zones: [], unitId: null, reporterId: null };

/** True when a role of the caller's reaches what the photo shows. One that nothing names yet is its taker's alone. */
function reachesPhoto(caller: Caller, role: "dispatcher" | "inspector", { problem, checkInId }: StoredPhoto): boolean {
  if (problem === null && checkInId === null) return false;
  return reaches(caller, role, problem ?? nowhere);
}
const took = (caller: Caller, { personId }: StoredPhoto): boolean => caller.personId !== null && caller.personId === personId;

/** Whoever took it may cover parts of it, and dispatchers and inspectors who reach its problem. */
export const mayCover = (caller: Caller, photo: StoredPhoto): boolean =>
  took(caller, photo) || reachesPhoto(caller, "dispatcher", photo) || reachesPhoto(caller, "inspector", photo);
/** Whoever took it may withdraw it, and dispatchers who reach its problem. */
export const mayWithdraw = (caller: Caller, photo: StoredPhoto): boolean =>
  took(caller, photo) || reachesPhoto(caller, "dispatcher", photo);

const withdrawnOf = ({ withdrawnAt, withdrawnBy, withdrawnWhy }: StoredPhoto): Photo["withdrawn"] =>
  withdrawnAt && { at: withdrawnAt.toISOString(), by: withdrawnBy, why: withdrawnWhy ?? "" };

/** What is said of a photo. One that was withdrawn before it was whole has no pixels. */
export function toPhoto(row: StoredPhoto, caller: Caller): Photo {
  const { id, kind, taken, by, lon, lat, accuracy_m, distance_m, width, height, sha256, boxes, originalUntil } = row;
  return {
    ...{ id, kind, by, lon, lat, accuracy_m, distance_m, sha256, boxes },
    taken: taken.toISOString(),
    width: width ?? 0,
    height: height ?? 0,
    originalUntil: originalUntil?.toISOString() ?? null,
    mayRedact: row.state === "ready" && mayCover(caller, row),
    withdrawn: withdrawnOf(row),
  };
}

/** Photos of a problem that the caller may read, in the order they were taken. */
export async function photosOf(on: Queryable, caller: Caller, { id }: Pick<Held, "id">): Promise<Photo[]> {
  const rows = await on.query<StoredPhoto>(sql`select ${photoColumns} from ${photoTables}
    where f.problem_id = ${id}::bigint and f.width is not null order by f.taken_at, f.id`);
  return rows.map((row) => toPhoto(row, caller));
}

/** Photos of one act at most. */
export const mostPhotos = 9;

interface Claimed {
  readonly id: number;
  readonly state: StoredPhoto["state"];
  readonly kind: PhotoKind;
  readonly problemId: number | null;
  readonly checkInId: number | null;
}

/** Why a photo cannot be named by an act that says it is of this kind; null when it can. */
function claimRefusal(photo: Claimed | undefined, problem: number, kind: PhotoKind): Word | null {
  if (!photo) return { zh: "您上传的照片", en: "a photo that you uploaded" };
  if (photo.state === "withdrawn") return { zh: "未撤回的照片", en: "a photo that is not withdrawn" };
  if (photo.state === "uploading") return { zh: "已传完的照片", en: "a photo whose upload is whole" };
  const elsewhere = photo.checkInId !== null || (photo.problemId !== null && photo.problemId !== problem);
  if (elsewhere) return { zh: "未用于别处的照片", en: "a photo that nothing else was said with" };
  // What was found is no proof of what was mended.
  if (photo.problemId !== null && photo.kind !== kind)
    return { zh: "另一张照片：它已用作另一类", en: "another photo: this one was said as another kind" };
  return null;
}

const locked = (
  caller: Caller,
  ids: readonly number[],
): Sql => sql`select id, state, kind, problem_id as "problemId", check_in_id as "checkInId"
  from photo where id = any(${ids}::bigint[]) and person_id = ${caller.personId}::bigint order by id for update`;

/**
 * Makes photos a problem's, and of the kind that the act says: they are whole, the caller's own, and no other problem's;
 * one already this problem's may be named again, as the same kind. Their rows stay locked.
 * @throws ParameterError naming `photos` and the id
 */
export async function claimPhotos(tx: Tx, caller: Caller, problem: number, kind: PhotoKind, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  if (ids.length > mostPhotos)
    throw refusedField("photos", `${ids.length}`, { zh: `至多 ${mostPhotos} 张照片`, en: `${mostPhotos} photos at most` });
  const found = new Map((await tx.query<Claimed>(locked(caller, ids))).map((row) => [row.id, row]));
  for (const id of ids) {
    const why = claimRefusal(found.get(id), problem, kind);
    if (why) throw refusedField("photos", `${id}`, why);
  }
  await tx.query(sql`update photo set problem_id = ${problem}::bigint, kind = ${kind}::text where id = any(${ids}::bigint[])`);
}

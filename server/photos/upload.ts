/** How far an upload has come. Its parts lie in the database, so that any process can go on with it. */
import type { Caller } from "../ask/caller.ts";
import type { PhotoUpload } from "../contract/types.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { toPhoto } from "../log/photos.ts";
import type { HeldPhoto } from "./rows.ts";

/** Bytes that have arrived; parts lie end to end. */
export async function arrived(on: Queryable, id: number): Promise<number> {
  const [row] = (await on.query<{ bytes: number }>(
    sql`select coalesce(max("offset" + length(bytes)), 0)::int as bytes from photo_part where photo_id = ${id}::bigint`,
  )) as [{ bytes: number }];
  return row.bytes;
}

export async function uploadOf(on: Queryable, caller: Caller, photo: HeldPhoto): Promise<PhotoUpload> {
  const { id, uploadBytes: bytes } = photo;
  if (photo.state === "ready") return { id, offset: bytes, bytes, photo: toPhoto(photo, caller) };
  return { id, offset: await arrived(on, id), bytes, photo: null };
}

/** All bytes of an upload that have arrived, in order. */
export async function partsOf(on: Queryable, id: number): Promise<Buffer> {
  const parts = await on.query<{ bytes: Buffer }>(sql`select bytes from photo_part where photo_id = ${id}::bigint order by "offset"`);
  return Buffer.concat(parts.map(({ bytes }) => bytes));
}

export const dropParts = (on: Queryable, id: number): Promise<object[]> =>
  on.query(sql`delete from photo_part where photo_id = ${id}::bigint`);

/** "Here are its next bytes." With the last of them the photo is looked through, made anew, kept, and only then said to be there. */
import { createHash } from "node:crypto";
import { Type } from "typebox";
import { refusedField } from "../ask/body.ts";
import { type Caller, Conflict, Forbidden } from "../ask/caller.ts";
import { type Ask, type Parameter, type Route, route } from "../ask/route.ts";
import { ParameterError } from "../contract/parameter.ts";
import { PhotoUpload } from "../contract/photoSchemas.ts";
import type { PhotoUpload as Answer } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type Looked, lookThrough, most_bytes } from "./picture.ts";
import { dropSets, type HeldPhoto, holdPhoto, isTaker, newSet, takers, withdrawnGone } from "./rows.ts";
import { type PhotoStore, putSet } from "./store.ts";
import { inTurn } from "./turn.ts";
import { arrived, dropParts, partsOf, uploadOf } from "./upload.ts";

/** Of one part. */
export const mostPart_bytes = 1024 * 1024;

const offsetParameter: Parameter<number> = {
  schema: Type.Integer({
    minimum: 0,
    maximum: most_bytes,
    description: "Where in the upload the part begins: as many bytes as have arrived.",
  }),
  required: true,
  read(name, text) {
    const value = /^\d{1,8}$/.test(text ?? "") ? Number(text) : Number.NaN;
    if (value <= most_bytes) return value;
    throw new ParameterError(name, text ?? "", { zh: `0 至 ${most_bytes} 的整数`, en: `a whole number from 0 to ${most_bytes}` });
  },
};

const notFromThere = (offset: number): Conflict =>
  new Conflict({ zh: `下一段应从第 ${offset} 字节开始`, en: `The next part begins at byte ${offset}.` }, { offset });

/** The caller's own upload, locked. @throws NotFound, Forbidden, Gone */
async function holdOwn(tx: Tx, caller: Caller, id: number): Promise<HeldPhoto> {
  const photo = await holdPhoto(tx, id);
  if (!isTaker(caller, photo)) throw new Forbidden({ zh: "这是别人的上传", en: "This is somebody else's upload." });
  if (photo.state === "withdrawn") throw withdrawnGone(photo);
  return photo;
}

/** An upload with its last part at hand; `set`: the number its files are written under. */
interface Whole {
  readonly photo: HeldPhoto;
  readonly set: number;
}

/** Takes a part in. The last one is not kept: should anything fail from here on, it is sent again. @throws Conflict, ParameterError */
async function takeIn(tx: Tx, caller: Caller, id: number, offset: number, part: Buffer): Promise<Answer | Whole> {
  const photo = await holdOwn(tx, caller, id);
  if (photo.state === "ready") return uploadOf(tx, caller, photo);
  const expected = await arrived(tx, id);
  if (offset !== expected) throw notFromThere(expected);
  const end = offset + part.length;
  const bytes = photo.uploadBytes;
  if (end > bytes)
    throw refusedField("body", `${end}`, { zh: `总共不超过所报的 ${bytes} 字节`, en: `no more than the ${bytes} bytes announced` });
  if (end === bytes) return { photo, set: await newSet(tx, id) };
  await tx.query(sql`insert into photo_part (photo_id, "offset", bytes) values (${id}::bigint, ${offset}::int, ${part}::bytea)`);
  return { id, offset: end, bytes, photo: null };
}

/** @throws ParameterError when these are not the bytes that were announced */
function refuseOther(bytes: Buffer, { uploadSha256 }: HeldPhoto): void {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 === uploadSha256) return;
  throw refusedField("sha256", sha256, {
    zh: `内容与所报的 ${uploadSha256} 不符：请从头再传`,
    en: `bytes whose SHA-256 is the announced ${uploadSha256}: send it again from the beginning`,
  });
}

/** Says that the photo is there; its files are. @returns null when somebody else has ended the upload meanwhile */
async function sayReady(tx: Tx, caller: Caller, { photo, set }: Whole, made: Looked): Promise<Answer | null> {
  const done = await tx.query(sql`update photo set state = 'ready', shown = ${set}::int, writing = array_remove(writing, ${set}::int),
      width = ${made.width}::int, height = ${made.height}::int, bytes = ${made.picture.length}::int, sha256 = ${made.sha256}::bytea
    where id = ${photo.id}::bigint and state = 'uploading' and ${set}::int = any(writing) and upload_sha256 = decode(${photo.uploadSha256}::text, 'hex') returning id`);
  if (done.length === 0) return null;
  await dropParts(tx, photo.id);
  return uploadOf(tx, caller, await holdPhoto(tx, photo.id));
}

type PartAsk = Pick<Ask, "caller" | "tx" | "rows">;

async function bytesOf({ rows }: PartAsk, { photo }: Whole, last: Buffer): Promise<Buffer> {
  const before = await partsOf({ query: (statement) => rows("parts", statement) }, photo.id);
  const bytes = Buffer.concat([before, last]);
  // Another request ended this upload, or began it again, while this one waited.
  if (bytes.length !== photo.uploadBytes) throw notFromThere(before.length);
  return bytes;
}

/** What was sent is no picture of ours: other bytes of the same upload begin at 0; what is not the picture that was meant is forgotten whole. */
async function forget({ tx }: PartAsk, { photo }: Whole, { parameter }: ParameterError): Promise<void> {
  await tx("photo", async (on) => {
    await holdPhoto(on, photo.id);
    await dropParts(on, photo.id);
    if (parameter !== "sha256") await on.query(sql`delete from photo where id = ${photo.id}::bigint and state = 'uploading'`);
  }).catch(() => {});
}

/** Looked through and kept. @throws ParameterError, StoreUnavailable */
async function kept(ask: PartAsk, store: PhotoStore, whole: Whole, last: Buffer): Promise<Looked> {
  const bytes = await bytesOf(ask, whole, last);
  try {
    refuseOther(bytes, whole.photo);
    const made = await lookThrough(bytes);
    await putSet(store, whole.photo.id, whole.set, made);
    return made;
  } catch (error) {
    if (error instanceof ParameterError) await forget(ask, whole, error);
    throw error;
  }
}

async function end(ask: PartAsk, store: PhotoStore, whole: Whole, last: Buffer): Promise<Answer> {
  const { caller, tx } = ask;
  const made = await inTurn(() => kept(ask, store, whole, last));
  const answer = await tx("photo", (on) => sayReady(on, caller, whole, made));
  if (answer) return answer;
  await dropSets(store, (work) => tx("photo", work), whole.photo.id, [whole.set]);
  return tx("photo", async (on) => uploadOf(on, caller, await holdOwn(on, caller, whole.photo.id)));
}

export const photoPart = (store: PhotoStore): Route =>
  route({
    method: "POST",
    path: "/api/photos/{id}/part",
    question: "Takes in the next bytes of a photo; with the last of them it is looked through and kept.",
    may: { who: takers, area: "none" },
    takes: { offset: offsetParameter },
    bytes: mostPart_bytes,
    answer: PhotoUpload,
    async handle(ask) {
      const { bytes, caller, given, tx } = ask;
      const id = ask.id();
      if (bytes.length === 0)
        throw refusedField("body", "0", {
          zh: `1 至 ${mostPart_bytes} 字节的 application/octet-stream`,
          en: `1 to ${mostPart_bytes} bytes of application/octet-stream`,
        });
      const taken = await tx("photo", (on) => takeIn(on, caller, id, given.offset, bytes));
      return "set" in taken ? end(ask, store, taken, bytes) : taken;
    },
  });

/** "A photo is coming": announces an upload, or says how far the one of this clientId is. */
import { Type } from "typebox";
import { accuracyField, agoField, type Body, type Field, numberField, optional, refusedField, uuidField, wordField } from "../ask/body.ts";
import { type Caller, Conflict, Forbidden, TooOften } from "../ask/caller.ts";
import { route } from "../ask/route.ts";
import { type PhotoKind, photoKinds } from "../contract/officeWords.ts";
import { PhotoUpload } from "../contract/photoSchemas.ts";
import type { PhotoUpload as Answer } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { most_bytes } from "./picture.ts";
import { type HeldPhoto, holdPhoto, isTaker, takers, withdrawnGone } from "./rows.ts";
import { dropParts, uploadOf } from "./upload.ts";

/** Uploads that are not whole yet, of one person. */
export const mostUnfinished = 50;

const bytesField: Field<number> = {
  schema: Type.Integer({ minimum: 1, maximum: most_bytes, description: "How many bytes the upload has: 10 MiB at most." }),
  read(name, value) {
    if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most_bytes) return value as number;
    const limit = `1–${most_bytes}`;
    throw refusedField(name, value, { zh: `${limit} 字节（至多 10 MiB）的整数`, en: `a whole number of bytes, ${limit} (10 MiB at most)` });
  },
};
const sha256Field: Field<string> = {
  schema: Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 of the upload, hexadecimal." }),
  read(name, value) {
    if (typeof value === "string" && /^[0-9a-f]{64}$/i.test(value)) return value.toLowerCase();
    throw refusedField(name, value, { zh: "SHA-256，64 个十六进制字符", en: "a SHA-256: 64 hexadecimal characters" });
  },
};

const fields = {
  clientId: uuidField("Made by the page for this one photo: announced again, it is the same upload."),
  kind: wordField(Object.keys(photoKinds) as PhotoKind[], "What it shows."),
  bytes: bytesField,
  sha256: sha256Field,
  ago_s: agoField,
  lon: optional(numberField(-180, 180, "Longitude of where it was taken, degrees, EPSG:4326.")),
  lat: optional(numberField(-90, 90, "Latitude of where it was taken.")),
  accuracy_m: optional(accuracyField),
};
type Announced = Body<typeof fields>;

const others = new Conflict({
  zh: "这个 clientId 是别人的上传：请换一个新的",
  en: "This clientId is somebody else's upload: make a new one.",
});
const another = {
  zh: "这个 clientId 已是另一张传完的照片：请换一个新的",
  en: "This clientId is another photo, whose upload is whole: make a new one.",
};

/** A place is both or neither. @throws ParameterError */
function refuseHalfPlace({ lon, lat, accuracy_m }: Announced): void {
  const lacks =
    lon !== null && lat === null ? "lat" : lat !== null && lon === null ? "lon" : accuracy_m !== null && lon === null ? "lon" : null;
  if (lacks) throw refusedField(lacks, null, { zh: "经度和纬度须同时给出", en: "longitude and latitude together" });
}

/** The same upload, announced again. One that is not whole and has other bytes now begins again at 0. @throws Conflict, Gone */
async function again(tx: Tx, caller: Caller, photo: HeldPhoto, { bytes, sha256 }: Announced): Promise<Answer> {
  if (!isTaker(caller, photo)) throw others;
  if (photo.state === "withdrawn") throw withdrawnGone(photo);
  if (photo.uploadBytes === bytes && photo.uploadSha256 === sha256) return uploadOf(tx, caller, photo);
  if (photo.state === "ready") throw new Conflict(another, { id: photo.id });
  await dropParts(tx, photo.id);
  await tx.query(
    sql`update photo set upload_bytes = ${bytes}::int, upload_sha256 = decode(${sha256}::text, 'hex') where id = ${photo.id}::bigint`,
  );
  return { id: photo.id, offset: 0, bytes, photo: null };
}

/** @throws TooOften when the person has too many uploads that are not whole */
async function refuseMany(tx: Tx, personId: number): Promise<void> {
  const [row] = await tx.query<{ count: number }>(
    sql`select count(*)::int as count from photo where person_id = ${personId}::bigint and state = 'uploading'`,
  );
  if (row && row.count < mostUnfinished) return;
  throw new TooOften(
    {
      zh: `您有 ${mostUnfinished} 张照片没有传完：请先传完这些`,
      en: `${mostUnfinished} photos of yours are not sent yet: send those first.`,
    },
    60,
  );
}

const idOf = (clientId: string) => sql`select id from photo where client_id = ${clientId}::uuid`;

async function begin(tx: Tx, caller: Caller, body: Announced): Promise<Answer> {
  const { personId } = caller;
  if (personId === null) throw new Forbidden({ zh: "照片须由本人上传", en: "Photos are sent by somebody: sign in first." });
  // One person's uploads are begun one after the other: the same one twice is found, and they can be counted.
  await tx.query(sql`select from person where id = ${personId}::bigint for no key update`);
  const [known] = await tx.query<{ id: number }>(idOf(body.clientId));
  if (known) return again(tx, caller, await holdPhoto(tx, known.id), body);
  await refuseMany(tx, personId);
  const { clientId, kind, bytes, sha256, ago_s, lon, lat, accuracy_m } = body;
  const [made] = await tx.query<{ id: number }>(sql`
    insert into photo (client_id, person_id, kind, taken_at, geom, accuracy_m, upload_bytes, upload_sha256)
    values (${clientId}::uuid, ${personId}::bigint, ${kind}::text, clock() - ${ago_s}::float8 * interval '1 second',
      ST_SetSRID(ST_MakePoint(${lon}::float8, ${lat}::float8), 4326), ${accuracy_m}::float8, ${bytes}::int, decode(${sha256}::text, 'hex'))
    on conflict (client_id, district_id) do nothing returning id`);
  if (!made) throw others;
  return { id: made.id, offset: 0, bytes, photo: null };
}

export const photoBegin = route({
  method: "POST",
  path: "/api/photos",
  question: "Announces a photo, or says how far its upload has come: the same clientId is the same upload.",
  may: { who: takers, area: "none" },
  body: fields,
  answer: PhotoUpload,
  handle({ body, caller, tx }) {
    refuseHalfPlace(body);
    return tx("photo", (on) => begin(on, caller, body));
  },
});

/** "What is under the cover?" The picture without its covers, once, for a reason that goes into the audit log with them that asked. */
import { Type } from "typebox";
import { textField } from "../ask/body.ts";
import { Gone, NotFound, Reply, type Route, route } from "../ask/route.ts";
import { sql } from "../db/sql.ts";
import { type HeldPhoto, lookAt, needReady, notFound } from "./rows.ts";
import { media, type PhotoStore, photoKey } from "./store.ts";

/** The set without covers. @throws NotFound, Gone */
function originalOf(photo: HeldPhoto | null): number {
  if (!photo) throw notFound();
  needReady(photo);
  if (photo.boxes.length === 0) return photo.shown as number;
  if (photo.original !== null && photo.originalUntil !== null) return photo.original;
  throw new Gone({ zh: "原图已过保存期并删除", en: "The picture without its covers is not kept any more." });
}

export const photoOriginal = (store: PhotoStore): Route =>
  route({
    method: "POST",
    path: "/api/photos/{id}/original",
    question: "Shows a photo without its covers, once, for a reason; the reason is kept in the audit log.",
    may: { who: ["evidence"], area: "own" },
    body: { reason: textField(2, 500, "Why it must be seen.") },
    answer: Type.String({ format: "binary" }),
    media,
    async handle({ audit, body, id, rows }) {
      // What a district covered is not uncovered by a city above it.
      const [own] = await rows<{ id: number }>(
        "own",
        sql`select id from photo where id = ${id()}::bigint and district_id = own_district()`,
      );
      const photo = own ? await lookAt({ query: (statement) => rows("photo", statement) }, own.id) : null;
      const bytes = await store.get(photoKey(id(), originalOf(photo), "picture"));
      if (!bytes) throw new NotFound({ zh: "照片文件不在存储中", en: "The photo's file is not in the store." });
      // Written down before anything is sent.
      await audit({ kind: "reveal", problemId: photo?.problemId ?? null, detail: { photo: id(), reason: body.reason } });
      return new Reply(200, { "content-type": media, "cache-control": "no-store", "content-disposition": "inline" }, bytes);
    },
  });

/** "This photo must not be." Every copy is removed; that it was there, and who withdrew it and why, stays. */
import { textField } from "../ask/body.ts";
import { Forbidden } from "../ask/caller.ts";
import { type Ask, type Route, route } from "../ask/route.ts";
import { Photo } from "../contract/photoSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { notYours } from "../log/allowed.ts";
import { mayWithdraw, toPhoto } from "../log/photos.ts";
import { dropSets, type HeldPhoto, holdPhoto, takers, tellOf } from "./rows.ts";
import type { PhotoStore } from "./store.ts";
import { dropParts } from "./upload.ts";

/** Marks it first: from then on nobody is shown it, and whoever ends before its files are gone is followed by the sweep. */
async function mark(tx: Tx, { audit, caller }: Pick<Ask, "audit" | "caller">, id: number, reason: string): Promise<HeldPhoto> {
  const photo = await holdPhoto(tx, id);
  if (!mayWithdraw(caller, photo)) throw new Forbidden(notYours, photo.problemId);
  if (photo.state === "withdrawn") return photo;
  await tx.query(sql`update photo set state = 'withdrawn', withdrawn_at = clock(), withdrawn_by = ${caller.name ?? ""}::text,
      withdrawn_why = ${reason}::text, dead = array_remove(dead || shown || original, null), shown = null, original = null, original_until = null
    where id = ${id}::bigint`);
  await dropParts(tx, id);
  await audit({ kind: "change", problemId: photo.problemId, detail: { what: "photo withdrawn", photo: id, reason } }, tx);
  const after = await holdPhoto(tx, id);
  await tellOf(tx, after);
  return after;
}

export const photoWithdraw = (store: PhotoStore): Route =>
  route({
    method: "POST",
    path: "/api/photos/{id}/withdraw",
    question: "Withdraws a photo: every copy of it is removed.",
    may: { who: takers, area: "own" },
    body: { reason: textField(2, 500, "Why it is withdrawn.") },
    answer: Photo,
    async handle(ask) {
      const photo = await ask.tx("photo", (on) => mark(on, ask, ask.id(), ask.body.reason));
      await dropSets(store, (work) => ask.tx("photo", work), photo.id, photo.dead);
      return toPhoto(photo, ask.caller);
    },
  });

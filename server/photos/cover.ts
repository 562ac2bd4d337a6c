/**
 * "Nobody is to read that plate." The picture that is shown, and its thumbnail, are made anew with boxes painted over. With the first of
 * them the picture without covers is set apart, for a time, under a right of its own; when that time is over, covers can only be added.
 */
import { type Caller, Conflict, Forbidden } from "../ask/caller.ts";
import { type Ask, type Route, route } from "../ask/route.ts";
import { Photo } from "../contract/photoSchemas.ts";
import type { Photo as Answer, Box } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { notYours } from "../log/allowed.ts";
import { mayCover, toPhoto } from "../log/photos.ts";
import { boxesField, keepsAll } from "./boxes.ts";
import { covered } from "./picture.ts";
import { dropSets, type HeldPhoto, holdPhoto, needReady, newSet, takers, tellOf } from "./rows.ts";
import { type PhotoStore, photoKey, putSet, StoreUnavailable } from "./store.ts";
import { inTurn } from "./turn.ts";

/** What is to be done: paint over the set `from` and show it as `set`; or (`set` null) show the original again. */
interface Plan {
  readonly photo: HeldPhoto;
  readonly boxes: readonly Box[];
  readonly from: number;
  readonly set: number | null;
}

const originalGone = {
  zh: "原图已过保存期并删除：只能增加遮盖，不能减少或移动",
  en: "The picture without covers is not kept any more: covers can be added, not moved or taken away.",
};
const meanwhile = { zh: "照片刚被别人改过：请重新查看", en: "Somebody changed this photo just now: look at it again." };

/** The original is there to paint on; null: it is gone, or there never was another than what is shown. */
const keptOriginal = ({ original, originalUntil }: HeldPhoto): number | null => (originalUntil === null ? null : original);

/** @throws NotFound, Forbidden, Gone, Conflict */
async function planned(tx: Tx, caller: Caller, id: number, boxes: readonly Box[]): Promise<Plan> {
  const photo = await holdPhoto(tx, id);
  if (!mayCover(caller, photo)) throw new Forbidden(notYours, photo.problemId);
  needReady(photo);
  const original = keptOriginal(photo);
  const isCovered = photo.boxes.length > 0;
  if (isCovered && original === null && !keepsAll(photo.boxes, boxes)) throw new Conflict(originalGone);
  const from = original ?? (photo.shown as number);
  return { photo, boxes, from, set: boxes.length === 0 ? null : await newSet(tx, id) };
}

/** @throws StoreUnavailable also when the file that is to be there is not: another process may be about to bring it */
async function painted(store: PhotoStore, { photo, boxes, from, set }: Plan): Promise<void> {
  if (set === null) return;
  const picture = await store.get(photoKey(photo.id, from, "picture"));
  if (!picture) throw new StoreUnavailable(`The picture of the photo ${photo.id}, set ${from}, is not in the store.`);
  await putSet(store, photo.id, set, await covered(picture, boxes));
}

/** How the row's sets are afterwards, and which are not named any more. */
function afterwards({ photo, from, set }: Plan): { shown: number; original: number | null; dropped: number[] } {
  const before = photo.shown as number;
  if (set === null) return { shown: from, original: null, dropped: before === from ? [] : [before] };
  // What was shown uncovered until now is the original from now on.
  if (photo.boxes.length === 0) return { shown: set, original: before, dropped: [] };
  return { shown: set, original: photo.original, dropped: [before] };
}

async function settle(tx: Tx, { caller, audit }: Pick<Ask, "caller" | "audit">, plan: Plan): Promise<HeldPhoto> {
  const { photo, boxes, set } = plan;
  const { id } = photo;
  const { shown, original, dropped } = afterwards(plan);
  const done =
    await tx.query(sql`update photo f set shown = ${shown}::int, original = ${original}::int, boxes = ${JSON.stringify(boxes)}::jsonb,
      original_until = case when ${original}::int is null then null when f.original is null
        then now() + (select original_days from sign_in_policy) * interval '1 day' else f.original_until end,
      redacted_at = now(), redacted_by = ${caller.personId}::bigint, writing = array_remove(f.writing, ${set}::int),
      dead = f.dead || ${dropped}::int[]
    where f.id = ${id}::bigint and f.state = 'ready' and f.shown = ${photo.shown}::int and f.original is not distinct from ${photo.original}::int
      and (${set}::int is null or ${set}::int = any(f.writing)) returning f.id`);
  if (done.length === 0) throw new Conflict(meanwhile);
  const after = await holdPhoto(tx, id);
  const detail = { what: "photo", photo: id, before: { boxes: photo.boxes }, after: { boxes } };
  await audit({ kind: "change", problemId: photo.problemId, detail }, tx);
  await tellOf(tx, after);
  return after;
}

type CoverAsk = Pick<Ask, "caller" | "audit" | "tx" | "id"> & { readonly body: { readonly boxes: readonly Box[] } };

async function cover(ask: CoverAsk, store: PhotoStore): Promise<Answer> {
  const { caller, tx } = ask;
  const id = ask.id();
  const plan = await tx("photo", (on) => planned(on, caller, id, ask.body.boxes));
  if (plan.set === null && plan.photo.boxes.length === 0) return toPhoto(plan.photo, caller);
  const drop = (sets: readonly number[]) => dropSets(store, (work) => tx("photo", work), id, sets);
  try {
    await inTurn(() => painted(store, plan));
    const after = await tx("photo", (on) => settle(on, ask, plan));
    await drop(afterwards(plan).dropped);
    return toPhoto(after, caller);
  } catch (error) {
    // What cannot be removed now is the sweep's.
    if (plan.set !== null) await drop([plan.set]).catch(() => {});
    throw error;
  }
}

export const photoCover = (store: PhotoStore): Route =>
  route({
    method: "POST",
    path: "/api/photos/{id}/cover",
    question: "Covers parts of a photo, faces and plates, for everybody who looks at it.",
    may: { who: takers, area: "own" },
    body: { boxes: boxesField },
    answer: Photo,
    handle: (ask) => cover(ask, store),
  });

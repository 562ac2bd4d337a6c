/** What becomes of photos as time passes: originals past their time are removed, uploads that nothing ever named, and what was left lying. */

import { anyProblem } from "../ask/past.ts";
import { type MovedProblem, moved } from "../ask/revision.ts";
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { forgetDead } from "./rows.ts";
import { type PhotoStore, removeSets } from "./store.ts";

/** So many photos of each kind in one call. */
const most = 200;

/** Originals whose time is over are not named any more; their files follow. */
const endOriginals = (db: Db): Promise<void> =>
  db.tx(async (tx) => {
    const ended = await tx.query<Omit<MovedProblem, "act">>(sql`
      with due as (select id from photo where original_until <= now() order by id limit ${most}::int for update skip locked),
        ended as (update photo f set dead = array_remove(f.dead || f.original, null), original = null, original_until = null
          from due where f.id = due.id returning f.problem_id)
      select distinct p.id, p.unit_id as "unitBefore", p.person_id as "personBefore" from ended join ${anyProblem} p on p.id = ended.problem_id`);
    if (ended.length === 0) return;
    const problems = ended.map((one) => ({ ...one, act: null }));
    await tx.query(moved("problems", problems));
  });

/** Uploads of two days ago and more that no act and no check-in named: their rows go when their files have. */
const forgetLoose = (db: Db): Promise<object[]> =>
  db.query(sql`with loose as (select id from photo where problem_id is null and check_in_id is null and state <> 'withdrawn'
        and made_at < now() - interval '48 hours' order by id limit ${most}::int for update skip locked),
      parts as (delete from photo_part where photo_id in (select id from loose))
    update photo f set state = 'withdrawn', withdrawn_at = clock(), withdrawn_by = null, withdrawn_why = '',
      dead = array_remove(f.dead || f.shown || f.original, null), shown = null, original = null, original_until = null
    from loose where f.id = loose.id`);

/** Whoever has been writing for so long has ended: they cannot come to be shown any more. */
const endWriting = (db: Db): Promise<object[]> =>
  db.query(sql`with old as (select id from photo where writing <> '{}' and writing_since < now() - interval '10 minutes'
      order by id limit ${most}::int for update skip locked)
    update photo f set dead = f.dead || f.writing, writing = '{}' from old where f.id = old.id`);

/** @throws StoreUnavailable */
async function removeDead(db: Db, store: PhotoStore): Promise<void> {
  const left = await db.query<{ id: number; dead: number[] }>(
    sql`select id, dead from photo where dead <> '{}' and district_id = own_district() order by id limit ${most}::int`,
  );
  for (const { id, dead } of left) {
    await removeSets(store, id, dead);
    await db.query(forgetDead(id, dead));
  }
}

/** Rows that nobody withdrew go with their files, and parts with the upload they were of. */
const clear = (db: Db): Promise<void> =>
  db.tx(async (tx) => {
    await tx.query(sql`delete from photo where state = 'withdrawn' and withdrawn_by is null and dead = '{}' and writing = '{}'`);
    await tx.query(sql`delete from photo_part where photo_id in (select id from photo where state <> 'uploading')`);
  });

/** For the program to call each minute; several at once do no harm. @throws StoreUnavailable: the next call goes on */
export async function sweepPhotos(db: Db, store: PhotoStore): Promise<void> {
  await endOriginals(db);
  await forgetLoose(db);
  await endWriting(db);
  await removeDead(db, store);
  await clear(db);
}

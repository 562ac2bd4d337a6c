/**
 * Tries and loads what was asked for, one after the other, until it is stopped. Any number of processes may run one: a batch is taken by one at a time.
 * A process at work says so; what nobody speaks for any more has ended with its process, and nothing of it was kept: another does it again, once.
 * Who was taken for dead and wakes does no harm: loads take turns, and what has ended takes no second end.
 * The embedded database has one session: while an import is at work there, other questions wait for its transaction.
 */
import { wakened } from "../../ask/wakened.ts";
import type { ImportTarget } from "../../contract/importing/importing.ts";
import type { Word } from "../../contract/vocabulary.ts";
import { type Db, Unavailable } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { importChannel } from "./notify.ts";
import { loadBatch, Stopped, tryBatch } from "./run.ts";

const beat_ms = 1_000;
const silent_s = 60;
/** What was brought in and never loaded goes after so many days. */
const kept_days = 30;

interface Taken {
  readonly id: number;
  readonly state: "trying" | "loading";
  readonly into: ImportTarget;
}

/** Work of this process, by the database it is in: a stop reaches it even where the database is busy with it. */
const atWork = new WeakMap<Db, { readonly taken: Taken; readonly stop: AbortController }>();

/** Stops the work on a batch if this process does it. @param may throws where it may not be stopped */
export function stopHere(db: Db, id: number, may: (into: ImportTarget) => void): void {
  const work = atWork.get(db);
  if (work?.taken.id !== id) return;
  may(work.taken.into);
  work.stop.abort();
}

let alone = 0;
/** True while this process imports into a database of one session: other questions wait for it, and may wait too long. */
export const importsAlone = (): boolean => alone > 0;

async function take(db: Db): Promise<Taken | null> {
  const [taken] = await db.query<Taken>(sql`
    update import_batch set beat_at = clock_timestamp(), progress = 0 where id = (
      select id from import_batch where state in ('trying', 'loading') and beat_at is null order by id limit 1 for update skip locked)
    returning id, state, into_what as into`);
  return taken ?? null;
}

const once: Word = {
  zh: "程序中途停止过一次，没有导入任何内容；正在从头重做",
  en: "The program ended in the middle once; nothing was imported, and it is being done again from the beginning.",
};
const twice: Word = {
  zh: "程序两次中途停止，没有导入任何内容；请重新试算",
  en: "The program ended in the middle twice; nothing was imported. Try again.",
};
const stopped: Word = { zh: "程序中途停止，没有导入任何内容", en: "The program ended in the middle; nothing was imported." };

/** Work whose process is silent waits again; what was to stop, or has been silent before, is given up. And batches that nobody came back for go. */
async function tidy(db: Db): Promise<void> {
  const silent = sql`state in ('trying', 'loading') and beat_at < clock_timestamp() - ${silent_s}::int * interval '1 second'`;
  const given = sql`(stop_asked or failure_zh is not null)`;
  const why = (language: keyof Word) =>
    sql`case when stop_asked then ${stopped[language]}::text when failure_zh is not null then ${twice[language]}::text else ${once[language]}::text end`;
  await db.query(sql`
    update import_batch set state = case when not ${given} then state else 'staged' end, progress = case when not ${given} then 0 end, beat_at = null,
      stop_asked = false, failure_zh = ${why("zh")}, failure_en = ${why("en")} where ${silent}`);
  await db.query(sql`
    delete from import_batch where state in ('staged', 'tried', 'failed') and made_at < clock_timestamp() - ${kept_days}::int * interval '1 day'`);
}

/** The program closes: it waits for the next process, and was no failure. @returns false when somebody asked to stop it */
const left = async (db: Db, { id, state }: Taken): Promise<boolean> =>
  (
    await db.query(sql`with left_over as (update import_batch set beat_at = null, progress = 0
        where id = ${id}::bigint and state = ${state}::text and not stop_asked returning id)
      select tell_district(${importChannel}::text, '') from left_over`)
  ).length > 0;

/** Back to what it was before the work: nothing was kept. */
const back = (db: Db, { id, state }: Taken, why: Word | null, failed: boolean): Promise<object[]> =>
  db.query(sql`
  update import_batch set state = case when ${failed}::boolean then 'failed' when ${state}::text = 'loading' then 'tried' else 'staged' end,
    progress = null, beat_at = null, stop_asked = false, failure_zh = ${why?.zh ?? null}::text, failure_en = ${why?.en ?? null}::text
  where id = ${id}::bigint and state = ${state}::text`);

const reasonOf = (error: unknown): Word => {
  const why = error instanceof Error ? error.message : String(error);
  return { zh: `没有导入任何内容。数据库或程序报错：${why}`, en: `Nothing was imported. The database or the program said: ${why}` };
};

/** Says each second that the work goes on, how far it is, and hears whether it is to stop. @returns ends it */
function heartbeat(db: Db, id: number, rows: () => number, stop: AbortController): () => Promise<void> {
  let saying: Promise<void> | null = null;
  const say = async (): Promise<void> => {
    const [heard] = await db.query<{ stop: boolean }>(sql`
      update import_batch set beat_at = clock_timestamp(), progress = ${rows()}::int where id = ${id}::bigint and state in ('trying', 'loading')
        and beat_at is not null returning stop_asked as stop`);
    if (heard?.stop) stop.abort();
  };
  const timer = setInterval(() => {
    // A beat that cannot be said is said again; the work itself tells what is wrong.
    saying ??= say()
      .catch(() => {})
      .finally(() => {
        saying = null;
      });
  }, beat_ms).unref();
  return async () => {
    clearInterval(timer);
    await saying;
  };
}

/** @param closing the program ends, whoever else may want the work to stop */
async function work(db: Db, taken: Taken, stop: AbortController, closing: AbortSignal): Promise<void> {
  let rows = 0;
  const running = {
    signal: stop.signal,
    progress: (done: number) => {
      rows = done;
    },
  };
  // One session only: a beat would wait for the very work it tells of.
  const quiet = db.capabilities.sessions > 1 ? heartbeat(db, taken.id, () => rows, stop) : async () => {};
  try {
    await (taken.state === "trying" ? tryBatch : loadBatch)(db, taken.id, running);
  } catch (error) {
    await quiet();
    if (error instanceof Stopped) {
      if (!closing.aborted || !(await left(db, taken))) await back(db, taken, null, false);
      return;
    }
    // The database went away under it, which is nobody's fault: silent from now on, it is done again.
    if (!(error instanceof Unavailable)) await back(db, taken, reasonOf(error), true);
    throw error;
  } finally {
    await quiet();
  }
}

/** Does what waits, then returns. For tests and for whoever runs no server. @throws whatever failed, after it was written down */
export async function importsOnce(db: Db, stop = new AbortController()): Promise<void> {
  await tidy(db);
  for (let taken = await take(db); taken; taken = stop.signal.aborted ? null : await take(db)) {
    const own = new AbortController();
    const end = (): void => own.abort();
    if (stop.signal.aborted) end();
    stop.signal.addEventListener("abort", end);
    atWork.set(db, { taken, stop: own });
    const one = db.capabilities.sessions === 1 ? 1 : 0;
    alone += one;
    try {
      await work(db, taken, own, stop.signal);
    } finally {
      alone -= one;
      stop.signal.removeEventListener("abort", end);
      atWork.delete(db);
    }
  }
}

/** @returns stops: of what is being done nothing is kept, and the next process does it */
export function workImports(db: Db, failed: (error: unknown) => void, every_ms = 5_000): () => Promise<void> {
  const stop = new AbortController();
  let again = false;
  let looking: Promise<void> | null = null;
  const wake = (): void => {
    if (stop.signal.aborted) return;
    again = true;
    looking ??= (async () => {
      while (again && !stop.signal.aborted) {
        again = false;
        await importsOnce(db, stop).catch(failed);
      }
    })().finally(() => {
      looking = null;
      if (again) wake();
    });
  };
  const end = wakened({ db, channel: importChannel, every_ms, wake, failed }, async () => {
    await looking;
  });
  // First of all: on one session an import at work is what everything else would wait for.
  return () => {
    stop.abort();
    return end();
  };
}

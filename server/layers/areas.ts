/**
 * The working set of each area as this process holds it: read whole once, and from then on only what changed. The rows and the revision they
 * are of come out of one statement, so they are of one moment; and it begins after whoever waits for it has asked.
 */
import { type Caller, seenKey } from "../ask/caller.ts";
import { type Held as OnShelf, shelf } from "../ask/shelf.ts";
import type { Queryable } from "../db/db.ts";
import type { Sql } from "../db/sql.ts";
import { type Stored, type StoredField, unpacked } from "./packed.ts";
import { among, bytesOf, first, patched, type Rows, within } from "./rows.ts";
import { type Limits, type NewsHead, newsOf, usual, type WholeHead, wholeSet } from "./workingSet.ts";

/** An area's working set at one moment. */
export interface WorkingSet extends WholeHead {
  readonly rows: Rows;
}

interface Asking {
  readonly db: Queryable;
  readonly caller: Caller;
  readonly limits: Limits;
}

async function read(db: Queryable, statement: Sql): Promise<{ head: unknown; rows: Rows }> {
  const fields = await db.query<StoredField>(statement, { timeout_ms: 120_000 });
  const stored = Object.fromEntries(fields.map(({ name, bytes }) => [name, bytes])) as unknown as Stored;
  return { head: JSON.parse(stored.head.toString()), rows: await unpacked(stored) };
}

async function readWhole({ db, caller, limits }: Asking): Promise<WorkingSet> {
  const { head, rows } = await read(db, wholeSet(caller, limits));
  return { ...(head as WholeHead), rows };
}

interface News {
  readonly head: NewsHead;
  readonly rows: Rows;
}
const isWhole = ({ rows, working }: WorkingSet): boolean => rows.foundAt.length === working;

/** @param counts ask for those too that the held set cannot tell */
const readNews = async ({ db, caller, limits }: Asking, held: WorkingSet, counts: boolean): Promise<News> =>
  (await read(db, newsOf({ caller, ...held, working: counts && !isWhole(held), total: counts }, limits))) as News;

/** True when the rows that changed are all there is to it. */
const isSmall = (held: WorkingSet, { known, moved, mark, codes }: NewsHead, { limits }: Asking): boolean =>
  known && moved.length <= limits.moved && mark === held.mark && codes.join(" ") === held.codes.join(" ");

type Counts = Pick<WholeHead, "working" | "total">;

/** The counts from what was held and what changed, or as they were asked for; null: a problem changed of which it is not known where it was before. */
function counted(held: WorkingSet, gone: readonly number[], { head, rows }: News): Counts | null {
  const allHeld = gone.length === head.moved.length;
  const working = allHeld || isWhole(held) ? held.working - gone.length + rows.foundAt.length : head.working;
  const total = allHeld ? held.total - gone.length + head.theirs.length : head.total;
  return working === null || total === null ? null : { working, total };
}

/** Null: it has to be read anew. */
function withNews(held: WorkingSet, gone: readonly number[], news: News, counts: Counts, { limits }: Asking): WorkingSet | null {
  const { revision, mark, codes, clock } = news.head;
  const fresh = isWhole(held) ? news.rows : first(news.rows, within(held.rows, news.rows));
  const rows = first(gone.length + fresh.foundAt.length > 0 ? patched(held.rows, gone, fresh) : held.rows, limits.held);
  if (rows.foundAt.length < Math.min(limits.sent, counts.working)) return null;
  return { revision, mark, codes, clock, since: held.since, ...counts, rows };
}

/** What was held with what changed since. Null: it has to be read anew. */
async function renewed(asking: Asking, held: WorkingSet): Promise<WorkingSet | null> {
  // A second time, if need be, with the counts: they must be of the same moment as the rows.
  for (const withCounts of [false, true]) {
    const news = await readNews(asking, held, withCounts);
    if (!isSmall(held, news.head, asking)) return null;
    const gone = among(held.rows, new Set(news.head.moved));
    const counts = counted(held, gone, news);
    if (counts) return withNews(held, gone, news, counts, asking);
  }
  return null;
}

/** One area: one reading at a time, each stands on the one before. */
class Area {
  #last: Promise<WorkingSet | null> = Promise.resolve(null);

  now(asking: Asking): Promise<WorkingSet> {
    const before = this.#last.catch(() => null);
    const next = before.then(async (held) => (held && (await renewed(asking, held))) ?? (await readWhole(asking)));
    this.#last = next;
    return next;
  }
}

/** Areas held beside each other: those asked for last, as far as there is room on the shelf. */
const mostAreas = 16;

export class Areas {
  readonly #limits: Limits;
  readonly #areas = new Map<string, Area>();
  readonly #onShelf = new Map<Area, OnShelf>();

  constructor(limits: Limits = usual) {
    this.#limits = limits;
  }

  /** The caller's working set as it is now. */
  async now(db: Queryable, caller: Caller): Promise<WorkingSet> {
    const key = seenKey(caller);
    const area = this.#areas.get(key) ?? new Area();
    this.#areas.delete(key);
    this.#areas.set(key, area);
    for (const oldest of this.#areas.keys()) {
      if (this.#areas.size <= mostAreas) break;
      this.#drop(oldest);
    }
    const set = await area.now({ db, caller, limits: this.#limits });
    if (this.#areas.get(key) === area) this.#shelve(key, area, set);
    return set;
  }

  #shelve(key: string, area: Area, { rows }: WorkingSet): void {
    const before = this.#onShelf.get(area);
    if (before) shelf.take(before);
    const now = { bytes: bytesOf(rows), drop: () => this.#drop(key) };
    this.#onShelf.set(area, now);
    shelf.put(now);
  }

  #drop(key: string): void {
    const area = this.#areas.get(key);
    if (!area) return;
    this.#areas.delete(key);
    const held = this.#onShelf.get(area);
    this.#onShelf.delete(area);
    if (held) shelf.take(held);
  }
}

/**
 * Rows as they are sent, kept by the version of the row that the database holds: what is asked for is found anew each time, but a row that was
 * read before is not read and written again. A row that changed has another version, so what is sent is never of yesterday.
 */

import { isOpenOnly, problems } from "../ask/parts.ts";
import type { Ask } from "../ask/route.ts";
import { rowParts } from "../ask/rows.ts";
import type { Standing } from "../ask/standing.ts";
import { emptyFilter, type Filter } from "../contract/filter.ts";
import { statusOf } from "../contract/status.ts";
import type { ProblemState } from "../contract/vocabulary.ts";
import type { Db } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { featureParts } from "./featureParts.ts";

/** The name of a problem `p` in its present version: no two versions of a row that somebody can see were written by one transaction. */
export const rowName: Sql = sql`concat(p.id, ' ', p.xmin)`;
/** A moment in milliseconds since 1970. */
export const milliseconds = (at: Sql): Sql => sql`date_part('epoch', ${at}) * 1000`;

interface Stored {
  readonly name: string;
  readonly head: string;
  readonly tail: string;
  readonly state: ProblemState;
  readonly nearly_due: number | null;
  readonly deadline: number | null;
}

interface Kind {
  /** Of a problem `p`: between the two its look is said, which moves with the clock while the row stays as it is. */
  readonly parts: { readonly head: Sql; readonly tail: Sql };
  /** Rows of each of two ages: twice as many are kept at most. */
  readonly most: number;
}

/** What is kept: some sixty megabytes of each at most. */
const kinds = {
  ledger: { parts: rowParts(emptyFilter), most: 30_000 },
  feature: { parts: featureParts, most: 100_000 },
} satisfies Readonly<Record<string, Kind>>;

/** In the drawers that the filter's rows lie in, and no others. */
const read = (
  { head, tail }: Kind["parts"],
  ids: readonly number[],
  filter: Filter,
): Sql => sql`select ${rowName} as name, ${head} as head, ${tail} as tail, p.state,
    ${milliseconds(sql`p.nearly_due_at`)} as nearly_due, ${milliseconds(sql`p.deadline_at`)} as deadline
  from ${problems(filter)} p where p.id = any(${ids}::bigint[])${isOpenOnly(filter) ? sql` and p.is_open` : sql``}`;

const idOf = (name: string): number => Number(name.slice(0, name.indexOf(" ")));

/** What a statement answers of the rows it found. */
interface Found {
  /** Their names with commas between. */
  readonly rows: string;
  readonly clock_ms: number;
}

class RowShelf {
  readonly #kind: Kind;
  /** What was asked for lately, and what was before that: looking something up takes it into the young ones again. */
  #young = new Map<string, Stored>();
  #old = new Map<string, Stored>();

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  /** The rows as JSON, commas between; null when one is another by now, and all is to be asked again. */
  async written({ rows, clock_ms }: Found, filter: Filter, ask: (statement: Sql) => Promise<Stored[]>): Promise<string | null> {
    if (rows === "") return "";
    const names = rows.split(",");
    const known = this.#written(names, clock_ms);
    if (known !== null) return known;
    const fresh = names.filter((name) => this.#find(name) === undefined);
    const came = new Map((await ask(read(this.#kind.parts, fresh.map(idOf), filter))).map((row) => [row.name, row]));
    for (const row of came.values()) this.#keep(row);
    return this.#written(names, clock_ms, came);
  }

  /** Null when one is not there. @param came what was read just now, however little is kept */
  #written(names: readonly string[], clock_ms: number, came?: ReadonlyMap<string, Stored>): string | null {
    let text = "";
    for (const name of names) {
      const row = came?.get(name) ?? this.#find(name);
      if (row === undefined) return null;
      const look = statusOf(row.state, row.nearly_due, row.deadline, clock_ms);
      text += text === "" ? row.head + look + row.tail : `,${row.head}${look}${row.tail}`;
    }
    return text;
  }

  #find(name: string): Stored | undefined {
    const young = this.#young.get(name);
    if (young !== undefined) return young;
    const old = this.#old.get(name);
    if (old !== undefined) this.#keep(old);
    return old;
  }

  #keep(row: Stored): void {
    if (this.#young.size >= this.#kind.most) [this.#old, this.#young] = [this.#young, new Map()];
    this.#young.set(row.name, row);
  }
}

type Shelves = Readonly<Record<keyof typeof kinds, RowShelf>>;
const made = (): Shelves => ({ ledger: new RowShelf(kinds.ledger), feature: new RowShelf(kinds.feature) });

/** Those of a database, and which run of its server they are of: in another, a version may be another row's. */
const shelves = new WeakMap<Db, { readonly run: string; readonly of: Shelves }>();

/** A database's shelf of rows of a kind. */
export function shelfOf(kind: keyof Shelves, standing: () => Standing, run: string): RowShelf {
  const now = standing();
  if (now.status !== "ready") return made()[kind];
  let known = shelves.get(now.db);
  if (known === undefined || known.run !== run) {
    known = { run, of: made() };
    shelves.set(now.db, known);
  }
  return known.of[kind];
}

/** A row may be another by the time it is read: so often all is asked again. */
const mostTurns = 3;

/** What a statement answers, its rows as JSON; null when they are others each time. @param filter all of them are of it, as they stand */
export async function fromShelf<F extends Found>(
  shelf: RowShelf,
  rows: Ask["rows"],
  filter: Filter,
  ask: () => Promise<F>,
): Promise<F | null> {
  for (let turn = 0; turn < mostTurns; turn++) {
    const found = await ask();
    const text = await shelf.written(found, filter, (statement) => rows("rows", statement));
    if (text !== null) return { ...found, rows: text };
  }
  return null;
}

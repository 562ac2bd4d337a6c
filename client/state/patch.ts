/** What a change does to what the page already holds: the map's columns and the ledger's rows, without asking again. Pure. */
import type { Column, TypedColumn } from "../../server/contract/columns.ts";
import type { Filter } from "../../server/contract/filter.ts";
import type { LiveProblem, ProblemDetail, ProblemRow, ProblemsLayer } from "../../server/contract/types.ts";
import { endStates, problemColumns } from "../../server/contract/vocabulary.ts";
import type { Changed, Listing } from "./app.ts";
import { unixOf } from "./calendar.ts";
import { type Context, holdsAsBefore, localMask, wholeSince } from "./columnsTest.ts";
import { copied, pushed, without, written } from "./typed.ts";

const seconds = (time: string | null) => (time === null ? 0 : Math.round(unixOf(time)));
const micro = (degrees: number) => Math.round(degrees * 1e6);

type ColumnName = (typeof problemColumns)[number];
const lists = { state: "states", category: "categories", source: "sources", siteType: "siteTypes" } as const;

/** The ledger's row of a problem's card. */
export function rowOf(d: ProblemRow): ProblemRow {
  const { id, code, title, category, state, status, place, unit, person, source, found, deadline, closed, lon, lat, zone, version } = d;
  return { id, code, title, category, state, status, place, unit, person, source, found, deadline, closed, lon, lat, zone, version };
}

/** A problem's card as a change tells it. */
export const liveOf = (d: ProblemDetail): LiveProblem => ({
  ...rowOf(d),
  nearlyDue: d.nearlyDue,
  siteType: d.site?.type ?? null,
  zone3: d.zones.find((zone) => zone.level === 3)?.id ?? null,
  act: null,
});

/** Columns that are copied when they are first written to, and made longer where they lie: what is not touched stays shared. */
class Patch {
  private readonly base: ProblemsLayer;
  private readonly fresh: Partial<Record<ColumnName, Column>> = {};
  /** Those of them that nobody else holds. */
  private readonly own: Partial<Record<ColumnName, TypedColumn>> = {};
  private readonly words: Partial<Record<(typeof lists)[keyof typeof lists], string[]>> = {};
  constructor(base: ProblemsLayer) {
    this.base = base;
  }

  private column(name: ColumnName): Column {
    return this.fresh[name] ?? this.base[name];
  }

  private take(name: ColumnName, column: TypedColumn): void {
    this.fresh[name] = column;
    this.own[name] = column;
  }

  /** The index of a word in a column's list, longer by the word when it was not there. */
  index(name: keyof typeof lists, word: string): number {
    const list = lists[name];
    const at = (this.words[list] ?? this.base[list]).indexOf(word);
    if (at >= 0) return at;
    this.words[list] ??= [...this.base[list]];
    return this.words[list].push(word) - 1;
  }

  write(row: number, values: Readonly<Partial<Record<ColumnName, number>>>): void {
    for (const [name, value] of Object.entries(values) as [ColumnName, number][]) {
      if (this.column(name)[row] === value) continue;
      this.take(name, written(this.own[name] ?? copied(this.column(name)), row, value));
    }
  }

  append(values: Readonly<Record<ColumnName, number>>): void {
    for (const name of problemColumns) {
      const longer = pushed(this.column(name), values[name]);
      if (this.own[name]) this.take(name, longer);
      else this.fresh[name] = longer;
    }
  }

  /** @param rows ascending */
  remove(rows: readonly number[]): void {
    for (const name of problemColumns) this.take(name, without(this.column(name), rows));
  }

  /** The very same layer when nothing was written. @param more problems more, or fewer */
  done(more: number): ProblemsLayer {
    const { base, fresh, words } = this;
    if (Object.keys(fresh).length + Object.keys(words).length === 0) return base;
    const [count, working, total] = [base.count + more, base.working + more, base.total + more];
    return holdsAsBefore({ ...base, ...fresh, ...words, count, working, total }, base);
  }
}

/** Rows of ids, -1 = in none: looked for one by one while they are few, in one pass when they are many. */
export function rowFinder(ids: Column, wanted: readonly number[]): (id: number) => number {
  if (wanted.length < 16) return (id) => ids.indexOf(id);
  const rows = new Map(wanted.map((id) => [id, -1]));
  for (let row = 0; row < ids.length; row++) if (rows.has(ids[row] as number)) rows.set(ids[row] as number, row);
  return (id) => rows.get(id) ?? -1;
}

const changing = (patch: Patch, p: LiveProblem) => ({
  state: patch.index("state", p.state),
  unit: p.unit ?? 0,
  due: seconds(p.deadline),
  nearlyDue: seconds(p.nearlyDue),
  closed: endStates.some((end) => end === p.state) ? seconds(p.closed) : 0,
});

const lasting = (patch: Patch, p: LiveProblem) => ({
  id: p.id,
  lon: micro(p.lon),
  lat: micro(p.lat),
  category: patch.index("category", p.category),
  source: patch.index("source", p.source),
  siteType: patch.index("siteType", p.siteType ?? ""),
  zone3: p.zone3 ?? 0,
  found: seconds(p.found),
});

/**
 * The layer with these problems as they stand now, and without those that are gone: rows changed, rows more, rows fewer. A new object
 * with new columns where something changes; the same object when nothing does. The revision stays: a layer asked anew is another.
 * What did not travel because the working set is too large does not come in by a change either: it is counted by the server.
 */
export function patchColumns(problems: ProblemsLayer, changed: readonly LiveProblem[], gone: readonly number[] = []): ProblemsLayer {
  const patch = new Patch(problems);
  const find = rowFinder(problems.id, [...changed.map(({ id }) => id), ...gone]);
  const since = wholeSince(problems);
  const added = new Map<number, number>();
  for (const one of changed) {
    const row = added.get(one.id) ?? find(one.id);
    if (row >= 0) patch.write(row, changing(patch, one));
    else if (unixOf(one.found) > since) {
      patch.append({ ...changing(patch, one), ...lasting(patch, one) });
      added.set(one.id, problems.count + added.size);
    }
  }
  const rows = [...new Set(gone.map(find))].filter((row) => row >= 0).sort((a, b) => a - b);
  if (rows.length) patch.remove(rows);
  return patch.done(added.size - rows.length);
}

/** A layer as it was fetched, with the changes heard since it was made. */
export function catchUp(problems: ProblemsLayer, changed: ReadonlyMap<number, Changed>): ProblemsLayer {
  const later = [...changed].filter(([, { revision }]) => revision > problems.revision);
  return patchColumns(
    problems,
    later.flatMap(([, { now }]) => now ?? []),
    later.flatMap(([id, { now }]) => (now ? [] : id)),
  );
}

/** One row of the layer as a layer of its own, so that the one column test can be asked about it. */
function alone(problems: ProblemsLayer, row: number): ProblemsLayer {
  const one = problemColumns.map((name) => [name, [problems[name][row]]]);
  return { ...problems, ...(Object.fromEntries(one) as Pick<ProblemsLayer, ColumnName>), count: 1 };
}

/** Whether the filter means a problem, as far as columns tell. @param ids those that will be asked for */
function passing(filter: Filter, problems: ProblemsLayer | undefined, ids: readonly number[], context: Context): (id: number) => boolean {
  if (!problems) return () => false;
  const find = rowFinder(problems.id, ids);
  return (id) => {
    const row = find(id);
    return row >= 0 && localMask(filter, alone(problems, row), context)[0] === 1;
  };
}

type Key = (row: ProblemRow) => number;
const keys: Readonly<Record<string, Key>> = {
  id: (row) => row.id,
  found: (row) => unixOf(row.found),
  deadline: (row) => (row.deadline === null ? Number.NaN : unixOf(row.deadline)),
  closed: (row) => (row.closed === null ? Number.NaN : unixOf(row.closed)),
};

/** The server's order: by the key, then the id; what has no such time comes last either way. */
export function inOrder(sort: string): (a: ProblemRow, b: ProblemRow) => number {
  const down = sort.startsWith("-") ? -1 : 1;
  const key = keys[sort.replace("-", "")] ?? (keys.found as Key);
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    return (x === y || Number.isNaN(x) ? a.id - b.id : x - y) * down;
  };
}

/** What the page held and holds, and what it asks. */
export interface Asked {
  readonly filter: Filter;
  readonly sort: string;
  readonly before: ProblemsLayer | undefined;
  readonly after: ProblemsLayer;
  readonly context: Context;
}

/**
 * The ledger after changes: rows as they are now, in their places, gone when the question no longer means them, there when it now does.
 * For questions that columns can answer alone (see needsServer); a question of another time stays as it is.
 * @returns null when it cannot be told: something that ended long ago, and was in no column, has changed
 */
export function patchListing(listing: Listing, changed: readonly LiveProblem[], gone: readonly number[], asked: Asked): Listing | null {
  const { filter, sort, before, after, context } = asked;
  if (filter.at !== null || listing.total === null) return listing;
  const old = (one: LiveProblem) => one.version > 2 && endStates.some((end) => end === one.state) && !before?.id.includes(one.id);
  if (changed.some(old)) return null;
  const touched = new Set([...gone, ...changed.map(({ id }) => id)]);
  const rows = listing.rows.filter(({ id }) => !touched.has(id));
  const meant = passing(filter, before, [...touched], context);
  const means = passing(filter, after, [...touched], context);
  const order = inOrder(sort);
  const last = listing.rows.at(-1);
  let total = listing.total;
  for (const id of touched) if (meant(id) || listing.rows.some((row) => row.id === id)) total -= 1;
  for (const one of new Map(changed.map((each) => [each.id, each])).values()) {
    if (!means(one.id)) continue;
    total += 1;
    const row = rowOf(one);
    // Beyond the rows that were fetched it has its place on a page that is not here yet.
    if (listing.next !== null && last && order(row, last) > 0) continue;
    const at = rows.findIndex((other) => order(row, other) < 0);
    rows.splice(at < 0 ? rows.length : at, 0, row);
  }
  return { ...listing, rows, total };
}

/** Of the changed problems those that the question means, before or after: what is worth a look. */
export const seenChanges = (changed: readonly LiveProblem[], { filter, before, after, context }: Asked): readonly LiveProblem[] => {
  const plain: Filter = { ...filter, geo: [], person: [], q: null };
  const ids = changed.map(({ id }) => id);
  const [means, meant] = [passing(plain, after, ids, context), passing(plain, before, ids, context)];
  return changed.filter(({ id }) => means(id) || meant(id));
};

/** What an act's answer changes in what the page already holds: the map's columns and the ledger's rows, without asking again. Pure. */
import type { Filter } from "../../server/contract/filter.ts";
import type { ProblemDetail, ProblemRow, ProblemsLayer } from "../../server/contract/types.ts";
import { endStates } from "../../server/contract/vocabulary.ts";
import type { Listing } from "./app.ts";
import { unixOf } from "./calendar.ts";
import { type Context, localMask } from "./columnsTest.ts";

/** Rows that can be chosen for one bulk act. */
export type Chosen = ReadonlyMap<number, ProblemRow>;

const seconds = (time: string | null) => (time === null ? 0 : Math.round(unixOf(time)));
const micro = (degrees: number) => Math.round(degrees * 1e6);

/** The index of a word in a column's list, and the list, longer by the word when it was not there. */
function indexed(words: readonly string[], word: string): { at: number; words: string[] } {
  const at = words.indexOf(word);
  return at >= 0 ? { at, words: words as string[] } : { at: words.length, words: [...words, word] };
}

/** What changes in a row of the layer when something is done to the problem. */
function changing(problems: ProblemsLayer, detail: ProblemDetail) {
  const state = indexed(problems.states, detail.state);
  const values = {
    state: state.at,
    unit: detail.unit ?? 0,
    due: seconds(detail.deadline),
    nearlyDue: seconds(detail.nearlyDue),
    closed: endStates.some((end) => end === detail.state) ? seconds(detail.closed) : 0,
  };
  return { states: state.words, values };
}

/** What never changes: needed only for a new row. */
function lasting(problems: ProblemsLayer, detail: ProblemDetail) {
  const category = indexed(problems.categories, detail.category);
  const source = indexed(problems.sources, detail.source);
  const values = {
    id: detail.id,
    lon: micro(detail.lon),
    lat: micro(detail.lat),
    category: category.at,
    source: source.at,
    zone3: detail.zones.find((zone) => zone.level === 3)?.id ?? 0,
    found: seconds(detail.found),
  };
  return { categories: category.words, sources: source.words, values };
}

/**
 * The layer with this problem as it stands now: its row's state, unit and times, or a row more. A new object with new columns
 * where something changes; what is not touched is shared. The revision stays: what the server holds beyond this is still fetched.
 */
export function patchColumns(problems: ProblemsLayer, detail: ProblemDetail): ProblemsLayer {
  const row = problems.id.indexOf(detail.id);
  const { states, values } = changing(problems, detail);
  if (row >= 0) {
    const patched = Object.entries(values).map(([name, value]) => [name, problems[name as keyof typeof values].with(row, value)]);
    return { ...problems, states, ...Object.fromEntries(patched) };
  }
  const { categories, sources, values: rest } = lasting(problems, detail);
  const all = { ...values, ...rest };
  const longer = Object.entries(all).map(([name, value]) => [name, [...problems[name as keyof typeof all], value]]);
  const more = { count: problems.count + 1, total: problems.total + 1 };
  return { ...problems, states, categories, sources, ...Object.fromEntries(longer), ...more };
}

/** The ledger's row of a problem's card. */
export function rowOf(d: ProblemDetail): ProblemRow {
  const { id, code, title, category, state, status, place, unit, person, source, found, deadline, closed, lon, lat, zone, version } = d;
  return { id, code, title, category, state, status, place, unit, person, source, found, deadline, closed, lon, lat, zone, version };
}

/** One row of the layer as a layer of its own, so that the one column test can be asked about it. */
function alone(problems: ProblemsLayer, row: number): ProblemsLayer {
  const one = Object.entries(problems).map(([name, column]) =>
    Array.isArray(column) && column.length === problems.count && !["states", "categories", "sources"].includes(name)
      ? [name, [column[row]]]
      : [name, column],
  );
  return { ...(Object.fromEntries(one) as ProblemsLayer), count: 1 };
}

/**
 * The ledger after an act: the row as it is now, or gone when the question no longer means it.
 * null = columns cannot tell (a person was asked for, or the problem is not among the rows): the question is to be asked again.
 */
export function patchListing(
  listing: Listing,
  filter: Filter,
  problems: ProblemsLayer,
  detail: ProblemDetail,
  context: Context,
): Listing | null {
  if (filter.at !== null) return listing;
  const at = listing.rows.findIndex((row) => row.id === detail.id);
  const row = problems.id.indexOf(detail.id);
  if (filter.person.length || row < 0 || at < 0) return null;
  const passes = localMask({ ...filter, geo: [] }, alone(problems, row), context)[0] === 1;
  if (passes) return { ...listing, rows: listing.rows.with(at, rowOf(detail)) };
  return { ...listing, rows: listing.rows.toSpliced(at, 1), total: listing.total === null ? null : listing.total - 1 };
}

/** The later of two tellings of the same problem; either may be missing. */
export function later(a: ProblemDetail | null, b: ProblemDetail | null): ProblemDetail | null {
  if (!a || !b) return a ?? b;
  if (a.version !== b.version) return a.version > b.version ? a : b;
  return a.clock >= b.clock ? a : b;
}

/** Rows from one to another, both included, whichever comes first: what a click with Shift held means. */
export function between(rows: readonly ProblemRow[], from: number | null, to: number): readonly ProblemRow[] {
  const a = rows.findIndex((row) => row.id === from);
  const b = rows.findIndex((row) => row.id === to);
  if (b < 0) return [];
  return a < 0 ? rows.slice(b, b + 1) : rows.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** The chosen with these added or taken away; never more than `most`. `full` says that some found no room. */
export function choose(chosen: Chosen, rows: readonly ProblemRow[], on: boolean, most: number): { chosen: Chosen; full: boolean } {
  const next = new Map(chosen);
  let full = false;
  for (const row of rows) {
    if (!on) next.delete(row.id);
    else if (next.has(row.id) || next.size < most) next.set(row.id, row);
    else full = true;
  }
  return { chosen: next, full };
}

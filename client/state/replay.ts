/** A stretch of the past as the page holds it: any moment of it as the problems layer, forwards and backwards, and its days as figures. Pure. */
import type { TypedColumn } from "../../server/contract/columns.ts";
import type { Filter } from "../../server/contract/filter.ts";
import type { ProblemsLayer, Replay } from "../../server/contract/types.ts";
import { endStates } from "../../server/contract/vocabulary.ts";
import { alike, typedOf } from "./typed.ts";

/** The working set: what ended longer ago is not drawn. The problems layer has the same rule. */
const ended_s = 90 * 86_400;

const isEnd = (states: readonly string[]): readonly boolean[] => states.map((state) => endStates.some((end) => end === state));

/** Columns that are another at each moment, and those that stay. */
const looks = ["state", "unit", "due", "nearlyDue", "closed"] as const;
const lasting = ["id", "lon", "lat", "category", "source", "siteType", "zone3", "found"] as const;

/** A column's values at rows; plain loops over typed arrays, since there are 13 columns at each tenth of a second. */
function at(column: TypedColumn, rows: Int32Array): TypedColumn {
  const values = alike(column, rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i] as number] as number;
  return values;
}

/** A column as it is at the beginning, and after each event. */
interface Course {
  readonly base: TypedColumn;
  readonly later: TypedColumn;
}

/** The same, each from the event that holds, or from the beginning where none does (-1). */
function standing({ base, later }: Course, rows: Int32Array, events: Int32Array): TypedColumn {
  const values = alike(base, rows.length);
  for (let i = 0; i < rows.length; i++) {
    const event = events[i] as number;
    values[i] = (event < 0 ? base[rows[i] as number] : later[event]) as number;
  }
  return values;
}

const same = (a: Int32Array, b: Int32Array): boolean => a.length === b.length && a.every((row, i) => row === b[i]);
type Columns<Name extends string> = Readonly<Record<Name, TypedColumn>>;
const columnsOf = <Name extends string>(names: readonly Name[], column: (name: Name) => TypedColumn) =>
  Object.fromEntries(names.map((name) => [name, column(name)])) as Columns<Name>;

/**
 * The problems at one moment after another. Each event knows the one before it of its problem, so that time runs backwards as it runs
 * forwards: a step costs the events between the two moments.
 */
export class Fold {
  readonly replay: Replay;
  /** Unix seconds of the stretch. */
  readonly from: number;
  readonly to: number;
  /** Of each row the event that made it what it is; -1 = none yet. */
  private readonly last: Int32Array;
  private readonly before: Int32Array;
  private readonly ends: readonly boolean[];
  private done = 0;
  /** Typed once, in kinds that hold every value of the stretch. */
  private readonly stays: Columns<(typeof lasting)[number]>;
  private readonly moves: Readonly<Record<(typeof looks)[number], Course>>;
  /** What the moment before had: while the same problems are in the set, what lasts is the very same. */
  private held: { readonly rows: Int32Array; readonly columns: Columns<(typeof lasting)[number]> } | null = null;

  constructor(replay: Replay) {
    this.replay = replay;
    this.from = Date.parse(replay.from) / 1000;
    this.to = Date.parse(replay.to) / 1000;
    this.ends = isEnd(replay.states);
    const { events } = replay;
    this.stays = columnsOf(lasting, (name) => typedOf(replay[name]));
    const course = (name: (typeof looks)[number]) => {
      const base = typedOf(replay[name], events[name]);
      return { base, later: alike(base, events[name]) };
    };
    this.moves = Object.fromEntries(looks.map((name) => [name, course(name)])) as Record<(typeof looks)[number], Course>;
    this.last = new Int32Array(replay.count).fill(-1);
    const { row } = events;
    const seen = new Int32Array(replay.count).fill(-1);
    this.before = Int32Array.from(row, (one, event) => {
      const was = seen[one] as number;
      seen[one] = event;
      return was;
    });
  }

  /** True when the stretch holds the moment. */
  holds(unix: number): boolean {
    return unix >= this.from && unix <= this.to;
  }

  private seek(unix: number): void {
    const { row, at } = this.replay.events;
    while (this.done < at.length && (at[this.done] as number) <= unix) this.last[row[this.done] as number] = this.done++;
    while (this.done > 0 && (at[this.done - 1] as number) > unix) {
      this.done--;
      this.last[row[this.done] as number] = this.before[this.done] as number;
    }
  }

  /** Rows that are in the working set at the moment that was sought. */
  private rows(unix: number): Int32Array {
    const { replay, last, ends, moves } = this;
    const { state: states, closed: closes } = moves;
    const rows = new Int32Array(replay.count);
    let count = 0;
    for (let row = 0; row < replay.count; row++) {
      const event = last[row] as number;
      const state = (event < 0 ? states.base[row] : states.later[event]) as number;
      if (state < 0) continue;
      const closed = (event < 0 ? closes.base[row] : closes.later[event]) as number;
      if (!ends[state] || closed >= unix - ended_s) rows[count++] = row;
    }
    return rows.subarray(0, count);
  }

  /** The problems layer as of a moment (unix seconds) of the stretch: a new object each time. */
  at(unix: number): ProblemsLayer {
    this.seek(unix);
    const { replay, last } = this;
    const rows = this.rows(unix);
    const { states, categories, sources, siteTypes } = replay;
    const made = rows.map((row) => last[row] as number);
    if (!this.held || !same(this.held.rows, rows)) this.held = { rows, columns: columnsOf(lasting, (name) => at(this.stays[name], rows)) };
    const moving = columnsOf(looks, (name) => standing(this.moves[name], rows, made));
    const iso = (time: number) => new Date(time * 1000).toISOString();
    const head = {
      revision: 0,
      clock: iso(unix),
      since: iso(unix - ended_s),
      count: rows.length,
      working: rows.length,
      total: rows.length,
    };
    return { ...head, states, categories, sources, siteTypes, ...this.held.columns, ...moving };
  }
}

/** What one day saw. */
export interface DayFigures {
  /** Found on it. */
  readonly found: number;
  /** Open when it ended, or when the stretch did. */
  readonly open: number;
}

/**
 * Figures of each day of a stretch.
 * @param edges where each day begins, and where the last one ends; unix seconds, ascending, the first not before the stretch
 * @param units only problems of these units; of open ones by whose they were, of found ones by whose they are at the end. Empty = all
 */
export function daily(replay: Replay, edges: readonly number[], units: readonly number[] = []): DayFigures[] {
  const ends = isEnd(replay.states);
  const wanted = units.length ? new Set(units) : null;
  const isOpen = (state: number, unit: number) => state >= 0 && !ends[state] && (wanted === null || wanted.has(unit));
  const { row, at, state, unit } = replay.events;
  const nowUnit = [...replay.unit];
  const nowState = [...replay.state];
  let open = replay.state.reduce((sum, one, i) => sum + Number(isOpen(one, replay.unit[i] as number)), 0);
  const opens: number[] = [];
  let event = 0;
  for (const edge of edges.slice(1)) {
    for (; event < at.length && (at[event] as number) < edge; event++) {
      const i = row[event] as number;
      open -= Number(isOpen(nowState[i] as number, nowUnit[i] as number));
      nowState[i] = state[event] as number;
      nowUnit[i] = unit[event] as number;
      open += Number(isOpen(nowState[i] as number, nowUnit[i] as number));
    }
    opens.push(open);
  }
  for (; event < at.length; event++) nowUnit[row[event] as number] = unit[event] as number;
  const founds = opens.map(() => 0);
  for (let i = 0; i < replay.count; i++) {
    if (wanted && !wanted.has(nowUnit[i] as number)) continue;
    const day = dayOf(edges, replay.found[i] as number);
    if (day !== null) founds[day] = (founds[day] ?? 0) + 1;
  }
  return opens.map((one, i) => ({ open: one, found: founds[i] ?? 0 }));
}

/** Which day a moment lies in: the last edge that is not after it; null = in none. */
export function dayOf(edges: readonly number[], unix: number): number | null {
  if (edges.length < 2 || unix < (edges[0] as number) || unix >= (edges.at(-1) as number)) return null;
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= unix) low = middle;
    else high = middle;
  }
  return low;
}

/** The parts of a filter that choose problems whatever the time is: what a replay is asked with. The rest is told from its columns. */
export const lastingParts = (filter: Filter): Filter => ({
  ...filter,
  ...{ status: [], unit: [], found: null, closed: null, during: null, at: null },
});

/**
 * The filter as ranges for the GPU, which judges each point as it draws: states, categories and times change a few numbers, and nothing is
 * sent anew. What ranges cannot say is left to the mask. It says the same as localMask; a test holds the two together.
 */
import { emptyFilter, type Filter, isEmpty } from "../../server/contract/filter.ts";
import { statusOf } from "../../server/contract/status.ts";
import type { ProblemsLayer } from "../../server/contract/types.ts";
import {
  clockStates,
  endStates,
  type ProblemState,
  type ProblemStatus,
  statusOfState,
  statusOrder,
} from "../../server/contract/vocabulary.ts";
import { type Context, foundSpan } from "./columnsTest.ts";

/** Words of one kind that a GPU's bit mask has room for beside another kind. */
export const mostWords = 64;

/** A state under a clock: what a point's colour and the words of `status=` are told from. */
interface Look {
  readonly state: ProblemState;
  readonly status: ProblemStatus;
}

/** Every look there is: each state as it is, and while its deadline's clock runs also nearly due and overdue. */
export const looks: readonly Look[] = [
  ...(Object.keys(statusOfState) as ProblemState[]).map((state) => ({ state, status: statusOfState[state] })),
  ...clockStates.flatMap((state) => (["overdue", "nearly_due"] as const).map((status) => ({ state, status }))),
];
/** The place in statusOrder of each look's status. */
export const lookRanks: readonly number[] = looks.map(({ status }) => statusOrder.indexOf(status));
const lookIndex = new Map(looks.map(({ state, status }, i) => [`${state} ${status}`, i]));

/** The look of each row at a time, as an index of `looks`. */
export function looksOf(layer: ProblemsLayer, clock: number): Uint8Array {
  const usual = layer.states.map((state) => lookIndex.get(`${state} ${statusOfState[state as ProblemState]}`) as number);
  const late = layer.states.map((state) => lookIndex.get(`${state} overdue`));
  const soon = layer.states.map((state) => lookIndex.get(`${state} nearly_due`));
  const all = new Uint8Array(layer.count);
  for (let row = 0; row < all.length; row++) {
    const state = layer.state[row] as number;
    const status = statusOf(layer.states[state] as ProblemState, layer.nearlyDue[row] || null, layer.due[row] || null, clock);
    all[row] = (status === "overdue" ? late[state] : status === "nearly_due" ? soon[state] : usual[state]) ?? (usual[state] as number);
  }
  return all;
}

type Span = readonly [from: number, to: number];
/** A time that every row has; deck's numbers end before infinity does. */
export const always: Span = [-1e12, 1e12];

export interface Ranges {
  /** Indices of `looks` that pass; null = all. */
  readonly looks: readonly number[] | null;
  /** Indices of the layer's categories that pass; null = all. */
  readonly categories: readonly number[] | null;
  /** Unix seconds, both ends included. */
  readonly found: Span;
  readonly closed: Span;
  /** True when these say all that the filter says: else the mask is asked, too. */
  readonly whole: boolean;
}

const isEnd = (state: string) => endStates.some((end) => end === state);

function looksAsked({ status, closed }: Filter): number[] | null {
  if (status.length === 0 && !closed) return null;
  const asked = new Set<string>(status);
  const passes = ({ state, status: look }: Look) =>
    status.length === 0 || asked.has(state) || (asked.has("open") && !isEnd(state)) || (look !== statusOfState[state] && asked.has(look));
  return looks.flatMap((look, i) => (passes(look) && (!closed || look.state === "closed") ? [i] : []));
}

function categoriesAsked({ category, campaign }: Filter, layer: ProblemsLayer, { categories }: Context): number[] | null {
  if (category.length === 0 && campaign.length === 0) return null;
  const known = new Map(categories.map((one) => [one.code, one]));
  return layer.categories.flatMap((code, i) => {
    const one = known.get(code);
    const named = category.length === 0 || category.includes(code) || category.includes(one?.major ?? "");
    return named && (campaign.length === 0 || campaign.some((wanted) => wanted === one?.campaign)) ? [i] : [];
  });
}

const bounded = ([from, to]: Span): Span => [Math.max(from, always[0]), Math.min(to, always[1])];

/** The filter over a layer at the context's clock. */
export function rangesOf(filter: Filter, layer: ProblemsLayer, context: Context): Ranges {
  const { clock, timeZone } = context;
  const fits = layer.categories.length <= mostWords;
  const told = { status: [], closed: null, found: null, ...(fits && { category: [], campaign: [] }) };
  return {
    looks: looksAsked(filter),
    categories: fits ? categoriesAsked(filter, layer, context) : null,
    found: filter.found ? bounded(foundSpan(filter.found, clock, timeZone)) : always,
    closed: filter.closed ? bounded(foundSpan(filter.closed, clock, timeZone)) : always,
    whole: isEmpty({ ...emptyFilter, ...filter, ...told }),
  };
}

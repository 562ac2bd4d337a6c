/**
 * A workload: one kind of request, what a person would write by hand for the same answer, and what the answer must be. One file each in
 * workloads/. The harness checks both forms against the oracle, case by case, before it times anything.
 */
import type { Sql } from "../../server/db/sql.ts";
import type { Ground } from "./ground.ts";

export type Engine = "postgres" | "embedded";

/** What is compared of an answer. */
export interface Answer {
  readonly count: number;
  /** Ids of the answer where it names them; fewer than `count` when it is a page. */
  readonly ids?: readonly number[];
  /** Figures by key. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** What the rows say. `ids`: all of them, not a page. */
export interface Truth extends Omit<Answer, "ids"> {
  readonly ids?: ReadonlySet<number>;
  /** Ids so near an edge that two libraries may differ. */
  readonly unsure?: ReadonlySet<number>;
}

/** A number that differs from case to case, for us and for pgbench by one formula: (from + step × ((k × stride) mod count)) / per. All whole. */
export interface Spread {
  readonly from: number;
  readonly step: number;
  readonly stride: number;
  readonly count: number;
  readonly per: number;
}
export type Spreads = Readonly<Record<string, Spread>>;
/** A case's numbers; for pgbench they are its variables. */
export type Values = Readonly<Record<string, unknown>>;

export const numberOf = ({ from, step, stride, count, per }: Spread, k: number): number => (from + step * ((k * stride) % count)) / per;
export const valuesOf = (spreads: Spreads, k: number): Record<string, number> =>
  Object.fromEntries(Object.entries(spreads).map(([name, spread]) => [name, numberOf(spread, k)]));

/** Degrees on the grid of 1e-5, on which a drawing in a URL lies. */
export const degrees = (from: number, to: number, stride: number, count: number): Spread => {
  const step = Math.floor(((to - from) * 1e5) / Math.max(1, count - 1));
  return { from: Math.round(from * 1e5), step, stride, count, per: 1e5 };
};

export interface Request {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly name: string;
  /** What is asked, for the report. */
  readonly what: string;
  /** Cases: requests that differ, so that no answer stands in for another. */
  readonly cases: number;
  readonly spreads: (ground: Ground) => Spreads;
  request(ground: Ground, values: Readonly<Record<string, number>>): Request;
  read(body: Buffer, ground: Ground): Answer;
  oracle(ground: Ground, values: Readonly<Record<string, number>>): Truth;
  /** Ways to write it by hand: the fastest of them is what we are measured against. */
  readonly byHand?: Readonly<Record<string, (values: Values, ground: Ground) => Sql>>;
  /** Ways that stand on functions the embedded database lacks. */
  readonly nativeOnly?: readonly string[];
  /** What the rows of a statement by hand say. */
  readRows?(rows: readonly Readonly<Record<string, unknown>>[], ground: Ground): Answer;
}

/** Asked anew each time, over HTTP and by hand. */
export interface Question extends Asked {
  readonly kind: "question";
  /** The answer is as large at every size: its growth is measured. */
  readonly steady: boolean;
  /** Answers are kept by the server, and this is of those that are not: all it has is forgotten before a run, and no request of it comes twice. */
  readonly anew?: true;
  /** Of the rate by hand, on PostgreSQL. */
  readonly least?: number;
  /** The same from an index in Node's memory. @returns how many are found */
  readonly inMemory?: { readonly name: string; run(ground: Ground, values: Readonly<Record<string, number>>): number };
}

/** An answer that is kept: sent from memory, asked about by its tag, and made anew when the district changed. Of one case. */
export interface Kept extends Asked {
  readonly kind: "kept";
  /** Of the rate of Fastify's own empty route: sent from memory, and not sent at all. */
  readonly leastWarm?: number;
  readonly least304?: number;
}

export type Workload = Question | Kept;

/** What was measured, as it is kept and reported. */
import type { Line } from "../measure.ts";
import type { Engine } from "../workload.ts";
import type { Rate } from "./rate.ts";

export interface Other extends Rate {
  readonly name: string;
}

export interface Figure {
  readonly what: string;
  readonly clients: number;
  /** Of an answer, on the average. */
  readonly hits: number;
  readonly bytes: number;
  readonly ours: Rate;
  /** What it is measured against, in the same run. */
  readonly against: Other;
  /** Our rate as a part of its: of runs taken in turn, the one in the middle. */
  readonly ratio: number;
  readonly least?: number;
  /** More to compare with; nothing to reach. */
  readonly beside?: readonly { readonly name: string; readonly rate: number }[];
  /** The answer is as large at every size. */
  readonly steady?: true;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memory_GB: number;
  readonly system: string;
  readonly node: string;
  readonly fastify: string;
}

/** One workload at one size, or one suite. */
export interface Part {
  readonly engine: Engine;
  /** "" for a suite, which makes its own towns. */
  readonly size: string;
  readonly name: string;
  readonly at: string;
  readonly seconds: number;
  readonly command: string;
  readonly machine: Machine;
  readonly database: string;
  /** What ran the statements by hand. */
  readonly rawBy?: string;
  readonly figures: readonly Figure[];
  readonly lines: readonly Line[];
  /** Why there are no figures. */
  readonly fault?: string;
}

export const isMissed = ({ ratio, least }: Figure): boolean => least !== undefined && !(ratio >= least);

/** What `npm run bench` is asked for. */
import { parseArgs } from "node:util";
import { suites } from "./suites.ts";
import type { Size } from "./town.ts";
import type { Engine } from "./workload.ts";
import { workloads } from "./workloads.ts";

export interface Asked {
  readonly engines: readonly Engine[];
  /** Names of workloads and suites. */
  readonly parts: readonly string[];
  /** Sizes by name; none: those of the engine. */
  readonly sizes: readonly string[] | undefined;
  readonly clients: number;
  /** Of a run; none: as is usual for the engine. */
  readonly seconds: number | undefined;
  readonly rounds: number;
  /** What was measured before, by an interrupted run, is not measured again. */
  readonly resume: boolean;
}

export const sizes: Readonly<Record<string, Size>> = {
  "5k": { problems: 5_000, open: 2_000, markets: 50, placed: true },
  "10k": { problems: 10_000, open: 5_000, markets: 50, placed: true },
  "100k": { problems: 100_000, open: 21_000, markets: 50, placed: true },
  "300k": { problems: 300_000, open: 21_000, markets: 50, placed: true },
  "1m": { problems: 1_000_000, open: 21_000, markets: 50, placed: true },
  "5m": { problems: 5_000_000, open: 21_000, markets: 50, placed: true },
};
export const usualSizes = (engine: Engine): readonly string[] =>
  engine === "embedded" ? ["10k", "100k", "300k"] : ["10k", "100k", "1m", ...(process.env.BENCH_HUGE ? ["5m"] : [])];

const list = (of: readonly { name: string; what: string }[]): string =>
  of.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`).join("\n");

export const help = (): string => `npm run bench -- [native|embedded|both] [part …] [options]

Measures this program against something honest in the same run: the best SQL a person would write, on the same database; an index in
Node's memory; Fastify's own empty route and files. Every count is checked against the rows before anything is timed.

Workloads, over HTTP, at each size:
${list(workloads)}
Suites, each with a town of its own:
${list(suites)}
Named neither: all of them. "workloads", "suites": all of those. "report": nothing is measured; what was is printed.

  --size 10k,100k,1m   sizes of the town (${Object.keys(sizes).join(", ")}); usually ${usualSizes("postgres").join(", ")}, embedded ${usualSizes("embedded").join(", ")}
  --clients 16         so many ask at once
  --seconds 2          each run's length (embedded: 1)
  --rounds 3           runs of each, the one in the middle counts; among fewer than 100,000 problems always one
  --resume             goes on where a run was cut short: what .build/bench.json holds is not measured again
  --help

The native database is a private cluster, or the server TEST_DATABASE_URL names. BENCH_HUGE=1 adds five million problems, BENCH_SMALL=1
takes a tenth of the suites' sizes, BENCH_KEEP=1 writes all that .build/bench.json holds to tests/bench/results/. Exits 1 when a ratio misses its limit.`;

/** A mistake in how it was called; the sentence says what is taken. */
export class Mistaken extends Error {}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Mistaken(`--${name} takes a whole number from 1 to ${most}, not ${text}.`);
}

function partsOf(names: readonly string[]): string[] {
  const groups: Readonly<Record<string, readonly { name: string }[]>> = { workloads, suites, report: [] };
  const known = [...workloads, ...suites].map(({ name }) => name);
  const unknown = names.find((name) => !(name in groups) && !known.includes(name));
  if (unknown !== undefined)
    throw new Mistaken(`There is no part "${unknown}". There are ${[...known, ...Object.keys(groups)].join(", ")}.`);
  const asked = names.flatMap((name) => groups[name]?.map((one) => one.name) ?? [name]);
  return names.length === 0 ? known : known.filter((name) => asked.includes(name));
}

/** @returns null when help is wanted @throws Mistaken */
export function readArgs(args: readonly string[]): Asked | null {
  const text = (usual: string) => ({ type: "string", default: usual }) as const;
  const options = { size: { type: "string" }, clients: text("16"), seconds: { type: "string" }, rounds: text("3") } as const;
  const flags = { resume: { type: "boolean", default: false }, help: { type: "boolean", short: "h", default: false } } as const;
  let given: ReturnType<typeof parse>;
  const parse = () => parseArgs({ args: [...args], allowPositionals: true, options: { ...options, ...flags } });
  try {
    given = parse();
  } catch (error) {
    throw new Mistaken(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = given;
  if (values.help) return null;
  const engines: Readonly<Record<string, readonly Engine[]>> = {
    native: ["postgres"],
    embedded: ["embedded"],
    both: ["postgres", "embedded"],
  };
  const [first, ...more] = positionals;
  const named = engines[first ?? "both"];
  const asked = values.size?.split(",");
  const unknown = asked?.find((name) => !(name in sizes));
  if (unknown !== undefined) throw new Mistaken(`There is no size "${unknown}". There are ${Object.keys(sizes).join(", ")}.`);
  return {
    engines: named ?? ["postgres", "embedded"],
    parts: partsOf(named ? more : positionals),
    sizes: asked,
    clients: whole("clients", values.clients, 64),
    seconds: values.seconds === undefined ? undefined : whole("seconds", values.seconds, 60),
    rounds: whole("rounds", values.rounds, 25),
    resume: values.resume,
  };
}

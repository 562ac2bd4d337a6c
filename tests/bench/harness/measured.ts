/** Measures one workload at one size: what is compared runs in turn, so that what else the machine does falls on all alike. */
import { sql } from "../../../server/db/sql.ts";
import { check, waysOf } from "../check.ts";
import { type Kept, type Question, valuesOf, type Workload } from "../workload.ts";
import type { Figure } from "./figure.ts";
import type { Loaded } from "./loadProcess.ts";
import { median, middle, type Rate } from "./rate.ts";
import type { Stage } from "./stage.ts";

export interface Effort {
  readonly rounds: number;
}

type Statement = Parameters<Stage["raw"]>[0];

/** Runs each in turn, so many rounds. */
async function turns<K extends string>(rounds: number, works: Readonly<Record<K, () => Promise<Rate>>>): Promise<Record<K, Rate[]>> {
  const runs = Object.fromEntries(Object.keys(works).map((name) => [name, []])) as unknown as Record<K, Rate[]>;
  for (let round = 0; round < rounds; round++) for (const name of Object.keys(works) as K[]) runs[name].push(await works[name]());
  return runs;
}
/** A server runs for weeks: it is measured once it is warm, its code translated and its statements planned. */
const warmUp_s = 6;

const ratioOf = (ours: readonly Rate[], others: readonly Rate[]): number =>
  median(ours.map(({ rate }, round) => rate / (others[round]?.rate ?? Number.NaN)));

const toReach = ({ counts }: Stage, least: number | undefined): Pick<Figure, "least"> => (counts && least !== undefined ? { least } : {});

/** A moment. */
const trial_s = 1;

/** The fastest way to write it by hand: each is tried for a moment. */
async function best(stage: Stage, workload: Workload): Promise<{ readonly name: string; run(): Promise<Rate> } | null> {
  const { cases } = workload;
  const spreads = workload.spreads(stage.ground);
  const ways = waysOf(workload, stage.engine).map(([name, of]) => {
    const statement: Statement = (values) => of(values, stage.ground);
    return { name, run: (seconds?: number) => stage.raw(statement, spreads, cases, { ...(seconds !== undefined && { seconds }) }) };
  });
  const tried: { name: string; run(): Promise<Rate>; rate: number }[] = [];
  for (const { name, run } of ways) tried.push({ name, run: () => run(), rate: ways.length > 1 ? (await run(trial_s)).rate : 0 });
  return tried.sort((a, b) => b.rate - a.rate)[0] ?? null;
}

const memory_ms = 250;

function inMemory({ inMemory: index, cases, spreads }: Question, { ground }: Stage): Figure["beside"] {
  if (!index) return undefined;
  const values = Array.from({ length: cases }, (_, k) => valuesOf(spreads(ground), k));
  let count = 0;
  const from = performance.now();
  let now = from;
  for (; now - from < memory_ms; now = performance.now()) for (let i = 0; i < 20; i++) index.run(ground, values[count++ % cases] ?? {});
  return [{ name: `${index.name}, in memory, one thread`, rate: count / ((now - from) / 1_000) }];
}

/** Everything that is kept is of yesterday. */
const forget = sql`update layer_revision set revision = revision + 1`;

async function measureQuestion(stage: Stage, question: Question, hits: number, { rounds }: Effort): Promise<Figure[]> {
  const { ground, opened } = stage;
  const requests = Array.from({ length: question.cases }, (_, k) => question.request(ground, valuesOf(question.spreads(ground), k)));
  const hand = await best(stage, question);
  if (!hand) throw new Error(`${question.name} has no statement by hand.`);
  if (rounds > 1) await stage.load({ port: opened.port, requests, seconds: warmUp_s });
  const runs = await turns(rounds, {
    async ours() {
      if (question.anew) await stage.rows(forget);
      const came = await stage.load({ port: opened.port, requests });
      if (question.anew && came.sent > requests.length)
        throw new Error(`${question.name}: ${came.sent} requests came round to what was kept.`);
      return came;
    },
    hand: hand.run,
  });
  const ours = middle(runs.ours as Loaded[]);
  const beside = inMemory(question, stage);
  return [
    {
      ...{ what: question.what, clients: stage.options.clients, hits, bytes: ours.bytes, ours, ratio: ratioOf(runs.ours, runs.hand) },
      against: { ...middle(runs.hand), name: `by hand: ${hand.name}` },
      ...toReach(stage, question.least),
      ...(beside && { beside }),
      ...(question.steady && { steady: true as const }),
    },
  ];
}

/** Of what is kept: so many connections of each client. */
const connectionsEach = 8;

/** One after the other, each the first after a change. */
async function cold(stage: Stage, kept: Kept, rounds: number): Promise<{ ours: Rate[]; hand: { name: string; runs: Rate[] } | null }> {
  const request = kept.request(stage.ground, valuesOf(kept.spreads(stage.ground), 0));
  const alone = (ms: number): Rate => ({ rate: 1_000 / ms, p50: ms, p95: ms, p99: ms });
  const hand = Object.entries(kept.byHand ?? {})[0];
  const [ours, runs]: [Rate[], Rate[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    await stage.rows(forget);
    const from = performance.now();
    await stage.http(request);
    ours.push(alone(performance.now() - from));
    if (hand) runs.push(await stage.raw((values) => hand[1](values, stage.ground), {}, 1, { clients: 1, seconds: trial_s }));
  }
  return { ours, hand: hand ? { name: hand[0], runs } : null };
}

async function measureKept(stage: Stage, kept: Kept, hits: number, { rounds }: Effort): Promise<Figure[]> {
  const { ground, opened, plainPort } = stage;
  const made = await cold(stage, kept, rounds);
  const asked = kept.request(ground, valuesOf(kept.spreads(ground), 0));
  const request = { ...asked, headers: { ...asked.headers, "accept-encoding": "gzip" } };
  const first = await stage.answer(request);
  const tag = first.headers.get("etag") ?? "";
  await first.arrayBuffer();
  // Each who asks has several connections, as a browser does.
  const clients = stage.options.clients * connectionsEach;
  const ours = { port: opened.port, requests: [request], clients };
  const warmed = await stage.load({ ...ours, ...(rounds > 1 && { seconds: warmUp_s }) });
  await stage.keep("same.bin", Buffer.alloc(Math.max(1, Math.round(warmed.bytes))));
  const runs = await turns(rounds, {
    warm: () => stage.load(ours),
    empty: () => stage.load({ port: plainPort, requests: [{ path: "/empty" }], clients }),
    file: () => stage.load({ port: plainPort, requests: [{ path: "/files/same.bin" }], clients }),
    same: () => stage.load({ ...ours, requests: [{ ...request, headers: { ...request.headers, "if-none-match": tag } }], status: 304 }),
  });
  const common = { clients, hits };
  const [warm, empty, file, same] = [runs.warm, runs.empty, runs.file, runs.same].map((of) => middle(of as Loaded[])) as [
    Loaded,
    Loaded,
    Loaded,
    Loaded,
  ];
  const againstEmpty = { ...empty, name: "Fastify's empty route" };
  const figures: Figure[] = [
    {
      ...{
        ...common,
        what: `${kept.what}: from memory`,
        bytes: warm.bytes,
        ours: warm,
        against: againstEmpty,
        ratio: ratioOf(runs.warm, runs.empty),
      },
      ...toReach(stage, kept.leastWarm),
      beside: [{ name: "a file of as many bytes", rate: file.rate }],
    },
    {
      ...{
        ...common,
        what: `${kept.what}: 304`,
        bytes: same.bytes,
        ours: same,
        against: againstEmpty,
        ratio: ratioOf(runs.same, runs.empty),
      },
      ...toReach(stage, kept.least304),
    },
  ];
  if (!made.hand) return figures;
  const { name, runs: hand } = made.hand;
  const ofCold = { ...common, clients: 1, what: `${kept.what}: made anew`, bytes: warm.bytes, ours: middle(made.ours) };
  return [{ ...ofCold, against: { ...middle(hand), name: `by hand: ${name}` }, ratio: ratioOf(made.ours, hand) }, ...figures];
}

/** Counts first, then times. */
export async function measure(stage: Stage, workload: Workload, effort: Effort, say: (what: string) => void): Promise<Figure[]> {
  say("counts");
  const hits = await check(workload, stage.ground, stage);
  say("times");
  return workload.kind === "question" ? measureQuestion(stage, workload, hits, effort) : measureKept(stage, workload, hits, effort);
}

/** Balanced zones that hang together, from pieces: a seeded search, the same each time for the same question. Runs in a worker (client/planner/run/suggestWorker.ts). */
import { type Random, randomOf } from "./random.ts";
import { allot } from "./suggestAllot.ts";
import { openPart, withClosed } from "./suggestClosed.ts";
import { graphOf, type PieceGraph, tornZones } from "./suggestGraph.ts";
import { Search } from "./suggestSearch.ts";
import { firstShot } from "./suggestSeeds.ts";

export interface SuggestQuestion {
  /** Pieces by id, with their work; a piece that is fixed stays in its zone. */
  readonly pieces: readonly {
    readonly id: number;
    readonly work: number;
    readonly at: readonly [number, number];
    readonly area_m2: number;
    readonly fixed: number | null;
  }[];
  /** Pairs of pieces that share a border, with its metres. */
  readonly borders: readonly (readonly [a: number, b: number, metres: number])[];
  /** How many zones. */
  readonly zones: number;
  /** Zones below this number stay as they are: they keep the pieces that are fixed in them and get no other. The others are evened out among themselves. */
  readonly closed?: number;
  readonly seed: number;
  /** Time limit; the search also ends by itself when nothing gets better. Results are repeatable only when it ended by itself or by rounds. */
  readonly rounds: number;
}
export interface SuggestAnswer {
  /** Piece id → zone 0 … zones-1. */
  readonly zones: ReadonlyMap<number, number>;
  /** What was minimised: squared deviation, plus a little for long borders. */
  readonly objective: number;
  /** Largest work over the mean, minus 1; and the smallest. Of the zones that are not closed. */
  readonly heaviest: number;
  readonly lightest: number;
  /** Zones that do not hang together: only where the pieces themselves do not. */
  readonly torn: number;
}
export interface SuggestProgress {
  readonly done: number;
  readonly objective: number;
  readonly heaviest: number;
}
/** Rounds that find what there is to find: 5,000 pieces in 60 zones in some ten seconds. */
export const usualRounds = 1_200;

/** Proposals between two yields: a few milliseconds. */
const stride = 1_500;
/** Deviation within which a planner sees no difference: below it, shorter borders count for more. */
const fine = 0.02;

/** Part of the way on which borders count in full. Zones of few pieces need the rest for their balance; with many pieces it comes by itself. */
const shapingOf = ({ size, zones }: PieceGraph): number => (size / zones < 30 ? 0.5 : 0.85);

/** How a state is judged: first by what deviates too far, then by the objective. */
interface Standing {
  readonly objective: number;
  readonly heaviest: number;
  readonly lightest: number;
  readonly worst: number;
}
function standingOf(graph: PieceGraph, zone: Int32Array, borderCost: number): Standing {
  const load = new Float64Array(graph.zones);
  for (let piece = 0; piece < graph.size; piece++) {
    const of = zone[piece] as number;
    load[of] = (load[of] as number) + (graph.work[piece] as number);
  }
  let cut = 0;
  for (let way = 0; way < graph.from.length; way++) {
    if (zone[graph.from[way] as number] !== zone[graph.to[way] as number]) cut += graph.border[way] as number;
  }
  const heaviest = Math.max(...load) - 1;
  const lightest = Math.min(...load) - 1;
  const squares = load.reduce((sum, work) => sum + (work - 1) ** 2, 0);
  return { objective: squares + (borderCost * cut) / 2, heaviest, lightest, worst: Math.max(heaviest, -lightest) };
}
const better = (a: Standing, b: Standing): boolean => {
  const [over, than] = [Math.max(a.worst, fine), Math.max(b.worst, fine)];
  return over < than || (over === than && a.objective < b.objective);
};

/** What giving away one piece of the usual work costs between two zones that are even. */
const usualCost = ({ size, zones }: PieceGraph): number => 2 * (zones / Math.max(1, size)) ** 2;

class Attempt {
  best: Int32Array;
  standing: Standing;
  readonly #graph: PieceGraph;
  readonly #search: Search;
  readonly #borderCost: number;
  readonly #warmth: number;
  readonly #shaping: number;

  constructor(graph: PieceGraph, zone: Int32Array, random: Random) {
    this.#graph = graph;
    this.#shaping = shapingOf(graph);
    this.#search = new Search(graph, zone, random);
    this.#borderCost = usualCost(graph) / 2;
    this.#warmth = usualCost(graph) * 2;
    this.best = this.#search.zone.slice();
    this.standing = standingOf(graph, this.best, this.#borderCost);
  }

  /** A round at a part 0–1 of the way: from warm to cold; then, warmed a little if that was not enough, for the balance alone. */
  *round(part: number, proposals: number): Generator<void, void> {
    const search = this.#search;
    const late = Math.max(0, (part - this.#shaping) / (1 - this.#shaping));
    const rescue = late > 0 && this.standing.worst > fine;
    if (rescue) search.temperature = late > 0.9 ? 0 : this.#warmth * 0.1 * 0.01 ** late;
    else search.temperature = this.#warmth * 0.01 ** Math.min(1, part / this.#shaping);
    search.borderCost = this.#borderCost * (rescue ? Math.max(0, 0.05 - late) : 1);
    for (let left = proposals; left > 0; left -= stride) {
      for (let i = Math.min(stride, left); i > 0; i--) search.propose();
      yield;
    }
    this.look();
  }
  look(): void {
    const standing = standingOf(this.#graph, this.#search.zone, this.#borderCost);
    if (!better(standing, this.standing)) return;
    this.standing = standing;
    this.best = this.#search.zone.slice();
  }
}

/** Attempts from new beginnings: few pieces are easily caught in a bad arrangement, and an attempt costs little. */
const attemptsFor = (pieces: number): number => Math.max(1, Math.min(8, Math.floor(4_000 / Math.max(1, pieces))));

/** Goes on in small strides: yields progress 0–1 with the best objective so far, so that a worker can say it and hear a cancel between strides. */
export function* suggest(question: SuggestQuestion): Generator<SuggestProgress, SuggestAnswer> {
  const closed = question.closed ?? 0;
  if (closed !== 0) return withClosed(question, closed, yield* suggest(openPart(question, closed)));
  const random = randomOf(question.seed);
  const own = graphOf(question);
  const ground = allot(own);
  const attempts = attemptsFor(own.size);
  const rounds = Math.max(1, Math.ceil(question.rounds / attempts));
  const proposals = Math.max(4 * stride, own.size * 2);
  let best: Attempt | null = null;
  for (let turn = 0; turn < attempts && !(best && best.standing.worst <= fine); turn++) {
    const shot = firstShot(ground, random);
    let grown = shot.next();
    for (; !grown.done; grown = shot.next()) {
      const standing = standingOf(ground.graph, grown.value, usualCost(own) / 2);
      yield progressOf(best?.standing ?? null, standing, turn / attempts);
    }
    const attempt = new Attempt(ground.graph, grown.value, random);
    for (let round = 0; round < rounds; round++) {
      const part = (round + 0.5) / rounds;
      for (const _ of attempt.round(part, proposals)) yield progressOf(best?.standing ?? null, attempt.standing, (turn + part) / attempts);
    }
    if (!best || better(attempt.standing, best.standing)) best = attempt;
  }
  return answerOf(question, own, best as Attempt);
}
function progressOf(best: Standing | null, now: Standing, done: number): SuggestProgress {
  const { objective, heaviest } = best && better(best, now) ? best : now;
  return { done, objective, heaviest };
}
function answerOf({ pieces }: SuggestQuestion, graph: PieceGraph, { best, standing }: Attempt): SuggestAnswer {
  const { objective, heaviest, lightest } = standing;
  return {
    zones: new Map(pieces.map(({ id }, i) => [id, best[i] as number])),
    objective,
    heaviest,
    lightest,
    torn: tornZones(graph, best),
  };
}

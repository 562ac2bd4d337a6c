/** Zones that give each other pieces at their borders, without ever falling apart: the moves of the search and what they cost. */
import type { Random } from "./random.ts";
import type { PieceGraph } from "./suggestGraph.ts";

/** Draws for a way that crosses a border, before a proposal is given up. */
const mostDraws = 64;
/** Of all proposals, those in which what a piece holds on goes with it, and those in which the zone that gets a piece gives one on. */
const bitten = 0.1;
const chained = 0.35;

/** exp(-x), nearly, by + * / alone: every machine accepts the same. */
const chance = (x: number): number => 1 / (1 + x * (1 + (x / 2) * (1 + (x / 3) * (1 + x / 4))));

export class Search {
  readonly zone: Int32Array;
  readonly load: Float64Array;
  /** What a border of the usual length costs, beside squares of deviations; and what is accepted of a change for the worse. */
  borderCost = 0;
  temperature = 0;
  readonly #graph: PieceGraph;
  readonly #random: Random;
  /** Pieces of each zone, and where each piece stands among them. */
  readonly #members: number[][];
  readonly #at: Int32Array;
  readonly #seen: Int32Array;
  readonly #stack: Int32Array;
  #mark = 0;

  constructor(graph: PieceGraph, zone: Int32Array, random: Random) {
    this.#graph = graph;
    this.#random = random;
    this.zone = zone.slice();
    this.load = new Float64Array(graph.zones);
    this.#members = Array.from({ length: graph.zones }, () => []);
    this.#at = new Int32Array(graph.size);
    this.#seen = new Int32Array(graph.size);
    this.#stack = new Int32Array(graph.size);
    for (const [piece, of] of this.zone.entries()) this.#enter(piece, of);
  }

  #enter(piece: number, of: number): void {
    this.zone[piece] = of;
    this.load[of] = (this.load[of] as number) + (this.#graph.work[piece] as number);
    this.#at[piece] = (this.#members[of] as number[]).push(piece) - 1;
  }
  #move(piece: number, to: number): void {
    const from = this.zone[piece] as number;
    const members = this.#members[from] as number[];
    const last = members.pop() as number;
    if (last !== piece) {
      members[this.#at[piece] as number] = last;
      this.#at[last] = this.#at[piece] as number;
    }
    this.load[from] = (this.load[from] as number) - (this.#graph.work[piece] as number);
    this.#enter(piece, to);
  }

  /** What it would cost to give a piece to another zone. */
  #cost(piece: number, to: number): number {
    const { work, start, to: ends, border } = this.#graph;
    const from = this.zone[piece] as number;
    const w = work[piece] as number;
    let longer = 0;
    for (let way = start[piece] as number; way < (start[piece + 1] as number); way++) {
      const other = this.zone[ends[way] as number];
      if (other === from) longer += border[way] as number;
      else if (other === to) longer -= border[way] as number;
    }
    return 2 * w * ((this.load[to] as number) - (this.load[from] as number) + w) + this.borderCost * longer;
  }
  #accepts(cost: number): boolean {
    return cost < 0 || (this.temperature > 0 && this.#random.next() < chance(cost / this.temperature));
  }

  /** Whether what a zone has apart from a piece stays in as few parts as it is with it. The zone keeps something. */
  #canLose(of: number, piece: number): boolean {
    const { start, to } = this.#graph;
    if (this.#members[of]?.length === (this.zone[piece] === of ? 1 : 0)) return false;
    this.#mark += 2;
    const wanted = this.#mark - 1;
    let left = 0;
    let first = -1;
    for (let way = start[piece] as number; way < (start[piece + 1] as number); way++) {
      const other = to[way] as number;
      if (this.zone[other] !== of || this.#seen[other] === wanted) continue;
      this.#seen[other] = wanted;
      first = other;
      left++;
    }
    return left < 2 || this.#reaches(of, piece, first, left - 1);
  }
  /** Goes through a zone, but not through a piece, until all that is wanted has been seen. */
  #reaches(of: number, without: number, first: number, wantedLeft: number): boolean {
    const { start, to } = this.#graph;
    const seen = this.#mark;
    let left = wantedLeft;
    let top = 1;
    this.#stack[0] = first;
    this.#seen[first] = seen;
    for (let next = 0; next < top; next++) {
      const piece = this.#stack[next] as number;
      for (let way = start[piece] as number; way < (start[piece + 1] as number); way++) {
        const other = to[way] as number;
        if (other === without || this.zone[other] !== of || this.#seen[other] === seen) continue;
        if (this.#seen[other] === seen - 1 && --left === 0) return true;
        this.#seen[other] = seen;
        this.#stack[top++] = other;
      }
    }
    return false;
  }

  /** One proposal: a piece at a border to the zone beyond it, and perhaps another one on from there. */
  propose(): void {
    const { from, to, fixed } = this.#graph;
    for (let draw = 0; draw < mostDraws; draw++) {
      const way = this.#random.below(from.length);
      const piece = from[way] as number;
      const target = this.zone[to[way] as number] as number;
      if (target === this.zone[piece] || fixed[piece] !== -1) continue;
      const kind = this.#random.next();
      if (kind < bitten) this.#bite(piece, target);
      else if (kind < bitten + chained) this.#chain(piece, target);
      else if (this.#accepts(this.#cost(piece, target)) && this.#canLose(this.zone[piece] as number, piece)) this.#move(piece, target);
      return;
    }
  }
  /** A piece and whatever hangs on it alone: where the pieces have few borders (a valley, an island), single ones cannot go. */
  #bite(piece: number, target: number): void {
    const from = this.zone[piece] as number;
    const bite = this.#hangingOn(from, piece);
    if (bite.length === this.#members[from]?.length || bite.some((other) => this.#graph.fixed[other] !== -1)) return;
    let cost = 0;
    for (const other of bite) {
      cost += this.#cost(other, target);
      this.#move(other, target);
    }
    if (!this.#accepts(cost)) for (const other of bite) this.#move(other, from);
  }
  /** A piece, and the parts its zone would fall into without it, all but the one with most pieces. */
  #hangingOn(of: number, piece: number): number[] {
    const { start, to } = this.#graph;
    const seen = ++this.#mark;
    this.#seen[piece] = seen;
    let most: number[] = [];
    const hanging = [piece];
    for (let way = start[piece] as number; way < (start[piece + 1] as number); way++) {
      const first = to[way] as number;
      if (this.zone[first] !== of || this.#seen[first] === seen) continue;
      const part = this.#flood(of, first, seen);
      hanging.push(...(part.length > most.length ? most : part));
      if (part.length > most.length) most = part;
    }
    return hanging;
  }
  #flood(of: number, first: number, seen: number): number[] {
    const { start, to } = this.#graph;
    const part = [first];
    this.#seen[first] = seen;
    for (const piece of part) {
      for (let way = start[piece] as number; way < (start[piece + 1] as number); way++) {
        const other = to[way] as number;
        if (this.zone[other] !== of || this.#seen[other] === seen) continue;
        this.#seen[other] = seen;
        part.push(other);
      }
    }
    return part;
  }
  #chain(piece: number, target: number): void {
    const from = this.zone[piece] as number;
    const cost = this.#cost(piece, target);
    this.#move(piece, target);
    const onward = this.#anyBorder(target, piece);
    const worth =
      onward &&
      this.#accepts(cost + this.#cost(onward.piece, onward.to)) &&
      this.#canLose(from, piece) &&
      this.#canLose(target, onward.piece);
    if (worth) this.#move(onward.piece, onward.to);
    else this.#move(piece, from);
  }
  /** A piece of a zone at its border, and the zone beyond. */
  #anyBorder(of: number, but: number): { piece: number; to: number } | null {
    const { start, to, fixed } = this.#graph;
    const members = this.#members[of] as number[];
    for (let draw = 0; draw < mostDraws / 4; draw++) {
      const piece = members[this.#random.below(members.length)] as number;
      const ways = (start[piece + 1] as number) - (start[piece] as number);
      if (piece === but || fixed[piece] !== -1 || ways === 0) continue;
      const other = to[(start[piece] as number) + this.#random.below(ways)] as number;
      if (this.zone[other] !== of) return { piece, to: this.zone[other] as number };
    }
    return null;
  }

  /** Begins again from zones found before. */
  restore(zone: Int32Array): void {
    for (const [piece, of] of zone.entries()) if (this.zone[piece] !== of) this.#move(piece, of);
  }
}

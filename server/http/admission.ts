/**
 * Who is let in when more is asked than can be answered at once.
 *
 * Each weight has places (so many at work at once) and a queue. Acts, questions and heavy ones share the sessions between them and are
 * let in in that order; with the tiles' they are fewer than the sessions, so that what is cheap always finds one.
 *
 * A queue is first come, first served: everybody in it waits about as long, so that nobody is much worse off than the middle. (Last
 * come first served answers the middle sooner and starves the end.) What bounds the wait is how short the queue is: a rush, as when many
 * pages open at once, may fill it; from the first refusal on only a few may wait, until half a second has passed without one. So a
 * crowd that stays does not make everybody wait a rush's length.
 *
 * No session may fill more than a part of a queue, nor may all sessions of one address together fill all of it.
 */
import { Cancelled } from "../db/db.ts";
import { Busy } from "./busy.ts";
import { type Bounds, boundsFor, type Lanes } from "./places.ts";
import type { Weight } from "./weights.ts";

/** Who asks, as far as is known before anything is looked up. */
export interface Who {
  readonly address: string;
  /** The session's token, if one was sent; whether it holds is not known yet. */
  readonly session: string | undefined;
}

export interface Entering {
  readonly weight: Weight;
  /** Called only where it matters: when there is a queue. */
  readonly who: () => Who;
  /** The caller went away: what waits is taken out. */
  readonly signal: AbortSignal;
}

export interface LaneState {
  readonly running: number;
  readonly waiting: number;
  /** Sessions and addresses that are remembered. */
  readonly known: number;
  /** Sent away since the program began. */
  readonly refusals: number;
}

interface Waiting {
  readonly keys: readonly string[];
  enter(): void;
  refuse(error: Error): void;
}

/** After a refusal, so long without another until a rush may fill the queue again. */
export const calm_ms = 500;
/** Answers to reckon with before any was measured, in milliseconds. */
const guess_ms = 50;
/** Who is sent away comes back after a second at least and half a minute at most. */
const [soonest_s, latest_s] = [1, 30];

class Lane {
  readonly waiting = new Set<Waiting>();
  /** How many wait of each session and each address. */
  readonly #of = new Map<string, number>();
  running = 0;
  /** A running mean of how long work takes, in milliseconds. */
  mean_ms = guess_ms;
  #refused_ms = Number.NEGATIVE_INFINITY;
  /** Refusals since the program began. */
  refusals = 0;
  /** Refusals in the second that began then. */
  #lately = { from_ms: Number.NEGATIVE_INFINITY, count: 0 };

  pressed = (now: number): boolean => now - this.#refused_ms < calm_ms;

  /** Whether there is no room to wait for one with these keys: the session's first, the address's last. */
  full({ queue, few }: Bounds, keys: readonly string[], now: number): boolean {
    const most = this.pressed(now) ? Math.min(few, queue) : queue;
    if (this.waiting.size >= most) return true;
    return keys.some((key, i) => (this.#of.get(key) ?? 0) >= Math.ceil(most * (i === keys.length - 1 ? 0.75 : 0.4)));
  }

  refused(now: number): void {
    this.#refused_ms = now;
    this.refusals++;
    if (now - this.#lately.from_ms >= 1_000) this.#lately = { from_ms: now, count: 0 };
    this.#lately.count++;
  }

  /** Seconds until those who wait and those who were lately sent away could all have been answered. */
  after_s({ places }: Bounds): number {
    const ms = ((this.running + this.waiting.size + this.#lately.count) * this.mean_ms) / places;
    return Math.min(latest_s, Math.max(soonest_s, Math.ceil(ms / 1_000)));
  }

  add(one: Waiting): void {
    this.waiting.add(one);
    for (const key of one.keys) this.#of.set(key, (this.#of.get(key) ?? 0) + 1);
  }

  /** False: it did not wait here any more. */
  drop(one: Waiting): boolean {
    if (!this.waiting.delete(one)) return false;
    for (const key of one.keys) {
      const left = (this.#of.get(key) ?? 1) - 1;
      if (left > 0) this.#of.set(key, left);
      else this.#of.delete(key);
    }
    return true;
  }

  /** Sessions and addresses that are remembered. */
  get known(): number {
    return this.#of.size;
  }
}

/** What shares the sessions, in the order in which it is let in. */
const shared = ["act", "question", "heavy"] as const satisfies readonly Weight[];
const isShared = (weight: Weight): boolean => (shared as readonly Weight[]).includes(weight);

const keysOf = ({ address, session }: Who): readonly string[] => (session === undefined ? [address] : [`session ${session}`, address]);

export class Admission {
  readonly #sessions: () => number | undefined;
  readonly #lanes: Readonly<Record<Weight, Lane>> = {
    cheap: new Lane(),
    tile: new Lane(),
    act: new Lane(),
    question: new Lane(),
    heavy: new Lane(),
  };
  #bounds: Lanes & { readonly of: number } = { ...boundsFor(1), of: 1 };
  #together = 0;
  #closing = false;

  /** @param sessions of the database; undefined while it is not open */
  constructor(sessions: () => number | undefined) {
    this.#sessions = sessions;
  }

  /**
   * Does the work when there is room.
   * @param work is told how long it waited, in milliseconds
   * @throws Busy; Cancelled when the caller went away before it began
   */
  async admit<R>(entering: Entering, work: (waited_ms: number) => Promise<R>): Promise<R> {
    const { weight, signal } = entering;
    if (signal.aborted) throw gone(signal);
    const from = performance.now();
    if (!this.#closing && this.#hasRoom(weight)) this.#take(weight);
    else await this.#wait(entering);
    const begun = performance.now();
    try {
      return await work(begun - from);
    } finally {
      this.#leave(weight, performance.now() - begun);
    }
  }

  /** Why one of this weight would be sent away now; null: it would not. For the door, before anything of the request is read. */
  refusal(weight: Weight, who: () => Who): Busy | null {
    if (!this.#closing && this.#hasRoom(weight)) return null;
    return this.#refusal(weight, keysOf(who()));
  }

  /** Sends away whoever waits and whoever comes; what is at work goes on. */
  close(): void {
    this.#closing = true;
    for (const [weight, lane] of Object.entries(this.#lanes))
      for (const one of [...lane.waiting]) {
        lane.drop(one);
        one.refuse(new Busy(weight as Weight, soonest_s, true));
      }
  }

  /** How many are at work, wait, are remembered by name, and were sent away: for tests, and for who looks after the program. */
  get state(): Readonly<Record<Weight, LaneState>> {
    const of = ({ running, waiting, known, refusals }: Lane): LaneState => ({ running, waiting: waiting.size, known, refusals });
    const { cheap, tile, act, question, heavy } = this.#lanes;
    return { cheap: of(cheap), tile: of(tile), act: of(act), question: of(question), heavy: of(heavy) };
  }

  #boundsOf(weight: Weight): Bounds {
    const sessions = this.#sessions() ?? 1;
    if (sessions !== this.#bounds.of) this.#bounds = { ...boundsFor(sessions), of: sessions };
    return this.#bounds.lanes[weight];
  }

  /** A place is free, and nobody has waited for it longer. */
  #hasRoom(weight: Weight): boolean {
    return this.#lanes[weight].waiting.size === 0 && this.#hasPlace(weight);
  }

  #hasPlace(weight: Weight): boolean {
    return this.#lanes[weight].running < this.#boundsOf(weight).places && (!isShared(weight) || this.#together < this.#bounds.together);
  }

  #refusal(weight: Weight, keys: readonly string[]): Busy | null {
    const [lane, bounds, now] = [this.#lanes[weight], this.#boundsOf(weight), performance.now()];
    if (this.#closing) return new Busy(weight, soonest_s, true);
    if (!lane.full(bounds, keys, now)) return null;
    lane.refused(now);
    return new Busy(weight, lane.after_s(bounds));
  }

  #take(weight: Weight): void {
    this.#lanes[weight].running++;
    if (isShared(weight)) this.#together++;
  }

  #leave(weight: Weight, took_ms: number): void {
    const lane = this.#lanes[weight];
    lane.running--;
    lane.mean_ms += (took_ms - lane.mean_ms) / 16;
    if (isShared(weight)) this.#together--;
    this.#letIn(isShared(weight) ? shared : [weight]);
  }

  /** Who is first in the first of these queues that has a place, while there is one. */
  #letIn(weights: readonly Weight[]): void {
    for (const weight of weights) {
      for (const one of this.#lanes[weight].waiting) {
        if (!this.#hasPlace(weight)) break;
        this.#take(weight);
        one.enter();
      }
    }
  }

  /** Settles with a place taken. */
  #wait({ weight, who, signal }: Entering): Promise<void> {
    const lane = this.#lanes[weight];
    const keys = keysOf(who());
    const refusal = this.#refusal(weight, keys);
    if (refusal) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      const leave = (): void => one.refuse(gone(signal));
      const over = (): void => {
        lane.drop(one);
        clearTimeout(patience);
        signal.removeEventListener("abort", leave);
      };
      const one: Waiting = {
        keys,
        enter() {
          over();
          resolve();
        },
        refuse(error) {
          over();
          reject(error);
        },
      };
      const patience = setTimeout(() => {
        lane.refused(performance.now());
        one.refuse(new Busy(weight, lane.after_s(this.#boundsOf(weight))));
      }, this.#boundsOf(weight).patience_ms);
      signal.addEventListener("abort", leave, { once: true });
      lane.add(one);
    });
  }
}

const gone = (signal: AbortSignal): Cancelled => new Cancelled("The caller went away while waiting for a place.", { cause: signal.reason });

/**
 * The life of a problem: its acts in order, as the trade's rules allow them. The state is the fold of the acts.
 * A life is drawn whole; one that is still open at the snapshot is the same life, cut where it stands.
 */

import type { ProblemAct, ProblemSource, ProblemState } from "../../server/contract/vocabulary.ts";
import { problemActs } from "../../server/contract/vocabulary.ts";
import type { Limit } from "./clock.ts";
import { after, dueAt, isContinuous, minutesOf } from "./clock.ts";
import { notes } from "./phrases.ts";
import type { Rng } from "./rng.ts";

export interface Act {
  readonly act: ProblemAct;
  readonly at: number;
  readonly actor: string;
  readonly unit?: string;
  readonly person?: string;
  readonly deadline?: number;
  readonly note?: string;
}

/** Who can act: drawn once for a problem. Handlers and recheckers are different people. */
export interface Cast {
  readonly reporter: string;
  readonly verifier: string;
  readonly dispatcher: string;
  readonly rechecker: string;
  readonly chief: string;
  readonly unit: string;
  readonly handler: string;
  /** The unit it goes to when the first says it is not theirs. */
  readonly otherUnit: string;
  readonly otherHandler: string;
}

export interface Facts {
  readonly foundAt: number;
  readonly limit: Limit;
  readonly source: ProblemSource;
  /** May it be put right while one stands there? */
  readonly easy: boolean;
  /** Share of cases closed in time in that month. */
  readonly onTime: number;
}

/** Adds acts; each is at least a minute after the one before. */
class Log {
  readonly acts: Act[] = [];
  last = Number.NEGATIVE_INFINITY;
  add(act: ProblemAct, at: number, actor: string, more: Omit<Act, "act" | "at" | "actor"> = {}): void {
    this.last = Math.max(Math.round(at), this.last + 1);
    this.acts.push({ act, at: this.last, actor, ...more });
  }
}

/** Draws a whole life. `through` is a state that it must pass. */
export function liveOf(f: Facts, cast: Cast, rng: Rng, through?: ProblemState): Act[] {
  const log = new Log();
  log.add("report", f.foundAt, cast.reporter);
  if (!through && f.easy && (f.source === "patrol" || f.source === "tour") && rng.chance(0.13)) {
    log.add("fix_on_spot", f.foundAt + 4 + rng.exp(9), cast.rechecker);
    return log.acts;
  }
  const hotline = f.source === "12345" || f.source === "public";
  log.add("verify", f.foundAt + 3 + Math.min(300, rng.exp(hotline ? 70 : 22)), cast.verifier);
  if (!through && rng.chance(hotline ? 0.09 : 0.025)) {
    log.add("reject", log.last + 4 + rng.exp(25), cast.dispatcher, { note: rng.pick(notes.reject) });
    return log.acts;
  }
  log.add("file", log.last + 2 + Math.min(240, rng.exp(14)), cast.dispatcher);
  const returned = through === "returned" || rng.chance(0.045);
  const first = log.last + 2 + Math.min(240, rng.exp(11));
  log.add("dispatch", first, cast.dispatcher, { unit: cast.unit, person: cast.handler, deadline: dueAt(Math.round(first), f.limit) });
  if (returned) sendElsewhere(log, f, cast, rng);
  handle(log, f, returned ? cast.otherHandler : cast.handler, cast, rng, through);
  return log.acts;
}

function sendElsewhere(log: Log, f: Facts, cast: Cast, rng: Rng): void {
  log.add("return", after(log.last, 8 + rng.exp(50), isContinuous(f.limit)), cast.handler, { note: rng.pick(notes.return) });
  const again = Math.max(log.last + 1, Math.round(after(log.last, 5 + rng.exp(45), isContinuous(f.limit))));
  log.add("dispatch", again, cast.dispatcher, { unit: cast.otherUnit, person: cast.otherHandler, deadline: dueAt(again, f.limit) });
}

/** From dispatch to writing off: shares of the limit say when. */
function handle(log: Log, f: Facts, handler: string, cast: Cast, rng: Rng, through?: ProblemState): void {
  const start = log.last;
  const whole = minutesOf(f.limit);
  let when = (share: number): number => after(start, whole * share, isContinuous(f.limit));
  let end = rng.chance(f.onTime) ? rng.range(0.22, 0.95) : 1.06 + rng.exp(0.55);
  log.add("accept", when(end * rng.range(0.02, 0.14)), handler);
  const long = f.limit.unit === "d" && f.limit.value >= 3;
  if (through === "suspended" || (long && rng.chance(0.035))) {
    when = suspend(log, dueAt(start, f.limit), when(Math.min(end, 1) * 0.4), handler, rng);
    end = rng.range(0.3, 0.92);
  } else if (long && end < 0.95 && rng.chance(0.05)) {
    log.add("extend", when(0.8), cast.dispatcher, { deadline: when(1.5), note: rng.pick(notes.extend) });
    end = rng.range(0.98, 1.42);
  }
  const again = through === "rework" || rng.chance(0.05);
  if (again) redo(log, when, end, handler, cast, rng);
  const from = again ? 0.86 : 0.8;
  // Only a case that is late while it is being handled is supervised.
  if (end * from > 1.12 && rng.chance(0.45))
    log.add("supervise", when(rng.range(1.01, end * from)), cast.chief, { note: rng.pick(notes.supervise) });
  log.add("hand_back", when(end * from), handler, { note: rng.pick(notes.hand_back) });
  log.add("recheck", when(end * 0.93), cast.rechecker);
  log.add("close", when(end), cast.rechecker);
}

/** The clock stands for some weeks; what was left of the limit is left afterwards. Returns the shares of that rest. */
function suspend(log: Log, due: number, at: number, handler: string, rng: Rng): (share: number) => number {
  log.add("suspend", at, handler, { note: rng.pick(notes.suspend) });
  const stopped = log.last;
  log.add("resume", after(stopped + 1440 * (7 + rng.exp(24)), 0, false), handler, { note: rng.pick(notes.resume) });
  const resumed = log.last;
  return (share) => after(resumed + (due - stopped) * share, 0, false);
}

function redo(log: Log, when: (share: number) => number, end: number, handler: string, cast: Cast, rng: Rng): void {
  log.add("hand_back", when(end * 0.5), handler, { note: rng.pick(notes.hand_back) });
  log.add("recheck", when(end * 0.57), cast.rechecker);
  log.add("rework", when(end * 0.6), cast.rechecker, { note: rng.pick(notes.rework) });
  log.add("accept", when(end * 0.65), handler);
}

/** The state after each act. */
export function statesOf(acts: readonly Act[]): ProblemState[] {
  let state: ProblemState = "reported";
  return acts.map(({ act }) => {
    state = problemActs[act].to ?? state;
    return state;
  });
}

/** What is known of a problem at the end of its acts: state, deadline in force, start of its clock, time of the last act. */
export function foldOf(acts: readonly Act[]): { state: ProblemState; deadline: number | null; from: number; last: number } {
  let state: ProblemState = "reported";
  let deadline: number | null = null;
  let from = 0;
  let stopped = 0;
  for (const a of acts) {
    state = problemActs[a.act].to ?? state;
    if (a.deadline !== undefined) deadline = a.deadline;
    if (a.act === "dispatch") from = a.at;
    if (a.act === "suspend") stopped = a.at;
    if (a.act === "resume" && deadline !== null) deadline += a.at - stopped;
  }
  return { state, deadline, from, last: acts[acts.length - 1]?.at ?? 0 };
}

/** An act done to one problem or to many: each row checked by itself, then all that may be are written at once. */
import { holdCalendar } from "../ask/calendar.ts";
import { type Caller, Conflict, Forbidden, mayRead } from "../ask/caller.ts";
import { NotFound } from "../ask/route.ts";
import { ParameterError } from "../contract/parameter.ts";
import { type PersonAct, problemActs, problemStates, type Word } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import type { Facts } from "../life/facts.ts";
import { bareEvent, type Fold, type LogEvent, step } from "../life/fold.ts";
import { needsNote, refusal } from "../life/rules.ts";
import { dutyRefusal, frozenWord, lifeRefusal, notYours } from "./allowed.ts";
import { type Ground, loadGround } from "./ground.ts";
import { type Held, hold, look } from "./problem.ts";
import { toldNow } from "./told.ts";
import { type Appended, append } from "./write.ts";

export type { Ground } from "./ground.ts";

/** What an act says of a problem. Times are ms since 1970, places degrees of EPSG:4326. */
export interface Said {
  readonly note?: string | null;
  readonly unitId?: number | null;
  readonly person?: string | null;
  readonly personId?: number | null;
  readonly deadline?: number | null;
  readonly until?: number | null;
  readonly facts?: Facts;
  readonly place?: { readonly lon: number; readonly lat: number } | null;
  /** What the page called it; see once.ts. */
  readonly clientId?: string | null;
}

export interface Asked {
  readonly id: number;
  /** The version its reader saw; null = whatever it is. */
  readonly version: number | null;
}

/** What became of one row: the fold after the act, or why not. `held` = as it stood before; null when the caller may not know. */
export interface Outcome {
  readonly id: number;
  readonly held: Held | null;
  readonly fold: Fold | null;
  readonly error: Error | null;
}

export interface PerformOptions {
  /** Nothing is written, and nothing locked. */
  readonly dry?: boolean;
}

/** What an act says of a problem: pure. @throws ParameterError, Conflict */
export type Says = (held: Held, ground: Ground) => Said;

interface Doing {
  readonly caller: Caller;
  readonly act: PersonAct;
  readonly says: Says;
  readonly ground: Ground;
}

export const noProblem: Word = { zh: "没有这个问题", en: "There is no such problem." };
const listedTwice: Word = { zh: "同一问题列了两次", en: "The same problem is listed twice." };
const noteNeeded: Word = { zh: "须说明理由", en: "a reason" };
const isRefusal = (error: unknown): error is Error =>
  error instanceof ParameterError || error instanceof Conflict || error instanceof Forbidden || error instanceof NotFound;

const changed = ({ fold }: Held): Word => {
  const state = problemStates[fold.state];
  const last = fold.last ? problemActs[fold.last.act] : null;
  return {
    zh: `您看到的已不是最新：现为“${state.zh}”${last ? `，最后一步是“${last.zh}”` : ""}`,
    en: `It has changed since you read it: now "${state.en}"${last ? `, last act "${last.en}"` : ""}.`,
  };
};

/** @throws NotFound, Forbidden when the caller may not know of it, or may not do this to it */
function reached({ caller, act }: Doing, id: number, held: Held | undefined): Held {
  if (!held) throw new NotFound(noProblem);
  if (!mayRead(caller, held)) throw new Forbidden(notYours, id);
  const duty = caller.personId === null ? notYours : dutyRefusal(caller, act, held);
  if (duty) throw new Forbidden(duty, id);
  return held;
}

const dispatchNeeds = {
  unit: { zh: "派单须有责任单位", en: "a unit: nothing is dispatched without" },
  person: { zh: "派单须有责任人", en: "a named person: nothing is dispatched without" },
  deadline: { zh: "派单须有晚于现在的截止时间", en: "a deadline later than now: nothing is dispatched without" },
} as const satisfies Record<string, Word>;

/** Whatever route an act came by. @throws ParameterError */
function refuseIncomplete({ act, at, note, unitId, person, deadline }: LogEvent): void {
  if (needsNote(act) && !note?.trim()) throw new ParameterError("note", note ?? "", noteNeeded);
  if (act !== "dispatch") return;
  const lacks = unitId === null ? "unit" : !person?.trim() ? "person" : deadline === null || deadline <= at ? "deadline" : null;
  if (lacks) throw new ParameterError(lacks, "", dispatchNeeds[lacks]);
}

/** The event the act makes of a problem that the caller reaches. @throws Conflict, ParameterError */
function made({ caller, act, says, ground: at }: Doing, held: Held, version: number | null): Appended {
  // Never earlier than what happened before: a transaction that waited for another began before it ended.
  const ground = { ...at, now: Math.max(at.now, held.fold.lastAt) };
  const conflict = (why: Word) => new Conflict(why, toldNow(held, version));
  if (ground.frozen) throw conflict(frozenWord);
  if (version !== null && version !== held.fold.version) throw conflict(changed(held));
  const life = lifeRefusal(caller, act, held, ground);
  if (life) throw conflict(life);
  const { place = null, clientId = null, ...said } = says(held, ground);
  const event: LogEvent = { ...bareEvent, ...said, act, at: ground.now, actor: caller.name, actorId: caller.personId };
  refuseIncomplete(event);
  const why = refusal(held.fold, event);
  if (why) throw conflict(why);
  return { id: held.id, event, fold: step(held.fold, event, held.foundAt, ground.nearlyDueHours), place, clientId };
}

function attempt(doing: Doing, { id, version }: Asked, held: Held | undefined): { outcome: Outcome; appended: Appended | null } {
  let known: Held | null = null;
  try {
    known = reached(doing, id, held);
    const appended = made(doing, known, version);
    return { outcome: { id, held: known, fold: appended.fold, error: null }, appended };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { outcome: { id, held: known, fold: null, error }, appended: null };
  }
}

/**
 * Does an act to problems: those that may be done are done, whatever is refused beside them.
 * @returns an outcome for each, in the order asked; a refusal is its `error`: NotFound, Forbidden, Conflict (with how the problem
 *   stands now) or ParameterError
 */
export async function perform(
  tx: Tx,
  caller: Caller,
  act: PersonAct,
  asked: readonly Asked[],
  says: Says,
  { dry = false }: PerformOptions = {},
): Promise<Outcome[]> {
  if (!dry) await holdCalendar(tx);
  const ground = await loadGround(tx);
  const ids = asked.map(({ id }) => id);
  const held = await (dry ? look(tx, ids) : hold(tx, ids));
  const doing = { caller, act, says, ground };
  const tried = asked.map((one, i) =>
    ids.indexOf(one.id) < i
      ? { outcome: { id: one.id, held: null, fold: null, error: new Conflict(listedTwice) }, appended: null }
      : attempt(doing, one, held.get(one.id)),
  );
  if (!dry)
    await append(
      tx,
      caller,
      tried.flatMap(({ appended }) => appended ?? []),
    );
  return tried.map(({ outcome }) => outcome);
}

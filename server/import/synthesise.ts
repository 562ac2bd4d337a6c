/** A log for a problem whose file has columns and no events: what the columns know, as acts, so that its state is a fold like any other's. */
import { endStates, type ProblemState, type Word } from "../contract/vocabulary.ts";
import { bareEvent, foldLog, type LogEvent } from "../life/fold.ts";

export interface KnownTimes {
  readonly state: ProblemState | null;
  readonly unitId: number | null;
  readonly person: string | null;
  readonly foundAt: number;
  readonly dispatchedAt: number | null;
  readonly deadlineAt: number | null;
  readonly handedBackAt: number | null;
  readonly closedAt: number | null;
}

/** Said of a row: which field, its value, and what was done with it. */
export type Say = (field: string, value: string, reason: Word) => void;

const ended: ReadonlySet<ProblemState> = new Set(endStates);
const handedBack: ReadonlySet<ProblemState> = new Set(["handed_back", "rechecking", "rework", "closed"]);
const iso = (ms: number) => new Date(ms).toISOString();

/** `mended` is called for every value that was changed or dropped. */
export function synthesise(known: KnownTimes, mended: Say): LogEvent[] {
  const state = known.state ?? stateOfTimes(known);
  const given = { unitId: known.unitId, person: known.person, deadline: known.deadlineAt };
  const none = { unitId: null, person: null, deadline: null };
  const events: LogEvent[] = [];
  const add = (
    act: LogEvent["act"],
    at: number,
    field: string,
    what: typeof given | typeof none = none,
    carried: ProblemState | null = null,
  ) => {
    const last = events.at(-1)?.at ?? at;
    if (at < last)
      mended(field, iso(at), { zh: `早于前一时间，按 ${iso(last)} 计`, en: `earlier than the time before it; ${iso(last)} was taken` });
    events.push({ ...bareEvent, act, at: Math.max(at, last), state: carried, ...what });
  };
  add("report", known.foundAt, "foundAt", known.dispatchedAt === null ? given : none);
  if (known.dispatchedAt !== null) add("dispatch", known.dispatchedAt, "dispatchedAt", given);
  if (known.handedBackAt !== null && handedBack.has(state)) add("hand_back", known.handedBackAt, "handedBackAt");
  if (known.closedAt !== null && !ended.has(state)) {
    mended("closedAt", iso(known.closedAt), {
      zh: `状态为 ${state}（未销号），弃用此时间`,
      en: `the state is ${state}, which is open: the time was dropped`,
    });
  }
  if (known.closedAt !== null && ended.has(state)) add(state === "closed" ? "close" : "reject", known.closedAt, "closedAt");
  const last = events.at(-1)?.at ?? known.foundAt;
  if (foldLog(events, known.foundAt, 24).at(-1)?.state !== state) {
    if (ended.has(state))
      mended("closedAt", "", {
        zh: `状态为 ${state} 而没有时间，按最后已知时间 ${iso(last)} 计`,
        en: `${state} without a time: the last known one was taken, ${iso(last)}`,
      });
    add("import", last, "state", given, state);
  }
  return events;
}

function stateOfTimes(known: KnownTimes): ProblemState {
  if (known.closedAt !== null) return "closed";
  if (known.handedBackAt !== null) return "handed_back";
  return known.dispatchedAt === null ? "reported" : "dispatched";
}

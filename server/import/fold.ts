/**
 * A problem's state is the fold of its event log, and this is the fold: nothing else says what an act does.
 * `step` computes; `refusal` says whether our rules allow the act there.
 */
import { type ProblemAct, type ProblemState, problemActs, type Word } from "../contract/vocabulary.ts";

/** An event before it is folded. Times are ms since 1970. */
export interface LogEvent {
  readonly act: ProblemAct;
  readonly at: number;
  readonly actor: string | null;
  readonly note: string | null;
  readonly unitId: number | null;
  readonly person: string | null;
  readonly deadline: number | null;
  /** `import` only: the state it carries. */
  readonly state: ProblemState | null;
}

export interface Fold {
  readonly state: ProblemState;
  readonly unitId: number | null;
  readonly person: string | null;
  readonly dispatchedAt: number | null;
  readonly deadlineAt: number | null;
  readonly nearlyDueAt: number | null;
  readonly handedBackAt: number | null;
  /** When it ended: closed or rejected. */
  readonly closedAt: number | null;
  readonly suspendedAt: number | null;
  readonly reworkCount: number;
  readonly extensions: number;
  readonly suspensions: number;
  readonly supervised: boolean;
  readonly onSpot: boolean;
  readonly version: number;
  readonly lastAt: number;
}

const any: readonly ProblemState[] = [
  "reported",
  "verifying",
  "filed",
  "dispatched",
  "handling",
  "returned",
  "suspended",
  "handed_back",
  "rechecking",
  "rework",
];
const before: readonly ProblemState[] = ["reported", "verifying", "filed"];
const working: readonly ProblemState[] = ["dispatched", "handling", "rework"];

/** The states each act may be done in; null = only as the first event. */
const allowed: Readonly<Record<ProblemAct, readonly ProblemState[] | null>> = {
  report: null,
  verify: ["reported"],
  file: ["reported", "verifying"],
  reject: before,
  // Problems found on a tour are dispatched at once (实时派单), and a returned one is dispatched again.
  dispatch: [...before, "returned"],
  accept: ["dispatched", "rework", "returned"],
  return: ["dispatched", "handling"],
  suspend: working,
  resume: ["suspended"],
  extend: [...working, "suspended"],
  hand_back: working,
  recheck: ["handed_back"],
  rework: ["handed_back", "rechecking"],
  close: ["handed_back", "rechecking"],
  fix_on_spot: before,
  supervise: any,
  import: any,
};
const first: ReadonlySet<ProblemAct> = new Set(["report", "fix_on_spot", "import"]);

/** Why the act is not allowed after these events; null when it is. `fold` null = no event yet. */
export function refusal(fold: Fold | null, event: LogEvent): Word | null {
  const act = problemActs[event.act];
  if (!fold) return first.has(event.act) ? null : { zh: `日志不能以“${act.zh}”开始`, en: `a log cannot begin with "${act.en}"` };
  const states = allowed[event.act];
  if (!states?.includes(fold.state))
    return { zh: `状态为 ${fold.state} 时不能“${act.zh}”`, en: `"${act.en}" is not possible in the state ${fold.state}` };
  if (event.at < fold.lastAt) return { zh: "时间早于前一事件", en: "it is earlier than the event before it" };
  if (event.act === "extend" && fold.extensions >= 2) return { zh: "延期最多两次", en: "extended twice already" };
  if (event.act === "extend" && !(event.deadline !== null && event.deadline > (fold.deadlineAt ?? 0))) {
    return { zh: "延期须有更晚的截止时间", en: "an extension needs a later deadline" };
  }
  if (event.act === "suspend" && fold.suspensions >= 1) return { zh: "挂账只能一次", en: "suspended once already" };
  return null;
}

const start: Fold = {
  state: "reported",
  unitId: null,
  person: null,
  dispatchedAt: null,
  deadlineAt: null,
  nearlyDueAt: null,
  handedBackAt: null,
  closedAt: null,
  suspendedAt: null,
  reworkCount: 0,
  extensions: 0,
  suspensions: 0,
  supervised: false,
  onSpot: false,
  version: 0,
  lastAt: 0,
};

/** Nearly due in the last quarter of the limit, at most `hours` before the deadline. */
export function nearlyDue(deadline: number | null, from: number, hours: number): number | null {
  if (deadline === null) return null;
  return Math.round(deadline - Math.min(hours * 3_600_000, Math.max(0, (deadline - from) / 4)));
}

/** The state of things after one more event. */
export function step(fold: Fold | null, event: LogEvent, foundAt: number, nearlyDueHours: number): Fold {
  const old = fold ?? start;
  const state = problemActs[event.act].to ?? event.state ?? old.state;
  const ended = state === "closed" || state === "rejected";
  const dispatchedAt = event.act === "dispatch" ? event.at : old.dispatchedAt;
  // The clock stands while suspended: what was left of the limit is left when it resumes.
  const stood = event.act === "resume" && old.suspendedAt !== null ? event.at - old.suspendedAt : 0;
  // An import says all it knows: what it leaves empty is empty.
  const all = event.act === "import" && event.state !== null;
  const kept = all || old.deadlineAt === null ? null : old.deadlineAt + stood;
  const deadlineAt = event.deadline ?? kept;
  return {
    state,
    unitId: event.unitId ?? (all ? null : old.unitId),
    person: event.person ?? (all ? null : old.person),
    dispatchedAt,
    deadlineAt,
    nearlyDueAt: nearlyDue(deadlineAt, dispatchedAt ?? foundAt, nearlyDueHours),
    handedBackAt: event.act === "hand_back" ? event.at : old.handedBackAt,
    closedAt: ended ? (old.closedAt ?? event.at) : null,
    suspendedAt: event.act === "suspend" ? event.at : event.act === "resume" ? null : old.suspendedAt,
    reworkCount: old.reworkCount + (event.act === "rework" ? 1 : 0),
    extensions: old.extensions + (event.act === "extend" ? 1 : 0),
    suspensions: old.suspensions + (event.act === "suspend" ? 1 : 0),
    supervised: old.supervised || event.act === "supervise",
    onSpot: old.onSpot || event.act === "fix_on_spot",
    version: old.version + 1,
    lastAt: event.at,
  };
}

/** The fold after each event, in order; the last one is the problem's row. */
export function foldLog(events: readonly LogEvent[], foundAt: number, nearlyDueHours: number): Fold[] {
  let fold: Fold | null = null;
  return events.map((event) => {
    fold = step(fold, event, foundAt, nearlyDueHours);
    return fold;
  });
}

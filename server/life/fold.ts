/**
 * A problem's state is the fold of its event log, and this is the fold: nothing else says what an act does.
 * `step` computes; server/life/rules.ts says whether an act is allowed.
 */
import { type AppealState, type Lead, type ProblemAct, type ProblemState, problemActs } from "../contract/vocabulary.ts";
import type { Facts, Limit } from "./facts.ts";

/** An event before it is folded. Times are ms since 1970. */
export interface LogEvent {
  readonly act: ProblemAct;
  readonly at: number;
  readonly actor: string | null;
  readonly actorId: number | null;
  readonly note: string | null;
  readonly unitId: number | null;
  readonly person: string | null;
  readonly personId: number | null;
  readonly deadline: number | null;
  /** `suspend` only: when it ends by itself. */
  readonly until: number | null;
  /** `import` only: the state it carries. */
  readonly state: ProblemState | null;
  readonly facts: Facts;
}

/** An act that says nothing but itself; spread it and add what is said. */
export const bareEvent: Omit<LogEvent, "act" | "at"> = {
  actor: null,
  actorId: null,
  note: null,
  unitId: null,
  person: null,
  personId: null,
  deadline: null,
  until: null,
  state: null,
  facts: {},
};

export interface Fold {
  readonly state: ProblemState;
  readonly unitId: number | null;
  readonly person: string | null;
  readonly personId: number | null;
  readonly coopUnitId: number | null;
  readonly areaUnitId: number | null;
  readonly tradeUnitId: number | null;
  readonly lead: Lead | null;
  /** What the deadline in force was computed from; null = set by hand or imported. */
  readonly limit: Limit | null;
  readonly dispatchedAt: number | null;
  readonly deadlineAt: number | null;
  readonly nearlyDueAt: number | null;
  readonly handedBackAt: number | null;
  /** The last hand-back came after the deadline; null = none yet, or no deadline. */
  readonly late: boolean | null;
  /** When it ended: closed or rejected. */
  readonly closedAt: number | null;
  readonly suspendedAt: number | null;
  readonly suspendedUntil: number | null;
  readonly reworkCount: number;
  readonly extensions: number;
  readonly suspensions: number;
  readonly returns: number;
  readonly presses: number;
  /** How many said that they saw it too. */
  readonly meToo: number;
  readonly supervised: boolean;
  readonly onSpot: boolean;
  readonly appeal: AppealState;
  readonly version: number;
  readonly lastAt: number;
  /** Everybody who handled it: `#id`, or the name where there is no id. */
  readonly handledBy: readonly string[];
  /** Who reported it, and who said since that they saw it too: ids. */
  readonly reportedBy: number | null;
  readonly alsoFoundBy: readonly number[];
  /** Who appealed. */
  readonly appealedBy: number | null;
  /** The last act that still stands, and the fold before it: what an undo goes back to. */
  readonly last: Pick<LogEvent, "act" | "at" | "actorId"> | null;
  readonly before: Fold | null;
}

const start: Fold = {
  state: "reported",
  unitId: null,
  person: null,
  personId: null,
  coopUnitId: null,
  areaUnitId: null,
  tradeUnitId: null,
  lead: null,
  limit: null,
  dispatchedAt: null,
  deadlineAt: null,
  nearlyDueAt: null,
  handedBackAt: null,
  late: null,
  closedAt: null,
  suspendedAt: null,
  suspendedUntil: null,
  reworkCount: 0,
  extensions: 0,
  suspensions: 0,
  returns: 0,
  presses: 0,
  meToo: 0,
  supervised: false,
  onSpot: false,
  appeal: "none",
  version: 0,
  lastAt: 0,
  handledBy: [],
  reportedBy: null,
  alsoFoundBy: [],
  appealedBy: null,
  last: null,
  before: null,
};

/** Nearly due in the last quarter of the limit, at most `hours` before the deadline. */
export function nearlyDue(deadline: number | null, from: number, hours: number): number | null {
  if (deadline === null) return null;
  return Math.round(deadline - Math.min(hours * 3_600_000, Math.max(0, (deadline - from) / 4)));
}

/** How a person is known in `handledBy`. */
export const actorKey = (id: number | null, name: string | null): string | null => (id === null ? name : `#${id}`);

const counted = (old: number, event: LogEvent, act: ProblemAct): number => old + (event.act === act ? 1 : 0);
const appeals: Partial<Record<ProblemAct, AppealState>> = { appeal: "pending", uphold: "upheld", dismiss: "dismissed" };
const handles: ReadonlySet<ProblemAct> = new Set(["accept", "hand_back", "fix_on_spot"]);

function handledBy(old: Fold, event: LogEvent): readonly string[] {
  const key = actorKey(event.actorId, event.actor);
  return !handles.has(event.act) || key === null || old.handledBy.includes(key) ? old.handledBy : [...old.handledBy, key];
}

/** Was it mended late? Said by the hand-back; of what was closed without one, by its end. */
function late(old: Fold, event: LogEvent, deadlineAt: number | null, closedAt: number | null): boolean | null {
  if (event.act === "hand_back") return deadlineAt === null ? null : event.at > deadlineAt;
  const unhanded = closedAt !== null && old.closedAt === null && old.handedBackAt === null;
  return unhanded ? (deadlineAt === null ? null : closedAt > deadlineAt) : old.late;
}

/** Who has it, from what limit, who was found responsible: a dispatch says all of it anew. */
function sent(old: Fold, event: LogEvent) {
  if (event.act !== "dispatch") {
    const { coopUnitId, areaUnitId, tradeUnitId, lead, limit } = old;
    // A deadline set by hand, or by an import, was computed from no limit.
    const byHand = (event.act === "extend" && !event.facts.limit) || (event.act === "import" && event.state !== null);
    return { coopUnitId, areaUnitId, tradeUnitId, lead, limit: byHand ? null : limit };
  }
  const { coop, area, trade, lead, limit } = event.facts;
  return { coopUnitId: coop ?? null, areaUnitId: area ?? null, tradeUnitId: trade ?? null, lead: lead ?? null, limit: limit ?? null };
}

/** 我也发现 stands beside the other acts: nobody takes it back, and it does not keep anybody from taking back their own. */
export const standsAside = (act: ProblemAct): boolean => act === "me_too";

/** One more who saw it: nothing else is otherwise. */
const found = (old: Fold, { actorId, at }: LogEvent): Fold => ({
  ...old,
  meToo: old.meToo + 1,
  alsoFoundBy: actorId === null ? old.alsoFoundBy : [...old.alsoFoundBy, actorId],
  version: old.version + 1,
  lastAt: at,
});

/** The fold before the last act that stands, but for what no undo takes back. */
const undone = (old: Fold, { at }: LogEvent): Fold => ({
  ...(old.before ?? start),
  ...{ meToo: old.meToo, alsoFoundBy: old.alsoFoundBy, version: old.version + 1, lastAt: at },
});

/** The state of things after one more event. */
export function step(fold: Fold | null, event: LogEvent, foundAt: number, nearlyDueHours: number): Fold {
  const old = fold ?? start;
  if (event.act === "undo") return undone(old, event);
  if (standsAside(event.act)) return found(old, event);
  const state = problemActs[event.act].to ?? event.state ?? old.state;
  const ended = state === "closed" || state === "rejected";
  const dispatchedAt = event.act === "dispatch" ? event.at : old.dispatchedAt;
  // The clock stands while suspended: what was left of the limit is left when it resumes.
  const stood = event.act === "resume" && old.suspendedAt !== null ? event.at - old.suspendedAt : 0;
  // An import says all it knows: what it leaves empty is empty.
  const all = event.act === "import" && event.state !== null;
  const kept = all || old.deadlineAt === null ? null : old.deadlineAt + stood;
  const deadlineAt = event.deadline ?? kept;
  const closedAt = ended ? (old.closedAt ?? event.at) : null;
  const stands = state === "suspended";
  return {
    state,
    unitId: event.unitId ?? (all ? null : old.unitId),
    person: event.person ?? (all ? null : old.person),
    personId: event.personId ?? (all || event.person !== null ? null : old.personId),
    ...sent(old, event),
    dispatchedAt,
    deadlineAt,
    nearlyDueAt: nearlyDue(deadlineAt, dispatchedAt ?? foundAt, nearlyDueHours),
    handedBackAt: event.act === "hand_back" ? event.at : old.handedBackAt,
    late: late(old, event, deadlineAt, state === "closed" ? closedAt : null),
    closedAt,
    suspendedAt: event.act === "suspend" ? event.at : stands ? old.suspendedAt : null,
    suspendedUntil: event.act === "suspend" ? event.until : stands ? old.suspendedUntil : null,
    reworkCount: counted(old.reworkCount, event, "rework"),
    extensions: counted(old.extensions, event, "extend"),
    suspensions: counted(old.suspensions, event, "suspend"),
    returns: counted(old.returns, event, "return"),
    presses: counted(old.presses, event, "press"),
    meToo: old.meToo,
    supervised: old.supervised || event.act === "supervise",
    onSpot: old.onSpot || event.act === "fix_on_spot",
    appeal: appeals[event.act] ?? old.appeal,
    version: old.version + 1,
    lastAt: event.at,
    handledBy: handledBy(old, event),
    reportedBy: event.act === "report" ? event.actorId : old.reportedBy,
    alsoFoundBy: old.alsoFoundBy,
    appealedBy: event.act === "appeal" ? event.actorId : old.appealedBy,
    last: { act: event.act, at: event.at, actorId: event.actorId },
    before: fold,
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

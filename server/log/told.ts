/** A log as people read it: what was undone is marked, and whoever told of a problem from outside is masked. */
import type { ProblemEvent } from "../contract/types.ts";
import type { ProblemSource } from "../contract/vocabulary.ts";
import type { Held, StoredEvent } from "./problem.ts";

/** What sources write where no person is meant. */
const nobodyInPerson = /热线|平台|市民|群众|居民|匿名|hotline|anonymous|public/i;
/** The family name alone: 张三 → 张**. */
export const maskName = (name: string): string => (nobodyInPerson.test(name) ? name : `${[...name][0] ?? ""}**`);

/** Enough to be told apart: 13812341234 → 138****1234; of a short one the last two. */
export const maskPhone = (phone: string): string =>
  phone.length >= 9 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;

const fromOutside: ReadonlySet<ProblemSource> = new Set(["12345", "public"]);
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Numbers of the events that a later undo took back: each takes the last that still stands. */
function undone(log: readonly StoredEvent[]): ReadonlySet<number> {
  const standing: number[] = [];
  const gone = new Set<number>();
  for (const { act, seq } of log) {
    if (act !== "undo") standing.push(seq);
    else gone.add(standing.pop() ?? 0);
  }
  return gone;
}

function actorOf({ act, actor, actorId }: StoredEvent, source: ProblemSource): string | null {
  return actor !== null && act === "report" && actorId === null && fromOutside.has(source) ? maskName(actor) : actor;
}

/** The whole log, in order. */
export function toldLog(log: readonly StoredEvent[], source: ProblemSource): ProblemEvent[] {
  const gone = undone(log);
  return log.map((e) => ({
    seq: e.seq,
    act: e.act,
    at: new Date(e.at).toISOString(),
    actor: actorOf(e, source),
    note: e.note,
    state: e.state,
    unit: e.unitId,
    person: e.person,
    deadline: iso(e.deadline),
    until: iso(e.until),
    lon: e.lon,
    lat: e.lat,
    limit: e.facts.limit ?? null,
    noPhoto: e.facts.noPhoto ?? null,
    overruled: e.facts.overruled ?? null,
    undone: gone.has(e.seq),
  }));
}

/** How a problem stands now, for whoever knew another version of it: state, version, and what happened since. */
export const toldNow = ({ fold, stored, source }: Held, version: number | null): Readonly<Record<string, unknown>> => ({
  state: fold.state,
  version: fold.version,
  since: version === null ? [] : toldLog(stored, source).slice(version),
});

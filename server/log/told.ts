/** A log as people read it: what was undone is marked, and whoever told of a problem from outside is masked. */
import { maskName } from "../ask/mask.ts";
import type { ProblemEvent } from "../contract/types.ts";
import type { ProblemSource } from "../contract/vocabulary.ts";
import { standsAside } from "../life/fold.ts";
import type { Held, StoredEvent } from "./problem.ts";

const fromOutside: ReadonlySet<ProblemSource> = new Set(["12345", "public"]);
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Numbers of the events that a later undo took back: each takes the last that still stands. */
function undone(log: readonly StoredEvent[]): ReadonlySet<number> {
  const standing: number[] = [];
  const gone = new Set<number>();
  for (const { act, seq } of log) {
    if (act === "undo") gone.add(standing.pop() ?? 0);
    else if (!standsAside(act)) standing.push(seq);
  }
  return gone;
}

/** The events that were not taken back, in order; an undo itself is none of them. */
export function standing(log: readonly StoredEvent[]): StoredEvent[] {
  const gone = undone(log);
  return log.filter(({ act, seq }) => act !== "undo" && !gone.has(seq));
}

function actorOf({ act, actor, actorId, facts }: StoredEvent, source: ProblemSource): string | null {
  const somebody = actor !== null && act === "report" && actorId === null && !facts.system;
  return somebody && fromOutside.has(source) ? maskName(actor) : actor;
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
    photos: [...(e.facts.photos ?? [])],
    undone: gone.has(e.seq),
  }));
}

/** How a problem stands now, for whoever knew another version of it: state, version, and what happened since. */
export const toldNow = ({ fold, stored, source }: Held, version: number | null): Readonly<Record<string, unknown>> => ({
  state: fold.state,
  version: fold.version,
  since: version === null ? [] : toldLog(stored, source).slice(version),
});

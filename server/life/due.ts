/**
 * Until when a problem must be mended, by its log alone: a dispatch starts the clock, a suspension stops it, an extension adds to it.
 * The deadline is laid as legs, one after the other from the dispatch on; the card shows the same legs that computed it.
 */
import type { Arithmetic } from "../contract/types.ts";
import { problemActs, type Word } from "../contract/vocabulary.ts";
import type { Limit } from "./facts.ts";
import { type LogEvent, standsAside } from "./fold.ts";
import { minute_ms, yearOf } from "./wallTime.ts";
import { type Calendar, dueAfter, dueAfterWork, isContinuous, type Slice, slicesBetween, workedBetween, workOf } from "./workTime.ts";

/**
 * What a stretch of the clock is: work time is counted in it; or all of it is counted; or it ends with a deadline that somebody set;
 * or the clock stood; or a deadline that had passed was moved on by the time the clock stood.
 */
type Kind = "work" | "run" | "hand" | "stood" | "moved";
interface Leg {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

/** The clock of a log: its legs follow each other without a gap, and the last one ends with the deadline. */
interface Clock {
  readonly from: number;
  readonly legs: readonly Leg[];
  /** What the dispatch said. */
  readonly limit: Limit | null;
  /** What the limits asked for, ms of work time or of time. */
  readonly needed: number;
  readonly suspendedAt: number | null;
}

/** The events that stand: without what was undone, without the undoing, and without who else saw it. Undo takes back the last act that still stands. */
export function standing(events: readonly LogEvent[]): LogEvent[] {
  const stands: LogEvent[] = [];
  for (const event of events) {
    if (event.act === "undo") stands.pop();
    else if (!standsAside(event.act)) stands.push(event);
  }
  return stands;
}

const dueBy = (clock: Clock | null): number | null => clock?.legs.at(-1)?.to ?? null;
const isHand = (leg: Leg): boolean => leg.kind === "hand";

/** A deadline that a person set, or that a file brought. */
const byHand = (from: number, deadline: number): Clock => ({
  from,
  legs: [{ from, to: deadline, kind: "hand" }],
  limit: null,
  needed: 0,
  suspendedAt: null,
});

/** A limit laid after what there is. */
function extended(clock: Clock, from: number, limit: Limit, calendar: Calendar): Clock {
  const to = dueAfter(calendar, from, limit);
  const leg: Leg = { from, to, kind: isContinuous(limit) ? "run" : "work" };
  return { ...clock, legs: [...clock.legs, leg], needed: clock.needed + (leg.kind === "run" ? to - from : workOf(limit)) };
}

function dispatched(old: Clock | null, event: LogEvent, calendar: Calendar): Clock | null {
  const { at, facts, deadline } = event;
  if (facts.limit) return extended({ from: at, legs: [], limit: facts.limit, needed: 0, suspendedAt: null }, at, facts.limit, calendar);
  const due = deadline ?? dueBy(old);
  return due === null ? null : byHand(at, due);
}

/** What was left when the clock stopped is left when it goes on; a deadline that had passed moves by the time it stood. */
function resumed(clock: Clock, stoppedAt: number, at: number, calendar: Calendar): Clock {
  const due = dueBy(clock) as number;
  const on = { ...clock, suspendedAt: null };
  if (due <= stoppedAt) return { ...on, legs: [...clock.legs, { from: due, to: due + (at - stoppedAt), kind: "moved" }] };
  const legs: Leg[] = [];
  for (const leg of clock.legs) if (leg.from < stoppedAt) legs.push({ ...leg, to: Math.min(leg.to, stoppedAt) });
  legs.push({ from: stoppedAt, to: at, kind: "stood" });
  let end = at;
  for (const leg of clock.legs) {
    if (leg.to <= stoppedAt) continue;
    const begun = Math.max(leg.from, stoppedAt);
    const left = leg.kind === "work" ? workedBetween(calendar, begun, leg.to) : leg.to - begun;
    const to = leg.kind === "work" ? dueAfterWork(calendar, end, left) : end + left;
    legs.push({ from: end, to, kind: leg.kind });
    end = to;
  }
  return { ...on, legs };
}

/** The clock after one more event that stands. */
function ticked(clock: Clock | null, event: LogEvent, calendar: Calendar): Clock | null {
  const { act, at, deadline, facts } = event;
  if (act === "redate") return clock;
  if (act === "dispatch") return dispatched(clock, event, calendar);
  if (act === "import" && event.state !== null) return imported(clock, event);
  if (act === "extend" && facts.limit) {
    const base = clock ?? { from: at, legs: [], limit: null, needed: 0, suspendedAt: null };
    return extended(base, dueBy(clock) ?? at, facts.limit, calendar);
  }
  if (act === "extend" && deadline !== null) return { ...byHand(clock?.from ?? at, deadline), suspendedAt: clock?.suspendedAt ?? null };
  if (act === "resume" && clock && clock.suspendedAt !== null) {
    const on = resumed(clock, clock.suspendedAt, at, calendar);
    return setAnew(on, event) ?? on;
  }
  const next = setAnew(clock, event) ?? clock;
  if (next && act === "suspend") return { ...next, suspendedAt: at };
  return next && problemActs[act].to !== null ? { ...next, suspendedAt: null } : next;
}

/** Where nothing is computed, any event may bring a deadline: files do. Where something is, the deadline an event is stored with is a result. */
function setAnew(clock: Clock | null, { at, deadline }: LogEvent): Clock | null {
  if (deadline === null || deadline === dueBy(clock) || clock?.legs.some((leg) => leg.kind === "work" || leg.kind === "run")) return null;
  return { ...byHand(clock?.from ?? at, deadline), suspendedAt: clock?.suspendedAt ?? null };
}

/** An import says all it knows: without a deadline there is none. Since when the clock of an imported suspension stands, nobody knows. */
function imported(old: Clock | null, { at, deadline, state }: LogEvent): Clock | null {
  if (deadline === null) return null;
  return { ...byHand(at, deadline), suspendedAt: state === "suspended" ? (old?.suspendedAt ?? null) : null };
}

function clockOf(events: readonly LogEvent[], calendar: Calendar): Clock | null {
  return standing(events).reduce<Clock | null>((clock, event) => ticked(clock, event, calendar), null);
}

/**
 * The deadline by a log, in ms; null = none. Deadlines that stand on a limit are computed with this calendar, whatever the log's events
 * say they were when they were written; those set by hand or imported are as they were set.
 * @throws NoWorkTime
 */
export const dueOf = (events: readonly LogEvent[], calendar: Calendar): number | null => dueBy(clockOf(events, calendar));

const reasons: Readonly<Record<Exclude<Kind, "work" | "hand">, Word>> = {
  run: { zh: "连续计时", en: "counted throughout" },
  stood: { zh: "挂账中", en: "suspended" },
  moved: { zh: "因挂账顺延", en: "moved on by the time it was suspended" },
};

function slicesOf(leg: Leg, calendar: Calendar): readonly Slice[] {
  const { from, to, kind } = leg;
  if (kind === "hand" || to <= from) return [];
  return kind === "work" ? slicesBetween(calendar, from, to) : [{ from, to, counted: kind === "run", why: reasons[kind] }];
}

/** Legs of work time that meet (a limit and its extension) are read as one. */
function joined(legs: readonly Leg[]): Leg[] {
  const all: Leg[] = [];
  for (const leg of legs) {
    const last = all.at(-1);
    if (last && last.kind === leg.kind) all[all.length - 1] = { ...last, to: leg.to };
    else all.push(leg);
  }
  return all;
}

function unofficial(legs: readonly Leg[], { timeZone, years }: Calendar): number[] {
  const found = new Set<number>();
  for (const { from, to, kind } of legs) {
    if (kind !== "work") continue;
    for (let year = yearOf(timeZone, from); year <= yearOf(timeZone, to); year++) if (!years.get(year)) found.add(year);
  }
  return [...found].sort((a, b) => a - b);
}

const iso = (at: number): string => new Date(at).toISOString();
const minutes = (ms: number): number => ms / minute_ms;

/**
 * How the deadline came about, for a card to show: every stretch from the dispatch to it, counted or not, and why; the counted minutes
 * add up to what the limits ask for. Of a deadline set by hand or imported there is nothing to add up, and `parts` is empty.
 * Null when there is no deadline. @throws NoWorkTime
 */
export function arithmeticOf(events: readonly LogEvent[], calendar: Calendar): Arithmetic | null {
  const clock = clockOf(events, calendar);
  if (!clock) return null;
  const { from, limit, needed } = clock;
  const setByHand = clock.legs.some(isHand);
  const legs = joined(clock.legs);
  const slices = setByHand ? [] : legs.flatMap((leg) => slicesOf(leg, calendar));
  const parts = slices.map((slice) => ({
    from: iso(slice.from),
    to: iso(slice.to),
    counted_min: slice.counted ? minutes(slice.to - slice.from) : 0,
    why: slice.why,
  }));
  const total = slices.reduce((sum, { counted, from, to }) => sum + (counted ? to - from : 0), 0);
  return {
    from: iso(from),
    due: iso(dueBy(clock) as number),
    limit,
    parts,
    total_min: minutes(total),
    needed_min: setByHand ? 0 : minutes(needed),
    setByHand,
    unofficialYears: unofficial(legs, calendar),
  };
}

/** What the wall counts by itself, from the problems it holds: no request. Pure; times are unix seconds. */
import type { District, ProblemsLayer } from "../../server/contract/types.ts";
import { endStates, type ProblemStatus } from "../../server/contract/vocabulary.ts";
import { dayEnd, dayStart, dayText } from "../state/calendar.ts";
import { runsOf, statusCounts } from "../state/tally.ts";

type Mask = Uint8Array | null;
/** A mask of other rows says nothing of these. */
const fits = (mask: Mask, { count }: ProblemsLayer): Mask => (mask && mask.length === count ? mask : null);

/** How many of each status, the worst first; of all, or of those that the mask lights. */
export const byStatus = (problems: ProblemsLayer, mask: Mask, clock: number): ReadonlyMap<ProblemStatus, number> =>
  statusCounts(problems, fits(mask, problems), clock);

/** Of each state of the layer, by its number: true = at an end. */
const endsOf = ({ states }: ProblemsLayer): readonly boolean[] => states.map((state) => endStates.some((end) => end === state));

/** The sub-district (level 1) of each zone. */
function topZones(zones: District["zones"]): ReadonlyMap<number, number> {
  const known = new Map(zones.map((zone) => [zone.id, zone]));
  const top = new Map<number, number>();
  for (const zone of zones) {
    let at = zone;
    for (let up = at.parent; at.level > 1 && up !== null; up = at.parent) {
      const above = known.get(up);
      if (!above || above.level >= at.level) break;
      at = above;
    }
    if (at.level === 1) top.set(zone.id, at.id);
  }
  return top;
}

export interface ZoneTally {
  /** 0 = in no grid cell: the sub-district is not known here. */
  readonly zone: number;
  readonly open: number;
  readonly overdue: number;
}
/** Open problems of each sub-district, the most first; those with none too. */
export function byZone(problems: ProblemsLayer, mask: Mask, zones: District["zones"], clock: number): ZoneTally[] {
  const lit = fits(mask, problems);
  const top = topZones(zones);
  const [ends, runs] = [endsOf(problems), runsOf(problems)];
  const tally = new Map<number, { open: number; overdue: number }>();
  for (const { id, level } of zones) if (level === 1) tally.set(id, { open: 0, overdue: 0 });
  for (let i = 0; i < problems.count; i++) {
    const state = problems.state[i] as number;
    if ((lit && !lit[i]) || ends[state]) continue;
    const zone = top.get(problems.zone3[i] as number) ?? 0;
    const one = tally.get(zone) ?? { open: 0, overdue: 0 };
    tally.set(zone, one);
    one.open++;
    const due = problems.due[i] as number;
    if (runs[state] && due !== 0 && due < clock) one.overdue++;
  }
  return [...tally].map(([zone, counts]) => ({ zone, ...counts })).sort((a, b) => b.open - a.open || a.zone - b.zone);
}

export interface Day {
  readonly day: string;
  readonly found: number;
  readonly closed: number;
}

interface Edges {
  /** Unix seconds at which each day begins, and the last one ends. */
  readonly edges: readonly number[];
  readonly names: readonly string[];
}
let lastEdges: { readonly key: string; readonly value: Edges } | null = null;

/** The last `days` days of the district, today last; looked up once a day. */
function edgesOf(clock: number, timeZone: string, days: number): Edges {
  const today = dayText(clock, timeZone);
  const key = `${today} ${timeZone} ${days}`;
  if (lastEdges?.key !== key) lastEdges = { key, value: makeEdges(today, timeZone, days) };
  return lastEdges.value;
}

function makeEdges(today: string, timeZone: string, days: number): Edges {
  const names = Array.from({ length: days }, (_, i) =>
    new Date(Date.parse(`${today}T00:00:00Z`) - (days - 1 - i) * 86_400_000).toISOString().slice(0, 10),
  );
  return { names, edges: [...names.map((day) => dayStart(day, timeZone)), dayEnd(today, timeZone)] };
}

/** Which day a moment is of; -1 = none of them. A guess by days of 24 hours, put right where a clock change made one longer. */
function dayAt(edges: readonly number[], unix: number): number {
  const last = edges.length - 1;
  if (!(unix >= (edges[0] as number) && unix < (edges[last] as number))) return -1;
  let i = Math.min(last - 1, Math.floor((unix - (edges[0] as number)) / 86_400));
  while (unix < (edges[i] as number)) i--;
  while (unix >= (edges[i + 1] as number)) i++;
  return i;
}

/** Found and closed on each of the last days, today last. What was rejected is not closed. */
export function byDay(problems: ProblemsLayer, clock: number, timeZone: string, days = 30): Day[] {
  const { edges, names } = edgesOf(clock, timeZone, days);
  const found = new Uint32Array(days);
  const closed = new Uint32Array(days);
  const closedState = problems.states.indexOf("closed");
  for (let i = 0; i < problems.count; i++) {
    const day = dayAt(edges, problems.found[i] as number);
    if (day >= 0) found[day] = (found[day] as number) + 1;
    if (problems.state[i] !== closedState) continue;
    const end = dayAt(edges, problems.closed[i] as number);
    if (end >= 0) closed[end] = (closed[end] as number) + 1;
  }
  return names.map((day, i) => ({ day, found: found[i] as number, closed: closed[i] as number }));
}

/** How long open ones have been over their deadline: how many up to each of these days, and the rest. */
export function overdueSpans(problems: ProblemsLayer, mask: Mask, clock: number, upTo_d: readonly number[]): number[] {
  const lit = fits(mask, problems);
  const counts = new Array<number>(upTo_d.length + 1).fill(0);
  const runs = runsOf(problems);
  for (let i = 0; i < problems.count; i++) {
    if (lit && !lit[i]) continue;
    const due = problems.due[i] as number;
    if (!runs[problems.state[i] as number] || due === 0 || due >= clock) continue;
    const at = upTo_d.findIndex((days) => clock - due <= days * 86_400);
    const slot = at < 0 ? upTo_d.length : at;
    counts[slot] = (counts[slot] as number) + 1;
  }
  return counts;
}

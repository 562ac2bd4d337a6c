/** A document's figures counted over the town's logs: slow, plain, and written without a look at the SQL. */
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import { rankingOf } from "../../../server/contract/ranking.ts";
import { statusOf } from "../../../server/contract/status.ts";
import type { BriefFacts } from "../../../server/contract/types.ts";
import { evaluate } from "../filter/naive.ts";
import { courseOf, peopledTown } from "../questions/peopled.ts";
import { type TownEvent, type TownProblem, timeZone } from "../questions/town.ts";

const days = new Intl.DateTimeFormat("sv-SE", { timeZone });
const isIn = (at: number, from: string, to: string): boolean => days.format(at) >= from && days.format(at) <= to;

/** A problem as of then, and how it went up to then. */
interface Then {
  readonly problem: TownProblem;
  readonly event: TownEvent;
  readonly found: boolean;
  readonly closed: boolean;
  readonly open: boolean;
  readonly overdue: boolean;
  readonly course: ReturnType<typeof courseOf>;
  readonly again: boolean;
}

function thenOf(problem: TownProblem, at: number, from: string, to: string, again: ReadonlySet<number>): Then {
  const last = problem.events.findLastIndex((e) => e.at <= at);
  const event = problem.events[last] as TownEvent;
  return {
    problem,
    event,
    found: isIn(problem.found, from, to),
    closed: event.state === "closed" && event.closed !== null && isIn(event.closed, from, to),
    open: event.state !== "closed" && event.state !== "rejected",
    overdue: statusOf(event.state, event.nearlyDue, event.deadline, at) === "overdue",
    course: courseOf({ ...problem, events: problem.events.slice(0, last + 1) }),
    again: again.has(problem.id),
  };
}

type Count = (one: Then) => boolean;
const and =
  (...all: Count[]): Count =>
  (one) =>
    all.every((count) => count(one));
const found: Count = (one) => one.found;
const closed: Count = (one) => one.closed;
const inState =
  (state: string): Count =>
  (one) =>
    one.event.state === state;
const open: Count = (one) => one.open;
const judged = and(closed, (one) => !one.course.exempt);
const timed = and(judged, (one) => one.event.deadline !== null && one.course.late !== null);
const unitCounts: Readonly<Record<string, Count>> = {
  found,
  closed,
  open,
  overdue: (one) => one.overdue,
  counted: timed,
  onTime: and(timed, (one) => one.course.late === false),
  reworked: and(judged, (one) => one.course.reworks > 0),
  repeated: and(found, (one) => one.again),
};
const totalCounts: Readonly<Record<string, Count>> = {
  found,
  closed,
  open,
  overdue: (one) => one.overdue,
  foundClosed: and(found, inState("closed")),
  foundOpen: and(found, open),
  foundRejected: and(found, inState("rejected")),
};
const areaCounts: Readonly<Record<string, Count>> = { found, closed: inState("closed"), open, rejected: inState("rejected") };

const counts = (all: readonly Then[], of: Readonly<Record<string, Count>>) =>
  Object.fromEntries(Object.entries(of).map(([name, count]) => [name, all.filter(count).length]));

function by<K>(all: readonly Then[], key: (one: Then) => K): Map<K, Then[]> {
  const groups = new Map<K, Then[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
const table = <K>(all: readonly Then[], key: (one: Then) => K, of: Readonly<Record<string, Count>>) =>
  new Map([...by(all, key)].map(([one, own]) => [one, counts(own, of)]));

type Asked = Pick<BriefFacts, "from" | "to" | "asOf">;
const rules = { flagLeast: 10, flagRed: 0.9, flagBlue: 0.75 };

/** @param filter what the document is narrowed to */
export function expectedOf({ from, to, asOf }: Asked, filter: Filter = emptyFilter) {
  const at = Date.parse(asOf);
  const scope = { ...filter, at: asOf };
  const again = evaluate(peopledTown, { ...emptyFilter, at: asOf, found: { from, to }, repeat: { within_m: 50, days: 30 } });
  const ids = new Set(again.map(({ id }) => id));
  const all = evaluate(peopledTown, scope).map((p) => thenOf(p, at, from, to, ids));
  const news = all.filter(found);
  const units = table(
    all.filter((one) => one.found || one.closed || one.open),
    (one) => one.event.unit,
    unitCounts,
  );
  const rates = [...units].flatMap(([key, own]) =>
    key === null ? [] : [{ key: String(key), counted: own.counted as number, onTime: own.onTime as number }],
  );
  return {
    totals: counts(all, totalCounts),
    units,
    ranked: rankingOf(rates, rules).ranked,
    areas: table(news, (one) => one.problem.zones[0], areaCounts),
    siteTypes: table(news, (one) => peopledTown.sites.find(({ id }) => id === one.problem.site)?.type ?? null, { found }),
    categories: table(news, (one) => one.problem.category, { found }),
    news: news.map((one) => one.problem),
  };
}

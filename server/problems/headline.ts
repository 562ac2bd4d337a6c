/** "How does the city stand?" The seven figures that leaders ask for, each with a day ago and a week ago, each the answer of one filter. */
import { type Caller, seenKey } from "../ask/caller.ts";
import { type Checked, check, type Rows } from "../ask/check.ts";
import { timeZone } from "../ask/day.ts";
import { Kept, unhurried } from "../ask/kept.ts";
import { allProblems, moment, partsOf } from "../ask/parts.ts";
import { type Route, route } from "../ask/route.ts";
import { hits, mine } from "../ask/where.ts";
import { isWorking, workingSince } from "../ask/working.ts";
import { emptyFilter, type Filter, formatFilter } from "../contract/filter.ts";
import type { Headline as Answer } from "../contract/types.ts";
import { Headline } from "../contract/wallSchemas.ts";
import { and, join, type Sql, sql } from "../db/sql.ts";
import { figureColumns, figures } from "./performance.ts";

/** The past is looked at at such times only, so that all who ask within them share the work. */
const slot_s = 300;
/** A rate is of what was closed in so many days, the day itself the last. */
const rateDays = 30;
/** Areas whose figures are kept beside each other. */
const mostKept = 256;

const whens = ["now", "yesterday", "lastWeek"] as const;
type When = (typeof whens)[number];
type Each<T> = Readonly<Record<When, T>>;
const counts = ["open", "overdue", "nearlyDue", "foundToday", "closedToday"] as const;
type CountName = (typeof counts)[number];
type RateName = "onTime" | "rework";
type Counted = Readonly<Record<CountName, Filter>>;

/** A moment: its day of the district's calendar, and how a filter spells it; null = now. */
interface Moment {
  readonly day: string;
  readonly at: string | null;
}

interface Stored {
  at: Date;
  local: string;
  revision: number;
  mark: string;
}

/** Now, and the same time a day and a week ago; the problems' revision; which district it is. */
const momentRows = sql`
  select m.at, to_char(m.at at time zone ${timeZone}, 'YYYY-MM-DD"T"HH24:MI') as local, r.revision,
    concat_ws(' ', d.code, extract(epoch from d.imported_at)) as mark
  from (select 0 as n, clock() as at union all
      select n, to_timestamp(floor(extract(epoch from clock() - n * interval '24 hours') / ${slot_s}::int) * ${slot_s}::int)
      from unnest('{1,7}'::int[]) n) m
    join layer_revision r on r.layer = 'problems' left join district d on true order by m.n`;

const two = (n: number): string => String(n).padStart(2, "0");

/** RFC 3339 with the district's own offset, so that who reads it reads the clock on the wall. */
function momentText({ at, local }: Pick<Stored, "at" | "local">): string {
  const minutes = Math.round((Date.parse(`${local}Z`) - at.getTime()) / 60_000);
  const off = Math.abs(minutes);
  return `${local}${minutes < 0 ? "-" : "+"}${two(Math.floor(off / 60))}:${two(off % 60)}`;
}

const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** The filters of the counted figures at a moment. Of another moment today is its own day, up to then: like is compared with like. */
function countedOf({ day, at }: Moment): Counted {
  const today = { from: day, to: day };
  return {
    open: { ...emptyFilter, at, status: ["open"] },
    overdue: { ...emptyFilter, at, status: ["overdue"] },
    nearlyDue: { ...emptyFilter, at, status: ["nearly_due"] },
    foundToday: { ...emptyFilter, at, found: today },
    closedToday: { ...emptyFilter, at, closed: today },
  };
}

/** What a rate is of. As judged now: the log does not keep what was late or reworked as of then. */
const ratedOf = ({ day }: Moment): Filter => ({ ...emptyFilter, closed: { from: daysBefore(day, rateDays - 1), to: day } });

/** Who asks; a filter that names nothing is checked without a statement. */
interface Asker {
  readonly caller: Caller;
  readonly rows: Rows;
}
const checked = (asker: Asker, filter: Filter): Promise<Checked> => check({ ...asker, filter });

interface Present {
  clock: Date;
  counts: number[];
  /** Of each moment: what a rate is of, and what of that. */
  rates: Record<When, Record<RateName, [of: number, part: number]>>;
}

/** The present in one statement: each count by its own index. */
async function askPresent(asker: Asker, moments: Each<Moment>): Promise<Present> {
  const now = countedOf(moments.now);
  const sets = await Promise.all(counts.map(async (name) => hits(await checked(asker, now[name]), sql`p.id`)));
  const rated = await Promise.all(
    whens.map(async (when) => hits(await checked(asker, ratedOf(moments[when])), figureColumns(moment(emptyFilter)))),
  );
  const numbers = sets.map((set) => sql`(select count(*)::int from (${set}) h)`);
  const rates = rated.map(
    (set, i) => sql`${whens[i]}::text,
      (select json_build_object('onTime', array[f.counted, f."onTime"], 'rework', array[f.judged, f.reworked]) from (select ${figures} from (${set}) h) f)`,
  );
  const [row] = await asker.rows<Present>(
    "headline",
    sql`select (select clock()) as clock, array[${join(numbers, sql`, `)}] as counts, json_build_object(${join(rates, sql`, `)}) as rates`,
  );
  return row as Present;
}

/** A moment of the past: the log is folded once for all its counts, over what can have been in the working set then. */
async function pastOf(asker: Asker, then: Moment): Promise<Sql> {
  const filters = countedOf(then);
  const all = await Promise.all(counts.map((name) => checked(asker, filters[name])));
  const numbers = all.map((one) => sql`count(*) filter (where ${and(Object.values(partsOf(one)).flat())})::int`);
  const at = { ...emptyFilter, at: then.at };
  const among = sql`p.id in (select p.id from problem p where ${isWorking(workingSince(moment(at)))})`;
  return sql`select array[${join(numbers, sql`, `)}] as counts from ${allProblems(at)} p where ${and([among, ...mine(asker.caller)])}`;
}

/** The counts of yesterday and of last week, in one statement. */
async function askPast(asker: Asker, { yesterday, lastWeek }: Each<Moment>): Promise<Omit<Each<number[]>, "now">> {
  const [day, week] = await Promise.all([pastOf(asker, yesterday), pastOf(asker, lastWeek)]);
  type Row = { yesterday: number[]; lastWeek: number[] };
  const [row] = await asker.rows<Row>("headline", sql`select (${day}) as yesterday, (${week}) as "lastWeek"`);
  return row as Row;
}

const each = <T>(make: (when: When) => T): Each<T> => ({ now: make("now"), yesterday: make("yesterday"), lastWeek: make("lastWeek") });
const textOf = (filter: Filter): string => new URLSearchParams(formatFilter(filter) as [string, string][]).toString();

/** @param i which of the counted figures */
function countOf(i: number, numbers: Each<readonly number[]>, moments: Each<Moment>): Answer["open"] {
  const name = counts[i] as CountName;
  return { ...each((when) => numbers[when][i] as number), query: each((when) => textOf(countedOf(moments[when])[name])) };
}

function rateOf(name: RateName, { rates }: Present, moments: Each<Moment>): Answer["onTime"] {
  const share = each((when) => {
    const [of, part] = rates[when][name];
    return of === 0 ? null : part / of;
  });
  return { ...share, of: each((when) => rates[when][name][0]), query: each((when) => textOf(ratedOf(moments[when]))) };
}

function momentsOf(stored: readonly Stored[]): Each<Moment> {
  const [now, yesterday, lastWeek] = stored.map((one, i) => ({ day: one.local.slice(0, 10), at: i === 0 ? null : momentText(one) })) as [
    Moment,
    Moment,
    Moment,
  ];
  return { now, yesterday, lastWeek };
}

/** The route; each app that is built has its own memory. The present is asked anew with every change and every minute, the past every slot. */
export function headline(): Route {
  const presents = new Kept<Present>(mostKept);
  const pasts = new Kept<Omit<Each<number[]>, "now">>(mostKept);
  return route({
    path: "/api/problems/headline",
    question:
      "How many are open, overdue, nearly due, found and closed today, how many in time, how many sent back; and a day and a week ago?",
    answer: Headline,
    async handle({ caller, rows, standing, now }) {
      const stored = await rows<Stored>("headline", momentRows);
      const [{ at, revision, mark }] = stored as [Stored];
      const moments = momentsOf(stored);
      const asker = { caller, rows: unhurried({ standing, now }) };
      const key = `${seenKey(caller)} ${now().district}`;
      const [present, past] = await Promise.all([
        presents.take(key, `${mark} ${revision} ${Math.floor(at.getTime() / 60_000)}`, () => askPresent(asker, moments)),
        pasts.take(key, `${mark} ${moments.yesterday.at}`, () => askPast(asker, moments)),
      ]);
      const numbers = { ...past, now: present.counts };
      const [open, overdue, nearlyDue, foundToday, closedToday] = counts.map((_, i) => countOf(i, numbers, moments)) as Five;
      const [onTime, rework] = [rateOf("onTime", present, moments), rateOf("rework", present, moments)];
      return { clock: present.clock.toISOString(), open, overdue, nearlyDue, foundToday, closedToday, onTime, rework } satisfies Answer;
    },
  });
}
type Five = [Answer["open"], Answer["open"], Answer["open"], Answer["open"], Answer["open"]];

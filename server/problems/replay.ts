/** "How did it come to this?" The filter's problems over a stretch of time, with every event that changes what is shown. */
import { type Caller, nobody } from "../ask/caller.ts";
import { type Checked, check } from "../ask/check.ts";
import { moment } from "../ask/parameters.ts";
import { anyEvent, anyProblem } from "../ask/past.ts";
import { Reply, route } from "../ask/route.ts";
import { hits, mine } from "../ask/where.ts";
import { isWorking, workingDays } from "../ask/working.ts";
import { Replay } from "../contract/deskSchemas.ts";
import { type Filter, formatFilter } from "../contract/filter.ts";
import { ParameterError } from "../contract/parameter.ts";
import { problemSources, problemStates, siteTypes, type Word } from "../contract/vocabulary.ts";
import { and, join, type Sql, sql } from "../db/sql.ts";

const longest_days = 400;
const mostProblems = 300_000;
const mostEvents = 1_500_000;

const states = Object.keys(problemStates);
const sources = Object.keys(problemSources);
const types = Object.keys(siteTypes);

/** Parts of a filter that speak of one moment: the page asks them of each moment it shows. */
const ofMoment = ["status", "unit", "found", "closed", "during", "at"] as const;
const notHere: Word = {
  zh: "回放不接受这个条件（它说的是某一时刻）：请去掉，由页面对每个时刻逐一判断",
  en: "nothing: replay takes no condition of a moment; leave it out, and apply it to each moment shown",
};

/** @throws ParameterError for a part that has another answer at each moment */
function refuseOfMoment(filter: Filter): void {
  const [found] = formatFilter(filter).filter(([name]) => ofMoment.some((one) => one === name));
  if (found) throw new ParameterError(found[0], found[1], notHere);
}

/** @throws ParameterError */
function refuseStretch(from: number, to: number): void {
  if (to >= from && to - from <= longest_days * 86_400_000) return;
  throw new ParameterError("to", new Date(to).toISOString(), {
    zh: `不早于 from，且至多晚 ${longest_days} 天的时刻`,
    en: `a time not before from, and at most ${longest_days} days after it`,
  });
}

/** @throws ParameterError when there is more than a page can hold */
function refuseMany(what: Word, count: number, most: number): void {
  if (count <= most) return;
  throw new ParameterError("from", String(count), {
    zh: `更短的时段，或更窄的条件：这段时间的${what.zh}超过 ${most} 个`,
    en: `a shorter stretch, or a narrower filter: it has more than ${most} ${what.en}`,
  });
}

/** Whose area it is is asked of each moment (see `standing`), not of the problem as it is now. */
const anybody: Caller = { ...nobody, roles: new Set(["auditor"]) };

const seconds = (at: Sql): Sql => sql`ceil(extract(epoch from ${at}))::int8`;
const whole = (at: Sql): Sql => sql`coalesce(floor(extract(epoch from ${at}))::int8, 0)`;

interface Stretch {
  readonly checked: Checked;
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
}

/**
 * Problems that can be in the working set at some time of the stretch. What ended before that set reaches, and still is, was so all along;
 * what was opened again since is open now, or ended later.
 */
const among = ({ checked, from, to }: Stretch): Sql => sql`
  select p.id, p.lon, p.lat, p.category, p.source, p.site_id, p.found_at, p.zone1_id, p.zone2_id, p.zone3_id, p.reporter_id
  from (${hits({ ...checked, caller: anybody }, sql`p.id, p.found_at, p.is_open, p.closed_at`)}) s
    join (select q.*, round(ST_X(q.geom) * 1000000)::int as lon, round(ST_Y(q.geom) * 1000000)::int as lat from ${anyProblem} q) p on p.id = s.id
  where s.found_at <= to_timestamp(${to}::float8)
    and ${isWorking(sql`to_timestamp(${from - workingDays * 86_400}::float8)`, sql`s`)} limit ${mostProblems + 1}::int`;

/**
 * What a problem was from a moment on, in whole seconds: from the first second that shows it. Found, it is reported, whatever came before;
 * of events that are not in the order of their times the one with the higher number holds, as in a filter's `at`: of those before the
 * stretch, the highest.
 */
function log({ from, to }: Stretch): Sql {
  const columns = sql`e.problem_id, e.seq, greatest(${seconds(sql`e.at`)}, ${seconds(sql`h.found_at`)}), e.state_after, e.unit_after, e.person_id_after,
    e.deadline_after, e.nearly_due_after, e.closed_after`;
  const [begins, ends] = [from, to].map((at) => sql`to_timestamp(${at}::float8)`) as [Sql, Sql];
  return sql`select h.id, 0 as seq, ${seconds(sql`h.found_at`)} as at, 'reported' as state, null::bigint as unit_id, null::bigint as person_id,
      null::timestamptz as deadline_at, null::timestamptz as nearly_due_at, null::timestamptz as closed_at from hit h
    union all
    select ${columns} from hit h, lateral (
      select v.* from ${anyEvent} v where v.problem_id = h.id and v.at <= ${begins} order by v.seq desc limit 1) e
    union all
    select ${columns} from hit h join ${anyEvent} e on e.problem_id = h.id where e.at > ${begins} and e.at <= ${ends}`;
}

/** Each as the columns show it: state, unit, due, nearly due, closed; state -1 while it was not the caller's to see, or not with the people asked about. */
function standing({ caller, filter }: Checked): Sql {
  const person = filter.person.length ? [sql`p.person_id = any(${filter.person}::bigint[])`] : [];
  const theirs = and([...mine(caller), ...person]);
  return sql`select p.id, p.seq, p.at, p.next, case when ${theirs}
      then array[array_position(${states}::text[], p.state) - 1, coalesce(p.unit_id, 0), ${whole(sql`p.deadline_at`)}, ${whole(sql`p.nearly_due_at`)},
        ${whole(sql`p.closed_at`)}]::int8[] else '{-1,0,0,0,0}'::int8[] end as look
    from (select l.*, h.zone1_id, h.zone2_id, h.zone3_id, h.reporter_id,
        min(l.at) over (partition by l.id order by l.seq desc rows between unbounded preceding and 1 preceding) as next
      from log l join hit h on h.id = l.id) p
    where p.next is null or p.next > p.at`;
}

const packed = (columns: readonly Sql[], order: Sql): Sql =>
  join(
    columns.map((column) => sql`coalesce(string_agg((${column})::text, ',' order by ${order}), '')`),
    sql`, `,
  );

const looks = ["state", "unit", "due", "nearlyDue", "closed"] as const;
const lasting = ["id", "lon", "lat", "category", "source", "siteType", "zone3", "found"] as const;
const rowColumns = packed(
  [
    sql`r.id`,
    sql`r.lon`,
    sql`r.lat`,
    sql`c.n`,
    sql`coalesce(array_position(${sources}::text[], r.source), 0) - 1`,
    sql`coalesce(array_position(${types}::text[], t.site_type), 0)`,
    sql`coalesce(r.zone3_id, 0)`,
    sql`floor(extract(epoch from r.found_at))::int8`,
    ...looks.map((_, i) => sql`(coalesce(b.look, '{-1,0,0,0,0}'::int8[]))[${i + 1}::int]`),
  ],
  sql`r.n`,
);
const eventColumns = packed([sql`e.n`, sql`e.at`, ...looks.map((_, i) => sql`e.look[${i + 1}::int]`)], sql`e.at, e.seq, e.n`);

interface Row {
  readonly clock: Date;
  readonly codes: string[] | null;
  readonly problems: number;
  readonly count: number;
  readonly columns: string[];
  readonly events: string[];
  readonly changes: number;
}

/** Columns as texts made in the database, as the problems layer has them: a row each would cost five times as much. */
const statement = (stretch: Stretch): Sql => sql`
  with c as materialized (select code, row_number() over (order by code) - 1 as n from category),
    hit as materialized (${among(stretch)}),
    log as (${log(stretch)}),
    standing as materialized (${standing(stretch.checked)}),
    shown as materialized (select h.*, row_number() over (order by h.id) - 1 as n from hit h
      where h.id in (select s.id from standing s where s.look[1] >= 0 and (s.next is null or s.next > ${stretch.from}::int8))),
    change as materialized (select k.at, k.seq, k.look, r.n from (
        select s.*, lag(s.look) over (partition by s.id order by s.seq) as was from standing s) k
      join shown r on r.id = k.id where k.at > ${stretch.from}::int8 and k.was is distinct from k.look limit ${mostEvents + 1}::int)
  select clock() as clock, (select array_agg(code order by code) from category) as codes, (select count(*)::int from hit) as problems,
    (select count(*)::int from shown) as count, (select count(*)::int from change) as changes,
    (select array[${eventColumns}] from change e) as events,
    (select array[${rowColumns}] from shown r join c on c.code = r.category left join site t on t.id = r.site_id
      left join standing b on b.id = r.id and b.at <= ${stretch.from}::int8 and (b.next is null or b.next > ${stretch.from}::int8)) as columns`;

const members = (names: readonly string[], columns: readonly string[]): string =>
  names.map((name, i) => `"${name}":[${columns[i]}]`).join(",");

/** The answer's text. */
function textOf({ clock, codes, count, columns, events }: Row, { from, to }: Stretch): string {
  const iso = (at: number) => new Date(at * 1000).toISOString();
  const lists = { states, categories: codes ?? [], sources, siteTypes: ["", ...types] };
  const head = { clock: clock.toISOString(), from: iso(from), to: iso(to), count, ...lists };
  return `${JSON.stringify(head).slice(0, -1)},${members([...lasting, ...looks], columns)},"events":{${members(["row", "at", ...looks], events)}}}`;
}

export const replay = route({
  path: "/api/problems/replay",
  question: "How did the filter's problems stand when a stretch of time began, and what happened to them since?",
  filtered: true,
  takes: {
    from: moment("When the stretch begins, RFC 3339."),
    to: moment("When it ends, RFC 3339; not before it begins, at most 400 days later."),
  },
  answer: Replay,
  async handle(ask) {
    refuseOfMoment(ask.filter);
    refuseStretch(ask.given.from, ask.given.to);
    const stretch = { checked: await check(ask), from: ask.given.from / 1000, to: ask.given.to / 1000 };
    const [row] = (await ask.rows<Row>("replay", statement(stretch))) as [Row];
    refuseMany({ zh: "问题", en: "problems" }, row.problems, mostProblems);
    refuseMany({ zh: "办理记录", en: "events" }, row.changes, mostEvents);
    return new Reply(200, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }, textOf(row, stretch));
  },
});

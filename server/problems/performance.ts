/** "Who mends in time?" Closure figures of the filter's problems, by unit, zone, category or person, and all together. */
import { check } from "../ask/check.ts";
import { oneWord } from "../ask/parameters.ts";
import { moment } from "../ask/parts.ts";
import { route } from "../ask/route.ts";
import { nearlyDue, overdue } from "../ask/status.ts";
import { hits } from "../ask/where.ts";
import type { Filter } from "../contract/filter.ts";
import { ParameterError } from "../contract/parameter.ts";
import { Performance } from "../contract/problemSchemas.ts";
import type { Performance as Answer } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import { zonesTaken } from "./count.ts";

const keys = {
  unit: sql`p.unit_id`,
  zone: sql`p.found_zone1_id`,
  zone2: sql`p.found_zone2_id`,
  zone3: sql`p.found_zone3_id`,
  category: sql`p.category`,
  person: sql`p.person_id`,
} as const;
const groups = Object.keys(keys) as (keyof typeof keys)[];
/** The same by today's zones. */
const keysToday: Partial<Readonly<Record<keyof typeof keys, Sql>>> = {
  zone: sql`p.zone1_id`,
  zone2: sql`p.zone2_id`,
  zone3: sql`p.zone3_id`,
};
const mostKeys = 2000;

/** Columns of a problem `p` that the figures are made of. */
export const figureColumns = (now: Sql): Sql =>
  sql`p.id, p.is_open, p.state = 'closed' as closed, ${overdue(now)} as overdue, ${nearlyDue(now)} as nearly_due,
    p.deadline_at, p.late, p.exempt, p.rework_count, p.returns`;

/** Over such rows `h`. On time is a rate of what was closed, had a deadline and is not exempt; what was sent back for rework, of all closed and not exempt. */
export const figures = sql`count(*)::int as total, count(*) filter (where h.is_open)::int as open, count(*) filter (where h.overdue)::int as overdue,
  count(*) filter (where h.nearly_due)::int as "nearlyDue", count(*) filter (where h.closed)::int as closed,
  count(*) filter (where h.closed and not h.exempt and h.deadline_at is not null and h.late is not null)::int as counted,
  count(*) filter (where h.closed and not h.exempt and h.deadline_at is not null and not h.late)::int as "onTime",
  count(*) filter (where h.closed and not h.exempt and h.rework_count > 0)::int as reworked,
  count(*) filter (where h.closed and not h.exempt)::int as judged,
  count(*) filter (where h.returns > 0)::int as returned, count(*) filter (where h.exempt)::int as exempt`;

/** The log keeps each problem's state, unit and deadline as of then, but not whether it was late, reworked or exempt by then. */
function refuseThen({ at }: Filter): void {
  if (at === null) return;
  const zh = "办结统计只按现在计算；请去掉 at，或用 found 按发现日期限定";
  throw new ParameterError("at", at, { zh, en: "closure figures are of now only: leave it out, or narrow by found" });
}

export const performance = route({
  path: "/api/problems/performance",
  question: "Who mends in time? Closure figures by unit, zone, category or person; a problem's last unit and person answer for it.",
  may: { who: [...personRoles, "wall"], area: "own" },
  filtered: true,
  takes: {
    by: oneWord(groups, "unit", `What to sum by; zone is level 1. At most ${mostKeys} rows, the most problems first.`),
    zones: zonesTaken,
  },
  answer: Performance,
  async handle(ask) {
    const { filter, given, rows } = ask;
    refuseThen(filter);
    const now = moment(filter);
    const byZone = given.by in keysToday;
    const key = (given.zones === "today" && keysToday[given.by]) || keys[given.by];
    const set = hits(await check(ask), sql`${figureColumns(now)}, ${key}::text as key`);
    // The empty grouping is a row even when nothing is meant; it comes first.
    const [whole, ...list] = await rows<Answer["rows"][number] & { part: number; clock: Date }>(
      "performance",
      sql`with hit as materialized (${set}) select grouping(h.key)::int as part, h.key, ${figures}, ${now} as clock
        from hit h group by grouping sets ((), (h.key)) order by part desc, total desc, h.key limit ${mostKeys + 1}::int`,
    );
    if (!whole) throw new Error("A sum over nothing is a row too.");
    const { part: _all, key: _none, clock, ...all } = whole;
    return {
      clock: clock.toISOString(),
      all,
      ...(byZone && { zones: given.zones }),
      rows: list.map(({ part: _one, clock: _same, ...row }) => row),
    } satisfies Answer;
  },
});

/** "2027 is official now: here is the notice." How far a year can be relied on, and with it, if given, all its days at once. */
import { flagField, listField, numberField, optional, refusedField, textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { Redated } from "../contract/bookSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type ChangedDay, changeCalendar, saveDays } from "./calendar.ts";
import { dayEntry, refuseTwice } from "./calendarDays.ts";

/** @throws ParameterError when a day is of another year, or is not said to be anything */
function refuseOthers(days: readonly ChangedDay[], year: number): void {
  const other = days.find(({ day, kind }) => kind === null || Number(day.slice(0, 4)) !== year);
  if (other) throw refusedField("days", other.day, { zh: `${year} 年的放假或调休上班日`, en: `holidays and adjusted workdays of ${year}` });
  refuseTwice(days);
}

interface Year {
  readonly year: number;
  readonly official: boolean;
  readonly source: string;
}

async function saveYear(tx: Tx, { year, official, source }: Year, days: readonly ChangedDay[] | null) {
  const of = sql`day >= make_date(${year}::int, 1, 1) and day < make_date(${year}::int + 1, 1, 1)`;
  const [before] = await tx.query(sql`select year, official, source from calendar_year where year = ${year}::int`);
  await tx.query(sql`insert into calendar_year (year, official, source) values (${year}::int, ${official}::boolean, ${source}::text)
    on conflict (year, district_id) do update set official = excluded.official, source = excluded.source`);
  if (days === null) return { before: before ?? null, after: { year, official, source } };
  const gone = await tx.query(
    sql`with gone as (delete from calendar_day where ${of} returning day, kind, name) select * from gone order by day`,
  );
  await saveDays(tx, days);
  return { before: { ...before, days: gone }, after: { year, official, source, days } };
}

export const calendarYears = route({
  method: "POST",
  path: "/api/calendar/years",
  question: "Says whether a year's calendar is official, and replaces its days when they are given; deadlines are computed anew.",
  may: { who: ["administrator"], area: "none" },
  body: {
    year: numberField(1900, 2999, "The year.", true),
    official: flagField("A notice has set it."),
    source: textField(1, 200, "What it stands on: the notice's number, or what is assumed."),
    days: optional(
      listField(dayEntry, 0, 200, "All its holidays and adjusted workdays, in place of those there are; left out: those stay."),
    ),
  },
  answer: Redated,
  handle(ask) {
    const { days, ...year } = ask.body;
    if (days) refuseOthers(days, year.year);
    return changeCalendar(ask, "calendar year", (tx) => saveYear(tx, year, days));
  },
});

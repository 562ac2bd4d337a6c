/** The calendar every district starts from: data/reference/calendar.json. What is there already is the district's own and stays. */

import { readFile } from "node:fs/promises";
import { moved } from "../ask/revision.ts";
import type { DayKind } from "../contract/officeWords.ts";
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { WorkHours } from "../life/workTime.ts";

const referenceFile = new URL("../../data/reference/calendar.json", import.meta.url);

interface ReferenceYear {
  readonly year: number;
  readonly official: boolean;
  readonly source: string;
  readonly holidays: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly workdays: readonly { readonly name: string; readonly days: readonly string[] }[];
}
interface ReferenceCalendar {
  readonly hours: readonly WorkHours[];
  readonly years: readonly ReferenceYear[];
}

/** A day that is not what its weekday says. */
interface SpecialDay {
  readonly day: string;
  readonly kind: DayKind;
  readonly name: string;
}

export async function referenceCalendar(): Promise<ReferenceCalendar> {
  return JSON.parse(await readFile(referenceFile, "utf8")) as ReferenceCalendar;
}

function* eachDay(from: string, to: string): Generator<string> {
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) yield new Date(at).toISOString().slice(0, 10);
}

/** The days of a year one by one. */
export const specialDays = ({ holidays, workdays }: ReferenceYear): SpecialDay[] => [
  ...holidays.flatMap(({ name, from, to }) => [...eachDay(from, to)].map((day) => ({ day, kind: "holiday" as const, name }))),
  ...workdays.flatMap(({ name, days }) => days.map((day) => ({ day, kind: "workday" as const, name }))),
];

/** Fills the calendar of a database that has no work hours yet. */
export async function seedCalendar(db: Db): Promise<void> {
  const { hours, years } = await referenceCalendar();
  await db.tx(async (tx) => {
    const there = await tx.query(sql`select 1 from work_hours limit 1`);
    if (there.length) return;
    await tx.query(sql`insert into work_hours (valid_from, spans, weekdays)
      select "from", spans, weekdays from jsonb_to_recordset(${JSON.stringify(hours)}::jsonb) x ("from" date, spans int[], weekdays int[])
      on conflict do nothing`);
    await tx.query(sql`insert into calendar_day (day, kind, name)
      select day, kind, name from jsonb_to_recordset(${JSON.stringify(years.flatMap(specialDays))}::jsonb) x (day date, kind text, name text)
      on conflict do nothing`);
    await tx.query(sql`insert into calendar_year (year, official, source)
      select year, official, source from jsonb_to_recordset(${JSON.stringify(years)}::jsonb) x (year int, official boolean, source text)
      on conflict do nothing`);
    await tx.query(moved("calendar"));
  });
}

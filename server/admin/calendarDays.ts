/** "The 20th of September is worked." Days that are not what their weekday says, set down or taken back. */
import { dayField, listField, objectField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { Redated } from "../contract/bookSchemas.ts";
import { type DayKind, dayKinds } from "../contract/officeWords.ts";
import { sql } from "../db/sql.ts";
import { type ChangedDay, changeCalendar, saveDays } from "./calendar.ts";

/** A day in a body. */
export const dayEntry = objectField({
  day: dayField("The day."),
  kind: optional(wordField(Object.keys(dayKinds) as DayKind[], "Left out: it is what its weekday says.")),
  name: optional(textField(0, 50, "What it is called: 春节.")),
});

/** @throws ParameterError when a day is listed twice */
export function refuseTwice(days: readonly ChangedDay[]): void {
  const twice = days.find(({ day }, i) => days.findIndex((other) => other.day === day) < i);
  if (twice) throw refusedField("days", twice.day, { zh: "每个日期只列一次", en: "each day once" });
}

export const calendarDays = route({
  method: "POST",
  path: "/api/calendar/days",
  question: "Sets down holidays and adjusted workdays; deadlines of running clocks are computed anew.",
  may: { who: ["administrator"], area: "none" },
  body: { days: listField(dayEntry, 1, 400, "Days, each once.") },
  answer: Redated,
  handle(ask) {
    const { days } = ask.body;
    refuseTwice(days);
    return changeCalendar(ask, "calendar days", async (tx) => {
      const listed = days.map(({ day }) => day);
      const before = await tx.query(sql`select day, kind, name from calendar_day where day = any(${listed}::date[]) order by day`);
      await saveDays(tx, days);
      return { before, after: days };
    });
  },
});

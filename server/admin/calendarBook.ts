/** "Which hours and days are worked, and which years are official?" */
import { route } from "../ask/route.ts";
import { Calendar as CalendarSchema } from "../contract/bookSchemas.ts";
import type { Calendar } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";

const array = (select: Sql): Sql => sql`coalesce((select json_agg(x) from (${select}) x), '[]'::json)`;

export const calendarBook = route({
  path: "/api/calendar",
  question: "Which hours and days are worked, and how far is each year official?",
  may: { who: "signed in", area: "none" },
  answer: CalendarSchema,
  async handle({ rows }) {
    const [stored] = await rows<Calendar>(
      "calendar",
      sql`select ${array(sql`select valid_from as "from", spans, weekdays from work_hours order by valid_from`)} as hours,
        ${array(sql`select day, kind, name from calendar_day order by day`)} as days,
        ${array(sql`select year, official, source from calendar_year order by year`)} as years`,
    );
    return stored as Calendar;
  },
});

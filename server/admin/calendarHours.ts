/** "From the first of July the afternoon is from three to six." Work hours and weekdays from a day on. */
import { dayField, listField, numberField, optional, refusedField } from "../ask/body.ts";
import { Conflict } from "../ask/caller.ts";
import { route } from "../ask/route.ts";
import { Redated } from "../contract/bookSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { changeCalendar } from "./calendar.ts";

type Numbers = readonly number[] | null;

/** @throws ParameterError */
function refuseUnworkable(spans: Numbers, weekdays: Numbers): void {
  if ((spans === null) !== (weekdays === null))
    throw refusedField(spans === null ? "spans" : "weekdays", undefined, {
      zh: "时段与星期同时填写；都不填即取消该日起的安排",
      en: "both the spans and the weekdays; neither: what begins that day is taken back",
    });
  if (spans && (spans.length % 2 || spans.some((minute, i) => i > 0 && minute <= (spans[i - 1] ?? 0))))
    throw refusedField("spans", spans, {
      zh: "起止分钟成对，依次递增",
      en: "pairs of minutes from and to, each later than the one before",
    });
  if (weekdays && new Set(weekdays).size < weekdays.length)
    throw refusedField("weekdays", weekdays, { zh: "每个星期几只列一次", en: "each weekday once" });
}

async function save(tx: Tx, from: string, spans: Numbers, weekdays: Numbers) {
  const [before] = await tx.query(sql`select valid_from as "from", spans, weekdays from work_hours where valid_from = ${from}::date`);
  if (spans && weekdays) {
    await tx.query(sql`insert into work_hours (valid_from, spans, weekdays) values (${from}::date, ${spans}::int[], ${weekdays}::int[])
      on conflict (valid_from, district_id) do update set spans = excluded.spans, weekdays = excluded.weekdays`);
    return { before: before ?? null, after: { from, spans, weekdays } };
  }
  if (!before) throw refusedField("from", from, { zh: "这一天没有开始新的工作时间", en: "a day on which work hours begin" });
  await tx.query(sql`delete from work_hours where valid_from = ${from}::date`);
  const left = await tx.query(sql`select 1 from work_hours limit 1`);
  if (!left.length) throw new Conflict({ zh: "不能取消唯一的工作时间", en: "The only work hours cannot be taken back." });
  return { before, after: null };
}

export const calendarHours = route({
  method: "POST",
  path: "/api/calendar/hours",
  question: "Sets work hours and weekdays from a day on, or takes them back; deadlines of running clocks are computed anew.",
  may: { who: ["administrator"], area: "none" },
  body: {
    from: dayField("The first day they hold."),
    spans: optional(
      listField(numberField(0, 1440, "Minute of the day.", true), 2, 12, "Minutes from and to, in order: 480, 720, 840, 1080."),
    ),
    weekdays: optional(listField(numberField(1, 7, "ISO, 1 = Monday.", true), 1, 7, "Weekdays worked.")),
  },
  answer: Redated,
  handle(ask) {
    const { from, spans, weekdays } = ask.body;
    refuseUnworkable(spans, weekdays);
    return changeCalendar(ask, "work hours", (tx) => save(tx, from, spans, weekdays));
  },
});

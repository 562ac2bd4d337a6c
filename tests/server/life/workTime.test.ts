/** Deadlines in the four units: a table worked out by hand on the State Council's calendars, summer time, and what has no work time. */
import { beforeAll, describe, expect, it } from "vitest";
import { referenceCalendar, specialDays } from "../../../server/admin/calendarSeed.ts";
import type { DayKind } from "../../../server/contract/officeWords.ts";
import type { LimitUnit } from "../../../server/contract/vocabulary.ts";
import { type Calendar, dueAfter, NoWorkTime, slicesBetween, workedBetween } from "../../../server/life/workTime.ts";
import { chinese, cn, hour, minute, shown } from "./calendars.ts";

let calendar: Calendar;
beforeAll(async () => {
  calendar = await chinese();
});

type Case = readonly [why: string, from: string, value: number, unit: LimitUnit, due: string];
const ordinary: readonly Case[] = [
  ["a morning and an hour after lunch", "2026-03-02 09:00", 4, "h", "2026-03-02 15:00"],
  ["the whole morning: due at noon, not after lunch", "2026-03-02 08:00", 4, "h", "2026-03-02 12:00"],
  ["the whole day", "2026-03-02 08:00", 8, "h", "2026-03-02 18:00"],
  ["a work day is eight work hours", "2026-03-02 08:00", 1, "d", "2026-03-02 18:00"],
  ["the end of the morning", "2026-03-02 10:00", 2, "h", "2026-03-02 12:00"],
  ["the end of the day: not the next morning", "2026-03-02 16:00", 2, "h", "2026-03-02 18:00"],
  ["from noon on", "2026-03-02 12:00", 1, "h", "2026-03-02 15:00"],
  ["in the lunch break", "2026-03-02 12:30", 1, "h", "2026-03-02 15:00"],
  ["one minute before lunch", "2026-03-02 11:59", 0.25, "h", "2026-03-02 14:14"],
  ["one minute before the end of lunch", "2026-03-02 13:59", 0.5, "h", "2026-03-02 14:30"],
  ["from the end of lunch on", "2026-03-02 14:00", 4, "h", "2026-03-02 18:00"],
  ["from the end of the day on", "2026-03-02 18:00", 1, "h", "2026-03-03 09:00"],
  ["at night", "2026-03-02 23:30", 1, "h", "2026-03-03 09:00"],
  ["before the day begins", "2026-03-02 06:00", 1, "h", "2026-03-02 09:00"],
  ["seconds are kept", "2026-03-02 08:00:30", 4, "h", "2026-03-02 14:00:30"],
  ["half an hour over the night", "2026-03-02 17:45", 0.5, "h", "2026-03-03 08:15"],
  ["half a day", "2026-03-02 08:00", 0.5, "d", "2026-03-02 12:00"],
  ["over a weekend", "2026-03-06 17:30", 1, "h", "2026-03-09 08:30"],
  ["a work day over a weekend", "2026-03-06 14:00", 1, "d", "2026-03-09 12:00"],
  ["on a Saturday", "2026-03-07 10:00", 2, "h", "2026-03-09 10:00"],
  ["at the last minute of a Sunday", "2026-03-08 23:59", 4, "h", "2026-03-09 12:00"],
  ["a whole week", "2026-03-02 08:00", 5, "d", "2026-03-06 18:00"],
  ["a week less an hour", "2026-03-02 09:00", 5, "d", "2026-03-09 09:00"],
  ["three weeks", "2026-03-02 16:00", 15, "d", "2026-03-23 16:00"],
  ["urgent hours run through the night", "2026-03-02 23:45", 0.5, "eh", "2026-03-03 00:15"],
  ["urgent hours run through the weekend", "2026-03-07 10:00", 2, "eh", "2026-03-07 12:00"],
  ["natural days over a leap day", "2024-02-28 08:30", 2, "nd", "2024-03-01 08:30"],
  ["a day and a half", "2026-03-02 08:00", 1.5, "nd", "2026-03-03 20:00"],
];
const springFestival: readonly Case[] = [
  ["the Saturday before is worked", "2026-02-13 17:00", 2, "h", "2026-02-14 09:00"],
  ["over all of it", "2026-02-13 14:00", 2, "d", "2026-02-24 12:00"],
  ["from its last hour of work on", "2026-02-14 17:00", 2, "h", "2026-02-24 09:00"],
  ["from its last minute of work on", "2026-02-14 18:00", 1, "h", "2026-02-24 09:00"],
  ["in the middle of it", "2026-02-17 10:00", 1, "d", "2026-02-24 18:00"],
  ["five days around it", "2026-02-13 12:00", 5, "d", "2026-02-27 12:00"],
  ["fifteen days around it", "2026-02-12 09:00", 15, "d", "2026-03-11 09:00"],
  ["the Saturday after is worked", "2026-02-27 17:00", 1, "d", "2026-02-28 17:00"],
  ["and the Sunday after that is not", "2026-02-28 17:00", 2, "h", "2026-03-02 09:00"],
  ["urgent hours run through it", "2026-02-15 00:00", 1, "eh", "2026-02-15 01:00"],
  ["natural days run through it", "2026-02-14 09:00", 7, "nd", "2026-02-21 09:00"],
  ["in 2024 its eve was worked", "2024-02-09 17:00", 2, "h", "2024-02-18 09:00"],
  ["in 2027 provisionally four days", "2027-02-04 17:00", 2, "h", "2027-02-09 09:00"],
];
const adjusted: readonly Case[] = [
  ["New Year's Sunday is worked", "2026-01-03 10:00", 1, "h", "2026-01-04 09:00"],
  ["and Monday follows it", "2026-01-04 17:00", 2, "h", "2026-01-05 09:00"],
  ["over New Year", "2025-12-31 16:00", 1, "d", "2026-01-04 16:00"],
  ["a Sunday in September after a free Saturday", "2026-09-18 17:00", 2, "h", "2026-09-20 09:00"],
  ["all that Sunday", "2026-09-20 08:00", 1, "d", "2026-09-20 18:00"],
  ["Mid-Autumn 2026", "2026-09-24 17:00", 1, "d", "2026-09-28 17:00"],
  ["National Day 2026", "2026-09-30 17:00", 1, "d", "2026-10-08 17:00"],
  ["the Saturday after it", "2026-10-09 17:00", 1, "d", "2026-10-10 17:00"],
  ["the Sunday before National Day 2025", "2025-09-26 17:00", 2, "h", "2025-09-28 09:00"],
  ["National Day 2025", "2025-09-30 16:00", 1, "d", "2025-10-09 16:00"],
  ["the Saturday after it", "2025-10-10 16:00", 1, "d", "2025-10-11 16:00"],
  ["from the Sunday to the first day after", "2025-09-28 14:00", 3, "d", "2025-10-09 12:00"],
  ["urgent hours on National Day", "2025-10-01 00:00", 24, "eh", "2025-10-02 00:00"],
  ["natural days over it", "2025-09-29 10:00", 10, "nd", "2025-10-09 10:00"],
  ["Mid-Autumn 2024's Saturday", "2024-09-13 17:00", 2, "h", "2024-09-14 09:00"],
  ["Dragon Boat 2024 with its weekend", "2024-06-07 17:00", 2, "h", "2024-06-11 09:00"],
];

describe("deadlines worked out by hand", () => {
  describe.each([
    ["ordinary weeks", ordinary],
    ["Spring Festival", springFestival],
    ["adjusted workdays", adjusted],
  ] as const)("%s", (_name, cases) => {
    it.each(cases)("%s: %s + %d %s", (_why, from, value, unit, due) => {
      expect(new Date(dueAfter(calendar, cn(from), { value, unit })).toISOString()).toBe(new Date(cn(due)).toISOString());
    });
  });

  it.each([
    ["a working day", "2026-03-02 00:00", "2026-03-03 00:00", 480],
    ["lunch", "2026-03-02 12:00", "2026-03-02 14:00", 0],
    ["around lunch", "2026-03-02 11:30", "2026-03-02 14:30", 60],
    ["the Spring Festival", "2026-02-14 18:00", "2026-02-24 08:00", 0],
    ["a week with a worked Sunday and a free Friday", "2026-09-20 00:00", "2026-09-28 00:00", 5 * 480],
    ["backwards", "2026-03-03 00:00", "2026-03-02 00:00", 0],
  ])("work time of %s", (_what, from, to, minutes) => {
    expect(workedBetween(calendar, cn(from), cn(to)) / minute).toBe(minutes);
  });

  it("says why each stretch counts or not", () => {
    const told = slicesBetween(calendar, cn("2026-02-13 17:00"), cn("2026-02-24 09:00")).map(
      ({ from, to, counted, why }) => `${shown("Asia/Shanghai", from)} ${(to - from) / hour} ${counted ? "+" : "-"} ${why.zh}`,
    );
    expect(told).toEqual([
      "2026-02-13 17:00 1 + 工作时间",
      "2026-02-13 18:00 14 - 下班时间",
      "2026-02-14 08:00 4 + 调休上班（春节）",
      "2026-02-14 12:00 2 - 午休",
      "2026-02-14 14:00 4 + 调休上班（春节）",
      "2026-02-14 18:00 6 - 下班时间",
      "2026-02-15 00:00 216 - 春节",
      "2026-02-24 00:00 8 - 下班时间",
      "2026-02-24 08:00 1 + 工作时间",
    ]);
    expect(slicesBetween(calendar, cn("2026-03-07 00:00"), cn("2026-03-09 00:00"))).toMatchObject([{ why: { zh: "周末", en: "weekend" } }]);
    expect(slicesBetween(calendar, cn("2025-10-03 00:00"), cn("2025-10-04 00:00"))).toMatchObject([
      { why: { zh: "国庆节、中秋节", en: "National Day, Mid-Autumn Festival" } },
    ]);
  });
});

describe("the reference calendar", () => {
  it.each([
    [2024, 28, 8],
    [2025, 28, 5],
    [2026, 33, 6],
    [2027, 13, 0],
  ])("%d has %d days of holiday and %d adjusted workdays", async (year, holidays, workdays) => {
    const { years } = await referenceCalendar();
    const days = specialDays(years.find((one) => one.year === year) as (typeof years)[number]);
    const count = (kind: DayKind) => days.filter((one) => one.kind === kind).length;
    expect([count("holiday"), count("workday")]).toEqual([holidays, workdays]);
    expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
    expect(days.every(({ day }) => day.startsWith(`${year}-`))).toBe(true);
    // What is worked by adjustment would be free otherwise: nobody adjusts a Tuesday.
    expect(days.filter(({ kind, day }) => kind === "workday" && new Date(day).getUTCDay() % 6 !== 0)).toEqual([]);
  });

  it("is official to 2026, and says of 2027 that it is not", async () => {
    const { years } = await referenceCalendar();
    expect(years.map(({ year, official }) => [year, official])).toEqual([
      [2024, true],
      [2025, true],
      [2026, true],
      [2027, false],
    ]);
  });
});

const plain: Calendar = { ...{ timeZone: "America/New_York", days: new Map(), years: new Map() }, hours: [] };
const nights: Calendar = { ...plain, hours: [{ from: "0001-01-01", spans: [0, 300], weekdays: [1, 2, 3, 4, 5, 6, 7] }] };
const office: Calendar = { ...plain, hours: [{ from: "0001-01-01", spans: [480, 720, 840, 1080], weekdays: [1, 2, 3, 4, 5] }] };
const utc = (text: string): number => Date.parse(`${text}Z`);

describe("summer time", () => {
  it.each<readonly [string, Calendar, string, number, LimitUnit, string]>([
    // Clocks go forward on 8 March 2026 at 02:00 (07:00 UTC), back on 1 November at 02:00 (06:00 UTC).
    ["office hours are wall time", office, "2026-03-06T22:00", 2, "h", "2026-03-09T13:00"],
    ["and in autumn", office, "2026-10-30T21:00", 2, "h", "2026-11-02T14:00"],
    ["a night shift loses the hour that is not", nights, "2026-03-08T05:00", 4, "h", "2026-03-08T09:00"],
    ["and the fifth hour is the next night's", nights, "2026-03-08T05:00", 5, "h", "2026-03-09T05:00"],
    ["and gains the one that is twice", nights, "2026-11-01T04:00", 6, "h", "2026-11-01T10:00"],
    ["urgent hours are hours", office, "2026-03-08T06:30", 1, "eh", "2026-03-08T07:30"],
    ["a natural day of 23 hours", office, "2026-03-07T17:00", 1, "nd", "2026-03-08T16:00"],
    ["a natural day of 25 hours", office, "2026-10-31T16:00", 1, "nd", "2026-11-01T17:00"],
    ["02:30 is not: half an hour after 02:00 is 03:30", office, "2026-03-07T07:30", 1, "nd", "2026-03-08T07:30"],
    ["01:30 is twice: the first", office, "2026-10-31T05:30", 1, "nd", "2026-11-01T05:30"],
  ])("%s", (_why, zone, from, value, unit, due) => {
    expect(new Date(dueAfter(zone, utc(from), { value, unit })).toISOString()).toBe(`${due}:00.000Z`);
  });

  it("reaches across the years before zones had whole hours", () => {
    const shanghai = { ...office, timeZone: "Asia/Shanghai" };
    // 08:00 local mean time of 1890 is 08:05:43 ahead of Greenwich.
    expect(new Date(dueAfter(shanghai, utc("1890-06-01T23:54:17"), { value: 4, unit: "h" })).toISOString()).toBe(
      "1890-06-02T03:54:17.000Z",
    );
  });
});

describe("a calendar without work time", () => {
  it.each([
    ["no hours at all", plain],
    ["hours of no weekday", { ...office, hours: [{ from: "0001-01-01", spans: [480, 720], weekdays: [] }] }],
    ["hours that begin in a hundred years", { ...office, hours: [{ from: "2126-01-01", spans: [480, 720], weekdays: [1] }] }],
  ])("names itself and does not loop: %s", (_what, without) => {
    expect(() => dueAfter(without, utc("2026-03-02T00:00"), { value: 1, unit: "h" })).toThrow(NoWorkTime);
    expect(() => dueAfter(without, utc("2026-03-02T00:00"), { value: 1, unit: "h" })).toThrow(
      /America\/New_York.*ten years after 2026-03-02/,
    );
    expect(dueAfter(without, utc("2026-03-02T00:00"), { value: 1, unit: "eh" })).toBe(utc("2026-03-02T01:00"));
  });

  it("is not one with a rest of nine years", () => {
    const later = { ...office, hours: [{ from: "2035-01-01", spans: [480, 720], weekdays: [1, 2, 3, 4, 5, 6, 7] }] };
    expect(dueAfter(later, utc("2026-03-02T00:00"), { value: 4, unit: "h" })).toBe(utc("2035-01-01T17:00"));
  });

  it("allows limits of many years while there is work time", () => {
    expect(() => dueAfter(calendar, cn("2026-03-02 08:00"), { value: 10_000, unit: "d" })).not.toThrow();
  });
});

it("computes 500 deadlines in less than 50 ms", async () => {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const fresh = await chinese();
    const began = performance.now();
    for (let i = 0; i < 500; i++) dueAfter(fresh, cn("2026-02-02 08:00") + i * 7 * minute, { value: 1 + (i % 15), unit: "d" });
    times.push(performance.now() - began);
  }
  expect(Math.min(...times)).toBeLessThan(50);
});

/** Work time and deadlines against a walk minute by minute, in zones with every kind of summer time. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DayKind } from "../../../server/contract/officeWords.ts";
import { type Calendar, dueAfter, dueAfterWork, slicesBetween, workedBetween } from "../../../server/life/workTime.ts";
import { isWorked, minute, shown, walked } from "./calendars.ts";

/** Zones with no summer time, with an hour of it, with half an hour, with changes at midnight, and an odd one. */
const zones = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Kathmandu", "America/Sao_Paulo"] as const;
/** Days around which something changes somewhere. */
const turns = [
  "2026-02-14",
  "2026-03-08",
  "2026-03-29",
  "2026-04-05",
  "2026-10-04",
  "2026-10-25",
  "2026-11-01",
  "2018-11-04",
  "2026-01-01",
];
const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
  .map((list) => list.sort((a, b) => a - b).slice(0, list.length - (list.length % 2)))
  .map((list) => list.map((quarter) => quarter * 15));
const arbitrary = fc.record({
  timeZone: fc.constantFrom(...zones),
  turn: fc.constantFrom(...turns),
  start_min: fc.integer({ min: -3 * 1440, max: 2 * 1440 }),
  work_min: fc.integer({ min: 1, max: 1500 }),
  hours: fc.tuple(spans, spans),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  days: fc.array(fc.tuple(fc.integer({ min: -4, max: 9 }), fc.constantFrom<DayKind>("holiday", "workday")), { maxLength: 6 }),
});

type Drawn = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never;
function drawn({ timeZone, turn, hours, weekdays, days }: Drawn): Calendar {
  const shifted = (n: number) => new Date(Date.parse(turn) + n * 86_400_000).toISOString().slice(0, 10);
  return {
    timeZone,
    hours: [
      { from: turn, spans: hours[1], weekdays },
      { from: "0001-01-01", spans: hours[0], weekdays },
    ],
    days: new Map(days.map(([n, kind]) => [shifted(n), kind])),
    years: new Map(),
  };
}

describe("against a walk minute by minute", () => {
  it("finds the same deadline, and the same work time on the way", () => {
    fc.assert(
      fc.property(arbitrary, (draw) => {
        const one = drawn(draw);
        const from = Date.parse(draw.turn) + draw.start_min * minute;
        const due = walked(one, from, draw.work_min);
        fc.pre(due !== null);
        expect(dueAfterWork(one, from, draw.work_min * minute)).toBe(due);
        expect(workedBetween(one, from, due as number)).toBe(draw.work_min * minute);
        expect(isWorked(one, (due as number) - minute)).toBe(true);
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it("cuts the time into stretches that follow each other and say the truth of every minute", () => {
    fc.assert(
      fc.property(arbitrary, (draw) => {
        const one = drawn(draw);
        const from = Date.parse(draw.turn) + draw.start_min * minute;
        const to = from + 2880 * minute;
        const slices = slicesBetween(one, from, to);
        expect([slices[0]?.from, slices.at(-1)?.to]).toEqual([from, to]);
        slices.forEach((slice, i) => {
          if (i > 0) expect(slice.from).toBe(slices[i - 1]?.to);
          if (i > 0) expect([slice.counted, slice.why.zh]).not.toEqual([slices[i - 1]?.counted, slices[i - 1]?.why.zh]);
          for (let at = slice.from; at < slice.to; at += minute)
            if (isWorked(one, at) !== slice.counted) expect.fail(`${draw.timeZone} ${at}`);
        });
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it("ends natural days at the same wall time, where there is one", () => {
    const draws = fc.record({
      zone: fc.constantFrom(...zones),
      turn: fc.constantFrom(...turns),
      start_min: fc.integer({ min: -9000, max: 3000 }),
    });
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 9 }), ({ zone, turn, start_min }, value) => {
        const from = Date.parse(turn) + start_min * minute;
        const due = dueAfter({ timeZone: zone, hours: [], days: new Map(), years: new Map() }, from, { value, unit: "nd" });
        const [day = "", time = ""] = shown(zone, from).split(" ");
        const wanted = `${new Date(Date.parse(day) + value * 86_400_000).toISOString().slice(0, 10)} ${time}`;
        const around = Array.from({ length: 241 }, (_, i) => from + value * 86_400_000 + (i - 120) * minute);
        const first = around.find((at) => shown(zone, at) === wanted);
        if (first !== undefined) expect(due).toBe(first);
        else expect(shown(zone, due) > wanted).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** The arithmetic a card shows of a deadline: every stretch of the clock, why it counts or not, and that it adds up. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Arithmetic } from "../../../server/contract/types.ts";
import type { LimitUnit, ProblemAct } from "../../../server/contract/vocabulary.ts";
import { arithmeticOf, dueOf } from "../../../server/life/due.ts";
import { bareEvent, type LogEvent } from "../../../server/life/fold.ts";
import type { Calendar } from "../../../server/life/workTime.ts";
import { chinese, cn, minute, shown } from "./calendars.ts";

let calendar: Calendar;
beforeAll(async () => {
  calendar = await chinese();
});

const event = (act: ProblemAct, at: string, more: Partial<LogEvent> = {}): LogEvent => ({ ...bareEvent, act, at: cn(at), ...more });
const by = (value: number, unit: LimitUnit) => ({ facts: { limit: { value, unit } } });
const until = (text: string) => ({ deadline: cn(text) });
const local = (at: number | null): string | null => (at === null ? null : shown("Asia/Shanghai", at));
/** "from–to minutes why" of each part. */
const told = ({ parts }: Arithmetic) =>
  parts.map(({ from, to, counted_min, why }) => `${local(Date.parse(from))} – ${local(Date.parse(to))} ${counted_min} ${why.zh}`);
const arithmetic = (...events: LogEvent[]) => arithmeticOf(events, calendar) as Arithmetic;

describe("the arithmetic of a card", () => {
  it("is none without a deadline", () => {
    expect(arithmeticOf([event("report", "2026-03-02 09:00")], calendar)).toBeNull();
  });

  it("names every stretch, a weekend as one, and adds up", () => {
    const sum = arithmetic(event("dispatch", "2026-03-06 15:00", by(1, "d")));
    expect(told(sum)).toEqual([
      "2026-03-06 15:00 – 2026-03-06 18:00 180 工作时间",
      "2026-03-06 18:00 – 2026-03-07 00:00 0 下班时间",
      "2026-03-07 00:00 – 2026-03-09 00:00 0 周末",
      "2026-03-09 00:00 – 2026-03-09 08:00 0 下班时间",
      "2026-03-09 08:00 – 2026-03-09 12:00 240 工作时间",
      "2026-03-09 12:00 – 2026-03-09 14:00 0 午休",
      "2026-03-09 14:00 – 2026-03-09 15:00 60 工作时间",
    ]);
    expect(sum).toMatchObject({
      ...{ from: "2026-03-06T07:00:00.000Z", due: "2026-03-09T07:00:00.000Z", limit: { value: 1, unit: "d" } },
      ...{ total_min: 480, needed_min: 480, setByHand: false, unofficialYears: [] },
    });
  });

  it("shows a suspension between what counted before and after", () => {
    const sum = arithmetic(
      event("dispatch", "2026-03-02 10:00", by(4, "h")),
      event("suspend", "2026-03-02 11:00"),
      event("resume", "2026-03-20 16:00"),
    );
    expect(told(sum)).toEqual([
      "2026-03-02 10:00 – 2026-03-02 11:00 60 工作时间",
      "2026-03-02 11:00 – 2026-03-20 16:00 0 挂账中",
      "2026-03-20 16:00 – 2026-03-20 18:00 120 工作时间",
      "2026-03-20 18:00 – 2026-03-21 00:00 0 下班时间",
      "2026-03-21 00:00 – 2026-03-23 00:00 0 周末",
      "2026-03-23 00:00 – 2026-03-23 08:00 0 下班时间",
      "2026-03-23 08:00 – 2026-03-23 09:00 60 工作时间",
    ]);
    expect([sum.total_min, sum.needed_min]).toEqual([240, 240]);
  });

  it("runs an extension on from the limit as one stretch", () => {
    const sum = arithmetic(event("dispatch", "2026-03-02 08:00", by(1, "h")), event("extend", "2026-03-02 08:30", by(2, "h")));
    expect(told(sum)).toEqual(["2026-03-02 08:00 – 2026-03-02 11:00 180 工作时间"]);
    expect([sum.total_min, sum.needed_min, sum.limit?.value]).toEqual([180, 180, 1]);
  });

  it("counts urgent hours and natural days throughout", () => {
    const urgent = arithmetic(event("dispatch", "2026-03-07 23:00", by(2, "eh")));
    expect(told(urgent)).toEqual(["2026-03-07 23:00 – 2026-03-08 01:00 120 连续计时"]);
    expect(arithmetic(event("dispatch", "2026-02-14 09:00", by(7, "nd")))).toMatchObject({ total_min: 10_080, needed_min: 10_080 });
  });

  it("says that a deadline overdue before its suspension was moved", () => {
    const sum = arithmetic(
      event("dispatch", "2026-03-02 10:00", by(2, "h")),
      event("suspend", "2026-03-02 15:00"),
      event("resume", "2026-03-03 15:00"),
    );
    expect(told(sum)).toEqual(["2026-03-02 10:00 – 2026-03-02 12:00 120 工作时间", "2026-03-02 12:00 – 2026-03-03 12:00 0 因挂账顺延"]);
    expect([sum.total_min, sum.needed_min]).toEqual([120, 120]);
  });

  it("has nothing to add up of a deadline set by hand", () => {
    for (const events of [
      [event("dispatch", "2026-03-02 10:00", until("2026-03-05 12:00"))],
      [event("import", "2026-03-02 10:00", { state: "handling", ...until("2026-03-05 12:00") })],
      [event("dispatch", "2026-03-02 10:00", by(1, "d")), event("extend", "2026-03-02 10:00", until("2026-03-05 12:00"))],
    ])
      expect(arithmetic(...events)).toMatchObject({
        ...{ due: "2026-03-05T04:00:00.000Z", setByHand: true, limit: null, parts: [], total_min: 0, needed_min: 0, unofficialYears: [] },
      });
  });

  it("names the years that are not official: provisional ones and those nobody set down", () => {
    const years = (from: string, value: number, unit: LimitUnit) => arithmetic(event("dispatch", from, by(value, unit))).unofficialYears;
    expect(years("2026-12-31 16:00", 1, "d")).toEqual([2027]);
    expect(years("2027-12-30 16:00", 5, "d")).toEqual([2027, 2028]);
    expect(years("2026-12-31 16:00", 30, "nd")).toEqual([]);
    expect(years("2026-12-31 08:00", 1, "d")).toEqual([]);
  });

  it("always adds up, without a gap, to the deadline", () => {
    const draws = fc.record({
      start_min: fc.integer({ min: 0, max: 400 * 1440 }),
      value: fc.integer({ min: 1, max: 12 }),
      unit: fc.constantFrom<LimitUnit>("eh", "h", "d", "nd"),
      waits: fc.array(fc.tuple(fc.constantFrom<ProblemAct>("suspend", "resume", "extend"), fc.integer({ min: 1, max: 5000 })), {
        maxLength: 6,
      }),
    });
    fc.assert(
      fc.property(draws, ({ start_min, value, unit, waits }) => {
        let at = cn("2025-09-01 00:00") + start_min * minute;
        const events: LogEvent[] = [{ ...bareEvent, act: "dispatch", at, ...by(value, unit) }];
        for (const [act, wait] of waits) {
          at += wait * minute;
          events.push({ ...bareEvent, act, at, ...(act === "extend" ? by(value, unit) : {}) });
        }
        const sum = arithmetic(...events);
        expect(sum.total_min).toBe(sum.needed_min);
        expect(Date.parse(sum.due as string)).toBe(dueOf(events, calendar));
        const ends = [sum.from, ...sum.parts.map(({ to }) => to)];
        expect(sum.parts.map(({ from }) => from)).toEqual(ends.slice(0, -1));
        expect(ends.at(-1)).toBe(sum.due);
        for (const { from, to } of sum.parts) expect(Date.parse(to)).toBeGreaterThan(Date.parse(from));
      }),
      { numRuns: 300 },
    );
  });
});

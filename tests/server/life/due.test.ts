/** The deadline of a log: what starts the clock, stops it, adds to it. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { LimitUnit, ProblemAct } from "../../../server/contract/vocabulary.ts";
import { dueOf, standing } from "../../../server/life/due.ts";
import { bareEvent, foldLog, type LogEvent } from "../../../server/life/fold.ts";
import type { Calendar } from "../../../server/life/workTime.ts";
import { chinese, cn, hour, isWorked, minute, shown, walked } from "./calendars.ts";

let calendar: Calendar;
beforeAll(async () => {
  calendar = await chinese();
});

const event = (act: ProblemAct, at: string, more: Partial<LogEvent> = {}): LogEvent => ({ ...bareEvent, act, at: cn(at), ...more });
const by = (value: number, unit: LimitUnit) => ({ facts: { limit: { value, unit } } });
const until = (text: string) => ({ deadline: cn(text) });
const local = (at: number | null): string | null => (at === null ? null : shown("Asia/Shanghai", at));
const due = (...events: LogEvent[]) => local(dueOf(events, calendar));

describe("what stands", () => {
  const acts = (...list: ProblemAct[]) => standing(list.map((act, i) => ({ ...bareEvent, act, at: i }))).map(({ act }) => act);
  it("is all without what was undone", () => {
    expect(acts("report", "file", "dispatch", "undo", "reject")).toEqual(["report", "file", "reject"]);
    expect(acts("report", "file", "dispatch", "undo", "undo")).toEqual(["report"]);
    expect(acts("report", "dispatch", "accept", "undo", "accept", "hand_back", "undo")).toEqual(["report", "dispatch", "accept"]);
    expect(acts()).toEqual([]);
  });

  it("is what the fold goes back to", () => {
    const list = fc.array(fc.constantFrom<ProblemAct>("file", "dispatch", "accept", "undo", "hand_back", "press"), { maxLength: 20 });
    fc.assert(
      fc.property(list, (rest) => {
        const events: LogEvent[] = [];
        // An undo needs something before it, as the rules have it.
        for (const act of rest) if (act !== "undo" || standing(events).length > 0) events.push({ ...bareEvent, act, at: events.length });
        const log = [{ ...bareEvent, act: "report" as const, at: -1 }, ...events];
        const undone = foldLog(log, 0, 24).at(-1);
        const stood = foldLog(standing(log), 0, 24).at(-1);
        expect({ ...undone, version: 0, lastAt: 0, before: null }).toEqual({ ...stood, version: 0, lastAt: 0, before: null });
      }),
    );
  });
});

describe("the deadline", () => {
  const dispatch = event("dispatch", "2026-03-02 10:00", by(1, "d"));
  it.each<readonly [string, LogEvent[], string | null]>([
    ["nobody sent it: none", [event("report", "2026-03-02 09:00"), event("file", "2026-03-02 09:30")], null],
    ["by its limit", [dispatch], "2026-03-03 10:00"],
    ["by hand", [event("dispatch", "2026-03-02 10:00", until("2026-03-05 12:34"))], "2026-03-05 12:34"],
    [
      "by its limit, whatever was stored with it",
      [event("dispatch", "2026-03-02 10:00", { ...by(1, "d"), ...until("2020-01-01 00:00") })],
      "2026-03-03 10:00",
    ],
    [
      "results of later acts are not new deadlines",
      [dispatch, event("accept", "2026-03-02 11:00", until("2026-03-09 00:00"))],
      "2026-03-03 10:00",
    ],
    ["nor is what was computed anew", [dispatch, event("redate", "2026-03-02 11:00", until("2026-03-09 00:00"))], "2026-03-03 10:00"],
    [
      "nor does it move one set by hand",
      [event("dispatch", "2026-03-02 10:00", until("2026-03-05 12:34")), event("redate", "2026-03-02 11:00", until("2026-03-09 00:00"))],
      "2026-03-05 12:34",
    ],
    [
      "the last dispatch counts",
      [dispatch, event("return", "2026-03-02 15:00"), event("dispatch", "2026-03-04 08:00", by(4, "h"))],
      "2026-03-04 12:00",
    ],
    [
      "by hand after a limit",
      [dispatch, event("return", "2026-03-02 15:00"), event("dispatch", "2026-03-04 08:00", until("2026-03-06 06:00"))],
      "2026-03-06 06:00",
    ],
    [
      "an undone dispatch leaves the one before",
      [dispatch, event("return", "2026-03-02 15:00"), event("dispatch", "2026-03-04 08:00", by(4, "h")), event("undo", "2026-03-04 08:01")],
      "2026-03-03 10:00",
    ],
    ["an undone only dispatch leaves none", [event("report", "2026-03-02 09:00"), dispatch, event("undo", "2026-03-02 10:01")], null],
  ])("%s", (_why, events, expected) => {
    expect(due(...events)).toBe(expected);
  });

  it.each<readonly [string, LogEvent[], string]>([
    // 10:00 + 1 d = 2 h and 4 h on the first day, 2 h on the second.
    ["stands while it stands", [event("suspend", "2026-03-02 15:00")], "2026-03-03 10:00"],
    // 3 h were used, 5 are left.
    ["an afternoon's rest", [event("suspend", "2026-03-02 15:00"), event("resume", "2026-03-09 08:00")], "2026-03-09 15:00"],
    ["resumed at night", [event("suspend", "2026-03-02 15:00"), event("resume", "2026-03-08 22:00")], "2026-03-09 15:00"],
    ["suspended at night", [event("suspend", "2026-03-02 23:00"), event("resume", "2026-03-06 17:00")], "2026-03-09 09:00"],
    ["suspended over lunch costs nothing", [event("suspend", "2026-03-02 12:10"), event("resume", "2026-03-02 13:50")], "2026-03-03 10:00"],
    [
      "suspended when it was overdue by two hours: overdue by two hours",
      [event("suspend", "2026-03-03 12:00"), event("resume", "2026-03-10 12:00")],
      "2026-03-10 10:00",
    ],
    ["a suspension taken back", [event("suspend", "2026-03-02 15:00"), event("undo", "2026-03-02 15:01")], "2026-03-03 10:00"],
    [
      "a resumption taken back",
      [event("suspend", "2026-03-02 15:00"), event("resume", "2026-03-09 08:00"), event("undo", "2026-03-09 08:01")],
      "2026-03-03 10:00",
    ],
    ["extended by a day", [event("extend", "2026-03-02 16:00", by(1, "d"))], "2026-03-04 10:00"],
    ["extended by natural days", [event("extend", "2026-03-02 16:00", by(3, "nd"))], "2026-03-06 10:00"],
    [
      "extended twice",
      [event("extend", "2026-03-02 16:00", by(1, "d")), event("extend", "2026-03-02 17:00", by(2, "h"))],
      "2026-03-04 12:00",
    ],
    ["extended to a time", [event("extend", "2026-03-02 16:00", until("2026-03-20 00:00"))], "2026-03-20 00:00"],
    [
      "extended to a time, then by a limit",
      [event("extend", "2026-03-02 16:00", until("2026-03-20 16:00")), event("extend", "2026-03-03 16:00", by(4, "h"))],
      "2026-03-23 10:00",
    ],
    // 3 h used; 5 h and the day are left: 8 to 12, 14 to 18 on the 9th, and 5 on the 10th.
    [
      "extended while it stands",
      [event("suspend", "2026-03-02 15:00"), event("extend", "2026-03-04 09:00", by(1, "d")), event("resume", "2026-03-09 08:00")],
      "2026-03-10 15:00",
    ],
    [
      "extended before it stands",
      [event("extend", "2026-03-02 11:00", by(1, "d")), event("suspend", "2026-03-02 15:00"), event("resume", "2026-03-09 08:00")],
      "2026-03-10 15:00",
    ],
    // The 5 h end on the 9th at 15:00, and a natural day later it is due.
    [
      "each part in its own unit",
      [event("extend", "2026-03-02 11:00", by(1, "nd")), event("suspend", "2026-03-02 15:00"), event("resume", "2026-03-09 08:00")],
      "2026-03-10 15:00",
    ],
    [
      "suspended in the extension alone",
      [event("extend", "2026-03-02 11:00", by(2, "d")), event("suspend", "2026-03-03 16:00"), event("resume", "2026-03-05 16:00")],
      "2026-03-09 10:00",
    ],
    [
      "set by hand while it stands, it moves by all of it from then on",
      [
        event("suspend", "2026-03-02 15:00"),
        event("extend", "2026-03-03 15:00", until("2026-03-06 15:00")),
        event("resume", "2026-03-04 15:00"),
      ],
      "2026-03-08 15:00",
    ],
  ])("by a limit: %s", (_why, events, expected) => {
    expect(due(dispatch, ...events)).toBe(expected);
  });

  it("of urgent hours and by hand moves by the time it stood, as the fold has it", () => {
    const rest = [event("suspend", "2026-03-02 11:00"), event("resume", "2026-03-09 08:00")];
    expect(due(event("dispatch", "2026-03-02 10:00", by(2, "eh")), ...rest)).toBe("2026-03-09 09:00");
    const hand = [event("dispatch", "2026-03-02 10:00", until("2026-03-02 12:00")), ...rest];
    expect(due(...hand)).toBe("2026-03-09 09:00");
    expect(dueOf(hand, calendar)).toBe(foldLog(hand, 0, 24).at(-1)?.deadlineAt);
  });

  it("spares Spring Festival, and does not know it when it is not set down", () => {
    const events = [
      event("dispatch", "2026-02-13 14:00", by(2, "d")),
      event("suspend", "2026-02-14 10:00"),
      event("resume", "2026-02-16 10:00"),
    ];
    // 4 h on Friday, 2 h on Saturday; 10 h are left.
    expect(due(...events)).toBe("2026-02-25 10:00");
    // Where that Saturday is free and the festival is not, 12 h are left: 6 on Monday, 6 on Tuesday.
    expect(local(dueOf(events, { ...calendar, days: new Map() }))).toBe("2026-02-17 16:00");
  });

  it("of an import is what it says, and nothing when it says nothing", () => {
    const imported = { state: "handling" as const, ...until("2026-03-05 12:00") };
    expect(due(event("import", "2026-03-02 10:00", imported))).toBe("2026-03-05 12:00");
    expect(due(dispatch, event("import", "2026-03-02 12:00", { state: "handling" }))).toBeNull();
    expect(due(dispatch, event("import", "2026-03-02 12:00", imported))).toBe("2026-03-05 12:00");
  });

  it("by hand agrees with the fold, whatever comes", () => {
    const acts = fc.array(
      fc.record({
        act: fc.constantFrom<ProblemAct>(
          "dispatch",
          "accept",
          "suspend",
          "resume",
          "extend",
          "hand_back",
          "rework",
          "return",
          "press",
          "import",
        ),
        wait_h: fc.integer({ min: 0, max: 200 }),
        given_h: fc.option(fc.integer({ min: 1, max: 300 })),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(acts, (list) => {
        let at = cn("2026-03-02 10:00");
        const events = list.map(({ act, wait_h, given_h }): LogEvent => {
          at += wait_h * hour;
          return {
            ...bareEvent,
            act,
            at,
            deadline: given_h === null ? null : at + given_h * hour,
            state: act === "import" ? "handling" : null,
          };
        });
        const log = [{ ...bareEvent, act: "report" as const, at: cn("2026-03-01 00:00") }, ...events];
        const folded = foldLog(log, 0, 24);
        expect(dueOf(log, calendar)).toBe(folded.at(-1)?.deadlineAt);
        // Read back from a database every event has the deadline that stood after it.
        const stored = log.map((one, i): LogEvent => ({ ...one, deadline: folded[i]?.deadlineAt ?? null }));
        expect(dueOf(stored, calendar)).toBe(folded.at(-1)?.deadlineAt);
      }),
      { numRuns: 300 },
    );
  });

  it("by a limit is where a walk minute by minute ends that does not count the suspension", () => {
    const draws = fc.record({
      start_min: fc.integer({ min: 0, max: 20 * 1440 }),
      limit_h: fc.integer({ min: 1, max: 60 }),
      extra_h: fc.integer({ min: 0, max: 20 }),
      wait_min: fc.integer({ min: 1, max: 12 * 1440 }),
      stood_min: fc.integer({ min: 1, max: 12 * 1440 }),
    });
    fc.assert(
      fc.property(draws, ({ start_min, limit_h, extra_h, wait_min, stood_min }) => {
        const at = cn("2026-02-02 00:00") + start_min * minute;
        const stop = at + wait_min * minute;
        const on = stop + stood_min * minute;
        const plain = (act: ProblemAct, when: number): LogEvent => ({ ...bareEvent, act, at: when });
        const limited = (act: ProblemAct, when: number, value: number): LogEvent => ({
          ...plain(act, when),
          facts: { limit: { value, unit: "h" } },
        });
        const extension = extra_h ? [limited("extend", at, extra_h)] : [];
        const start = [limited("dispatch", at, limit_h), ...extension];
        const standingStill = { ...calendar, days: new Map(calendar.days) };
        const before = walked(standingStill, at, (limit_h + extra_h) * 60) as number;
        expect(dueOf(start, calendar)).toBe(before);
        fc.pre(before > stop);
        let used = 0;
        for (let now = at; now < stop; now += minute) if (isWorked(calendar, now)) used++;
        const expected = walked(calendar, on, (limit_h + extra_h) * 60 - used);
        expect(dueOf([...start, plain("suspend", stop), plain("resume", on)], calendar)).toBe(expected);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

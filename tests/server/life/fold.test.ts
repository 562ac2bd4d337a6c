/** The fold: what each act does to a problem's row, and that any log at all has one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ProblemAct, problemActs } from "../../../server/contract/vocabulary.ts";
import { bareEvent, type Fold, foldLog, type LogEvent, nearlyDue, step } from "../../../server/life/fold.ts";
import { refusal } from "../../../server/life/rules.ts";

const hour = 3_600_000;
const event = (act: ProblemAct, at: number, more: Partial<LogEvent> = {}): LogEvent => ({ ...bareEvent, act, at, ...more });
const log = (...acts: (ProblemAct | LogEvent)[]) => acts.map((a, i) => (typeof a === "string" ? event(a, i * hour) : a));
const last = (...acts: (ProblemAct | LogEvent)[]) => foldLog(log(...acts), 0, 24).at(-1) as Fold;
const legal = (...acts: (ProblemAct | LogEvent)[]): string | null => {
  let fold: Fold | null = null;
  for (const e of log(...acts)) {
    const why = refusal(fold, e);
    if (why) return `${e.act}: ${why.en}`;
    fold = step(fold, e, 0, 24);
  }
  return null;
};

describe("the fold", () => {
  it("walks the whole way", () => {
    const way: ProblemAct[] = [
      "report",
      "verify",
      "file",
      "dispatch",
      "accept",
      "hand_back",
      "recheck",
      "rework",
      "accept",
      "hand_back",
      "recheck",
      "close",
    ];
    expect(legal(...way)).toBeNull();
    expect(last(...way)).toMatchObject({
      state: "closed",
      reworkCount: 1,
      version: 12,
      closedAt: 11 * hour,
      dispatchedAt: 3 * hour,
      handedBackAt: 9 * hour,
    });
  });

  it.each<[string, ProblemAct[], string]>([
    ["does not begin with a close", ["close"], "close: a log cannot begin"],
    ["does not close what nobody rechecked", ["report", "dispatch", "close"], "close: .*dispatched"],
    ["does nothing after the end", ["report", "reject", "dispatch"], "dispatch: .*rejected"],
    ["is reported once", ["report", "report"], "report: .*reported"],
    ["is suspended once", ["report", "dispatch", "accept", "suspend", "resume", "suspend"], "suspend: suspended once"],
  ])("%s", (_name, acts, why) => {
    expect(legal(...acts)).toMatch(new RegExp(why));
  });

  it("is extended twice, and only to a later deadline", () => {
    const d = (n: number) => event("extend", 2 * hour, { deadline: n * hour });
    const begun = [event("report", 0), event("dispatch", hour, { deadline: 10 * hour })];
    expect(legal(...begun, d(11), d(12))).toBeNull();
    expect(legal(...begun, d(11), d(12), d(13))).toMatch(/twice/);
    expect(legal(...begun, d(9))).toMatch(/later/);
  });

  it("does not go back in time", () => {
    expect(legal(event("report", 5), event("verify", 4))).toMatch(/earlier/);
  });

  it("stops the clock while suspended", () => {
    const begun = [
      event("report", 0),
      event("dispatch", 0, { deadline: 10 * hour }),
      event("suspend", 2 * hour),
      event("resume", 7 * hour),
    ];
    expect(last(...begun)).toMatchObject({ state: "handling", deadlineAt: 15 * hour, suspendedAt: null });
  });

  it("is nearly due in the last quarter, at most 24 hours before", () => {
    expect(nearlyDue(8 * hour, 0, 24)).toBe(6 * hour);
    expect(nearlyDue(1000 * hour, 0, 24)).toBe(976 * hour);
    expect(nearlyDue(0, 5 * hour, 24)).toBe(0);
    expect(nearlyDue(null, 0, 24)).toBeNull();
  });

  it("has one state for every log, legal or not, and never breaks", () => {
    const acts = fc.array(fc.constantFrom(...(Object.keys(problemActs) as ProblemAct[])), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(acts, (list) => {
        const folds = foldLog(log(...list), 0, 24);
        return folds.every((f, i) => f.version === i + 1 && (f.closedAt !== null) === (f.state === "closed" || f.state === "rejected"));
      }),
    );
  });
});

/** A log from the dispatch on, an hour apart: due at 10. */
const sent = (...acts: (ProblemAct | LogEvent)[]) => {
  const begun = [event("report", 0), event("dispatch", hour, { unitId: 7, person: "经办甲", personId: 70, deadline: 10 * hour })];
  return foldLog([...begun, ...acts.map((a, i) => (typeof a === "string" ? event(a, (i + 2) * hour) : a))], 0, 24).at(-1) as Fold;
};

describe("what a problem's row says of its course", () => {
  it.each<[string, Fold, boolean | null]>([
    ["handed back in time", sent(event("hand_back", 10 * hour)), false],
    ["handed back a moment late", sent(event("hand_back", 10 * hour + 1)), true],
    [
      "handed back late, and written off",
      sent(event("hand_back", 11 * hour), event("recheck", 12 * hour), event("close", 13 * hour)),
      true,
    ],
    [
      "late, sent back, then in time by a new deadline",
      sent(event("hand_back", 11 * hour), event("rework", 12 * hour, { deadline: 20 * hour }), event("hand_back", 19 * hour)),
      false,
    ],
    ["written off without a hand-back, late", sent(event("close", 11 * hour)), true],
    ["rejected after the deadline: nobody mended it", sent(event("reject", 11 * hour)), null],
    ["not yet", sent("accept"), null],
    ["no deadline", last(event("report", 0), event("hand_back", 5)), null],
  ])("late: %s", (_name, fold, late) => {
    expect(fold.late).toBe(late);
  });

  it("counts who else saw it, and is else what it was; an undo takes back the act before", () => {
    const seen = (actorId: number | null, at: number) => event("me_too", at * hour, { actorId });
    const without = sent("accept");
    const fold = sent("accept", seen(7, 3), seen(null, 4));
    expect(fold).toEqual({ ...without, meToo: 2, alsoFoundBy: [7], version: without.version + 2, lastAt: 4 * hour });
    const back = sent("accept", seen(7, 3), event("undo", 5 * hour), seen(8, 6));
    expect(back).toEqual({ ...sent(), meToo: 2, alsoFoundBy: [7, 8], version: sent().version + 4, lastAt: 6 * hour });
  });

  it("counts presses, returns, extensions and suspensions, each act once", () => {
    const extend = event("extend", 3 * hour, { deadline: 12 * hour });
    expect(sent("press", "press", extend, "suspend", "resume", "return")).toMatchObject({
      ...{ presses: 2, extensions: 1, suspensions: 1, returns: 1, reworkCount: 0, version: 8 },
      state: "returned",
    });
  });

  it("knows since when and until when it is suspended, and forgets both", () => {
    const suspended = sent(event("suspend", 4 * hour, { until: 90 * hour }), "press");
    expect(suspended).toMatchObject({ state: "suspended", suspendedAt: 4 * hour, suspendedUntil: 90 * hour });
    expect(sent(event("suspend", 4 * hour, { until: 90 * hour }), event("resume", 6 * hour))).toMatchObject({
      ...{ suspendedAt: null, suspendedUntil: null, deadlineAt: 12 * hour },
    });
  });

  it("keeps what the dispatch said, until another dispatch says otherwise", () => {
    const limit = { value: 2, unit: "d" } as const;
    const first = event("dispatch", 2 * hour, {
      unitId: 3,
      person: "甲",
      personId: 1,
      facts: { limit, coop: 9, area: 3, trade: 9, lead: "area" },
    });
    expect(sent(first, "accept")).toMatchObject({ limit, coopUnitId: 9, areaUnitId: 3, tradeUnitId: 9, lead: "area", personId: 1 });
    const again = sent(first, "return", event("dispatch", 5 * hour, { unitId: 4, person: "乙" }));
    // A person without an id is not the one before with theirs.
    expect(again).toMatchObject({ limit: null, coopUnitId: null, tradeUnitId: null, lead: null, unitId: 4, person: "乙", personId: null });
  });

  it("an extension by hand leaves the limit behind, one by a limit does not", () => {
    const limit = { value: 2, unit: "d" } as const;
    const first = event("dispatch", 2 * hour, { facts: { limit } });
    const later = { deadline: 99 * hour };
    expect(sent(first, event("extend", 4 * hour, later)).limit).toBeNull();
    expect(sent(first, event("extend", 4 * hour, { ...later, facts: { limit: { value: 1, unit: "d" } } })).limit).toEqual(limit);
  });

  it.each<[ProblemAct[], string]>([
    [[], "none"],
    [["appeal"], "pending"],
    [["appeal", "uphold"], "upheld"],
    [["appeal", "dismiss", "accept"], "dismissed"],
  ])("an appeal keeps the fact: %j → %s", (acts, appeal) => {
    expect(sent(...acts)).toMatchObject({ appeal, deadlineAt: 10 * hour });
  });

  it("an undo is the row before the act, but for its version and its time; and another goes one further back", () => {
    const before = sent("accept");
    const { version, lastAt, ...rest } = sent("accept", "hand_back", "undo");
    expect({ ...rest, version: before.version, lastAt: before.lastAt }).toEqual(before);
    expect([version, lastAt]).toEqual([before.version + 2, 4 * hour]);
    expect(sent("accept", "hand_back", "undo", "undo")).toMatchObject({ state: "dispatched", handedBackAt: null, version: 6 });
  });

  it("an undone report is not there to be undone: the beginning stays", () => {
    expect(legal("report", "undo")).toMatch(/cannot be undone|nothing to undo/);
    expect(legal("report", "verify", "undo")).toBeNull();
    expect(legal("report", "dispatch", "press", "undo")).toMatch(/"press" cannot be undone/);
  });

  it("knows everybody who handled it: by id where there is one", () => {
    const by = (act: ProblemAct, at: number, actor: string, actorId: number | null) => event(act, at * hour, { actor, actorId });
    const fold = sent(by("accept", 3, "甲", 1), by("hand_back", 4, "乙", null), by("rework", 5, "丙", 3), by("hand_back", 6, "甲", 1));
    expect(fold.handledBy).toEqual(["#1", "乙"]);
  });

  it("an import says all it knows of who and when, and nothing of what was counted", () => {
    const fold = sent("press", event("import", 5 * hour, { state: "handling" }));
    expect(fold).toMatchObject({ state: "handling", unitId: null, person: null, personId: null, deadlineAt: null, presses: 1 });
  });

  it("has the same row from what its events stood at as from what they said", () => {
    const acts = fc.array(
      fc.record({
        act: fc.constantFrom(...(Object.keys(problemActs) as ProblemAct[])),
        after: fc.nat(50),
        unit: fc.option(fc.integer({ min: 1, max: 3 })),
        person: fc.option(fc.constantFrom("甲", "乙")),
        personId: fc.option(fc.integer({ min: 1, max: 2 })),
        deadline: fc.option(fc.nat(400)),
        until: fc.option(fc.nat(400)),
        state: fc.option(fc.constantFrom("handling", "closed", "suspended") as fc.Arbitrary<"handling" | "closed" | "suspended">),
      }),
      { minLength: 1, maxLength: 25 },
    );
    fc.assert(
      fc.property(acts, (list) => {
        let at = 0;
        const said = list.map(({ act, after, unit, person, personId, deadline, until, state }): LogEvent => {
          at += after;
          const carried = { unitId: unit, person, personId: person === null ? null : personId, deadline };
          return event(act, at, { ...carried, until: act === "suspend" ? until : null, state: act === "import" ? state : null });
        });
        const folds = foldLog(said, 0, 24);
        const stored = said.map((one, i): LogEvent => {
          const f = folds[i] as Fold;
          const stands = { unitId: f.unitId, person: f.person, personId: f.personId, deadline: f.deadlineAt, until: f.suspendedUntil };
          return { ...one, ...stands, state: one.act === "import" ? f.state : null };
        });
        expect(foldLog(stored, 0, 24).at(-1)).toEqual(folds.at(-1));
      }),
      { numRuns: 1000 },
    );
  });
});

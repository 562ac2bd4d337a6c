import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ProblemAct, type ProblemState, problemActs } from "../../../server/contract/vocabulary.ts";
import { type Fold, foldLog, type LogEvent, nearlyDue, refusal, step } from "../../../server/import/fold.ts";
import { folded, planLog, type StoredEvent } from "../../../server/import/plan.ts";
import { type KnownTimes, synthesise } from "../../../server/import/synthesise.ts";

const hour = 3_600_000;
const event = (act: ProblemAct, at: number, more: Partial<LogEvent> = {}): LogEvent => ({
  act,
  at,
  actor: null,
  note: null,
  unitId: null,
  person: null,
  deadline: null,
  state: null,
  ...more,
});
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

const known = (more: Partial<KnownTimes>): KnownTimes => ({
  state: null,
  unitId: 3,
  person: null,
  foundAt: 0,
  dispatchedAt: null,
  deadlineAt: null,
  handedBackAt: null,
  closedAt: null,
  ...more,
});
const made = (more: Partial<KnownTimes>) => {
  const said: string[] = [];
  const events = synthesise(known(more), (field, _value, reason) => said.push(`${field}: ${reason.en}`));
  return { acts: events.map((e) => e.act).join(" "), fold: foldLog(events, 0, 24).at(-1) as Fold, said };
};

describe("a log made of columns", () => {
  it.each<[string, Partial<KnownTimes>, string, ProblemState]>([
    ["nothing known", {}, "report", "reported"],
    ["dispatched", { dispatchedAt: hour }, "report dispatch", "dispatched"],
    ["handling", { dispatchedAt: hour, state: "handling" }, "report dispatch import", "handling"],
    ["handed back", { dispatchedAt: hour, handedBackAt: 2 * hour }, "report dispatch hand_back", "handed_back"],
    ["closed", { dispatchedAt: hour, closedAt: 3 * hour }, "report dispatch close", "closed"],
    ["rejected", { closedAt: 3 * hour, state: "rejected" }, "report reject", "rejected"],
  ])("%s", (_name, more, acts, state) => {
    const { fold, said, ...rest } = made(more);
    expect(rest.acts).toBe(acts);
    expect(fold).toMatchObject({ state, unitId: 3 });
    expect(said).toEqual([]);
  });

  it("says what it drops, moves and takes", () => {
    expect(made({ state: "handling", closedAt: hour })).toMatchObject({
      fold: { state: "handling", closedAt: null },
      said: [expect.stringMatching(/^closedAt: .*dropped/)],
    });
    expect(made({ state: "closed", dispatchedAt: hour })).toMatchObject({
      fold: { state: "closed", closedAt: hour },
      said: [expect.stringMatching(/^closedAt: .*last known/)],
    });
    expect(made({ state: "closed", dispatchedAt: 5 * hour, closedAt: hour })).toMatchObject({
      fold: { closedAt: 5 * hour },
      said: [expect.stringMatching(/earlier/)],
    });
  });
});

describe("what is appended on another import", () => {
  const store = (list: ReturnType<typeof folded>): StoredEvent[] =>
    list.map(({ event: e, after: f }) => ({
      act: e.act,
      at: e.at,
      actor: e.actor,
      note: e.note,
      state: f.state,
      unitId: f.unitId,
      deadline: f.deadlineAt,
      closed: f.closedAt,
    }));
  const fileOf = (more: Partial<KnownTimes>) =>
    folded(
      synthesise(known(more), () => {}),
      0,
      24,
    );
  const open = fileOf({ dispatchedAt: hour, state: "handling" });
  const closed = fileOf({ dispatchedAt: hour, closedAt: 4 * hour, deadlineAt: 9 * hour });

  it("is nothing for the same file, and the rest for a longer one", () => {
    expect(planLog(store(open), open, true, 0, 24)).toEqual({ append: [], say: null });
    expect(planLog(store(open).slice(0, 1), open, true, 0, 24).append).toHaveLength(2);
  });

  it("is nothing when people went on since", () => {
    const gone = [
      ...store(open),
      { ...(store(open)[2] as StoredEvent), act: "hand_back", at: 3 * hour, state: "handed_back" } as StoredEvent,
    ];
    expect(planLog(gone, open, true, 0, 24)).toMatchObject({ append: [], say: { en: expect.stringMatching(/further/) } });
  });

  it("is one import event for changed columns, and then nothing more", () => {
    const plan = planLog(store(open), closed, true, 0, 24);
    expect(plan.append.map((a) => [a.event.act, a.after.state, a.after.closedAt, a.after.deadlineAt])).toEqual([
      ["import", "closed", 4 * hour, 9 * hour],
    ]);
    const after = [...store(open), ...store(plan.append as ReturnType<typeof folded>)];
    expect(planLog(after, closed, true, 0, 24).append).toEqual([]);
  });

  it("is nothing but a word when two logs differ", () => {
    expect(planLog(store(open), closed, false, 0, 24)).toMatchObject({
      append: [],
      say: { en: expect.stringMatching(/differ from event 2/) },
    });
  });
});

/** A log made of columns, and what is appended to a stored log on another import. */
import { describe, expect, it } from "vitest";
import type { ProblemState } from "../../../server/contract/vocabulary.ts";
import { type Folded, folded, type Ground, planLog, replay, type StoredEvent } from "../../../server/import/plan.ts";
import { type KnownTimes, synthesise } from "../../../server/import/synthesise.ts";
import { bareEvent, type Fold, foldLog, type LogEvent } from "../../../server/life/fold.ts";

const hour = 3_600_000;
const ground: Ground = { foundAt: 0, nearlyDueHours: 24, link: (event) => event };

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

const store = (list: readonly Folded[]): StoredEvent[] =>
  list.map(({ event: e, after: f }) => ({
    ...{ ...e, unitId: f.unitId, person: f.person, personId: f.personId, deadline: f.deadlineAt, until: f.suspendedUntil },
    ...{ state: e.act === "import" ? f.state : null, stateAfter: f.state, closedAfter: f.closedAt },
  }));
const fileOf = (more: Partial<KnownTimes>, by: Ground = ground) =>
  folded(
    synthesise(known(more), () => {}),
    by,
  );
/** Acts of the page on top of a log. */
const actedOn = (list: readonly Folded[], ...acts: LogEvent[]) => [...list, ...folded(acts, ground, (list.at(-1) as Folded).after)];
const act = (name: LogEvent["act"], at: number, more: Partial<LogEvent> = {}): LogEvent => ({
  ...bareEvent,
  act: name,
  at,
  actor: "甲",
  actorId: 5,
  ...more,
});

describe("what is appended on another import", () => {
  const open = fileOf({ dispatchedAt: hour, state: "handling" });
  const closed = fileOf({ dispatchedAt: hour, closedAt: 4 * hour, deadlineAt: 9 * hour });

  it("is nothing for the same file, and the rest for a longer one", () => {
    expect(planLog(store(open), open, true, ground)).toMatchObject({ append: [], say: null });
    const rest = planLog(store(open).slice(0, 1), open, true, ground);
    expect(rest.append.map((f) => f.event.act)).toEqual(["dispatch", "import"]);
    expect(rest.after).toEqual((open.at(-1) as Folded).after);
  });

  it("is nothing when people went on since, and the row is the fold of all they did", () => {
    const gone = actedOn(open, act("hand_back", 3 * hour), act("undo", 4 * hour), act("hand_back", 5 * hour), act("recheck", 6 * hour));
    const plan = planLog(store(gone), open, true, ground);
    expect(plan).toMatchObject({ append: [], say: { en: expect.stringMatching(/further/) } });
    expect(plan.after).toEqual((gone.at(-1) as Folded).after);
  });

  it("is one import event for changed columns, and then nothing more", () => {
    const plan = planLog(store(open), closed, true, ground);
    expect(plan.append.map((a) => [a.event.act, a.after.state, a.after.closedAt, a.after.deadlineAt])).toEqual([
      ["import", "closed", 4 * hour, 9 * hour],
    ]);
    const after = [...store(open), ...store(plan.append)];
    expect(planLog(after, closed, true, ground).append).toEqual([]);
  });

  it("is one import event on top of acts of the page, and keeps what they counted", () => {
    const pressed = actedOn(open, act("press", 3 * hour), act("appeal", 4 * hour));
    const plan = planLog(store(pressed), closed, true, ground);
    expect(plan.append.map((a) => [a.event.act, a.event.at])).toEqual([["import", 4 * hour]]);
    expect(plan.after).toMatchObject({ state: "closed", presses: 1, appeal: "pending", version: 6 });
    expect(planLog([...store(pressed), ...store(plan.append)], closed, true, ground).append).toEqual([]);
  });

  it("is one import event when the columns name another person", () => {
    const other = fileOf({ dispatchedAt: hour, state: "handling", person: "乙" });
    const plan = planLog(store(open), other, true, ground);
    expect(plan.append.map((a) => [a.event.act, a.after.person])).toEqual([["import", "乙"]]);
    expect(planLog([...store(open), ...store(plan.append)], other, true, ground).append).toEqual([]);
  });

  it("is nothing but a word when two logs differ", () => {
    expect(planLog(store(open), closed, false, ground)).toMatchObject({
      append: [],
      say: { en: expect.stringMatching(/differ from event 2/) },
    });
  });

  it("links new events to people, and leaves the old ones as they were linked", () => {
    const linking: Ground = { ...ground, link: (event) => (event.person === null ? event : { ...event, personId: 42 }) };
    const unlinked = fileOf({ dispatchedAt: hour, person: "甲" });
    expect(planLog(store(unlinked), fileOf({ dispatchedAt: hour, person: "甲" }, linking), true, linking)).toMatchObject({
      ...{ append: [], say: null, after: { personId: null } },
    });
    const grown = fileOf({ dispatchedAt: hour, person: "甲", state: "handling" }, linking);
    expect(planLog(store(unlinked), grown, true, linking).after).toMatchObject({ state: "handling", person: "甲", personId: 42 });
  });

  it("never breaks a replay: the stored log with what was appended folds to the plan's row", () => {
    const logs = [
      open,
      closed,
      actedOn(open, act("hand_back", 3 * hour)),
      actedOn(open, act("suspend", 3 * hour, { until: 90 * hour }), act("undo", 4 * hour)),
    ];
    for (const have of logs) {
      for (const file of [open, closed]) {
        const plan = planLog(store(have), file, true, ground);
        expect(replay([...store(have), ...store(plan.append)], ground)).toEqual(plan.after);
      }
    }
  });
});

/** What was done, taken back, done again, saved and met: no step is lost without a word, and undo of all gives the first bytes back. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  doStep,
  doWeights,
  goTo,
  type History,
  openHistory,
  pendingOf,
  redo,
  replayOn,
  savedAs,
  undo,
  unsaved,
} from "../../../client/planner/run/history.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { usualWeights } from "../../../server/contract/partition/balance.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { partitionText } from "../../../server/contract/partition/text.ts";
import { mostSteps } from "../../../server/contract/plan.ts";
import { at, cellId, gridOf } from "./grid.ts";

const word = { zh: "步", en: "step" };
const start = gridOf();
const rename = (zone: number, name: string): Step => ({ kind: "zoneChange", zone, to: { name } });
const move = (cell: number, to: number): Step => ({ kind: "assign", level: 2, pieces: [cell], to });
/** Cuts the lower left cell from its west side to its east side. */
const cut: Step = {
  kind: "cut",
  level: 3,
  zones: [cellId(0, 0)],
  line: [at(0, 0.5), at(1, 0.5)],
  names: ["新网格"],
};
function did(history: History, ...steps: Step[]): History {
  return steps.reduce((now, step) => {
    const outcome = doStep(now, step, word);
    if ("refused" in outcome) throw new Error(outcome.refused.why.en);
    return outcome.done;
  }, history);
}
const open = (partition = start) => openHistory(partition, usualWeights);
/** What the server would have after being told. */
function told(server: readonly Step[], history: History): { readonly log: readonly Step[]; readonly history: History } {
  const pending = pendingOf(history);
  if (!pending) return { log: server, history };
  const log = [...server.slice(0, server.length - pending.undo), ...pending.steps];
  return { log, history: savedAs(history, pending) };
}
function done(steps: readonly Step[], from = start): Partition {
  return steps.reduce((partition, step) => {
    const outcome = applyStep(partition, step);
    if ("refused" in outcome) throw new Error(outcome.refused.why.en);
    return outcome.done;
  }, from);
}

describe("undo and redo", () => {
  test("a refused step changes nothing and says why", () => {
    const outcome = doStep(open(), rename(999, "x"), word);
    expect("refused" in outcome && outcome.refused.code).toBe("noZone");
  });
  test("going back gives the very bytes, and a new step forgets what was taken back", () => {
    const one = did(open(), rename(10, "甲"), cut);
    expect(partitionText(undo(undo(one)).now.partition)).toBe(partitionText(start));
    expect(redo(redo(undo(undo(one)))).now).toBe(one.now);
    const other = did(undo(one), rename(10, "乙"));
    expect(other.future).toEqual([]);
    expect(goTo(one, 1).future).toHaveLength(1);
    expect(goTo(goTo(one, 0), 2).now).toBe(one.now);
  });
  test("weights are undone with the rest, and are no step for the server", () => {
    const weighed = doWeights(did(open(), rename(10, "甲")), { ...usualWeights, site: 9 }, word);
    expect(weighed.now.weights.site).toBe(9);
    expect(pendingOf(weighed)?.steps).toHaveLength(1);
    expect(undo(weighed).now.weights).toEqual(usualWeights);
  });
});

describe("what the server is told", () => {
  test("only what it does not have; nothing when it has all", () => {
    const one = did(open(), rename(10, "甲"));
    expect(pendingOf(one)).toMatchObject({ undo: 0, steps: [rename(10, "甲")], more: false });
    const saved = savedAs(one, pendingOf(one) ?? one);
    expect(pendingOf(saved)).toBeNull();
    expect(saved.stored).toBe(one.now.partition);
  });
  test("what it has and was taken back is taken back there, and what came instead is done", () => {
    const saved = told([], did(open(), rename(10, "甲"), rename(11, "乙")));
    const other = did(undo(saved.history), rename(11, "丙"));
    expect(pendingOf(other)).toMatchObject({ undo: 1, steps: [rename(11, "丙")] });
  });
  test("whatever is done, undone and saved in between: the server's log leads where the page is", () => {
    const acts = fc.array(fc.oneof(fc.nat(5), fc.constantFrom("undo", "redo", "save")), { maxLength: 60 });
    fc.assert(
      fc.property(acts, (list) => {
        let history = open();
        let log: readonly Step[] = [];
        for (const [i, act] of list.entries()) {
          if (act === "undo") history = undo(history);
          else if (act === "redo") history = redo(history);
          else if (act === "save") ({ log, history } = told(log, history));
          else history = did(history, rename(10 + (Number(act) % 2), `名${i}`));
        }
        ({ log, history } = told(log, history));
        expect(partitionText(done(log))).toBe(partitionText(history.now.partition));
        expect(partitionText(history.stored)).toBe(partitionText(history.now.partition));
        expect(pendingOf(history)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
  test("a hundred can be taken back; older ones are forgotten once they are saved, and never before", () => {
    const many = Array.from({ length: mostSteps + 20 }, (_, i) => rename(10, `名${i}`));
    const offline = did(open(), ...many);
    expect(offline.past).toHaveLength(many.length);
    const first = told([], offline);
    expect(first.log).toHaveLength(mostSteps);
    const second = told(first.log, first.history);
    expect(second.log).toEqual(many);
    expect(second.history.past).toHaveLength(mostSteps);
    expect(partitionText(done(second.log))).toBe(partitionText(second.history.now.partition));
  });
});

describe("somebody else's version", () => {
  test("one's own steps are done again after theirs", () => {
    const theirs = done([rename(11, "别人")]);
    const { history, lost } = replayOn(did(open(), rename(10, "我")), theirs);
    expect(lost).toEqual([]);
    expect(history.now.partition.zones.get(10)?.name).toBe("我");
    expect(history.now.partition.zones.get(11)?.name).toBe("别人");
    expect(history.stored).toBe(theirs);
    expect(pendingOf(history)).toMatchObject({ undo: 0, steps: [rename(10, "我")] });
  });
  test("those that cannot be are listed with their reason, and the rest goes on", () => {
    const theirs = done([{ kind: "merge", level: 2, zones: [10, 11] }]);
    const { history, lost } = replayOn(did(open(), rename(11, "我"), rename(10, "也是我")), theirs);
    expect(lost.map(({ refusal }) => refusal.code)).toEqual(["noZone"]);
    expect(history.now.partition.zones.get(10)?.name).toBe("也是我");
  });
  test("a zone that one made has another number there: what was done with it is done with it", () => {
    const own = did(open(), cut);
    const made = [...own.now.partition.zones.keys()].find((id) => id < 0) as number;
    const named = did(own, rename(made, "我的新网格"), move(made, 11));
    // They made one too, before ours came.
    const theirs = done([{ ...cut, zones: [cellId(3, 3)], line: [at(3, 3.5), at(4, 3.5)], names: ["他们的"] } as Step]);
    expect(theirs.zones.get(made)?.name).toBe("他们的");
    const { history, lost } = replayOn(named, theirs);
    expect(lost).toEqual([]);
    expect(history.now.partition.zones.get(made)?.name).toBe("他们的");
    const ours = [...history.now.partition.zones.values()].find(({ name }) => name === "我的新网格");
    expect(ours).toMatchObject({ parent: 11, level: 3 });
    expect(ours?.id).not.toBe(made);
  });
  test("faces that a cut made are found again as well", () => {
    const own = did(open(), cut);
    const face = [...own.now.partition.faces].find(([id, zone]) => !start.faces.has(id) && zone !== null)?.[0] as number;
    const painted = did(own, { kind: "assign", level: 3, pieces: [face], to: cellId(1, 0) });
    const theirs = done([{ ...cut, zones: [cellId(3, 3)], line: [at(3, 3.5), at(4, 3.5)], names: ["他们的"] } as Step]);
    const { history, lost } = replayOn(painted, theirs);
    expect(lost).toEqual([]);
    const fresh = [...history.now.partition.faces].filter(([, zone]) => zone === cellId(1, 0));
    expect(fresh).toHaveLength(2);
    expect(history.now.partition.faces.get(face)).not.toBe(cellId(1, 0));
  });
  test("what was not made there is not taken for what has its number", () => {
    const own = did(open(), cut);
    const made = [...own.now.partition.zones.keys()].find((id) => id < 0) as number;
    const named = did(own, rename(made, "我的"), move(made, 11));
    // They made one with that number, and ours can no longer be made.
    const theirs = done([
      { ...cut, zones: [cellId(3, 3)], line: [at(3, 3.5), at(4, 3.5)], names: ["他们的"] } as Step,
      { kind: "lock", zones: [cellId(0, 0)], locked: true },
    ]);
    const { history, lost, others } = replayOn(named, theirs);
    expect(lost.map(({ refusal }) => refusal.code)).toEqual(["locked", "noZone", "noZone"]);
    expect(history.now.partition).toBe(theirs);
    expect(theirs.zones.has(others.zones.get(made) ?? made)).toBe(false);
  });
  test("what the server has of ours is not done twice; what waits is kept for a browser that is closed", () => {
    const saved = told([], did(open(), rename(10, "存了"))).history;
    const both = did(saved, rename(11, "没存"));
    expect(unsaved(both)).toEqual([{ step: rename(11, "没存"), name: word, made: { zones: [], faces: [] } }]);
    const { history } = replayOn(both, done([rename(10, "存了"), rename(1, "他们的")]));
    expect(history.past).toHaveLength(1);
  });
});

/** A problem's whole story, told over HTTP by the people in it; at every step the state, the clock, the offers and the statistics are as worked out by hand. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Performance, ProblemDetail, ProblemList } from "../../../server/contract/types.ts";
import type { ProblemAct } from "../../../server/contract/vocabulary.ts";
import { databases } from "../../support/databases.ts";
import { body, loadPrecinct, march, Precinct, people, setClock, units, type Who } from "./precinct.ts";

const at = (text: string) => new Date(march(text)).toISOString();
const note = { reason: "先派城管局试办" };

describe.each(databases())("the life of a problem on $name", ({ fresh }) => {
  let precinct: Precinct;
  let problem: ProblemDetail;
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
    return async () => {
      await precinct.app.close();
      await db.close();
    };
  });

  /** What a person is offered that they may do now, beside saying that they saw it too. */
  const offered = async (who: Who): Promise<ProblemAct[]> =>
    (await precinct.read(problem.id, who)).acts.map((offer) => (offer.allowed ? offer.act : "me_too")).filter((act) => act !== "me_too");
  /** The statuses under which the problem is listed. */
  const listed = async (...statuses: string[]): Promise<string[]> => {
    const found = await Promise.all(
      statuses.map(async (status) => body<ProblemList>(await precinct.get("dispatcher", `/api/problems?status=${status}`)).total),
    );
    return statuses.filter((_, i) => found[i] === 1);
  };
  const figures = async () => body<Performance>(await precinct.get("leader", "/api/problems/performance")).all;
  const minute = (text: string) => setClock(precinct.db, march(text));

  it("an inspector reports what they saw", async () => {
    problem = await precinct.report({ description: "三只垃圾桶满溢", place: "西街 12 号", site: 501 });
    expect(problem).toMatchObject({ state: "reported", status: "undispatched", category: "0103", deadline: null, version: 1, unit: null });
    expect(problem.zones.map((zone) => zone.id)).toEqual([101, 201, 301]);
    expect(problem.history.map((event) => [event.act, event.actor, event.noPhoto])).toEqual([["report", "inspector", "无法拍照"]]);
    expect(await offered("dispatcher")).toEqual(["verify", "file", "reject", "dispatch"]);
    expect(await offered("secondInspector")).toEqual(["verify", "fix_on_spot"]);
    expect(await figures()).toMatchObject({ total: 1, open: 1, overdue: 0, closed: 0, counted: 0 });
  });

  it("a dispatcher files it and sends it to the bureau, overruling the book with a reason", async () => {
    await minute("02T09:40");
    problem = await precinct.act("dispatcher", "file", problem);
    expect(problem).toMatchObject({ state: "filed", version: 2 });
    await minute("02T10:00");
    problem = await precinct.act("dispatcher", "dispatch", problem, { unit: units.bureau, person: people.bureauHandler.id, ...note });
    // 10–12 and 14–16: four work hours.
    expect(problem).toMatchObject({ state: "dispatched", status: "handling", unit: units.bureau, person: "bureauHandler", version: 3 });
    expect(problem).toMatchObject({ areaUnit: units.west, tradeUnit: null, lead: "area", limit: { value: 4, unit: "h" } });
    expect(near(problem.deadline, at("02T16:00"))).toBe(true);
    expect(problem.history.at(-1)).toMatchObject({ act: "dispatch", overruled: note.reason });
    expect(await offered("bureauHandler")).toEqual(["accept", "return", "hand_back", "appeal"]);
    expect(await offered("dispatcher")).toEqual(["suspend", "extend", "press", "undo"]);
    expect(await offered("leader")).toEqual(["supervise", "press"]);
    expect((await precinct.get("westHandler", `/api/problems/${problem.id}`)).statusCode).toBe(403);
  });

  it("the bureau returns it: not theirs", async () => {
    await minute("02T10:30");
    problem = await precinct.act("bureauHandler", "return", problem, { note: "属地问题，非我局职责" });
    expect(problem).toMatchObject({ state: "returned", status: "undispatched", returns: 1 });
    expect(problem.history.at(-1)).toMatchObject({ act: "return", note: "属地问题，非我局职责", actor: "bureauHandler" });
    expect(await listed("overdue", "nearly_due")).toEqual([]);
    expect(await figures()).toMatchObject({ total: 1, open: 1, returned: 1 });
  });

  it("it is sent again, to the street, with a clock of its own", async () => {
    await minute("02T11:00");
    problem = await precinct.act("dispatcher", "dispatch", problem, { unit: units.west, person: people.westHandler.id, reason: undefined });
    expect(problem).toMatchObject({
      state: "dispatched",
      unit: units.west,
      person: "westHandler",
      personId: people.westHandler.id,
      returns: 1,
    });
    // 11–12 and 14–17; the last quarter of those six hours on the wall is nearly due.
    expect(near(problem.deadline, at("02T17:00"))).toBe(true);
    expect(near(problem.nearlyDue, at("02T15:30"))).toBe(true);
    expect(problem.history.at(-1)?.overruled).toBeNull();
    const counted = problem.arithmetic?.parts.filter((part) => part.counted_min > 0) ?? [];
    expect(counted.map((part) => Math.round(part.counted_min))).toEqual([60, 180]);
    expect(problem.arithmetic).toMatchObject({ needed_min: 240, setByHand: false, unofficialYears: [] });
    await minute("02T11:30");
    problem = await precinct.act("westHandler", "accept", problem);
    expect(problem).toMatchObject({ state: "handling", status: "handling" });
    expect(await offered("westHandler")).toEqual(["return", "hand_back", "appeal", "undo"]);
  });

  it("time goes by: nearly due, then overdue, by the clock alone", async () => {
    const { version } = problem;
    expect(await listed("overdue", "nearly_due", "open")).toEqual(["open"]);
    await minute("02T15:45");
    expect(await listed("overdue", "nearly_due", "open")).toEqual(["nearly_due", "open"]);
    await minute("02T17:05");
    expect(await listed("overdue", "nearly_due", "open")).toEqual(["overdue", "open"]);
    expect(await precinct.read(problem.id)).toMatchObject({ status: "overdue", version, late: null });
    expect(await figures()).toMatchObject({ open: 1, overdue: 1, nearlyDue: 0 });
  });

  it("it is mended late, and that is written down", async () => {
    await minute("02T17:30");
    problem = await precinct.act("westHandler", "hand_back", problem, { note: "已清运", place: { lon: 119.0101, lat: 33.5101 } });
    expect(problem).toMatchObject({ state: "handed_back", status: "recheck", late: true });
    expect(problem.history.at(-1)).toMatchObject({ act: "hand_back", lon: 119.0101, lat: 33.5101, noPhoto: "相机故障" });
    expect(await figures()).toMatchObject({ open: 1, overdue: 0 });
    expect(await offered("secondInspector")).toEqual(["recheck", "rework", "close"]);
    expect(await offered("westHandler")).toEqual(["appeal", "undo"]);
  });

  it("a second inspector rejects the repair: it goes back, overdue as it is", async () => {
    await minute("03T09:00");
    problem = await precinct.act("secondInspector", "recheck", problem);
    problem = await precinct.act("secondInspector", "rework", problem, { note: "桶后仍有垃圾" });
    expect(problem).toMatchObject({ state: "rework", status: "overdue", reworkCount: 1 });
    expect(near(problem.deadline, at("02T17:00"))).toBe(true);
    await minute("03T09:30");
    problem = await precinct.act("westHandler", "accept", problem);
    problem = await precinct.act("westHandler", "hand_back", problem);
    expect(problem).toMatchObject({ state: "handed_back", late: true });
  });

  it("it passes and is written off; the statistics say late, reworked and returned", async () => {
    await minute("03T10:30");
    problem = await precinct.act("secondInspector", "recheck", problem);
    problem = await precinct.act("secondInspector", "close", problem);
    expect(problem).toMatchObject({ state: "closed", status: "closed", late: true, version: 13, reworkCount: 1 });
    expect(near(problem.closed, at("03T10:30"))).toBe(true);
    expect(problem.history.map((event) => event.act)).toEqual([
      ...["report", "file", "dispatch", "return", "dispatch", "accept", "hand_back"],
      ...["recheck", "rework", "accept", "hand_back", "recheck", "close"],
    ]);
    const all = {
      total: 1,
      open: 0,
      overdue: 0,
      nearlyDue: 0,
      closed: 1,
      counted: 1,
      onTime: 0,
      judged: 1,
      reworked: 1,
      returned: 1,
      exempt: 0,
    };
    expect(await figures()).toEqual(all);
    expect(await offered("dispatcher")).toEqual([]);
    expect(await offered("westHandler")).toEqual(["appeal"]);
  });
});

/** A deadline counted from an act some moments after the minute it is said to be. */
const near = (time: string | null, expected: string): boolean => {
  const late = time === null ? Number.NaN : Date.parse(time) - Date.parse(expected);
  return late >= 0 && late < 60_000;
};

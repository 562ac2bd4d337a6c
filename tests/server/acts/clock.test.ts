/** What acts do to a deadline: suspended once, extended twice, taken back, appealed; each moment worked out by hand from 08–12 and 14–18 on weekdays. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Performance, ProblemDetail, ProblemList } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { body, loadPrecinct, march, Precinct, people, setClock, units } from "./precinct.ts";

/** Seconds between a time and a moment of March; acts take some. */
const off_s = (time: string | null | undefined, moment: string): number => (Date.parse(time ?? "") - march(moment)) / 1000;
const expectAt = (time: string | null | undefined, moment: string): void => {
  expect(off_s(time, moment), `${time} for ${moment}`).toBeGreaterThanOrEqual(-1);
  expect(off_s(time, moment), `${time} for ${moment}`).toBeLessThan(60);
};

describe.each(databases())("deadlines on $name", ({ fresh }) => {
  let precinct: Precinct;
  let problem: ProblemDetail;
  const minute = (text: string) => setClock(precinct.db, march(text));
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });
  beforeEach(async () => {
    // Monday 10:00, four work hours: until 16:00.
    await minute("02T10:00");
    problem = await precinct.bring("dispatched");
    expectAt(problem.deadline, "02T16:00");
  });

  it("a suspension stops the clock; what was left of the limit is left when it resumes", async () => {
    await minute("02T11:00");
    problem = await precinct.act("dispatcher", "suspend", problem, { until: "2026-03-10T00:00:00+08:00" });
    expect(problem).toMatchObject({ state: "suspended", suspensions: 1, suspendedUntil: "2026-03-09T16:00:00.000Z" });
    await minute("02T20:00");
    expect(await precinct.read(problem.id)).toMatchObject({ status: "handling" });
    await minute("03T14:30");
    problem = await precinct.act("westHandler", "resume", problem);
    // Three hours are left: Tuesday 14:30–17:30.
    expect(problem).toMatchObject({ state: "handling", suspendedUntil: null });
    expectAt(problem.deadline, "03T17:30");
    const counted = problem.arithmetic?.parts.reduce((sum, part) => sum + part.counted_min, 0) ?? 0;
    expect(Math.abs(counted - 240)).toBeLessThan(1.5);
    const again = await precinct.attempt("dispatcher", "suspend", problem);
    expect([again.statusCode, again.json().now.state]).toEqual([409, "handling"]);
  });

  it("a suspension is for a year at most, and ends later than now", async () => {
    await minute("02T11:00");
    const until = async (time: string) => precinct.attempt("dispatcher", "suspend", problem, { until: time });
    for (const time of ["2026-03-02T10:59:00+08:00", "2027-03-02T11:10:00+08:00", "9999-12-31T00:00:00Z", "0000-01-01T00:00:00Z"]) {
      const reply = await until(time);
      expect([time, reply.statusCode, reply.json().parameter]).toEqual([time, 400, "until"]);
    }
    expect((await until("2027-03-02T10:59:00+08:00")).statusCode).toBe(200);
  });

  it("an extension counts on by the calendar, twice at most, and the limit is then no longer what the deadline came from alone", async () => {
    problem = await precinct.act("dispatcher", "extend", problem, { limit: { value: 1, unit: "d" } });
    // Eight work hours after Monday 16:00: two on Monday, six on Tuesday.
    expectAt(problem.deadline, "03T16:00");
    expect(problem).toMatchObject({ state: "dispatched", extensions: 1 });
    problem = await precinct.act("dispatcher", "extend", problem, { limit: { value: 3, unit: "eh" } });
    expectAt(problem.deadline, "03T19:00");
    const third = await precinct.attempt("dispatcher", "extend", problem);
    expect([third.statusCode, third.json().detail]).toEqual([409, expect.stringContaining("twice")]);
    expectAt((await precinct.read(problem.id)).deadline, "03T19:00");
  });

  it("an extension to a time by hand is later than the deadline and than now", async () => {
    const to = async (deadline: string) => precinct.attempt("dispatcher", "extend", problem, { limit: undefined, deadline });
    for (const deadline of ["2026-03-02T15:59:00+08:00", "2037-03-10T00:00:00+08:00"])
      expect((await to(deadline)).json().parameter).toBe("deadline");
    await minute("05T10:00");
    expect((await to("2026-03-05T09:00:00+08:00")).json().parameter).toBe("deadline");
    const reply = await to("2026-03-06T18:00:00+08:00");
    expect(body<ProblemDetail>(reply)).toMatchObject({
      deadline: "2026-03-06T10:00:00.000Z",
      extensions: 1,
      arithmetic: { setByHand: true },
    });
  });

  it.each([
    ["neither", {}, "limit"],
    ["both", { limit: { value: 1, unit: "d" }, deadline: "2026-03-09T18:00:00+08:00" }, "deadline"],
    ["no unit", { limit: { value: 1 } }, "limit.unit"],
    ["an unknown unit", { limit: { value: 1, unit: "weeks" } }, "limit.unit"],
    ["no value", { limit: { unit: "d" } }, "limit.value"],
    ["nothing more", { limit: { value: 0, unit: "d" } }, "limit.value"],
    ["more than ten years", { limit: { value: 10_000, unit: "d" } }, "limit"],
    ["a time without its offset", { deadline: "2026-03-09T18:00:00" }, "deadline"],
  ])("an extension with %s is refused", async (_what, said, parameter) => {
    const reply = await precinct.attempt("dispatcher", "extend", problem, { limit: undefined, ...said });
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, parameter]);
  });

  it("a suspended problem can be extended; the rest runs when it resumes", async () => {
    await minute("02T11:00");
    await precinct.act("dispatcher", "suspend", problem);
    await precinct.act("dispatcher", "extend", problem, { limit: { value: 2, unit: "h" } });
    await minute("04T08:00");
    problem = await precinct.act("dispatcher", "resume", problem);
    // One of six hours is used: Wednesday 08–12 and 14–15.
    expectAt(problem.deadline, "04T15:00");
  });

  it("one's own last act is undone within minutes, and everything is as before", async () => {
    const before = await precinct.read(problem.id);
    await precinct.act("dispatcher", "extend", problem);
    const undone = await precinct.act("dispatcher", "undo", problem, { note: "误操作" });
    const moved = { version: before.version + 2, history: undone.history, acts: undone.acts, clock: undone.clock };
    expect(undone).toEqual({ ...before, ...moved });
    expect(undone.history.map((event) => [event.act, event.undone])).toEqual([
      ["report", false],
      ["dispatch", false],
      ["extend", true],
      ["undo", false],
    ]);
    // What was undone does not count: it can be extended twice still.
    for (const _ of [1, 2]) await precinct.act("dispatcher", "extend", problem);
    expect((await precinct.read(problem.id)).extensions).toBe(2);
  });

  it("an undone dispatch leaves no unit, no person and no clock; an undone suspension lets it run on", async () => {
    const undispatched = await precinct.act("dispatcher", "undo", problem);
    expect(undispatched).toMatchObject({
      state: "reported",
      unit: null,
      person: null,
      personId: null,
      deadline: null,
      limit: null,
      lead: null,
    });
    const dispatched = await precinct.act("dispatcher", "dispatch", problem);
    await minute("02T10:30");
    await precinct.act("dispatcher", "suspend", problem);
    await minute("02T10:35");
    const running = await precinct.act("dispatcher", "undo", problem);
    expect(running).toMatchObject({ state: "dispatched", deadline: dispatched.deadline, suspensions: 0, suspendedUntil: null });
  });

  it("an undone dispatch and an undone one after it: undo takes back the act before the one undone, never itself", async () => {
    await precinct.act("dispatcher", "undo", problem);
    const again = await precinct.attempt("dispatcher", "undo", await precinct.read(problem.id));
    expect([again.statusCode, again.json().detail]).toEqual([409, expect.stringContaining("cannot be undone")]);
  });

  it("nobody undoes another's act, nor their own when it is old", async () => {
    const other = await precinct.attempt("secondDispatcher", "undo", problem);
    expect([other.statusCode, other.json().detail]).toEqual([409, expect.stringContaining("one's own")]);
    await precinct.db.query(sql`update sign_in_policy set undo_min = 5`);
    await minute("02T10:06");
    expect((await precinct.attempt("dispatcher", "undo", problem)).json().detail).toContain("5 minutes");
    await precinct.db.query(sql`update sign_in_policy set undo_min = 10`);
    expect((await precinct.attempt("dispatcher", "undo", problem)).statusCode).toBe(200);
  });

  it("what pressed or supervised somebody stays", async () => {
    await precinct.act("leader", "press", problem);
    expect((await precinct.attempt("leader", "undo", await precinct.read(problem.id))).statusCode).toBe(409);
    problem = await precinct.act("leader", "supervise", problem);
    expect(problem).toMatchObject({ presses: 1, supervised: true, state: "dispatched" });
    expect((await precinct.attempt("leader", "undo", problem)).statusCode).toBe(409);
    expectAt(problem.deadline, "02T16:00");
  });

  it("an upheld appeal keeps the fact and exempts the statistic; there is one appeal", async () => {
    const figures = async () => body<Performance>(await precinct.get("leader", "/api/problems/performance")).all;
    await minute("02T17:00");
    await precinct.act("westHandler", "hand_back", problem);
    await precinct.act("inspector", "close", problem);
    const before = await figures();
    const early = await precinct.attempt("dispatcher", "uphold", await precinct.read(problem.id));
    expect(early.statusCode).toBe(409);
    problem = await precinct.act("westHandler", "appeal", problem);
    expect(problem).toMatchObject({ appeal: "pending", exempt: false, state: "closed" });
    expect(await figures()).toEqual(before);
    problem = await precinct.act("dispatcher", "uphold", problem);
    expect(problem).toMatchObject({ appeal: "upheld", exempt: true, state: "closed", late: true });
    expect(await figures()).toEqual({ ...before, counted: before.counted - 1, judged: before.judged - 1, exempt: before.exempt + 1 });
    for (const act of ["appeal", "uphold", "dismiss"] as const) {
      const who = act === "appeal" ? "westHandler" : "dispatcher";
      expect([act, (await precinct.attempt(who, act, problem)).statusCode]).toEqual([act, 409]);
    }
    const total = body<ProblemList>(await precinct.get("leader", "/api/problems?status=closed")).rows;
    expect(total.some((row) => row.id === problem.id)).toBe(true);
  });

  it("a dismissed appeal changes nothing", async () => {
    await precinct.act("westHandler", "appeal", problem);
    problem = await precinct.act("secondDispatcher", "dismiss", problem);
    expect(problem).toMatchObject({ appeal: "dismissed", exempt: false, state: "dispatched" });
    expectAt(problem.deadline, "02T16:00");
  });

  it("a dispatcher sets a deadline by hand, with a reason", async () => {
    const filed = await precinct.report();
    const said = { unit: units.west, person: people.westHandler.id, deadline: "2026-03-05T12:00:00+08:00" };
    const bare = await precinct.attempt("dispatcher", "dispatch", filed, { ...said, reason: undefined });
    expect([bare.statusCode, bare.json().parameter]).toEqual([400, "reason"]);
    problem = await precinct.act("dispatcher", "dispatch", filed, { ...said, reason: "迎检前完成" });
    expect(problem).toMatchObject({ deadline: "2026-03-05T04:00:00.000Z", limit: null, arithmetic: { setByHand: true } });
  });
});

/** 我也发现: who may say so, once each; two at once both count; it moves nothing else and cannot be taken back. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { compareWithLogs } from "../log/rebuilt.ts";
import { putPhoto } from "./pictures.ts";
import { body, loadPrecinct, Precinct, type Who } from "./precinct.ts";

describe.each(databases())("me too on $name", ({ fresh }) => {
  let precinct: Precinct;
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
  });
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });
  const say = (who: Who, id: number, said: object = {}) => precinct.post(who, `/api/problems/${id}/meToo`, said);

  it("counts everybody once, all at once and without a version", async () => {
    const problem = await precinct.bring("handling");
    const others: Who[] = ["secondInspector", "dispatcher", "secondDispatcher", "westDispatcher", "leader", "westHandler", "both"];
    const replies = await Promise.all(others.map((who) => say(who, problem.id)));
    expect(replies.map((reply) => reply.statusCode)).toEqual(others.map(() => 200));
    const after = await precinct.read(problem.id);
    expect(after).toMatchObject({
      meToo: 7,
      state: "handling",
      unit: problem.unit,
      deadline: problem.deadline,
      version: problem.version + 7,
    });
    expect(
      after.history
        .filter(({ act }) => act === "me_too")
        .map(({ actor }) => actor)
        .sort(),
    ).toEqual([...others].sort());
  });

  it("is refused the second time, and to whoever reported it, with words", async () => {
    const problem = await precinct.report();
    expect(body<ProblemDetail>(await say("secondInspector", problem.id, { note: "在门口" }))).toMatchObject({ meToo: 1 });
    const [again, own] = [await say("secondInspector", problem.id), await say("inspector", problem.id)];
    expect([again.statusCode, again.json().detail_zh, again.json().now]).toMatchObject([
      409,
      expect.stringContaining("已说过"),
      { version: 2 },
    ]);
    expect([own.statusCode, own.json().detail_zh]).toEqual([409, expect.stringContaining("您自己上报")]);
    expect((await precinct.read(problem.id, "secondInspector")).acts.find(({ act }) => act === "me_too")).toMatchObject({ allowed: false });
    expect(await precinct.read(problem.id)).toMatchObject({ meToo: 1, version: 2 });
  });

  it("sent ten times at once by one person counts once; with its id each is answered", async () => {
    const problem = await precinct.report();
    const bare = await Promise.all(Array.from({ length: 10 }, () => say("leader", problem.id)));
    expect(bare.map((reply) => reply.statusCode).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    const clientId = randomUUID();
    const named = await Promise.all(Array.from({ length: 10 }, () => say("dispatcher", problem.id, { clientId })));
    expect(named.every((reply) => reply.statusCode === 200)).toBe(true);
    expect(await precinct.read(problem.id)).toMatchObject({ meToo: 2 });
  });

  it("a version that is given is held to", async () => {
    const problem = await precinct.report();
    expect((await say("leader", problem.id, { version: 9 })).statusCode).toBe(409);
    expect((await say("leader", problem.id, { version: 1 })).statusCode).toBe(200);
  });

  it("cannot be taken back, and keeps nobody from taking back their own act before it", async () => {
    const problem = await precinct.bring("dispatched");
    await say("leader", problem.id);
    await say("dispatcher", problem.id);
    const back = await precinct.act("dispatcher", "undo", problem);
    expect(back).toMatchObject({ state: "reported", unit: null, deadline: null, meToo: 2 });
    expect(back.history.map(({ act, undone }) => [act, undone])).toEqual([
      ["report", false],
      ["dispatch", true],
      ["me_too", false],
      ["me_too", false],
      ["undo", false],
    ]);
    // Now there is nothing left that could be: a report is rejected instead.
    expect((await precinct.attempt("dispatcher", "undo", back)).statusCode).toBe(409);
    expect((await say("leader", problem.id)).statusCode).toBe(409);
  });

  it("leaves the arithmetic of the deadline as it is", async () => {
    const problem = await precinct.bring("handling");
    await say("leader", problem.id);
    const after = await precinct.read(problem.id);
    expect([after.deadline, after.arithmetic]).toEqual([problem.deadline, problem.arithmetic]);
  });

  it("not of what has ended, not in another's area, not by other duties", async () => {
    for (const state of ["closed", "rejected"] as const) {
      const { id } = await precinct.bring(state);
      expect([state, (await say("leader", id)).statusCode]).toEqual([state, 409]);
    }
    const { id } = await precinct.report();
    for (const who of ["eastInspector", "eastDispatcher", "westHandler", "planner", "auditor", "administrator", "security"] as const)
      expect([who, (await say(who, id)).statusCode]).toEqual([who, 403]);
    expect((await say("leader", 999_999)).statusCode).toBe(404);
  });

  it("may come with photos of before, and its place", async () => {
    const { id } = await precinct.report();
    const photo = await putPhoto(precinct.db, { by: "secondInspector" });
    const told = body<ProblemDetail>(await say("secondInspector", id, { photos: [photo, photo], place: { lon: 119.0101, lat: 33.51 } }));
    expect(told.history.at(-1)).toMatchObject({ act: "me_too", photos: [photo], lon: 119.0101 });
  });

  it("the log alone rebuilds the count", async () => {
    expect((await compareWithLogs(precinct.db)).faults).toEqual([]);
    const [row] = await precinct.db.query<{ n: number }>(sql`select sum(me_too)::int as n from problem`);
    expect(row?.n).toBeGreaterThan(10);
  });
});

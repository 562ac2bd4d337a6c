/** A dispatch has a unit, a person and a deadline, or there is none; and of many at once exactly one is. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { categories, loadPrecinct, outside, Precinct, people, type Reply, units } from "./precinct.ts";

describe.each(databases())("dispatching on $name", ({ fresh }) => {
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
  const refused = (reply: Reply) => [reply.statusCode, reply.json().parameter as unknown];

  it("is refused without a unit, without a person, with one who is not there or not of the unit", async () => {
    const problem = await precinct.report();
    const said = async (change: Record<string, unknown>) => refused(await precinct.attempt("dispatcher", "dispatch", problem, change));
    for (const unit of [undefined, null, "11", 0, 999, units.dissolved])
      expect([unit, ...(await said({ unit }))]).toEqual([unit, 400, "unit"]);
    for (const person of [undefined, null, 0, 999, people.left.id, people.bureauHandler.id, people.inspector.id])
      expect([person, ...(await said({ person }))]).toEqual([person, 400, "person"]);
    for (const coop of [0, 999, units.dissolved]) expect([coop, ...(await said({ coop }))]).toEqual([coop, 400, "coop"]);
    for (const deadline of ["2026-03-01T00:00:00+08:00", "2037-01-01T00:00:00+08:00", "soon", 5])
      expect([deadline, ...(await said({ deadline }))]).toEqual([deadline, 400, "deadline"]);
    expect(await said({ limit: { value: 10_000, unit: "d" } })).toEqual([400, "limit"]);
    expect(await said({ limit: { value: 1, unit: "d" }, deadline: "2026-03-09T18:00:00+08:00" })).toEqual([400, "deadline"]);
    expect((await precinct.read(problem.id)).version).toBe(1);
  });

  it("to somebody of a unit under the named one reaches them, and nobody else of their unit or another", async () => {
    const problem = await precinct.act("dispatcher", "dispatch", await precinct.report(), {
      unit: units.bureau,
      person: people.crewHandler.id,
      reason: "班组就近",
    });
    expect((await precinct.attempt("westHandler", "accept", problem)).statusCode).toBe(403);
    expect((await precinct.act("crewHandler", "accept", problem)).state).toBe("handling");
  });

  it("is refused for a category without a limit, until one is given", async () => {
    const problem = await precinct.report({ category: categories.unlimited });
    const bare = await precinct.attempt("dispatcher", "dispatch", problem);
    expect(bare.statusCode).toBe(400);
    expect(["limit", "deadline"]).toContain(bare.json().parameter);
    const given = await precinct.act("dispatcher", "dispatch", problem, { limit: { value: 2, unit: "h" } });
    expect(given).toMatchObject({ state: "dispatched", limit: { value: 2, unit: "h" } });
    expect(given.deadline).not.toBeNull();
  });

  it("to whom the book names needs no reason, to another it does", async () => {
    const problem = await precinct.report({ category: categories.kerb });
    const street = { unit: units.west, person: people.westHandler.id, reason: undefined };
    expect(refused(await precinct.attempt("dispatcher", "dispatch", problem, street))).toEqual([400, "reason"]);
    const sent = await precinct.act("dispatcher", "dispatch", problem, { ...street, unit: units.bureau, person: people.bureauHandler.id });
    expect(sent).toMatchObject({ lead: "trade", areaUnit: units.west, tradeUnit: units.bureau, unit: units.bureau });
    expect(sent.history.at(-1)?.overruled).toBeNull();
  });

  it("where nobody is responsible the dispatcher says who, with a reason", async () => {
    const problem = await precinct.report({ ...outside });
    const said = { unit: units.west, person: people.westHandler.id };
    expect(refused(await precinct.attempt("dispatcher", "dispatch", problem, { ...said, reason: undefined }))).toEqual([400, "reason"]);
    const sent = await precinct.act("dispatcher", "dispatch", problem, { ...said, reason: "辖区外，代管" });
    expect(sent.history.at(-1)).toMatchObject({ overruled: "辖区外，代管" });
  });

  it("of fifty at once exactly one succeeds and 49 are told what it did", async () => {
    const problem = await precinct.report();
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        precinct.attempt(i % 2 ? "dispatcher" : "secondDispatcher", "dispatch", problem, { reason: `第 ${i} 个` }),
      ),
    );
    const won = replies.filter((reply) => reply.statusCode === 200);
    const lost = replies.filter((reply) => reply.statusCode === 409);
    expect([won.length, lost.length]).toEqual([1, 49]);
    for (const reply of lost) {
      expect(reply.json().now).toMatchObject({ state: "dispatched", version: 2 });
      expect(reply.json().now.since.map((event: { act: string }) => event.act)).toEqual(["dispatch"]);
    }
    const [row] = await precinct.db.query<{ version: number; events: number; acts: number }>(sql`select p.version,
      (select count(*)::int from problem_event e where e.problem_id = p.id) as events,
      (select count(*)::int from audit_entry a where a.problem_id = p.id and a.kind = 'act' and a.detail ->> 'act' = 'dispatch') as acts
      from problem p where p.id = ${problem.id}::bigint`);
    expect(row).toEqual({ version: 2, events: 2, acts: 1 });
  });

  it("fifty acts on fifty problems at once all succeed, and the revision moves with each", async () => {
    const problems = [];
    for (let i = 0; i < 50; i++) problems.push(await precinct.report());
    const revision = async () =>
      (await precinct.db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'problems'`))[0]?.revision ?? 0;
    const before = await revision();
    const replies = await Promise.all(problems.map((problem) => precinct.attempt("dispatcher", "file", problem)));
    expect(new Set(replies.map((reply) => reply.statusCode))).toEqual(new Set([200]));
    expect(await revision()).toBe(before + 50);
  });
});

/** A card's offers hold: what it says can be done can, and what it says cannot cannot; and what can be undone goes back to what it was. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProblemDetail as DetailSchema } from "../../../server/contract/problemSchemas.ts";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { actPaths, type PersonAct, type ProblemState, problemStates } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { loadPrecinct, march, Precinct, people, setClock, type Who } from "./precinct.ts";

const states = Object.keys(problemStates) as ProblemState[];
const duties: readonly Who[] = ["dispatcher", "westHandler", "inspector", "leader", "auditor", "eastInspector"];

/** Each act that can be undone, by whom, and from where. */
const undoable: readonly (readonly [PersonAct, Who, ProblemState])[] = [
  ["verify", "inspector", "reported"],
  ["file", "dispatcher", "verifying"],
  ["reject", "dispatcher", "filed"],
  ["fix_on_spot", "inspector", "filed"],
  ["dispatch", "dispatcher", "returned"],
  ["accept", "westHandler", "rework"],
  ["return", "westHandler", "handling"],
  ["suspend", "dispatcher", "rework"],
  ["resume", "westHandler", "suspended"],
  ["extend", "dispatcher", "suspended"],
  ["hand_back", "westHandler", "rework"],
  ["recheck", "secondInspector", "handed_back"],
  ["rework", "secondInspector", "rechecking"],
  ["close", "secondInspector", "rechecking"],
  ["appeal", "westHandler", "closed"],
];

describe.each(databases())("offers on $name", ({ fresh }) => {
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

  it.each(states)("of a problem that is %s", async (state) => {
    let problem = await precinct.bring(state);
    for (const who of duties) {
      const card = await precinct.get(who, `/api/problems/${problem.id}`);
      if (card.statusCode !== 200) {
        for (const act of Object.keys(actPaths) as PersonAct[])
          expect([who, act, (await precinct.attempt(who, act, problem)).statusCode]).toEqual([who, act, 403]);
        continue;
      }
      expectContract(DetailSchema, card.json());
      for (const { act, allowed, why } of card.json<ProblemDetail>().acts) {
        const reply = await precinct.attempt(who, act as PersonAct, problem);
        expect([who, act, allowed, reply.statusCode === 200]).toEqual([who, act, allowed, allowed]);
        if (allowed) problem = await precinct.bring(state);
        else expect(reply.json()).toMatchObject({ detail: why?.en, detail_zh: why?.zh });
      }
    }
  });

  it.each(undoable)("%s by the %s is taken back whole, from %s", async (act, who, state) => {
    await setClock(precinct.db, march("02T10:00"));
    const before = await precinct.bring(state);
    await setClock(precinct.db, march("02T10:07"));
    const after = await precinct.act(who, act, before);
    expect(after.history.at(-1)).toMatchObject({ act, actor: who, undone: false });
    await setClock(precinct.db, march("02T10:12"));
    const undone = await precinct.act(who, "undo", after);
    const then = await precinct.read(before.id);
    const moved = { version: before.version + 2, clock: then.clock, history: then.history, acts: then.acts };
    expect(then).toEqual({ ...before, ...moved });
    expect(undone.history.slice(-2).map((event) => [event.act, event.undone])).toEqual([
      [act, true],
      ["undo", false],
    ]);
  });

  it("a decided appeal is taken back to where it waits", async () => {
    for (const act of ["uphold", "dismiss"] as const) {
      const waiting = await precinct.act("westHandler", "appeal", await precinct.bring("closed"));
      await precinct.act("dispatcher", act, waiting);
      expect(await precinct.act("dispatcher", "undo", waiting)).toMatchObject({ appeal: "pending", exempt: false, state: "closed" });
    }
  });

  it("every act is in the audit log once, by whom, with which route, and without what was said", async () => {
    const problem = await precinct.bring("closed", { title: "审计用" });
    const rows = await precinct.db.query<{ act: string; person: number; who: string; route: string; detail: string }>(sql`
      select detail ->> 'act' as act, person_id as person, who, route, detail::text from audit_entry
      where kind = 'act' and problem_id = ${problem.id}::bigint order by id`);
    expect(rows.map(({ act, who, route }) => [act, who, route])).toEqual([
      ["report", "inspector", "POST /api/problems"],
      ["dispatch", "dispatcher", "POST /api/problems/{id}/dispatch"],
      ["accept", "westHandler", "POST /api/problems/{id}/accept"],
      ["hand_back", "westHandler", "POST /api/problems/{id}/handBack"],
      ["close", "inspector", "POST /api/problems/{id}/close"],
    ]);
    expect(rows.map((row) => row.person)).toEqual(rows.map((row) => people[row.who as Who].id));
    for (const { detail } of rows) expect(detail).not.toMatch(/审计用|相机|清理/);
  });
});

/** Whose a notice is, role by role; how it is read; and that asking stays quick when there are many. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Notices } from "../../../server/contract/noticeSchemas.ts";
import type { Notices as Answer } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { idsOf } from "../../../server/notices/whose.ts";
import { databases } from "../../support/databases.ts";
import { callerFor, cookieOfDevice, makePerson } from "../../support/people.ts";
import { body, east, type Precinct, people, units, type Who } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";
import { makeProblems, openStreet, tellOf } from "./street.ts";

describe.each(databases())("whose notices on $name", ({ fresh }) => {
  let street: Precinct;
  let problem: number;
  beforeAll(async () => {
    street = await openStreet(await fresh());
    problem = (await street.bring("dispatched")).id;
    await street.act("leader", "supervise", { id: problem });
    await street.act("dispatcher", "press", { id: problem });
    await tellOf(street.db, [problem], "nearly_due", "2026-03-02T14:00:00.000Z");
    await tellOf(street.db, [problem], "overdue", "2026-03-02T14:00:00.000Z");
    await street.act("westHandler", "return", { id: problem });
  });
  afterAll(async () => {
    await street.app.close();
    await street.db.close();
  });

  const ask = async (who: Who, query = "limit=100"): Promise<Answer> => {
    const answer = body<Answer>(await street.get(who, `/api/notices?${query}`));
    expectContract(Notices, answer);
    return answer;
  };
  const kinds = async (who: Who, id = problem) =>
    (await ask(who)).rows
      .filter((row) => row.problem.id === id)
      .map(({ kind }) => kind)
      .toReversed();

  const handled = ["assigned", "supervised", "pressed", "nearly_due", "overdue"];
  const desk = ["supervised", "overdue", "returned"];
  const table: readonly (readonly [Who, readonly string[]])[] = [
    ["westHandler", handled],
    ["bureauHandler", []],
    ["dispatcher", desk],
    ["secondDispatcher", desk],
    ["westDispatcher", desk],
    ["eastDispatcher", []],
    ["leader", ["overdue", "returned"]],
    ["inspector", []],
    ["secondInspector", []],
    ["eastInspector", []],
    // A handler of the same unit, where somebody else is named.
    ["both", []],
    ["planner", []],
    ["auditor", []],
    ["administrator", []],
    ["security", []],
  ];
  it.each(table)("of a problem in the west: %s is told %j", async (who, told) => {
    expect(await kinds(who)).toEqual(told);
  });

  it("a leader hears nothing of what another leader supervised", async () => {
    await street.db.query(sql`select setval(pg_get_serial_sequence('person', 'id'), 1000)`);
    const other = await callerFor(street.db, await makePerson(street.db, { roles: ["leader"] }));
    expect(await street.db.query(idsOf(other, sql`true`, 10))).toEqual([]);
  });

  it("where nobody is named, all handlers of the unit and of those above are told", async () => {
    const [west = 0] = await makeProblems(street.db, 1, { person: null });
    const [crew = 0] = await makeProblems(street.db, 1, { unit: units.crew, person: null });
    await tellOf(street.db, [west, crew]);
    expect([await kinds("westHandler", west), await kinds("both", west), await kinds("bureauHandler", west)]).toEqual([
      ["assigned"],
      ["assigned"],
      [],
    ]);
    expect([await kinds("crewHandler", crew), await kinds("bureauHandler", crew), await kinds("both", crew)]).toEqual([
      ["assigned"],
      ["assigned"],
      [],
    ]);
  });

  it("nobody is told of what they did themselves", async () => {
    const [own = 0] = await makeProblems(street.db, 1);
    await tellOf(street.db, [own], "supervised");
    await street.db.query(sql`update notice set by_id = ${people.dispatcher.id}::bigint where problem_id = ${own}::bigint`);
    expect([await kinds("dispatcher", own), await kinds("secondDispatcher", own)]).toEqual([[], ["supervised"]]);
  });

  it("what one may not see any more is not told of", async () => {
    const [moved = 0] = await makeProblems(street.db, 1);
    await tellOf(street.db, [moved]);
    expect(await kinds("westHandler", moved)).toEqual(["assigned"]);
    await street.db.query(sql`update problem set unit_id = ${units.east}::bigint, person_id = null where id = ${moved}::bigint`);
    expect(await kinds("westHandler", moved)).toEqual([]);
  });

  it("of the east's the east's dispatcher is told", async () => {
    const made = await street.bring("returned", east);
    expect(await kinds("eastDispatcher", made.id)).toEqual(["returned"]);
    expect(await kinds("westDispatcher", made.id)).toEqual([]);
  });

  it("walls and whoever is not signed in are refused", async () => {
    const wall = { cookie: await cookieOfDevice(street.db) };
    expect((await street.app.inject({ url: "/api/notices", headers: wall })).statusCode).toBe(403);
    expect((await street.app.inject({ method: "POST", url: "/api/notices/read", headers: wall, payload: { to: 1 } })).statusCode).toBe(403);
    expect((await street.get(null, "/api/notices")).statusCode).toBe(401);
  });

  it("are read up to one, forward only; what is not there yet cannot have been read", async () => {
    await street.db.query(sql`update person set notices_read = 0`);
    const all = await ask("westHandler");
    expect([all.unread, all.rows.every(({ read }) => !read)]).toEqual([all.rows.length, true]);
    const [newest, second] = all.rows as [Answer["rows"][number], Answer["rows"][number]];
    const read = (to: unknown) => street.post("westHandler", "/api/notices/read", { to });
    expect((await read(second.id)).json()).toEqual({ ok: true });
    expect((await ask("westHandler")).unread).toBe(1);
    expect((await ask("westHandler", "unread=1")).rows.map(({ id }) => id)).toEqual([newest.id]);
    await read(1);
    expect((await ask("westHandler")).unread).toBe(1);
    await read(2 ** 40);
    expect((await ask("westHandler")).unread).toBe(0);
    const [fresh = 0] = await makeProblems(street.db, 1);
    await tellOf(street.db, [fresh]);
    expect((await ask("westHandler")).unread).toBe(1);
    expect((await ask("dispatcher")).unread).toBeGreaterThan(0);
    for (const to of [0, -1, "5", 1.5, undefined]) expect((await read(to)).json()).toMatchObject({ status: 400, parameter: "to" });
  });

  it("pages neither skip nor repeat; a cursor that is none is refused", async () => {
    const whole = (await ask("dispatcher")).rows.map(({ id }) => id);
    const ids: number[] = [];
    let next: string | null = "";
    while (next !== null) {
      const page: Answer = await ask("dispatcher", `limit=2${next && `&cursor=${next}`}`);
      ids.push(...page.rows.map(({ id }) => id));
      next = page.next;
    }
    expect(ids).toEqual(whole);
    expect((await ask("dispatcher", "limit=0")).rows).toEqual([]);
    for (const query of ["cursor=x", "cursor=-1", "limit=101", "unread=yes", "of=me"])
      expect((await street.get("dispatcher", `/api/notices?${query}`)).statusCode, query).toBe(400);
  });

  it("of a hundred thousand are found by their indexes", { timeout: 120_000 }, async () => {
    await crowd(street.db);
    for (const who of ["dispatcher", "westDispatcher", "eastDispatcher", "westHandler", "crewHandler", "leader", "inspector"] as const) {
      const caller = await callerFor(street.db, people[who].id);
      for (const statement of [idsOf(caller, sql`n.id > ${0}::bigint`, 999), idsOf(caller, sql`true`, 31)]) {
        const plan = await street.db.query<{ "QUERY PLAN": string }>(sql`explain ${statement}`);
        const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
        expect(text, `${who}\n${text}`).not.toMatch(/Seq Scan on (notice|problem)\b/);
      }
    }
  });
});

/** A hundred thousand notices of two thousand problems in two streets, of all kinds, to fifty people. */
async function crowd(db: Db): Promise<void> {
  const ids = await makeProblems(db, 2_000);
  await db.query(sql`update problem set zone1_id = 102, zone2_id = 202, zone3_id = 302 where id = any(${ids}::bigint[]) and id % 2 = 0`);
  await db.query(
    sql`insert into notice (kind, problem_id, at, unit_id, person_id, zone1_id, zone2_id, zone3_id, what)
    select (array['assigned', 'nearly_due', 'overdue', 'returned', 'supervised', 'pressed'])[1 + i % 6], p.id, clock(), 11,
      case i % 50 when 0 then null when 1 then 5 else 2000 + i % 50 end, p.zone1_id, p.zone2_id, p.zone3_id, 'crowd:' || i
    from generate_series(1, 100000) i join problem p on p.id = (${ids}::bigint[])[1 + i % 2000]`,
    { timeout_ms: 100_000 },
  );
  await db.query(sql`analyze notice`);
  await db.query(sql`analyze problem`);
}

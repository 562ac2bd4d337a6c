/** Notices are written with what they tell of, once, with a delivery for each robot they are for; and time makes its own, without a flood. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listenOwn } from "../../../server/db/district.ts";
import { sql } from "../../../server/db/sql.ts";
import { noticeChannel } from "../../../server/log/notices.ts";
import { noticeDue } from "../../../server/notices/due.ts";
import { databases } from "../../support/databases.ts";
import { march, type Precinct, people, setClock, units } from "../acts/precinct.ts";
import { makeProblems, makeRobot, openStreet, until } from "./street.ts";

interface Row {
  kind: string;
  what: string;
  unit_id: number | null;
  person_id: number | null;
  by_id: number | null;
  robots: number[];
}

describe.each(databases())("notices on $name", ({ fresh }) => {
  let street: Precinct;
  beforeAll(async () => {
    street = await openStreet(await fresh());
  });
  afterAll(async () => {
    await street.app.close();
    await street.db.close();
  });
  beforeEach(async () => {
    await street.db.query(sql`delete from robot`);
    await setClock(street.db, march("02T09:00"));
  });

  const told = (problem: number): Promise<Row[]> =>
    street.db.query<Row>(sql`select n.kind, n.what, n.unit_id, n.person_id, n.by_id,
        array(select d.robot_id from delivery d where d.notice_id = n.id order by 1) as robots
      from notice n where n.problem_id = ${problem}::bigint order by n.id`);
  const short = async (problem: number) => (await told(problem)).map(({ kind, what }) => `${kind} ${what}`);

  it("come with dispatch, return, supervision and pressing, and with nothing else", async () => {
    const problem = await street.bring("handling");
    await street.act("dispatcher", "press", problem);
    await street.act("leader", "supervise", problem);
    const { version } = await street.act("westHandler", "return", problem);
    expect(await short(problem.id)).toEqual(["assigned seq:2", "pressed seq:4", "supervised seq:5", `returned seq:${version}`]);
    for (const row of await told(problem.id)) expect([row.unit_id, row.person_id]).toEqual([units.west, people.westHandler.id]);
    expect((await told(problem.id)).map(({ by_id }) => by_id)).toEqual([2, 2, 1, 5]);
  });

  it("of a dispatch that was undone stay: they were read; done again it is told of anew", async () => {
    const problem = await street.bring("dispatched");
    await street.act("dispatcher", "undo", problem);
    await street.act("dispatcher", "dispatch", problem);
    expect(await short(problem.id)).toEqual(["assigned seq:2", "assigned seq:4"]);
  });

  it("are not there when the act is not", async () => {
    const problem = await street.report();
    const seen = await street.db.query(sql`select count(*)::int as n from notice`);
    expect((await street.attempt("dispatcher", "dispatch", { id: problem.id, version: 99 })).statusCode).toBe(409);
    expect(await street.db.query(sql`select count(*)::int as n from notice`)).toEqual(seen);
  });

  it("wait for robots of their kind and of their unit or one above it, and not for paused ones", async () => {
    const robot = (more: object) => makeRobot(street.db, { url: "https://robot.example.org/x", ...more });
    const [all, bureau, , crew] = [
      await robot({}),
      await robot({ unit: units.bureau, kinds: ["assigned", "overdue"] }),
      await robot({ unit: units.west }),
      await robot({ unit: units.crew }),
    ];
    await robot({ kinds: ["overdue"] });
    await robot({ paused: true });
    const problem = await street.report();
    await street.act("dispatcher", "dispatch", problem, { unit: units.crew, person: people.crewHandler.id, reason: "班组就近" });
    const ofBureau = await street.report();
    await street.act("dispatcher", "dispatch", ofBureau, { unit: units.bureau, person: people.bureauHandler.id, reason: "班组就近" });
    expect((await told(problem.id))[0]?.robots).toEqual([all, bureau, crew]);
    expect((await told(ofBureau.id))[0]?.robots).toEqual([all, bureau]);
  });

  it("of many acts at once are one statement's, and wake the postman", async () => {
    const robot = await makeRobot(street.db, { url: "https://robot.example.org/x" });
    let woken = 0;
    const deaf = await listenOwn(street.db, noticeChannel, () => {
      woken++;
    });
    const problems = [];
    for (let i = 0; i < 12; i++) problems.push(await street.bring("dispatched"));
    const before = woken;
    const rows = await Promise.all(problems.map(async ({ id }) => ({ id, version: (await street.read(id)).version })));
    await street.post("dispatcher", "/api/problems/bulk", { act: "press", rows });
    await until(() => woken > before, "NOTIFY");
    await deaf();
    for (const { id } of problems)
      expect((await told(id)).map(({ kind, robots }) => [kind, robots])).toEqual([
        ["assigned", [robot]],
        ["pressed", [robot]],
      ]);
  });

  it("of time are made when the moment has passed, once, and again when the deadline was moved", async () => {
    const robot = await makeRobot(street.db, { url: "https://robot.example.org/x" });
    const problem = await street.bring("dispatched");
    const { deadline } = await street.read(problem.id);
    const at = Date.parse(deadline ?? "");
    const revision = async () => (await street.db.query<{ revision: number }>(sql`select revision from change_head`))[0]?.revision ?? 0;
    const pass = async (clock: number) => {
      await setClock(street.db, clock);
      await Promise.all([noticeDue(street.db), noticeDue(street.db)]);
      return short(problem.id);
    };
    expect(await pass(at - 3_600_000 * 2)).toEqual(["assigned seq:2"]);
    const before = await revision();
    const what = new Date(at).toISOString();
    expect(await pass(at - 60_000)).toEqual(["assigned seq:2", `nearly_due ${what}`]);
    expect(await pass(at - 30_000)).toHaveLength(2);
    const told1 = await street.db.query<{ layer: string; act: string | null; unit_before: number }>(sql`select c.layer, x.act, x.unit_before
      from change c join problem_change x using (revision) where c.revision > ${before}::bigint and x.problem_id = ${problem.id}::bigint`);
    expect(told1).toEqual([{ layer: "problems", act: null, unit_before: units.west }]);
    expect(await pass(at + 1_000)).toEqual(["assigned seq:2", `nearly_due ${what}`, `overdue ${what}`]);
    expect((await told(problem.id)).map(({ robots }) => robots)).toEqual([[robot], [robot], [robot]]);
    const idle = await revision();
    // The same moment again: of a later one, another problem of the street may have news.
    await pass(at + 1_000);
    expect(await revision()).toBe(idle);

    const extended = await street.act("dispatcher", "extend", problem);
    const next = Date.parse(extended.deadline ?? "");
    expect(next).toBeGreaterThan(at);
    const all = await pass(next + 1_000);
    expect(all.slice(3), "nearly due is no news of what is overdue").toEqual([`overdue ${new Date(next).toISOString()}`]);
    await street.act("westHandler", "hand_back", problem);
    expect(await pass(next + 3_600_000)).toHaveLength(4);
  });

  it("of a year's backlog, or in a snapshot, there are none; of many at once 500 a call", async () => {
    const ids = await makeProblems(street.db, 620);
    const old = await makeProblems(street.db, 30);
    await street.db.query(sql`update problem set deadline_at = clock() - interval '25 hours', nearly_due_at = clock() - interval '26 hours'
      where id = any(${old}::bigint[])`);
    await street.db.query(sql`update problem set deadline_at = clock() - interval '1 hour' where id = any(${ids}::bigint[])`);
    const count = async (of: number[]) =>
      (await street.db.query<{ n: number }>(sql`select count(*)::int as n from notice where problem_id = any(${of}::bigint[])`))[0]?.n;
    await street.db.query(sql`update district set frozen_at = clock()`);
    await noticeDue(street.db);
    expect(await count(ids)).toBe(0);
    await street.db.query(sql`update district set frozen_at = null`);
    await noticeDue(street.db);
    expect(await count(ids)).toBe(500);
    await noticeDue(street.db);
    expect(await count(ids)).toBe(620);
    await noticeDue(street.db);
    expect([await count(ids), await count(old)]).toEqual([620, 0]);
  });
});

/** Who may do what when: every state, act and role, against a table written by hand from the trade's rules and from nothing in the code. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Caller, Conflict, Forbidden } from "../../../server/ask/caller.ts";
import { NotFound } from "../../../server/ask/route.ts";
import { ParameterError } from "../../../server/contract/parameter.ts";
import { actPaths, type PersonAct, type ProblemState, problemStates } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { perform } from "../../../server/log/perform.ts";
import { databases } from "../../support/databases.ts";
import { act, east, hour, loadDesk, monday, report, saysPlain, setClock, staff, walk, wall } from "./desk.ts";

/** How a problem comes to each state. */
const ways: Readonly<Record<ProblemState, readonly PersonAct[]>> = {
  reported: [],
  verifying: ["verify"],
  filed: ["verify", "file"],
  rejected: ["reject"],
  dispatched: ["file", "dispatch"],
  handling: ["file", "dispatch", "accept"],
  returned: ["file", "dispatch", "return"],
  suspended: ["file", "dispatch", "accept", "suspend"],
  handed_back: ["file", "dispatch", "accept", "hand_back"],
  rechecking: ["file", "dispatch", "accept", "hand_back", "recheck"],
  rework: ["file", "dispatch", "accept", "hand_back", "rework"],
  closed: ["file", "dispatch", "accept", "hand_back", "recheck", "close"],
};

// States: r reported, v verifying, f filed, x rejected, d dispatched, h handling, t returned, s suspended, b handed back, c rechecking, w rework, z closed.
const letters = "rvfxdhtsbcwz";
// D dispatcher, I inspector, H handler, L leader. Uphold, dismiss and undo need more than a state: they have tests of their own.
const table: Readonly<Record<Exclude<PersonAct, "undo">, readonly [who: string, from: string]>> = {
  verify: ["DI", "r"],
  file: ["D", "rv"],
  reject: ["D", "rvf"],
  dispatch: ["D", "rvft"],
  accept: ["H", "dwt"],
  return: ["H", "dh"],
  suspend: ["D", "dhw"],
  resume: ["DH", "s"],
  extend: ["D", "dhws"],
  hand_back: ["H", "dhw"],
  recheck: ["DI", "b"],
  rework: ["DI", "bc"],
  close: ["DI", "bc"],
  fix_on_spot: ["I", "rvf"],
  supervise: ["L", "rvfdhtsbcw"],
  press: ["DL", "dhw"],
  appeal: ["H", "dhwsbcz"],
  uphold: ["D", ""],
  dismiss: ["D", ""],
  me_too: ["DIHL", "rvfdhtsbcw"],
};

/** One of each role, none of whom has handled anything here but the handler. */
const callers: readonly [letter: string, caller: Caller][] = [
  ["D", staff.dispatcher],
  ["I", staff.second],
  ["H", staff.handler],
  ["L", staff.leader],
  ["P", staff.planner],
  ["A", staff.auditor],
  ["S", staff.administrator],
  ["X", staff.security],
  ["W", wall],
];
const stateOf = (letter: string) => Object.keys(problemStates)[letters.indexOf(letter)] as ProblemState;
const kindOf = (error: Error | null): string => (error === null ? "done" : error.constructor.name);

describe.each(databases())("guards on $name", ({ fresh }) => {
  let db: Db;
  const ids = {} as Record<ProblemState, number>;
  beforeAll(async () => {
    db = await fresh();
    await loadDesk(db);
    for (const [state, way] of Object.entries(ways) as [ProblemState, readonly PersonAct[]][]) {
      ids[state] = await report(db);
      await walk(db, ids[state], ...way);
    }
  });
  afterAll(() => db.close());

  it("are as the table says, for every state, act and role", { timeout: 60_000 }, async () => {
    expect([...letters].map(stateOf).sort()).toEqual(Object.keys(ways).sort());
    expect([...Object.keys(table), "undo"].sort()).toEqual(Object.keys(actPaths).sort());
    const wrong: string[] = [];
    for (const [name, [who, from]] of Object.entries(table) as [Exclude<PersonAct, "undo">, readonly [string, string]][]) {
      for (const [letter, caller] of callers) {
        const asked = [...letters].map((state) => ({ id: ids[stateOf(state)], version: null }));
        const outcomes = await db.tx((tx) => perform(tx, caller, name, asked, saysPlain[name], { dry: true }));
        outcomes.forEach((outcome, i) => {
          const state = letters[i] as string;
          // A handler knows nothing of what is nobody's unit's yet: reported, verifying, filed, rejected.
          const mine = letter !== "H" || !"rvfx".includes(state);
          const right = !who.includes(letter) || !mine ? "Forbidden" : from.includes(state) ? "done" : "Conflict";
          if (kindOf(outcome.error) !== right) wrong.push(`${letter} ${name} in ${stateOf(state)}: ${kindOf(outcome.error)}, not ${right}`);
        });
      }
    }
    expect(wrong).toEqual([]);
    // A dry run has left nothing behind.
    const [left] = await db.query<{ events: number }>(sql`select count(*)::int as events from problem_event`);
    expect(left?.events).toBe(Object.values(ways).reduce((all, way) => all + way.length + 1, 0));
  });

  it("let nobody recheck or close what they handled, whatever else they are", async () => {
    const id = await report(db);
    await walk(db, id, "dispatch", "accept", "hand_back");
    const both: Caller = { ...staff.handler, roles: new Set(["handler", "inspector", "dispatcher"]) };
    for (const name of ["recheck", "rework", "close"] as const) {
      const [outcome] = await act(db, both, name, [{ id, version: null }]);
      expect(outcome?.error).toBeInstanceOf(Conflict);
      expect(outcome?.error).toMatchObject({ why: { zh: expect.stringMatching("处置人") }, now: { state: "handed_back", version: 4 } });
    }
    // Of an import only the name is known: whoever is called the same may be the same.
    const imported = await report(db);
    await walk(db, imported, "dispatch");
    await db.query(sql`insert into problem_event (problem_id, seq, act, at, actor, state_after, unit_after)
      values (${imported}::bigint, 3, 'hand_back', clock(), ${staff.second.name}::text, 'handed_back', 1)`);
    const [same] = await act(db, staff.second, "close", [{ id: imported, version: 3 }]);
    expect(same?.error).toBeInstanceOf(Conflict);
    expect((await walk(db, id, "recheck", "close")).fold?.state).toBe("closed");
  });

  it("suspend once, extend twice and to a later time, appeal once, and decide an appeal that is pending", async () => {
    const id = await report(db);
    await walk(db, id, "dispatch", "suspend", "resume", "extend", "extend");
    const why = async (name: PersonAct, by: Caller) => (await act(db, by, name, [{ id, version: null }]))[0]?.error;
    expect(await why("suspend", staff.dispatcher)).toMatchObject({ name: "Conflict", why: { zh: "挂账只能一次" } });
    expect(await why("extend", staff.dispatcher)).toMatchObject({ name: "Conflict", why: { zh: "延期最多两次" } });
    expect(await why("uphold", staff.dispatcher)).toMatchObject({ name: "Conflict", why: { zh: "没有待审的申诉" } });
    await walk(db, id, "appeal");
    expect(await why("appeal", staff.handler)).toMatchObject({ name: "Conflict", why: { zh: "已申诉过" } });
    const { fold } = await walk(db, id, "uphold");
    expect(fold).toMatchObject({ state: "handling", appeal: "upheld" });
    const [row] = await db.query(sql`select exempt, appeal, extensions, suspensions from problem where id = ${id}::bigint`);
    expect(row).toEqual({ exempt: true, appeal: "upheld", extensions: 2, suspensions: 1 });

    const other = await report(db);
    await walk(db, other, "dispatch");
    const [short] = await act(db, staff.dispatcher, "extend", [{ id: other, version: null }], ({ fold }) => ({
      note: "x",
      deadline: fold.deadlineAt,
    }));
    expect(short?.error).toMatchObject({ name: "Conflict", why: { zh: "延期须有更晚的截止时间" } });
  });

  it.each(["reject", "return", "suspend", "extend", "hand_back", "rework", "supervise", "appeal"] as const)(
    "do not %s without a reason",
    async (name) => {
      const state = { reject: "filed", supervise: "filed", return: "handling", rework: "handed_back", appeal: "closed" } as Partial<
        Record<PersonAct, ProblemState>
      >;
      const by = {
        rework: staff.second,
        supervise: staff.leader,
        return: staff.handler,
        hand_back: staff.handler,
        appeal: staff.handler,
      } as Partial<Record<PersonAct, Caller>>;
      const asked = [{ id: ids[state[name] ?? "handling"], version: null }];
      const [outcome] = await act(db, by[name] ?? staff.dispatcher, name, asked, (held, ground) => ({
        ...saysPlain[name](held, ground),
        note: " ",
      }));
      expect(outcome?.error).toBeInstanceOf(ParameterError);
      expect(outcome?.error).toMatchObject({ parameter: "note" });
    },
  );

  it.each([
    ["unit", { unitId: null }],
    ["person", { person: null }],
    ["person", { person: " " }],
    ["deadline", { deadline: null }],
    ["deadline", { deadline: monday }],
  ])("do not dispatch without a %s: %j", async (parameter, wrong) => {
    const [outcome] = await act(db, staff.dispatcher, "dispatch", [{ id: ids.filed, version: null }], (held, ground) => ({
      ...saysPlain.dispatch(held, ground),
      ...wrong,
    }));
    expect(outcome?.error).toBeInstanceOf(ParameterError);
    expect(outcome?.error).toMatchObject({ parameter });
  });

  it("tell a stale reader what happened since", async () => {
    const id = await report(db);
    await walk(db, id, "verify", "file");
    const [outcome] = await act(db, staff.dispatcher, "dispatch", [{ id, version: 1 }]);
    expect(outcome?.error).toBeInstanceOf(Conflict);
    expect(outcome?.error).toMatchObject({
      now: {
        ...{ state: "filed", version: 3 },
        since: [
          { seq: 2, act: "verify", actor: "巡查甲", state: "verifying" },
          { seq: 3, act: "file", actor: "钱调度", state: "filed", undone: false },
        ],
      },
    });
  });

  it("say of another's area nothing but that it is another's", async () => {
    const id = await report(db, { ...east, title: "绝密标题" }, staff.eastInspector);
    const refused: [Caller, PersonAct][] = [
      [staff.westDispatcher, "dispatch"],
      [staff.handler, "accept"],
      [staff.otherHandler, "hand_back"],
    ];
    for (const [caller, name] of refused) {
      for (const version of [null, 1, 99]) {
        const [outcome] = await act(db, caller, name, [{ id, version }]);
        expect(outcome?.error).toBeInstanceOf(Forbidden);
        expect(outcome).toEqual({ id, held: null, fold: null, error: outcome?.error });
        expect(outcome?.error).toMatchObject({ why: { zh: "不在您的辖区或单位" }, problemId: id });
      }
    }
    const [row] = await db.query(sql`select version from problem where id = ${id}::bigint`);
    expect(row).toEqual({ version: 1 });
    const [none] = await act(db, staff.dispatcher, "dispatch", [{ id: 999_999, version: null }]);
    expect(none?.error).toBeInstanceOf(NotFound);
  });

  it("let a west dispatcher dispatch in the west, and a handler of the unit above act on what its unit below has", async () => {
    const id = await report(db);
    const [sent] = await act(db, staff.westDispatcher, "dispatch", [{ id, version: 1 }], () => ({
      unitId: 2,
      person: "谁",
      deadline: monday + 999 * hour,
    }));
    expect(sent?.fold).toMatchObject({ state: "dispatched", unitId: 2 });
    const [other] = await act(db, staff.otherHandler, "accept", [{ id, version: 2 }]);
    expect(other?.error).toBeInstanceOf(Forbidden);
    const [taken] = await act(db, staff.handler, "accept", [{ id, version: 2 }]);
    expect(taken?.fold?.state).toBe("handling");
  });

  it("do nothing in a snapshot", async () => {
    const id = await report(db);
    const stand = (at: string | null) => db.query(sql`update district set frozen_at = ${at}::timestamptz`);
    await stand("2026-11-30T08:00:00+08:00");
    try {
      const [outcome] = await act(db, staff.dispatcher, "dispatch", [{ id, version: 1 }]);
      expect(outcome?.error).toMatchObject({ name: "Conflict", why: { zh: "快照：时钟不走，不能办理" } });
      await expect(report(db)).rejects.toMatchObject({ name: "Conflict" });
    } finally {
      await stand(null);
    }
  });

  it("take back one's own last act, within its minutes, one after the other", async () => {
    await setClock(db, monday + 24 * hour);
    const id = await report(db);
    await walk(db, id, "file", "dispatch", "accept");
    const undo = (by: Caller) => act(db, by, "undo", [{ id, version: null }]).then(([outcome]) => outcome);
    expect((await undo(staff.dispatcher))?.error).toMatchObject({ name: "Conflict", why: { zh: "只能撤回自己的最后一步操作" } });
    expect((await undo(staff.handler))?.fold).toMatchObject({ state: "dispatched", version: 5, handledBy: [] });
    expect((await undo(staff.dispatcher))?.fold).toMatchObject({ state: "filed", version: 6, unitId: null, deadlineAt: null, limit: null });
    const [row] = await db.query(
      sql`select state, unit_id, person_id, deadline_at, limit_value, dispatched_at, lead, version from problem where id = ${id}::bigint`,
    );
    expect(row).toEqual({
      state: "filed",
      unit_id: null,
      person_id: null,
      deadline_at: null,
      limit_value: null,
      dispatched_at: null,
      lead: null,
      version: 6,
    });
    await setClock(db, monday + 24.5 * hour);
    expect((await undo(staff.dispatcher))?.error).toMatchObject({ name: "Conflict", why: { zh: "只能在 10 分钟内撤回" } });
    expect((await undo(staff.dispatcher))?.held?.fold.version).toBe(6);
    await walk(db, id, "dispatch", "press");
    expect((await undo(staff.dispatcher))?.error).toMatchObject({ name: "Conflict", why: { zh: "“催办”不能撤回" } });
    const lone = await report(db);
    const [none] = await act(db, staff.inspector, "undo", [{ id: lone, version: null }]);
    expect(none?.error).toMatchObject({ name: "Conflict" });
  });
});

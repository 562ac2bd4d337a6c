/** What a report makes, what its card tells to whom, and what the program does by itself as time passes. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "../../../server/ask/caller.ts";
import { maskName, maskPhone } from "../../../server/ask/mask.ts";
import { NotFound } from "../../../server/ask/route.ts";
import { ParameterError } from "../../../server/contract/parameter.ts";
import { ProblemDetail } from "../../../server/contract/problemSchemas.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { rollMadeUp } from "../../../server/import/roll.ts";
import { detailOf } from "../../../server/log/detail.ts";
import { redateOpen } from "../../../server/log/redate.ts";
import { resumeDue } from "../../../server/log/sweep.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { act, east, hour, loadDesk, monday, report, setClock, staff, walk, wall } from "./desk.ts";
import { compareWithLogs } from "./rebuilt.ts";

it.each([
  ["张三", "张**"],
  ["欧阳小兰", "欧**"],
  ["𠮷田", "𠮷**"],
  ["", "**"],
])("masks the name %s as %s", (name, masked) => expect(maskName(name)).toBe(masked));
it.each([
  ["13812341234", "138****1234"],
  ["0517-83901234", "051****1234"],
  ["12345", "****45"],
])("masks the number %s as %s", (phone, masked) => expect(maskPhone(phone)).toBe(masked));

const at = (text: string) => Date.parse(`2026-11-${text}+08:00`);
const time = (row: Record<string, unknown> | undefined, column: string) => (row?.[column] as Date | undefined)?.getTime() ?? Number.NaN;
const iso = (ms: number) => new Date(ms).toISOString();

describe.each(databases())("a problem on $name", ({ fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
    await loadDesk(db);
  });
  afterAll(() => db.close());
  const row = async (id: number) => (await db.query<Record<string, unknown>>(sql`select * from problem where id = ${id}::bigint`))[0];

  describe("that is reported", () => {
    it("has a number of its day, its zones and what a search finds it by", async () => {
      await setClock(db, at("16T23:30:00"));
      const first = await report(db, { night: true, found: at("15T10:00:00") });
      const second = await report(db, { ...east, title: null });
      await setClock(db, at("17T00:10:00"));
      const third = await report(db);
      expect(await row(first)).toMatchObject({
        ...{ layer: "app", external_id: "20261116-0001", category: "0101", source: "patrol", night: true, state: "reported", version: 1 },
        ...{ zone1_id: 1, zone2_id: 3, zone3_id: 4, reporter_id: 3, no_photo: "天黑", found_at: new Date(at("15T10:00:00")) },
        search: expect.stringMatching(/占道经营.*zhandaojingying.*zdjy/),
      });
      expect(await row(second)).toMatchObject({
        external_id: "20261116-0002",
        title: "占道经营",
        zone1_id: 2,
        zone2_id: null,
        zone3_id: null,
      });
      expect(await row(third)).toMatchObject({ external_id: "20261117-0001" });
      const [event] = await db.query(
        sql`select act, actor, actor_id, facts, ST_X(geom) as lon from problem_event where problem_id = ${first}::bigint`,
      );
      expect(event).toEqual({ act: "report", actor: "巡查甲", actor_id: 3, facts: { noPhoto: "天黑" }, lon: 119.02 });
    });

    it("gets as many numbers as reports, at once", async () => {
      const ids = await Promise.all(Array.from({ length: 20 }, () => report(db)));
      const codes = await db.query<{ code: string }>(sql`select external_id as code from problem where id = any(${ids}::bigint[])`);
      expect(new Set(codes.map(({ code }) => code)).size).toBe(20);
    });

    it("is in the zone of today, and was found in that of its day", async () => {
      await db.query(sql`update zone set valid_from = '2026-11-10' where id = 3`);
      try {
        const today = { zone1_id: 1, zone2_id: 3 };
        expect(await row(await report(db, { found: at("09T12:00:00") }))).toMatchObject({
          ...today,
          found_zone1_id: 1,
          found_zone2_id: null,
        });
        expect(await row(await report(db, { found: at("10T00:00:00") }))).toMatchObject({ ...today, found_zone1_id: 1, found_zone2_id: 3 });
      } finally {
        await db.query(sql`update zone set valid_from = null where id = 3`);
      }
    });

    it("and mended on the spot is written off at once, by an inspector", async () => {
      const id = await report(db, { fixed: true });
      expect(await row(id)).toMatchObject({ state: "closed", on_spot: true, version: 2, late: null });
      await expect(report(db, { fixed: true }, staff.leader)).rejects.toBeInstanceOf(Forbidden);
      await expect(report(db, {}, staff.handler)).rejects.toBeInstanceOf(Forbidden);
      await expect(report(db, {}, wall)).rejects.toBeInstanceOf(Forbidden);
    });

    it.each([
      ["category", { category: "9999" }],
      ["category", { category: "0199" }],
      ["site", { site: 77 }],
      ["lon/lat", { lon: 122 }],
      ["found", { found: monday + 1e12 }],
      ["photos", { noPhoto: "  " }],
      ["photos", { noPhoto: null, photos: [] }],
      ["reporterName", { reporterName: "张三" }],
      ["reporterPhone", { reporterPhone: "13812341234" }],
    ])("is refused for its %s: %j", async (parameter, wrong) => {
      const [before] = await db.query(sql`select count(*)::int as n from problem`);
      const refused = await report(db, wrong).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ParameterError);
      expect(refused).toMatchObject({ parameter });
      expect(JSON.stringify(refused)).not.toContain("13812341234");
      expect(await db.query(sql`select count(*)::int as n from problem`)).toEqual([before]);
    });
  });

  describe("on its card", () => {
    it("has its reporter masked, and keeps to the contract through its life", async () => {
      await setClock(db, at("18T09:00:00"));
      const id = await report(db, { source: "12345", reporterName: "张小三", reporterPhone: "13812341234" }, staff.dispatcher);
      const acts = [
        "verify",
        "file",
        "dispatch",
        "accept",
        "return",
        "dispatch",
        "suspend",
        "resume",
        "extend",
        "hand_back",
        "rework",
      ] as const;
      for (const name of [...acts, "hand_back", "recheck", "close", "appeal", "uphold"] as const) {
        await walk(db, id, name);
        const detail = await detailOf(db, staff.leader, id);
        expectContract(ProblemDetail, detail);
        expect(detail.reporter).toEqual({ name: "张**", phone: "138****1234" });
        expect(JSON.stringify(detail)).not.toMatch(/张小三|13812341234/);
      }
      const { history, ...detail } = await detailOf(db, staff.leader, id);
      expect(detail).toMatchObject({
        ...{
          state: "closed",
          status: "closed",
          version: 17,
          unit: 1,
          person: "处置一",
          personId: 6,
          coopUnit: 3,
          areaUnit: 1,
          tradeUnit: 3,
        },
        ...{
          lead: "area",
          extensions: 1,
          suspensions: 1,
          returns: 1,
          reworkCount: 1,
          appeal: "upheld",
          exempt: true,
          late: false,
          noPhoto: "天黑",
        },
        zones: [{ id: 1 }, { id: 3 }, { id: 4 }],
      });
      expect(history).toHaveLength(17);
      expect(history[3]).toMatchObject({
        act: "dispatch",
        unit: 1,
        person: "处置一",
        limit: { value: 48, unit: "eh" },
        actor: "钱调度",
        undone: false,
      });
    });

    it("masks whoever told of it from outside in an imported log, and nobody of our own", async () => {
      const imported = async (source: string, actor: string, actorId: number | null) => {
        const id = await report(db, { source: "12345" }, staff.dispatcher);
        await db.query(sql`update problem set source = ${source}::text, version = 2 where id = ${id}::bigint`);
        await db.query(sql`insert into problem_event (problem_id, seq, act, at, actor, actor_id, state_after)
          select ${id}::bigint, 2, 'report', clock(), ${actor}::text, ${actorId}::bigint, 'reported'`);
        return (await detailOf(db, staff.leader, id)).history[1]?.actor;
      };
      expect(await imported("public", "王大明", null)).toBe("王**");
      expect(await imported("12345", "王大明", null)).toBe("王**");
      expect(await imported("patrol", "王大明", null)).toBe("王大明");
      expect(await imported("public", "巡查甲", 3)).toBe("巡查甲");
    });

    it("says what was undone", async () => {
      const id = await report(db);
      await walk(db, id, "file", "dispatch");
      await act(db, staff.dispatcher, "undo", [{ id, version: null }]);
      const detail = await detailOf(db, staff.dispatcher, id);
      expect(detail.history.map((e) => [e.act, e.state, e.undone])).toEqual([
        ["report", "reported", false],
        ["file", "filed", false],
        ["dispatch", "dispatched", true],
        ["undo", "filed", false],
      ]);
      expect(detail).toMatchObject({ state: "filed", unit: null, person: null, deadline: null, arithmetic: null, limit: null });
    });

    it("offers each caller their own acts, and says why not", async () => {
      const id = await report(db, {}, staff.eastInspector);
      await walk(db, id, "dispatch", "accept", "hand_back");
      const offers = async (who: Parameters<typeof detailOf>[1]) =>
        Object.fromEntries((await detailOf(db, who, id)).acts.map((one) => [one.act, one.why?.zh ?? (one.allowed ? "可" : "?")]));
      expect(await offers(staff.second)).toEqual({
        verify: "状态为“已反馈”时不能“核实”",
        recheck: "可",
        rework: "可",
        close: "可",
        fix_on_spot: "状态为“已反馈”时不能“边查边改”",
        me_too: "可",
        undo: "只能撤回自己的最后一步操作",
      });
      expect(await offers(staff.leader)).toEqual({
        supervise: "可",
        press: "状态为“已反馈”时不能“催办”",
        me_too: "可",
        undo: "只能撤回自己的最后一步操作",
      });
      expect(await offers(staff.handler)).toMatchObject({ accept: "状态为“已反馈”时不能“接单处置”", undo: "可", appeal: "可" });
      expect(await offers(staff.planner)).toEqual({});
      // Their own report in another's area: they may read it, and do nothing to it.
      expect(new Set(Object.values(await offers(staff.eastInspector)))).toEqual(new Set(["不在您的辖区或单位"]));
      const both = { ...staff.handler, roles: new Set(["handler", "inspector"] as const) };
      expect(await offers(both)).toMatchObject({ close: "处置人不能核查或销号自己处置的问题" });
      const { acts } = await detailOf(db, staff.dispatcher, id);
      expect(acts.find((one) => one.act === "rework")).toEqual({ act: "rework", allowed: true, why: null, needsNote: true });
    });

    it("is nobody's outside its area, and its reporter's wherever it is", async () => {
      const id = await report(db, east, staff.inspector);
      for (const who of [staff.westDispatcher, staff.handler]) {
        const refused = await detailOf(db, who, id).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(Forbidden);
        expect(refused).toMatchObject({ problemId: id, why: { zh: "不在您的辖区或单位" } });
      }
      expect((await detailOf(db, staff.eastInspector, id)).id).toBe(id);
      expect((await detailOf(db, wall, id)).acts).toEqual([]);
      await expect(detailOf(db, staff.leader, 999_999)).rejects.toBeInstanceOf(NotFound);
    });

    it("can be read in a snapshot, where nothing can be done, and where the calendar has no work time", async () => {
      const id = await report(db);
      await act(db, staff.dispatcher, "dispatch", [{ id, version: 1 }], (_held, { now }) => ({
        ...{ unitId: 1, person: "处置一", personId: 6, deadline: now + hour },
        facts: { limit: { value: 1, unit: "h" } },
      }));
      await db.query(sql`update district set frozen_at = clock()`);
      try {
        const { acts } = await detailOf(db, staff.dispatcher, id);
        expect(new Set(acts.map((one) => one.why?.zh))).toEqual(new Set(["快照：时钟不走，不能办理"]));
      } finally {
        await db.query(sql`update district set frozen_at = null`);
      }
      await db.query(sql`update work_hours set weekdays = '{}'`);
      try {
        expect((await detailOf(db, staff.dispatcher, id)).arithmetic).toBeNull();
        await expect(db.tx((tx) => redateOpen(tx, null))).rejects.toMatchObject({ name: "Conflict" });
      } finally {
        await db.query(sql`update work_hours set weekdays = '{1,2,3,4,5}'`);
      }
    });
  });

  describe("as time passes", () => {
    it("resumes at exactly the time its suspension ends, with what was left of its limit, once", async () => {
      await setClock(db, at("16T09:00:00"));
      const id = await report(db);
      // Eight work hours from Monday 09:00 end on Tuesday 09:00; suspended at once from 11:00, six are left.
      await act(db, staff.dispatcher, "dispatch", [{ id, version: 1 }], () => ({
        ...{ unitId: 1, person: "处置一", personId: 6, deadline: at("17T09:00:00") },
        facts: { limit: { value: 1, unit: "d" } },
      }));
      await setClock(db, at("16T11:00:00"));
      const until = at("18T09:00:00");
      await act(db, staff.dispatcher, "suspend", [{ id, version: 2 }], () => ({ note: "等料", until }));
      await setClock(db, until - hour);
      expect(await resumeDue(db)).toBe(0);
      await setClock(db, until + 5 * hour);
      const revision = async () =>
        (await db.query<{ n: number }>(sql`select revision as n from layer_revision where layer = 'problems'`))[0]?.n ?? 0;
      const before = await revision();
      expect(await Promise.all([resumeDue(db), resumeDue(db), resumeDue(db)]).then((all) => all.reduce((a, b) => a + b))).toBe(1);
      expect(await revision()).toBe(before + 1);
      const detail = await detailOf(db, staff.leader, id);
      const resume = detail.history.at(-1);
      expect(resume).toMatchObject({ act: "resume", actor: null, at: iso(until), state: "handling" });
      // Two hours were used on Monday (some seconds more: the clock runs); six are left: 09–12, 14–17 on Wednesday.
      const due = Date.parse(detail.deadline ?? "");
      expect(Math.abs(due - at("18T17:00:00"))).toBeLessThan(60_000);
      expect(detail.arithmetic).toMatchObject({ due: detail.deadline, needed_min: 480 });
      expect((await compareWithLogs(db)).faults).toEqual([]);
    });

    it("is computed anew when the calendar changes, of what was handed back too, back again, and never when it was set by hand", async () => {
      await setClock(db, at("16T09:00:00"));
      const [counted, byHand, back] = [await report(db), await report(db, { category: "0102" }), await report(db)];
      const limit = { limit: { value: 1, unit: "d" } as const };
      const to = { unitId: 1, person: "处置一", personId: 6, deadline: at("17T09:00:00") };
      for (const id of [counted, back]) await act(db, staff.dispatcher, "dispatch", [{ id, version: 1 }], () => ({ ...to, facts: limit }));
      await act(db, staff.dispatcher, "dispatch", [{ id: byHand, version: 1 }], () => to);
      await walk(db, back, "accept", "hand_back");
      const deadlines = async () =>
        (
          await db.query<{ d: Date }>(
            sql`select deadline_at as d from problem where id = any(${[counted, byHand, back]}::bigint[]) order by id`,
          )
        ).map(({ d }) => d.getTime());
      const redate = (categories: readonly string[] | null) => db.tx((tx) => redateOpen(tx, categories));
      // The clock runs on while the test does: the first count settles the seconds.
      await redate(null);
      const [was, , wasBack] = (await deadlines()) as [number, number, number];
      expect(await redate(null)).toBe(0);
      await db.query(sql`insert into calendar_day (day, kind, name) values ('2026-11-17', 'holiday', '放假')`);
      expect(await redate(["0102"])).toBe(0);
      expect(await redate(["0101"])).toBeGreaterThanOrEqual(1);
      expect(await deadlines()).toEqual([was + 24 * hour, at("17T09:00:00"), wasBack + 24 * hour]);
      const { history } = await detailOf(db, staff.leader, counted);
      expect(history.at(-1)).toMatchObject({ act: "redate", actor: null, state: "dispatched", deadline: iso(was + 24 * hour) });
      await db.query(sql`delete from calendar_day`);
      expect(await redate(null)).toBeGreaterThanOrEqual(1);
      expect((await deadlines())[0]).toBe(was);
      expect((await compareWithLogs(db)).faults).toEqual([]);
    });

    it("of a made-up district moves on with its log", async () => {
      const id = await report(db);
      await walk(db, id, "dispatch", "suspend");
      await db.query(sql`update district set data_as_of = now() - interval '40 days', clock_set_at = now()`);
      const before = await row(id);
      const days = await rollMadeUp(db);
      expect(days).toBeGreaterThan(20);
      const after = await row(id);
      for (const column of ["found_at", "dispatched_at", "deadline_at", "nearly_due_at", "suspended_at", "suspended_until"])
        expect([column, time(after, column) - time(before, column)]).toEqual([column, days * 24 * hour]);
      expect((await compareWithLogs(db)).faults).toEqual([]);
    });
  });
});

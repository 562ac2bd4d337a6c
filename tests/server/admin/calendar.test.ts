/** The calendar in the page: read, changed, audited; and after each change the deadlines of running clocks are right again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { referenceCalendar, seedCalendar, specialDays } from "../../../server/admin/calendarSeed.ts";
import { loadCalendar } from "../../../server/ask/calendar.ts";
import { Calendar as CalendarSchema, Redated as RedatedSchema } from "../../../server/contract/bookSchemas.ts";
import type { Calendar, ProblemDetail } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { perform } from "../../../server/log/perform.ts";
import { databases } from "../../support/databases.ts";
import { callerFor } from "../../support/people.ts";
import { body, categories, loadPrecinct, march, Precinct, people, setClock, units } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";

const hour = 3_600_000;
const day = 24 * hour;
/** From the dispatch to the deadline, ms. */
const given = ({ dispatched, deadline }: ProblemDetail): number => Date.parse(deadline ?? "") - Date.parse(dispatched ?? "");
const wednesday = { day: "2026-03-04", kind: "holiday", name: "创城日" } as const;
/** Something to wait for. */
const gate = () => {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
};
const revisionOf = async (db: Db, layer: string) =>
  (await db.query<{ revision: number }>(sql`select revision from layer_revision where layer = ${layer}::text`))[0]?.revision ?? 0;

describe.each(databases())("the calendar on $name", (engine) => {
  describe("that a district starts from", () => {
    let db: Db;
    beforeAll(async () => {
      db = await engine.fresh();
    });
    afterAll(() => db.close());

    it("is the reference one, once", async () => {
      await seedCalendar(db);
      const { hours, years } = await referenceCalendar();
      const days = years.flatMap(specialDays);
      const loaded = await loadCalendar(db);
      expect(loaded).toEqual({
        timeZone: "Asia/Shanghai",
        hours,
        days: new Map(days.map((one) => [one.day, one.kind])),
        years: new Map(years.map((one) => [one.year, one.official])),
        names: new Map(days.map((one) => [one.day, one.name])),
      });
      // What the district changed stays as it is when the program starts again.
      await db.query(sql`delete from calendar_day where day = date '2026-09-20'`);
      await seedCalendar(db);
      expect((await loadCalendar(db)).days.has("2026-09-20")).toBe(false);
    });
  });

  describe("of a precinct", () => {
    let db: Db;
    let precinct: Precinct;
    beforeAll(async () => {
      db = await engine.fresh();
      await loadPrecinct(db);
      precinct = await Precinct.open(db);
    });
    afterAll(async () => {
      await precinct.app.close();
      await db.close();
    });
    beforeEach(async () => {
      await db.query(sql`delete from calendar_day`);
      await setClock(db, march("02T10:00"));
    });

    const read = async (): Promise<Calendar> => {
      const calendar = body<Calendar>(await precinct.get("leader", "/api/calendar"));
      expectContract(CalendarSchema, calendar);
      return calendar;
    };
    const change = (what: "days" | "years" | "hours", said: object) => precinct.post("administrator", `/api/calendar/${what}`, said);
    const redated = async (what: "days" | "years" | "hours", said: object): Promise<number> => {
      const answer = body<{ redated: number }>(await change(what, said));
      expectContract(RedatedSchema, answer);
      return answer.redated;
    };
    const sent = async (said: object = {}, category: string = categories.kerb) => {
      const problem = await precinct.report({ category });
      return precinct.act("dispatcher", "dispatch", problem, { ...said });
    };
    const lastAudit = async () =>
      (
        await db.query<{ detail: Record<string, unknown>; person_id: number }>(
          sql`select detail, person_id from audit_entry where kind = 'change' order by id desc limit 1`,
        )
      )[0];
    /** What earlier tests left is not redated by later ones. */
    const closeAll = () => db.query(sql`update problem set state = 'closed'`);

    it("is the administrator's to change and everybody's to read", async () => {
      for (const what of ["days", "years", "hours"] as const) {
        for (const who of ["dispatcher", "leader", "security", "westHandler"] as const)
          expect((await precinct.post(who, `/api/calendar/${what}`, {})).statusCode).toBe(403);
        expect((await precinct.post(null, `/api/calendar/${what}`, {})).statusCode).toBe(401);
      }
      expect((await precinct.get(null, "/api/calendar")).statusCode).toBe(401);
      expect((await read()).hours).toEqual([{ from: "0001-01-01", spans: [480, 720, 840, 1080], weekdays: [1, 2, 3, 4, 5] }]);
    });

    it("moves the deadlines that stand on it, by an event each, and no others", async () => {
      await closeAll();
      const running = await sent();
      const shorter = await sent({ limit: { value: 1, unit: "d" } });
      const urgent = await sent({}, categories.stalls);
      const byHand = await sent({ deadline: "2026-03-06T10:00:00+08:00" });
      const suspended = await precinct.act("dispatcher", "suspend", await sent());
      const mended = await sent();
      await precinct.act("westHandler", "accept", mended);
      const handedBack = await precinct.act("westHandler", "hand_back", mended);
      expect([given(running), given(shorter), given(urgent)]).toEqual([7 * day, 1 * day, 2 * hour]);
      const [calendarBefore, problemsBefore] = [await revisionOf(db, "calendar"), await revisionOf(db, "problems")];

      // The Wednesday is free: what was due on the Monday after is due a day later; what was due on Tuesday is not touched.
      expect(await redated("days", { days: [wednesday] })).toBe(3);
      const after = await precinct.read(running.id);
      expect(given(after)).toBe(8 * day);
      expect(given(await precinct.read(suspended.id))).toBe(8 * day);
      // What was handed back may come back for rework: its deadline is right already.
      expect(given(await precinct.read(handedBack.id))).toBe(8 * day);
      for (const one of [shorter, urgent, byHand]) {
        const now = await precinct.read(one.id);
        expect([now.deadline, now.version]).toEqual([one.deadline, one.version]);
      }
      expect(after.version).toBe(running.version + 1);
      expect(after.history.at(-1)).toMatchObject({ act: "redate", actor: null, state: "dispatched", deadline: after.deadline });
      expect(after.arithmetic).toMatchObject({ total_min: 2400, needed_min: 2400, due: after.deadline, unofficialYears: [] });
      expect(after.arithmetic?.parts.map(({ why }) => why.zh)).toContain("创城日");
      expect(await revisionOf(db, "calendar")).toBeGreaterThan(calendarBefore);
      expect(await revisionOf(db, "problems")).toBeGreaterThan(problemsBefore);
      expect(await lastAudit()).toEqual({
        person_id: people.administrator.id,
        detail: { what: "calendar days", before: [], after: [wednesday], redated: 3 },
      });

      // Said again, nothing moves; taken back, all is as it was, and the log says both.
      expect(await redated("days", { days: [wednesday] })).toBe(0);
      expect(await redated("days", { days: [{ day: wednesday.day }] })).toBe(3);
      const back = await precinct.read(running.id);
      expect([given(back), back.version]).toEqual([7 * day, running.version + 2]);
      expect(back.history.map(({ act }) => act)).toEqual(["report", "dispatch", "redate", "redate"]);
    });

    it("a Sunday that is worked brings deadlines nearer, and one's next act is on the new one", async () => {
      await setClock(db, march("06T17:00"));
      await closeAll();
      const problem = await sent({ limit: { value: 1, unit: "d" } });
      expect(given(problem)).toBe(3 * day);
      expect(await redated("days", { days: [{ day: "2026-03-08", kind: "workday", name: "" }] })).toBe(1);
      expect(given(await precinct.read(problem.id))).toBe(2 * day);
      const extended = await precinct.act("dispatcher", "extend", problem);
      // One more work day after Sunday 17:00.
      expect(given(extended)).toBe(3 * day);
    });

    it("work hours from a day on: longer afternoons, and taken back", async () => {
      await setClock(db, march("02T09:30"));
      await closeAll();
      const problem = await sent();
      const summer = { from: "2026-03-03", spans: [480, 720, 840, 1200], weekdays: [1, 2, 3, 4, 5] };
      // 6 h 30 on Monday, 10 h each from Tuesday to Thursday, and 3 h 30 on Friday morning.
      expect(await redated("hours", summer)).toBe(1);
      const after = await precinct.read(problem.id);
      expect(after.deadline?.slice(0, 16)).toBe("2026-03-06T03:30");
      expect((await read()).hours).toHaveLength(2);
      expect(await redated("hours", { from: summer.from })).toBe(1);
      expect(given(await precinct.read(problem.id))).toBe(7 * day);
      expect(await lastAudit()).toMatchObject({ detail: { what: "work hours", before: summer, after: null, redated: 1 } });
      expect((await change("hours", { from: summer.from })).json()).toMatchObject({ status: 400, parameter: "from" });
    });

    it("a year by its notice: all its days at once, and how far it is official", async () => {
      await closeAll();
      const problem = await sent();
      await redated("days", { days: [wednesday, { day: "2027-01-01", kind: "holiday", name: "元旦" }] });
      const notice = { year: 2026, official: true, source: "国办发明电〔2025〕7号" };
      expect(await redated("years", notice)).toBe(0);
      expect((await read()).days).toHaveLength(2);
      const thursday = { day: "2026-03-05", kind: "holiday", name: "x" };
      const friday = { day: "2026-03-06", kind: "holiday", name: "y" };
      expect(await redated("years", { ...notice, days: [thursday, friday] })).toBe(1);
      expect(given(await precinct.read(problem.id))).toBe(9 * day);
      const calendar = await read();
      expect(calendar.days.map((one) => one.day)).toEqual(["2026-03-05", "2026-03-06", "2027-01-01"]);
      expect(calendar.years.find(({ year }) => year === 2026)).toEqual(notice);
      expect(await lastAudit()).toMatchObject({
        detail: { what: "calendar year", before: { days: [wednesday] }, after: { days: [thursday, friday] } },
      });
      expect(await redated("years", { ...notice, days: [] })).toBe(1);
      expect(given(await precinct.read(problem.id))).toBe(7 * day);
    });

    it("a year that is not official is told with the deadline", async () => {
      await closeAll();
      const problem = await sent();
      await redated("years", { year: 2026, official: false, source: "暂定" });
      expect((await precinct.read(problem.id)).arithmetic?.unofficialYears).toEqual([2026]);
      await redated("years", { year: 2026, official: true, source: "test" });
      expect((await precinct.read(problem.id)).arithmetic?.unofficialYears).toEqual([]);
    });

    it.each([
      ["days", {}, "days"],
      ["days", { days: [] }, "days"],
      ["days", { days: [{ day: "2026-02-30", kind: "holiday" }] }, "days[0].day"],
      ["days", { days: [{ day: "2026-03-04", kind: "festival" }] }, "days[0].kind"],
      ["days", { days: [{ day: "2026-03-04", type: "holiday" }] }, "days[0].type"],
      ["days", { days: [wednesday, wednesday] }, "days"],
      ["years", { year: 26, official: true, source: "x" }, "year"],
      ["years", { year: 2026, official: "yes", source: "x" }, "official"],
      ["years", { year: 2026, official: true, source: "" }, "source"],
      ["years", { year: 2026, official: true, source: "x", days: [{ day: "2027-01-01", kind: "holiday" }] }, "days"],
      ["years", { year: 2026, official: true, source: "x", days: [{ day: "2026-01-01" }] }, "days"],
      ["hours", { from: "2026-03-03", spans: [480, 720, 840], weekdays: [1] }, "spans"],
      ["hours", { from: "2026-03-03", spans: [720, 480], weekdays: [1] }, "spans"],
      ["hours", { from: "2026-03-03", spans: [480, 720, 720, 1080], weekdays: [1] }, "spans"],
      ["hours", { from: "2026-03-03", spans: [480, 1441], weekdays: [1] }, "spans[1]"],
      ["hours", { from: "2026-03-03", spans: [480, 720] }, "weekdays"],
      ["hours", { from: "2026-03-03", weekdays: [1] }, "spans"],
      ["hours", { from: "2026-03-03", spans: [480, 720], weekdays: [0] }, "weekdays[0]"],
      ["hours", { from: "2026-03-03", spans: [480, 720], weekdays: [1, 1] }, "weekdays"],
      ["hours", { from: "2026-03-03", spans: [480, 720], weekdays: [] }, "weekdays"],
    ] as const)("refuses %s %j and names %s", async (what, said, parameter) => {
      const before = await read();
      const refused = await change(what, said);
      expect(refused.json()).toMatchObject({ status: 400, parameter });
      expect(await read()).toEqual(before);
    });

    it("refuses a change that leaves no work time, and changes nothing", async () => {
      await setClock(db, march("02T19:00"));
      await db.query(sql`insert into calendar_day (day, kind) select d::date, 'holiday'
        from generate_series(date '2026-03-03', date '2037-01-01', interval '1 day') d where d::date <> date '2026-03-04'`);
      const before = [await read(), await revisionOf(db, "calendar")];
      const refused = await change("days", { days: [wednesday] });
      expect(refused.json()).toMatchObject({
        status: 409,
        detail: expect.stringMatching(/no work time in the ten years after 2026-03-02/),
      });
      expect([await read(), await revisionOf(db, "calendar")]).toEqual(before);
    });

    it("cannot lose its only work hours", async () => {
      await db.query(sql`update work_hours set valid_from = '2000-01-01'`);
      expect((await change("hours", { from: "2000-01-01" })).statusCode).toBe(409);
      expect((await read()).hours).toHaveLength(1);
      await db.query(sql`update work_hours set valid_from = '0001-01-01'`);
    });

    it("waits for a dispatch that is being done, and moves its deadline too", async () => {
      if (db.capabilities.sessions < 2) return;
      await closeAll();
      const problem = await precinct.report({ category: categories.kerb });
      const dispatcher = await callerFor(db, people.dispatcher.id);
      const [dispatched, mayEnd] = [gate(), gate()];
      const dispatching = db.tx(async (tx) => {
        const [outcome] = await perform(tx, dispatcher, "dispatch", [{ id: problem.id, version: null }], (_held, { now }) => ({
          ...{ unitId: units.west, person: "westHandler", personId: people.westHandler.id, deadline: now + 7 * day },
          facts: { limit: { value: 5, unit: "d" } },
        }));
        expect(outcome?.error).toBeNull();
        dispatched.open();
        await mayEnd.passed;
      });
      await dispatched.passed;
      let done = false;
      const changing = redated("days", { days: [wednesday] }).finally(() => {
        done = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(done).toBe(false);
      mayEnd.open();
      await dispatching;
      expect(await changing).toBe(1);
      expect(given(await precinct.read(problem.id))).toBe(8 * day);
    });
  });
});

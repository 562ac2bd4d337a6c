/** Who is responsible, as the page is told before a problem is dispatched or even reported: units, contact, limit, deadline and its arithmetic. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Responsibility } from "../../../server/contract/problemSchemas.ts";
import type { Responsibility as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { abroad, body, categories, east, loadPrecinct, march, outside, Precinct, setClock, units, type Who, west } from "./precinct.ts";

type Asked = Readonly<Record<string, string | number>>;

describe.each(databases())("who is responsible, asked on $name", ({ fresh }) => {
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

  const get = (asked: Asked, who: Who = "dispatcher") =>
    precinct.get(who, `/api/responsibility?${new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]))}`);
  const told = async (asked: Asked, who?: Who): Promise<Told> => {
    const answer = body<Told>(await get(asked, who));
    expectContract(Responsibility, answer);
    return answer;
  };
  const stalls = { category: categories.stalls, ...west };

  it("area and trade, who leads, whom they name, each with its reason", async () => {
    const area = await told(stalls);
    expect(area).toMatchObject({
      ...{ day: "2026-03-02", lead: "area", unit: units.west, coop: null, faults: [], person: { id: 5, name: "westHandler" } },
      ...{ area: { unit: units.west, zone: { id: 301, level: 3, name: "区301" } }, trade: { unit: null } },
    });
    expect(area.area.why.zh).toContain("责任单位西街道");
    const trade = await told({ ...stalls, category: categories.kerb });
    expect(trade).toMatchObject({
      lead: "trade",
      unit: units.bureau,
      coop: units.west,
      person: { name: "bureauHandler" },
      trade: { unit: units.bureau },
    });
  });

  it("the deadline is the limit from now on, by the calendar, and its arithmetic adds up", async () => {
    // Friday 16:00 and four work hours: two that day, the weekend does not count, two on Monday.
    await setClock(precinct.db, march("06T16:00"));
    const { limit, deadline, arithmetic } = await told({ ...stalls, category: categories.rubbish });
    expect(limit).toEqual({ value: 4, unit: "h" });
    const due = Date.parse(deadline ?? "");
    expect(due - march("09T10:00")).toBeGreaterThanOrEqual(0);
    expect(due - march("09T10:00")).toBeLessThan(60_000);
    expect(arithmetic).toMatchObject({ due: deadline, limit, needed_min: 240, setByHand: false });
    expect(arithmetic?.parts.reduce((sum, part) => sum + part.counted_min, 0)).toBeCloseTo(240, 3);
    await setClock(precinct.db, march("02T09:00"));
  });

  it("none: of a category without a limit no deadline, of a place in no zone no unit", async () => {
    expect(await told({ ...stalls, category: categories.unlimited })).toMatchObject({ limit: null, deadline: null, arithmetic: null });
    for (const place of [outside, abroad]) {
      const answer = await told({ ...stalls, ...place });
      expect(answer).toMatchObject({ unit: null, person: null, area: { zone: null }, outside: place === abroad });
      // In no zone; and, of a place beyond the outline, that it is.
      expect(answer.faults.map(({ en }) => en.includes("outside the district"))).toEqual(place === abroad ? [true, false] : [false]);
    }
    expect(await told({ ...stalls, ...east })).toMatchObject({ unit: units.east, person: null });
  });

  it("a limit that no work time could fill has no deadline, and is no failure", async () => {
    await precinct.db.query(sql`update work_hours set weekdays = '{}'`);
    const answer = await told({ ...stalls, category: categories.rubbish });
    expect(answer).toMatchObject({ limit: { value: 4, unit: "h" }, deadline: null, arithmetic: null, unit: units.west });
    await precinct.db.query(sql`update work_hours set weekdays = '{1,2,3,4,5}'`);
  });

  it("of a day in the past the books of that day; the site or its type narrows the trade", async () => {
    await precinct.db.query(sql`insert into trade_duty (category, site_type, unit_id, lead, valid_from)
      values ('0101', 'market', 22, 'trade', '2026-02-01')`);
    for (const at of [{ siteType: "market" }, { site: 501 }]) {
      expect(await told({ ...stalls, ...at })).toMatchObject({ lead: "trade", unit: units.crew, coop: units.west });
      expect(await told({ ...stalls, ...at, found: "2026-01-31T23:59:00+08:00" })).toMatchObject({
        day: "2026-01-31",
        lead: "area",
        unit: units.west,
      });
    }
    expect(await told({ ...stalls, siteType: "school" })).toMatchObject({ lead: "area" });
    await precinct.db.query(sql`delete from trade_duty where site_type = 'market'`);
  });

  it("what cannot be read or is not there is refused by its name", async () => {
    const cases: [Asked, string][] = [
      [{ ...west }, "category"],
      [{ ...stalls, category: "9999" }, "category"],
      [{ ...stalls, category: "' or 1" }, "category"],
      [{ category: categories.stalls, lat: 33 }, "lon"],
      [{ ...stalls, lon: 181 }, "lon"],
      [{ ...stalls, lat: -91 }, "lat"],
      [{ ...stalls, lat: "1e1" }, "lat"],
      [{ ...stalls, siteType: "castle" }, "siteType"],
      [{ ...stalls, site: 999 }, "site"],
      [{ ...stalls, site: 0 }, "site"],
      [{ ...stalls, site: 501, siteType: "market" }, "siteType"],
      [{ ...stalls, found: "yesterday" }, "found"],
    ];
    for (const [asked, parameter] of cases) {
      const reply = await get(asked);
      expect([parameter, reply.statusCode, reply.json().parameter]).toEqual([parameter, 400, parameter]);
    }
    expect((await get(stalls, "planner")).statusCode).toBe(403);
  });

  it("of a problem: its own place, category, site and day; in one's area only", async () => {
    const problem = await precinct.report({ category: categories.kerb });
    const of = (who: Who, id = problem.id) => precinct.get(who, `/api/problems/${id}/responsibility`);
    const answer = body<Told>(await of("westDispatcher"));
    expectContract(Responsibility, answer);
    expect(answer).toMatchObject({ day: "2026-03-02", unit: units.bureau, coop: units.west, lead: "trade" });
    const [denied, absent] = [await of("eastDispatcher"), await of("dispatcher", 999_999)];
    expect([denied.statusCode, absent.statusCode]).toEqual([403, 404]);
    expect(denied.body).not.toContain("城管局");
    const [{ count } = { count: 0 }] = await precinct.db.query<{ count: number }>(
      sql`select count(*)::int as count from audit_entry where kind = 'refusal' and problem_id = ${problem.id}::bigint`,
    );
    expect(count).toBe(1);
  });
});

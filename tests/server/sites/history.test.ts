/** A site's history against the town's logs, told plainly, and against the filter's own words for the same. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CountAnswer, ProblemDocument, ProblemList, SiteHistory } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { answer, appOn } from "../http/asked.ts";
import { distance, inRing } from "../questions/oracle.ts";
import { loadPeopled, type Member, staff, peopledTown as town } from "../questions/peopled.ts";
import { clock, type TownProblem, type TownSite, timeZone } from "../questions/town.ts";

const hour = 3_600_000;
const siteOf = (id: number): TownSite => town.sites.find((s) => s.id === id) as TownSite;
const market = town.sites.find((s) => s.type === "market") as TownSite;
const river = town.sites.find((s) => s.type === "river") as TownSite;
const park = town.sites.find((s) => s.type === "park") as TownSite;

const openAt = ({ events, found }: TownProblem, at: number): boolean => {
  const state = events.findLast((e) => e.at <= at)?.state ?? "reported";
  return found <= at && state !== "closed" && state !== "rejected";
};

/** Midnight in Asia/Shanghai, which has no summer time. */
const midnight = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

function monthsBefore(count: number): { from: string; to: string; starts: number; ends: number }[] {
  return Array.from({ length: count }, (_, i) => {
    const n = 2026 * 12 + 10 - (count - 1 - i);
    const day = (month: number) => new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)).toISOString().slice(0, 10);
    const ends = midnight(day(n + 1));
    return { from: day(n), to: new Date(ends - 1 + 8 * hour).toISOString().slice(0, 10), starts: midnight(day(n)), ends };
  });
}

function expectHistory(got: SiteHistory, site: TownSite, within: number, months: number, sees: Member["sees"] = () => true) {
  const near = town.problems.filter((p) => sees(p, p.events.at(-1)?.unit ?? null) && distance(p.at, site.geometry) <= within);
  const now = near.filter((p) => !["closed", "rejected"].includes(p.events.at(-1)?.state ?? ""));
  const found = near.map((p) => p.found);
  expect(got).toMatchObject({ within_m: within, total: near.length, open: now.length, clock: new Date(clock).toISOString() });
  expect(got.firstFound).toBe(near.length ? new Date(Math.min(...found)).toISOString() : null);
  const expected = monthsBefore(months).map(({ from, to, starts, ends }) => ({
    ...{ from, to, found: found.filter((at) => at >= starts && at < ends).length },
    closed: near.filter(({ events }) => {
      const last = events.at(-1);
      return last?.state === "closed" && last.closed !== null && last.closed >= starts && last.closed < ends;
    }).length,
    open: near.filter((p) => openAt(p, Math.min(ends - 1, clock))).length,
  }));
  expect(got.months).toEqual(expected);
  const whole = expected.slice(0, -1).map((m) => m.found);
  expect(got.perMonth).toBeCloseTo(whole.reduce((sum, one) => sum + one, 0) / whole.length, 9);
}

describe.each(databases())("a site's history on $name", ({ fixture, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  beforeAll(async () => {
    db = await fixture("peopled", loadPeopled);
    app = await appOn(db);
  });
  afterAll(() => app.close());

  it.each([
    [market.id, 500, 12],
    [river.id, 500, 4],
    [park.id, 1200, 2],
    [market.id, 1, 3],
    [river.id, 20_000, 60],
  ])("of site %d within %d m over %d months is the log's", async (id, within, months) => {
    const got = await answer<SiteHistory>(app, `/api/sites/${id}/history?within=${within}&months=${months}`);
    expectHistory(got, siteOf(id), within, months);
  });

  it("says of each month what the filter says: found, and open as it stood then", async () => {
    const geo = `within:800:site/${river.id}`;
    const got = await answer<SiteHistory>(app, `/api/sites/${river.id}/history?within=800&months=4`);
    expect(got.months.some(({ open }) => open > 50)).toBe(true);
    for (const { from, to, found } of got.months) {
      expect((await answer<ProblemList>(app, "/api/problems", { geo, found: `${from}..${to}` })).total).toBe(found);
    }
    for (const { to, open } of got.months.slice(0, -1)) {
      const then = await answer<CountAnswer>(app, "/api/problems/count", { geo, at: `${to}T23:59:59+08:00`, status: "open" });
      expect(then.total).toBe(open);
    }
    const now = await answer<CountAnswer>(app, "/api/problems/count", { geo, at: "2026-11-21T10:00:00+08:00", status: "open" });
    expect(got.months.at(-1)?.open).toBe(now.total);
    expect((await answer<ProblemList>(app, "/api/problems", { geo, repeat: "50:30" })).total).toBe(got.repeats);
  });

  it("is of the caller's own area", async () => {
    const closed = await appOn(db, { demo: false });
    for (const member of staff.filter(({ id }) => [602, 604, 605, 606].includes(id))) {
      const url = `/api/sites/${river.id}/history?within=900&months=3`;
      const reply = await closed.inject({ url, headers: { cookie: await cookieOf(db, member.id) } });
      expectHistory(reply.json<SiteHistory>(), river, 900, 3, member.sees);
    }
    await closed.close();
  });

  it("names who answers for the ground: sub-district, community, grid cell", async () => {
    const own = await fresh();
    await loadPeopled(own);
    await own.query(sql`update zone set person = '网格员' || id, unit_id = 11 where level = 3`);
    // One that is no more in force, and one that is not yet.
    await own.query(sql`insert into zone (id, layer, external_id, level, code, name, geom, area_m2, valid_from, valid_to) overriding system value
      select 9000 + n, 'old', 'o' || n, 3, 'o' || n, '旧区', geom, 1, case n when 1 then date '2020-01-01' else '2026-11-22' end, case n when 1 then date '2026-11-21' end
      from zone, generate_series(1, 2) n where id = 1`);
    const desk = await appOn(own);
    const { people } = await answer<SiteHistory>(desk, `/api/sites/${market.id}/history`);
    const at = market.geometry.kind === "point" ? market.geometry.at : ([0, 0] as const);
    const zones = town.zones.filter((z) => z.level > 0 && inRing(at, z.ring));
    expect(people).toEqual(
      zones.map(({ id, level }) => ({
        ...{ level, zone: { id, name: `区${id}` } },
        person: level === 3 ? `网格员${id}` : null,
        unit: level === 3 ? "单位11" : null,
      })),
    );
    expect(people).toHaveLength(3);
    await desk.close();
    await own.close();
  });

  it("counts a problem without a log as open since it was found, and its months in the district's time", async () => {
    const own = await fresh();
    await own.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, frozen_at)
      values ('t', '区', 'd', ${timeZone}, 'zh', ST_Point(119, 33.5, 4326), '2026-11-21T02:00Z')`);
    await own.query(sql`insert into category (code, major, name_zh, name_en) values ('01', '01', '市容', 'order')`);
    await own.query(sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
      values (1, 's', '1', 'market', 'market', '市场', ST_Point(119, 33.5, 4326))`);
    // Half past midnight of 1 November by the district's clock is still October in UTC.
    await own.query(sql`insert into problem (layer, external_id, category, title, source, found_at, state, geom)
      values ('p', '1', '01', 't', 'patrol', '2026-10-31T16:30Z', 'reported', ST_Point(119, 33.5, 4326))`);
    const desk = await appOn(own);
    const got = await answer<SiteHistory>(desk, "/api/sites/1/history?months=2");
    expect(got).toMatchObject({ total: 1, open: 1, repeats: 0, perMonth: 0, people: [] });
    expect(got.months.map(({ from, to, found, open }) => ({ from, to, found, open }))).toEqual([
      { from: "2026-10-01", to: "2026-10-31", found: 0, open: 0 },
      { from: "2026-11-01", to: "2026-11-30", found: 1, open: 1 },
    ]);
    await desk.close();
    await own.close();
  });

  it("refuses what it does not take, and a site there is not", async () => {
    const none = await app.inject("/api/sites/999999/history");
    expect([none.statusCode, none.json<ProblemDocument>().detail_zh]).toEqual([404, "没有这个点位"]);
    for (const [query, parameter] of [
      ["months=1", "months"],
      ["months=61", "months"],
      ["within=0", "within"],
      ["within=20001", "within"],
    ]) {
      const reply = await app.inject(`/api/sites/${market.id}/history?${query}`);
      expect([reply.statusCode, reply.json<ProblemDocument>().parameter]).toEqual([400, parameter]);
    }
  });
});

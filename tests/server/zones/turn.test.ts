/** A plan comes into force on its day: zones keep their ids, problems and people follow, and what was reported before stays as it was, byte for byte. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Position } from "../../../server/contract/draw.ts";
import { sql } from "../../../server/db/sql.ts";
import { type Report, reportProblem } from "../../../server/log/report.ts";
import { watchPlans } from "../../../server/zones/watch.ts";
import { databases } from "../../support/databases.ts";
import { callerFor, cookieOf, makePerson } from "../../support/people.ts";
import { across, at, cellOf, corner, type Owner, type Parish, parishOn, partitionWith, planZone, type Redraw } from "./parish.ts";

const [moved, split, gone, heir] = [cellOf(3, 3), cellOf(4, 2), cellOf(2, 1), cellOf(3, 1)];
/** A cell hangs under another zone of level 2 and so of level 1; one is cut in two; one is merged into its neighbour. */
const redraw: Redraw = {
  owners: { [split]: [split, -1], [gone]: heir },
  parents: { [moved]: 206 },
  zones: [planZone(-1, 3, 206, { code: "新1", name: "新网格", person: "新人" })],
  without: [gone],
  people: { [heir]: "接手人" },
  names: { [moved]: "新名", [heir]: "新名二" },
};
const day = "2026-11-23";

type Triple = (number | null)[];
/** By arithmetic: every cell that a place touches, and what it belongs to; of several the lowest number. */
function zonesBy([x, y]: Position, { owners = {}, parents = {} }: Redraw, added: number): Triple {
  const found: [Set<number>, Set<number>, Set<number>] = [new Set(), new Set(), new Set()];
  const touch = (zone: number, column: number, row: number): void => {
    const third = zone === -1 ? added : zone;
    const second =
      parents[zone] ?? (zone === -1 ? 206 : 200 + Math.floor(Math.floor((zone - 300) / 8) / 2) * 4 + Math.floor(((zone - 300) % 8) / 2));
    const first = 100 + Math.floor(Math.floor((second - 200) / 4) / 2) * 2 + Math.floor(((second - 200) % 4) / 2);
    for (const [i, id] of [first, second, third].entries()) found[i]?.add(id);
    void [column, row];
  };
  for (let row = 0; row < across; row++)
    for (let column = 0; column < across; column++) {
      const [w, s] = corner(column, row);
      const [e, n] = corner(column + 1, row + 1);
      if (x < w || x > e || y < s || y > n) continue;
      const cell = cellOf(column, row);
      const owner: Owner = owners[cell] ?? cell;
      const middle = corner(column + 0.5, row)[0];
      if (typeof owner === "number") touch(owner, column, row);
      else if (owner) {
        if (x <= middle) touch(owner[0], column, row);
        if (x >= middle) touch(owner[1], column, row);
      }
    }
  return found.map((ids) => (ids.size ? Math.min(...ids) : null));
}

interface Lying {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
  readonly day: string;
  readonly now: Triple;
  readonly found: Triple;
}
const lying = (parish: Parish) =>
  parish.db.query<Lying>(sql`select id, ST_X(geom) as lon, ST_Y(geom) as lat, (found_at at time zone 'Asia/Shanghai')::date::text as day,
    array[zone1_id, zone2_id, zone3_id] as now, array[found_zone1_id, found_zone2_id, found_zone3_id] as found from problem order by id`);

/** Of the past: what the plan must not change. */
const thenAt = encodeURIComponent(at("2026-11-22", "20:00:00"));
const touched = [100, 101, 205, 206, moved, split, gone, heir, cellOf(0, 0)];
const pastUrls = [
  `/api/problems/count?by=status,zone,zone1,zone2,zone3&at=${thenAt}`,
  `/api/problems/facets?by=zone,status&at=${thenAt}`,
  `/api/problems/export.csv?at=${thenAt}`,
  `/api/problems/export.geojson?at=${thenAt}&found=2026-10-01..2026-11-21`,
  `/api/problems?at=${thenAt}&limit=500&sort=found&q=spot`,
  ...touched.flatMap((zone) => [
    `/api/problems/count?by=status,zone3&at=${thenAt}&geo=inside:zone/${zone}`,
    `/api/problems?at=${thenAt}&limit=500&geo=inside:zone/${zone}`,
    `/api/problems/count?at=${thenAt}&geo=outside:zone/${zone}`,
    `/api/problems/count?at=${thenAt}&geo=within:60:zone/${zone}`,
    `/api/problems/count?at=${thenAt}&geo=beyond:60:zone/${zone}`,
    `/api/problems/near?at=${thenAt}&of=zone/${zone}&within=60&limit=0`,
    `/api/problems/export.csv?at=${thenAt}&geo=inside:zone/${zone}`,
  ]),
];
/** Of what was found then, as it stands at the clock: asked with the clock where it was. */
const foundUrls = [
  ...["zone", "zone2", "zone3"].map((by) => `/api/problems/performance?by=${by}&found=2026-10-01..2026-11-21`),
  "/api/problems/count?by=zone1,zone2,zone3,status&found=2026-10-01..2026-11-21",
  "/api/problems/headline",
];

async function bodies({ app }: Parish, cookie: string, urls: readonly string[]): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const url of urls) {
    const reply = await app.inject({ url, headers: { cookie } });
    expect([url, reply.statusCode]).toEqual([url, 200]);
    all[url] = reply.body;
  }
  return all;
}

const aReport: Report = {
  ...{
    category: "0101",
    title: "late",
    description: null,
    place: null,
    site: null,
    source: "patrol",
    night: false,
    found: null,
    noPhoto: "dark",
  },
  ...{ reporterName: null, reporterPhone: null, fixed: false, lon: 0, lat: 0 },
};

describe.each(databases())("the turn on $name", ({ fresh }) => {
  let parish: Parish;
  let plan: number;
  let auditor: string;
  let inspector: number;
  let theirs: number;
  let before: { past: Record<string, string>; found: Record<string, string>; rows: Lying[] };
  const eve = at("2026-11-22", "21:00:00");

  beforeAll(async () => {
    parish = await parishOn(await fresh());
    auditor = await cookieOf(parish.db, await makePerson(parish.db, { roles: ["leader", "auditor"] }));
    inspector = await makePerson(parish.db, { name: "巡查", roles: ["inspector"] });
    theirs = await makePerson(parish.db, { name: "网格员", roles: ["dispatcher"], zone: gone });
    await parish.setClock(eve);
    plan = await parish.draft(partitionWith(redraw));
    before = { past: await bodies(parish, auditor, pastUrls), found: await bodies(parish, auditor, foundUrls), rows: await lying(parish) };
    expect(before.past[pastUrls[0] as string]).toContain('"zones":"then"');
  });
  afterAll(() => parish.db.close());

  it("has problems to move, on borders too", () => {
    for (const { lon, lat, now, found } of before.rows) {
      expect(now).toEqual(zonesBy([lon, lat], {}, 0));
      expect(found).toEqual(now);
    }
    const movers = before.rows.filter(({ lon, lat, now }) => zonesBy([lon, lat], redraw, 0).join() !== now.join());
    expect(movers.length).toBeGreaterThan(20);
  });

  it("publishing for a day to come changes nothing yet", async () => {
    await parish.publish(plan, day);
    expect(await watchPlans(parish.db)).toBe(0);
    expect(await bodies(parish, auditor, pastUrls)).toEqual(before.past);
    expect(await lying(parish)).toEqual(before.rows);
  });

  it("on the day, two processes turn once; problems move where the ground did, and nowhere else", async () => {
    await parish.setClock(at(day, "00:10:00"));
    const turned = await Promise.all([watchPlans(parish.db), watchPlans(parish.db)]);
    expect(turned.reduce((sum, n) => sum + n, 0)).toBe(1);
    const [row] = await parish.db.query<{ status: string; ids: Record<string, number>; turned: boolean }>(
      sql`select status, new_ids as ids, in_force_at is not null as turned from zone_plan where id = ${plan}::bigint`,
    );
    const added = row?.ids["-1"] as number;
    expect(row).toEqual({ status: "published", ids: { "-1": added }, turned: true });
    for (const { lon, lat, day: found, now, found: then } of await lying(parish)) {
      expect(now).toEqual(zonesBy([lon, lat], redraw, added));
      expect(then).toEqual(zonesBy([lon, lat], found < day ? {} : redraw, added));
    }
  });

  it("zones keep their ids; one has ended, one is new, and what did not change has no second version", async () => {
    const rows = await parish.db.query<{ id: number; versions: number; ended: boolean; person: string | null }>(sql`select z.id,
      (select count(*)::int from zone_version v where v.zone_id = z.id) as versions, z.valid_to is not null as ended, z.person from zone z order by id`);
    expect(rows.filter((z) => z.ended).map((z) => z.id)).toEqual([gone]);
    expect(rows.filter((z) => z.versions > 1).map((z) => z.id)).toEqual([100, 101, 205, 206, heir, split, moved].toSorted((a, b) => a - b));
    expect(rows.find((z) => z.id === heir)?.person).toBe("接手人");
    expect(rows.at(-1)).toMatchObject({ versions: 1, ended: false, person: "新人" });
    const [cover] = await parish.db.query(sql`select abs(sum(ST_Area(z.geom)) - (select ST_Area(outline) from district)) < 1e-14 as whole
      from zone z where level = 3 and valid_to is null`);
    expect(cover).toEqual({ whole: true });
  });

  it("whose zone ended has its successor, and the rights with it", async () => {
    const [row] = await parish.db.query(sql`select zone_id as zone, version from person where id = ${theirs}::bigint`);
    expect(row).toEqual({ zone: heir, version: 2 });
    expect((await callerFor(parish.db, theirs)).zone).toEqual({ id: heir, level: 3 });
  });

  it("what was asked of the past is answered as it was, byte for byte", async () => {
    expect(await bodies(parish, auditor, pastUrls)).toEqual(before.past);
    await parish.setClock(eve);
    expect(await bodies(parish, auditor, foundUrls)).toEqual(before.found);
    await parish.setClock(at(day, "00:20:00"));
  });

  it("today's zones are another question, and the answer says which", async () => {
    const ask = async (zones: string) => {
      const url = `/api/problems/count?by=zone3&found=2026-10-01..2026-11-21&zones=${zones}`;
      return (await parish.app.inject({ url, headers: { cookie: auditor } })).json<{
        zones: string;
        by: { zone3: { key: string; count: number }[] };
      }>();
    };
    const [then, today] = [await ask("then"), await ask("today")];
    expect([then.zones, today.zones]).toEqual(["then", "today"]);
    const of = ({ by }: typeof then, zone: number) => by.zone3.find(({ key }) => key === String(zone))?.count ?? 0;
    expect([of(then, gone) > 0, of(today, gone)]).toEqual([true, 0]);
    expect(of(today, heir)).toBeGreaterThan(of(then, heir));
    const url = "/api/problems/performance?by=zone&zones=today&found=2026-10-01..2026-11-21";
    expect((await parish.app.inject({ url, headers: { cookie: auditor } })).json()).toMatchObject({ zones: "today" });
  });

  it("of an ended zone the question still has its rows; pickers and layers have it no more", async () => {
    const get = async (url: string) => (await parish.app.inject({ url, headers: { cookie: auditor } })).body;
    const ended = JSON.parse(await get(`/api/problems/count?geo=inside:zone/${gone}`)) as { total: number };
    const expected = before.rows.filter(({ now }) => now[2] === gone).length;
    expect([ended.total, expected > 0]).toEqual([expected, true]);
    const district = JSON.parse(await get("/api/district")) as { zones: { id: number }[] };
    expect(district.zones.some(({ id }) => id === gone)).toBe(false);
    expect((JSON.parse(await get("/api/layers/zones")) as { id: number[] }).id).not.toContain(gone);
    expect(await get(`/api/search?q=${encodeURIComponent(`区${gone}`)}`)).not.toContain(`"id":${gone}`);
    expect(JSON.parse(await get("/api/layers/counts"))).toMatchObject({ zones: { 3: 64 } });
  });

  it("what is told late is of the zones of its day, and lies in today's", async () => {
    const caller = await callerFor(parish.db, inspector);
    const [lon, lat] = corner(4.75, 2.5);
    await parish.db.query(sql`update district set frozen_at = null, clock_set_at = now()`);
    const told = async (found: string) => {
      const id = await parish.db.tx((tx) => reportProblem(tx, caller, { ...aReport, lon, lat, found: Date.parse(found) }));
      const [row] = await parish.db.query<{ now: number; found: number }>(
        sql`select zone3_id as now, found_zone3_id as found from problem where id = ${id}::bigint`,
      );
      return row;
    };
    const [{ id: added } = { id: 0 }] = await parish.db.query<{ id: number }>(sql`select max(id) as id from zone`);
    expect(await told(at("2026-11-22", "23:59:00"))).toEqual({ now: added, found: split });
    expect(await told(at(day, "00:00:00"))).toEqual({ now: added, found: added });
    await parish.setClock(at(day, "00:30:00"));
  });

  it("nothing in it changes any more, by no route and by no statement", async () => {
    const { post, db, leader } = parish;
    const step = { version: 1, undo: 0, steps: [{ kind: "lock", zones: [301], locked: true }] };
    const again = { version: 1, from: "2026-12-01", approver: leader, signOffs: [] };
    for (const [path, body] of [
      ["change", { version: 1, name: "改" }],
      ["steps", step],
      ["review", {}],
      ["handBack", { note: "no" }],
      ["remove", {}],
      ["publish", again],
      ["withdraw", {}],
    ] as const) {
      const reply = await post(`/api/zonePlans/${plan}/${path}`, body);
      expect([path, reply.statusCode, JSON.stringify(reply.body)]).toEqual([path, 409, expect.stringMatching(/published|in force/)]);
    }
    for (const set of [
      sql`partition = ''`,
      sql`name = 'x'`,
      sql`effective_from = '2026-12-01'`,
      sql`status = 'draft'`,
      sql`published_at = null`,
      sql`sign_offs = '[1]'`,
      sql`approver_id = null`,
      sql`in_force_at = null`,
      sql`new_ids = '{}'`,
      sql`note = 'x'`,
    ])
      await expect(db.query(sql`update zone_plan set ${set} where id = ${plan}::bigint`)).rejects.toThrow(/is published/);
    await expect(db.query(sql`delete from zone_plan where id = ${plan}::bigint`)).rejects.toThrow(/is published/);
    await expect(
      db.query(sql`insert into zone_plan_step (plan_id, seq, version, step, back) values (${plan}::bigint, 1, 1, '{}', '{}')`),
    ).rejects.toThrow(/is published/);
    await expect(db.query(sql`update zone_version set name = 'x' where zone_id = ${gone}::bigint`)).rejects.toThrow(/is kept/);
  });

  it("a copy that knows the new zone by its number in the plan is of the same zone", async () => {
    const copy = await parish.draft(partitionWith({ ...redraw, people: { [heir]: "又一人" } }), plan);
    await parish.publish(copy, "2026-11-24");
    await parish.setClock(at("2026-11-24"));
    expect(await watchPlans(parish.db)).toBe(1);
    const [row] = await parish.db.query(sql`select (select status from zone_plan where id = ${plan}::bigint) as before,
      (select new_ids = (select new_ids from zone_plan where id = ${plan}::bigint) from zone_plan where id = ${copy}::bigint) as same,
      (select count(*)::int from zone where level = 3 and valid_to is null) as zones,
      (select count(*)::int from zone_version where valid_from = '2026-11-24') as versions`);
    expect(row).toEqual({ before: "archived", same: true, zones: 64, versions: 1 });
    expect(await bodies(parish, auditor, pastUrls)).toEqual(before.past);
  });
});

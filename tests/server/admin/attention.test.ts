/** What must be put right: each kind is empty until its fault is made, and then names it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Attention } from "../../../server/contract/bookSchemas.ts";
import type { Attention as Told } from "../../../server/contract/types.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { body, categories, east, loadPrecinct, outside, Precinct, people, units, type Who, west } from "../acts/precinct.ts";
import { expectContract } from "../http/contract.ts";

type Group = Told["groups"][number];

/** Area of a box of degrees in m²: arcs of meridian and parallel of the WGS 84 ellipsoid at its middle. */
function area_m2(w: number, s: number, e: number, n: number): number {
  const [a, e2] = [6378137, 0.00669437999014];
  const mid = (((s + n) / 2) * Math.PI) / 180;
  const w2 = 1 - e2 * Math.sin(mid) ** 2;
  const [meridian, normal] = [(a * (1 - e2)) / w2 ** 1.5, a / Math.sqrt(w2)];
  return ((meridian * (n - s) * Math.PI) / 180) * ((normal * Math.cos(mid) * (e - w) * Math.PI) / 180);
}
const figure = (text: string | undefined): number => Number(/([\d,.]+) m²/.exec(text ?? "")?.[1]?.replaceAll(",", ""));
const box = (w: number, s: number, e: number, n: number) => `MULTIPOLYGON(((${w} ${s},${e} ${s},${e} ${n},${w} ${n},${w} ${s})))`;

describe.each(databases())("what must be put right on $name", ({ fresh }) => {
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

  const ask = async (who: Who = "administrator"): Promise<Told> => {
    const told = body<Told>(await precinct.get(who, "/api/attention"));
    expectContract(Attention, told);
    return told;
  };
  const group = async (kind: Group["kind"], who?: Who): Promise<Group> => {
    const found = (await ask(who)).groups.find((one) => one.kind === kind);
    if (!found) throw new Error(`${kind} is missing`);
    return found;
  };
  const names = async (kind: Group["kind"], who?: Who) => (await group(kind, who)).items.map((item) => item.name);
  /** Tries something out: what the statements change is put back afterwards. */
  const during = async <T>(change: Sql, back: Sql, look: () => Promise<T>): Promise<T> => {
    await precinct.db.query(change);
    try {
      return await look();
    } finally {
      await precinct.db.query(back);
    }
  };

  it("has every kind once, in one order, and is for administrators and dispatchers", async () => {
    const kinds = (await ask()).groups.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.toSorted()).toEqual([...new Set(Attention.properties.groups.items.properties.kind.enum)].toSorted());
    expect((await precinct.get("inspector", "/api/attention")).statusCode).toBe(403);
  });

  it("categories no row speaks of, until one does for all", async () => {
    const { items, count } = await group("trade_none");
    // The major and the retired one are no categories to be filed under; 0102 has its row.
    expect(items.map(({ category, siteType }) => [category, siteType])).toEqual([
      [categories.stalls, null],
      [categories.rubbish, null],
      [categories.unlimited, null],
    ]);
    expect(count).toBe(3);
    const all = sql`insert into trade_duty (category, unit_id, layer) values ('*', null, 'test')`;
    const back = sql`delete from trade_duty where layer = 'test'`;
    expect((await during(all, back, () => group("trade_none"))).count).toBe(0);
    const none = await during(sql`update trade_duty set valid_to = '2026-03-02'`, sql`update trade_duty set valid_to = null`, () =>
      group("trade_none"),
    );
    expect(none.items.map(({ category }) => category)).toEqual(["*"]);
  });

  it("rows that disagree, only where they do; and a trade that leads with a dissolved unit", async () => {
    const rows = sql`insert into trade_duty (category, site_type, unit_id, lead, layer) values ('*', null, null, 'area', 'test'),
      ('0101', 'market', 21, 'trade', 'test'), ('0101', 'market', 22, 'trade', 'test'), ('0103', null, 23, 'trade', 'test'), ('0103', 'school', 21, 'trade', 'test')`;
    await during(rows, sql`delete from trade_duty where layer = 'test'`, async () => {
      const many = await group("trade_many");
      expect(many.items.map(({ category, siteType }) => [category, siteType])).toEqual([["0101", "market"]]);
      expect(many.items[0]?.note?.zh).toContain("城管局（条（行业）牵头）、市政班（条（行业）牵头）");
      const none = await group("trade_none");
      expect(none.items.map(({ category, siteType }) => [category, siteType])).toEqual([["0103", null]]);
      expect(none.items[0]?.note?.zh).toContain("旧局已于 2026-01-01 撤销");
      const gone = await group("unit_dissolved");
      expect(gone.items.map(({ category, unit }) => [category, unit])).toEqual([["0103", units.dissolved]]);
    });
    expect((await group("trade_many")).count).toBe(0);
  });

  it("part of the district under no zone, with its place and its area", async () => {
    const { items, count } = await group("uncovered");
    expect(count).toBe(1);
    const [lon, lat] = (items[0]?.name ?? "").split(", ").map(Number) as [number, number];
    expect(lon > 119.04 && lon < 119.06 && lat > 33.5 && lat < 33.54).toBe(true);
    expect(figure(items[0]?.note?.en) / area_m2(119.04, 33.5, 119.06, 33.54)).toBeCloseTo(1, 4);
    const cover = sql`insert into zone (layer, external_id, level, code, name, unit_id, geom, area_m2)
      values ('test', 'x', 3, 'x', '补', 11, ST_GeomFromText(${box(119.04, 33.5, 119.06, 33.54)}, 4326), 1)`;
    const back = sql`delete from zone where layer = 'test'`;
    expect((await during(cover, back, () => group("uncovered"))).count).toBe(0);
    expect((await group("uncovered")).count).toBe(1);
  });

  it("zones on top of each other by more than a square metre, and lowest ones without a unit", async () => {
    expect((await group("zone_overlap")).count).toBe(0);
    // 0.0000005° are 5 cm: a strip of half a kilometre would be 200 m² of ground, one of 10 m is rounding.
    const rows = sql`insert into zone (layer, external_id, level, code, name, unit_id, geom, area_m2) values
      ('test', 'a', 3, 'A', '压', null, ST_GeomFromText(${box(119.015, 33.51, 119.025, 33.515)}, 4326), 1),
      ('test', 'b', 3, 'B', '擦', 11, ST_GeomFromText(${box(119.0399995, 33.5, 119.05, 33.5001)}, 4326), 1),
      ('test', 'c', 2, 'C', '别级', null, ST_GeomFromText(${box(119.04, 33.51, 119.05, 33.52)}, 4326), 1)`;
    await during(rows, sql`delete from zone where layer = 'test'`, async () => {
      const { items, count } = await group("zone_overlap");
      expect(count).toBe(2);
      for (const item of items) {
        expect(figure(item.note?.en) / area_m2(119.015, 33.51, 119.02, 33.515)).toBeCloseTo(1, 4);
        expect(item.name).toBe("网格 A（压）");
      }
      expect(items.map((item) => item.note?.zh.split(" ").slice(0, 2).join(" ")).toSorted()).toEqual([
        "与网格 301（区301）重叠",
        "与网格 302（区302）重叠",
      ]);
      expect(await names("zone_no_unit")).toEqual(["网格 A（压）"]);
    });
    const past = sql`insert into zone (layer, external_id, level, code, name, geom, area_m2, valid_to)
      values ('test', 'a', 3, 'A', '旧', ST_GeomFromText(${box(119.01, 33.51, 119.03, 33.52)}, 4326), 1, '2026-03-02')`;
    await during(past, sql`delete from zone where layer = 'test'`, async () => {
      expect((await group("zone_overlap")).count).toBe(0);
      expect((await group("zone_no_unit")).count).toBe(0);
    });
  });

  it("problems and sites that lie in none, or in several", async () => {
    const [inside, beyond] = [await precinct.report(), await precinct.report({ ...outside })];
    const site = sql`insert into site (id, layer, external_id, site_type, kind, name, geom) overriding system value
      values (502, 'test', '502', 'park', 'area', '东公园', ST_MakeEnvelope(119.045, 33.51, 119.05, 33.52, 4326))`;
    await during(site, sql`delete from site where layer = 'test'`, async () => {
      const { items, count } = await group("place_none");
      expect(count).toBe(2);
      expect(items.map((item) => [item.problem, item.site, item.siteType])).toEqual([
        [beyond.id, null, null],
        [null, 502, "park"],
      ]);
      expect(items[0]?.note?.zh).toBe("该位置不在当日生效的任何网格内");
    });
    const more = sql`insert into zone (layer, external_id, level, code, name, unit_id, geom, area_m2)
      values ('test', 'a', 3, 'A', '压', 12, ST_GeomFromText(${box(119.005, 33.505, 119.0105, 33.515)}, 4326), 1)`;
    await during(more, sql`delete from zone where layer = 'test'`, async () => {
      const { items } = await group("place_many");
      expect(items.map((item) => item.problem)).toEqual([inside.id]);
      expect(items[0]?.note?.zh).toContain("该位置同时在 2 个责任区内");
    });
    expect((await group("place_many")).count).toBe(0);
    // What has ended needs no owner.
    await precinct.act("dispatcher", "reject", beyond);
    expect((await group("place_none")).count).toBe(0);
  });

  it("categories in use without a limit today", async () => {
    const before = await names("category_no_limit");
    const problem = await precinct.report({ category: categories.unlimited });
    const { items } = await group("category_no_limit");
    expect(before).toEqual([]);
    expect(items).toMatchObject([
      { category: categories.unlimited, name: "0105 无时限", note: { zh: "1 个未销号问题", en: "1 open problem" } },
    ]);
    const ends = sql`insert into time_limit values ('0103', '2026-03-02', null, null)`;
    const back = sql`delete from time_limit where valid_from = '2026-03-02'`;
    expect(await during(ends, back, () => names("category_no_limit"))).toEqual(["0103 垃圾满溢", "0105 无时限"]);
    const later = sql`insert into time_limit values ('0103', '2026-03-03', null, null)`;
    expect(await during(later, sql`delete from time_limit where valid_from = '2026-03-03'`, () => names("category_no_limit"))).toEqual([
      "0105 无时限",
    ]);
    await precinct.act("dispatcher", "reject", problem);
  });

  it("a unit dissolved and a person gone in the middle of a problem's life", async () => {
    const problem = await precinct.bring("handling");
    const dissolve = sql`update unit set dissolved_on = '2026-03-01', successor_id = 12 where id = ${units.west}::bigint`;
    await during(dissolve, sql`update unit set dissolved_on = null, successor_id = null where id = 11`, async () => {
      const { items } = await group("unit_dissolved");
      expect(items.filter((item) => item.problem).map((item) => [item.problem, item.unit])).toEqual([[problem.id, units.west]]);
      expect(items.filter((item) => item.zone).map((item) => item.zone)).toEqual([101, 201, 301]);
      expect(items[0]?.note?.zh).toBe("未销号问题的责任单位西街道已于 2026-03-01 撤销，由东街道承接，请改定");
    });
    const leave = sql`update person set left_on = '2026-03-02' where id = ${people.westHandler.id}::bigint`;
    await during(leave, sql`update person set left_on = null where id = 5`, async () => {
      const { items } = await group("person_left");
      expect(items.map((item) => [item.problem, item.unit, item.person])).toEqual([
        [problem.id, null, people.westHandler.id],
        [null, units.west, people.westHandler.id],
      ]);
    });
    const tomorrow = sql`update person set left_on = '2026-03-03' where id = 5`;
    expect((await during(tomorrow, sql`update person set left_on = null where id = 5`, () => group("person_left"))).count).toBe(0);
  });

  it("units with open problems that no handler reaches; one above them does", async () => {
    expect((await group("unit_no_person")).count).toBe(0);
    const problem = await precinct.bring("dispatched", { ...west });
    const move = (unit: number) => sql`update problem set unit_id = ${unit}::bigint where id = ${problem.id}::bigint`;
    await during(move(units.east), move(units.west), async () => {
      expect(await group("unit_no_person")).toMatchObject({
        count: 1,
        items: [{ unit: units.east, name: "东街道", note: { zh: "1 个未销号问题" } }],
      });
    });
    const alone = sql`update person set left_on = '2026-03-01' where id = ${people.crewHandler.id}::bigint`;
    await during(move(units.crew), move(units.west), () =>
      during(alone, sql`update person set left_on = null where id = 7`, async () => expect((await group("unit_no_person")).count).toBe(0)),
    );
  });

  it("years of the next twelve months that are not official", async () => {
    expect((await group("calendar_unofficial")).items.map(({ name, note }) => [name, note?.zh.includes("没有录入")])).toEqual([
      ["2027", true],
    ]);
    const guess = sql`insert into calendar_year values (2027, false, '推算')`;
    const { items } = await during(guess, sql`delete from calendar_year where year = 2027`, () => group("calendar_unofficial"));
    expect(items[0]?.note?.zh).toBe("不是正式公布的安排：推算");
    const known = sql`insert into calendar_year values (2027, true, 'x')`;
    expect((await during(known, sql`delete from calendar_year where year = 2027`, () => group("calendar_unofficial"))).count).toBe(0);
  });

  it("a dispatcher is told of the problems of their own area", async () => {
    const zoneless = sql`update zone set unit_id = null where level = 3`;
    await during(zoneless, sql`update zone set unit_id = case when id = 301 then 11 else 12 end where level = 3`, async () => {
      const [mine, theirs] = [await precinct.report(), await precinct.report({ ...east })];
      const seen = async (who: Who) =>
        (await group("place_none", who)).items.map((item) => item.problem).filter((id) => id === mine.id || id === theirs.id);
      expect(await seen("dispatcher")).toEqual([mine.id, theirs.id]);
      expect(await seen("westDispatcher")).toEqual([mine.id]);
      expect(await seen("eastDispatcher")).toEqual([theirs.id]);
    });
  });

  it("two hundred of a kind are listed, and all are counted", async () => {
    const sites = sql`insert into site (layer, external_id, site_type, kind, name, geom)
      select 'test', i::text, 'bus_stop', 'point', '站' || i, ST_Point(119.05, 33.501 + i * 0.0001, 4326) from generate_series(1, 205) i`;
    const { items, count } = await during(sites, sql`delete from site where layer = 'test'`, () => group("place_none"));
    expect([items.length, count]).toEqual([200, 205]);
  });
});

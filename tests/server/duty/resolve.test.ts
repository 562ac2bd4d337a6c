/** From place and category to one area owner, one trade owner and who leads: against arithmetic on a parish of squares. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Lead, SiteType } from "../../../server/contract/vocabulary.ts";
import type { Db, Queryable } from "../../../server/db/db.ts";
import { type Place, type Resolved, resolveAll } from "../../../server/duty/resolve.ts";
import { databases } from "../../support/databases.ts";
import { random } from "../questions/town.ts";
import {
  categories,
  cell,
  type Duty,
  duties,
  limitToday,
  loadParish,
  people,
  south,
  today,
  units,
  west,
  type Zone,
  zones,
} from "./parish.ts";

const hour = 3_600_000;
/** The day in Shanghai, which has had no summer time since 1991. */
const dayOf = (at: number): string => new Date(at + 8 * hour).toISOString().slice(0, 10);
const holds = ({ from, to }: { from: string | null; to: string | null }, day: string) => (from ?? "") <= day && day < (to ?? "9999");

interface Owner {
  readonly kind: "one" | "none" | "many";
  readonly unit: number | null;
}
const standing = (id: number | null): Owner => {
  const unit = units.find((one) => one.id === id);
  return unit && (unit.dissolved ?? "9999") > today ? { kind: "one", unit: unit.id } : { kind: "none", unit: null };
};

function areaOwner({ lon, lat }: Place, day: string): Owner & { zones: readonly Zone[] } {
  const inForce = zones.filter((zone) => holds(zone, day));
  const lowest = Math.max(...inForce.map((zone) => zone.level));
  const [x, y] = [(lon - west) / cell, (lat - south) / cell];
  const here = inForce.filter(({ level, box: [w, s, e, n] }) => level === lowest && x > w && x < e && y > s && y < n);
  if (here.length > 1) return { kind: "many", unit: null, zones: here };
  return { ...standing(here[0]?.unit ?? null), zones: here };
}

/** The order of the book, tried one after the other. */
function tradeOwner({ category, siteType }: Place, day: string): Owner & { lead: Lead | null } {
  for (const code of [category, category.slice(0, 2), "*"]) {
    for (const type of siteType === null ? [null] : [siteType, null]) {
      const found: readonly Duty[] = duties.filter((duty) => duty.category === code && duty.type === type && holds(duty, day));
      const [first] = found;
      if (!first) continue;
      if (found.length > 1) return { kind: "many", unit: null, lead: first.lead };
      if (first.unit === null) return { kind: "none", unit: null, lead: "area" };
      return { ...standing(first.unit), lead: first.lead };
    }
  }
  return { kind: "none", unit: null, lead: "area" };
}

function oracle(place: Place) {
  const day = dayOf(place.foundAt);
  const area = areaOwner(place, day);
  const trade = tradeOwner(place, day);
  const [unit, other] = trade.lead === "trade" ? [trade.unit, area.unit] : [area.unit, trade.unit];
  const contact = units.find((one) => one.id === unit)?.contact ?? null;
  const here = contact !== null && (people[contact] ?? "9999") > today;
  const limit = limitToday[place.category];
  return {
    day,
    area: area.unit,
    zone: area.kind === "many" ? null : (area.zones[0]?.id ?? null),
    trade: trade.unit,
    lead: trade.lead,
    unit,
    coop: other === unit ? null : other,
    person: here ? contact : null,
    limit: limit === undefined ? null : { value: limit, unit: "h" },
  };
}
const told = (r: Resolved): ReturnType<typeof oracle> => ({
  day: r.day,
  area: r.area.unitId,
  zone: r.area.zone?.id ?? null,
  trade: r.trade.unitId,
  lead: r.lead,
  unit: r.unitId,
  coop: r.coopId,
  person: r.person?.id ?? null,
  limit: r.limit as { value: number; unit: string } | null,
});

/** Half of them on the bottom row, where the cells are odd. */
function makePlaces(count: number): Place[] {
  const next = random(7);
  const types: readonly (SiteType | null)[] = ["market", "school", "river", null];
  const from = Date.parse("2024-10-01T00:00:00Z");
  return Array.from({ length: count }, () => ({
    lon: Number((west + next() * 8.2 * cell).toFixed(7)),
    lat: Number((south + next() * (next() < 0.5 ? 1 : 8.2) * cell).toFixed(7)),
    category: categories[Math.floor(next() * categories.length)] as string,
    siteType: types[Math.floor(next() * types.length)] as SiteType | null,
    foundAt: from + Math.floor(next() * 545 * 24) * hour,
  }));
}

const noon = (day: string) => Date.parse(`${day}T12:00:00+08:00`);
/** In the middle of a cell of the bottom row. */
const inCell = (x: number, more: Partial<Place> = {}): Place => ({
  ...{ lon: west + (x + 0.5) * cell, lat: south + cell / 2, category: "0201", siteType: null, foundAt: noon(today) },
  ...more,
});

describe.each(databases())("who is responsible on $name", ({ name, fixture }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fixture("parish", loadParish);
  });
  const one = async (place: Place): Promise<Resolved> => (await resolveAll(db, [place]))[0] as Resolved;

  it("500 places, as the oracle has them, in their order, in two statements", async () => {
    const places = makePlaces(500);
    let statements = 0;
    const counting: Queryable = {
      query: (statement, options) => {
        statements += 1;
        return db.query(statement, options);
      },
    };
    const resolved = await resolveAll(counting, places);
    expect(resolved.map(told)).toEqual(places.map(oracle));
    expect(statements).toBe(2);
    // The made-up places are of every kind, or the comparison says little.
    const kinds = places.map((place) => areaOwner(place, dayOf(place.foundAt)).kind);
    for (const kind of ["one", "none", "many"]) expect(kinds.filter((k) => k === kind).length, kind).toBeGreaterThan(10);
    expect(new Set(resolved.map((r) => r.lead))).toEqual(new Set(["area", "trade"]));
    expect(await resolveAll(counting, [])).toEqual([]);
    expect(statements).toBe(2);
  });

  it("is of the day it was found, to the minute before midnight", async () => {
    const at = (time: string) => one(inCell(5, { foundAt: Date.parse(time) }));
    expect(await at("2026-02-28T23:59:59+08:00")).toMatchObject({ day: "2026-02-28", area: { unitId: 12, zone: { id: 305 } } });
    expect(await at("2026-03-01T00:00:00+08:00")).toMatchObject({ day: "2026-03-01", area: { unitId: 14, zone: { id: 390 } } });
  });

  it("before the grid the halves were the lowest level", async () => {
    expect(await one(inCell(1, { foundAt: noon("2024-12-31") }))).toMatchObject({ area: { unitId: 11, zone: { id: 1, level: 1 } } });
    expect((await one(inCell(1, { foundAt: noon("2025-01-01") }))).area.zone?.id).toBe(301);
  });

  it("names zone and unit, and who of the zone", async () => {
    const { area, faults } = await one(inCell(5));
    expect(area).toEqual({
      unitId: 14,
      zone: { id: 390, level: 3, name: "区390" },
      person: "网格员390",
      why: { zh: "最小责任区为网格 Z390（区390），责任单位单位14", en: "the smallest zone is grid cell Z390 (区390); its unit is 单位14" },
    });
    expect(faults).toEqual([]);
  });

  it.each([
    [0, "该位置不在当日生效的任何网格内", "the place lies in no grid cell in force that day"],
    [1, "最小责任区为网格 Z301（区301），该责任区没有责任单位", "it has no unit"],
    [2, "单位21已于 2026-04-01 撤销，由单位11承接，请改定", "its successor is 单位11"],
    [3, "单位22已于 2026-01-01 撤销，没有承接单位，请改定", "it has no successor"],
  ])("cell %i has nobody, and says why", async (x, zh, en) => {
    const resolved = await one(inCell(x));
    expect(resolved).toMatchObject({ unitId: null, person: null, area: { unitId: null } });
    expect(resolved.faults).toHaveLength(1);
    expect(resolved.faults[0]?.zh).toContain(zh);
    expect(resolved.faults[0]?.en).toContain(en);
  });

  it("a unit that will be dissolved still is", async () => {
    expect(await one(inCell(4))).toMatchObject({ unitId: 23, faults: [] });
  });

  it("where two overlap both are named, and neither is taken", async () => {
    const { area, unitId, faults } = await one(inCell(6.25));
    expect([area.unitId, area.zone, unitId]).toEqual([null, null, null]);
    expect(faults).toEqual([
      {
        zh: "该位置同时在 2 个责任区内：网格 Z306（区306）、网格 Z391（区391）",
        en: "the place lies in 2 zones at once: grid cell Z306 (区306), grid cell Z391 (区391)",
      },
    ]);
  });

  it("on a border the zone with the lowest number holds, and it says so", async () => {
    const { area, faults } = await one(inCell(0, { lon: Number((west + cell).toFixed(7)), lat: south + 1.5 * cell }));
    expect(area.zone?.id).toBe(308);
    expect(area.why.zh).toContain("位于边界上，取编号最小者");
    expect(faults).toEqual([]);
  });

  it("trade: who leads, and the other cooperates", async () => {
    expect(await one(inCell(5, { category: "0101" }))).toMatchObject({
      lead: "trade",
      unitId: 31,
      coopId: 14,
      person: { id: 1, name: "人1" },
    });
    expect(await one(inCell(5, { category: "0101", siteType: "market" }))).toMatchObject({
      lead: "area",
      unitId: 14,
      coopId: 32,
      person: null,
    });
    expect(await one(inCell(5, { category: "0102" }))).toMatchObject({ lead: "area", unitId: 14, coopId: null, faults: [] });
    const silent = await one(inCell(5));
    expect(silent).toMatchObject({ lead: "area", unitId: 14, faults: [] });
    expect(silent.trade.why.zh).toBe("行业分工没有写明“类0201”，由属地牵头");
  });

  it("trade: dissolved and contradictory rows name nobody, and do not fall back to the area", async () => {
    const gone = await one(inCell(5, { category: "0103" }));
    expect(gone).toMatchObject({ lead: "trade", unitId: null, coopId: 14, trade: { unitId: null } });
    expect(gone.faults[0]?.zh).toContain("单位22已于 2026-01-01 撤销");
    const many = await one(inCell(5, { category: "0105" }));
    expect(many).toMatchObject({ lead: "trade", unitId: null });
    expect(many.faults[0]?.zh).toContain("单位31（条（行业）牵头）、单位32（条（行业）牵头）");
  });

  it("a place where the trade leads keeps its owner when the area has none, and the fault is told", async () => {
    const resolved = await one(inCell(0, { category: "0101" }));
    expect(resolved).toMatchObject({ unitId: 31, coopId: null, lead: "trade" });
    expect(resolved.faults).toEqual([resolved.area.why]);
  });

  it(`a category nobody knows, and a district without zones (${name})`, async () => {
    expect(await one(inCell(5, { category: "nowhere" }))).toMatchObject({ unitId: 14, limit: null });
    const bare = await fixture("no zones");
    const [resolved] = await resolveAll(bare, [inCell(5)]);
    expect(resolved).toMatchObject({ unitId: null, area: { zone: null, why: { zh: "当日没有生效的责任区" } } });
  });
});

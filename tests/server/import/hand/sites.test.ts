import { parse } from "csv-parse/sync";
import gcoord from "gcoord";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { suspicious } from "../../../../server/contract/importing/shift.ts";
import { sql } from "../../../../server/db/sql.ts";
import { databases } from "../../../support/databases.ts";
import { type Hand, handOn, siteColumns, siteFields, specOf } from "./hand.ts";

/** Where site i lies, EPSG:4326. */
const wgs = (i: number): [number, number] => [119.001 + (i % 20) * 0.0015, 33.581 + Math.floor(i / 20) * 0.002];
const gcj = (at: [number, number]): [number, number] => gcoord.transform(at, gcoord.WGS84, gcoord.GCJ02) as [number, number];

/** 300 sites as an office has them: GCJ-02, Chinese types, two rows that cannot be. */
const office = () =>
  Array.from({ length: 300 }, (_, i) => {
    const [x, y] = gcj(wgs(i));
    if (i === 41) return [`D${i}`, `点${i}`, "火车站台", x.toFixed(7), y.toFixed(7)];
    if (i === 200) return [`D${i}`, `点${i}`, "农贸市场", y.toFixed(7), x.toFixed(7)];
    return [`D${i}`, `点${i}`, i % 2 ? "农贸市场" : "背街小巷", x.toFixed(7), y.toFixed(7)];
  });
const gcjSpec = specOf("sites", siteFields, { crs: "GCJ-02" });
const sheet = (rows: readonly (readonly string[])[]) => ({ into: "sites" as const, columns: siteColumns, rows });

describe.each(databases())("sites by hand on $name", (engine) => {
  let hand: Hand;
  beforeAll(async () => {
    hand = await handOn(engine);
  });
  beforeEach(() => hand.anew());

  it("takes 300 of GCJ-02 with two bad rows, gives those back to mend, and takes just them then", async () => {
    const before = await hand.tables();
    const tried = await hand.tried(sheet(office()), gcjSpec);
    expect(tried.failure).toBe(null);
    expect(tried).toMatchObject({ state: "tried", staged: 300, progress: null });
    expect(tried.report).toMatchObject({ read: 300, added: 298, changed: 0, unchanged: 0, refusedRows: 2, outside: 0 });
    expect(tried.report?.refused.map((n) => [n.row, n.field])).toEqual([
      [42, "siteType"],
      [201, "place"],
    ]);
    expect(tried.report?.refused[1]?.reason.zh).toContain("写反");
    expect(await hand.tables()).toBe(before);

    const refusal = await hand.ask<{ now: object }>("POST", `/api/imports/${tried.id}/load`, { partly: false });
    expect([refusal.status, refusal.body.now]).toEqual([409, { refusedRows: 2 }]);
    const done = await hand.loaded(sheet(office()), gcjSpec);
    expect(done).toMatchObject({ state: "done", report: { added: 298, refusedRows: 2 } });

    const there = await hand.db.query<{ external_id: string; lon: number; lat: number; site_type: string; kind: string }>(
      sql`select external_id, st_x(geom) as lon, st_y(geom) as lat, site_type, kind from site where layer = 'hand' order by id`,
    );
    expect(there).toHaveLength(298);
    for (const { external_id, lon, lat, site_type, kind } of there) {
      const i = Number(external_id.slice(1));
      const [x, y] = wgs(i);
      // A tenth of a metre: seven decimals were written, and GCJ-02 is turned back by steps.
      expect(Math.hypot((lon - x) * 92_700, (lat - y) * 111_000), external_id).toBeLessThan(0.5);
      expect([site_type, kind]).toEqual(i % 2 ? ["market", "market"] : ["back_alley", "alley"]);
    }

    const text = await hand.refused(done.id);
    expect(text.startsWith("\uFEFF")).toBe(true);
    const [headings, ...bad] = parse(text.slice(1)) as string[][];
    expect(headings).toEqual([...siteColumns, "错误"]);
    expect(bad.map((row) => row[0])).toEqual(["D41", "D200"]);
    expect(bad[0]?.[5]).toContain("点位类型");
    const mended = bad.map(
      ([number, name, , x, y, error]) => [number, name, "农贸市场", ...(Number(x) < 100 ? [y, x] : [x, y]), error] as string[],
    );
    const again = await hand.loaded({ into: "sites", columns: headings as string[], rows: mended }, gcjSpec, false);
    expect(again.report).toMatchObject({ read: 2, added: 2, refusedRows: 0 });
  });

  it("gives back no formula, and reads what it gave back as it was", async () => {
    const columns = [...siteColumns, "备注"];
    const bad = ["007", "=HYPERLINK(1)", "无此类型", "119.01", "33.59", 'a,"b"\n@c'];
    const { id } = await hand.tried({ into: "sites", columns, rows: [bad] }, specOf("sites", siteFields));
    const [headings, back] = parse((await hand.refused(id)).slice(1)) as string[][];
    expect(back?.slice(0, 6)).toEqual(["'007", "'=HYPERLINK(1)", "无此类型", "119.01", "33.59", 'a,"b"\n@c']);
    const rows = [back?.with(2, "market") as string[]];
    await hand.loaded({ into: "sites", columns: headings as string[], rows }, specOf("sites", siteFields), false);
    expect(await hand.db.query(sql`select external_id, name from site where layer = 'hand'`)).toEqual([
      { external_id: "007", name: "=HYPERLINK(1)" },
    ]);
    // Refused once more, it has one column of errors.
    const again = await hand.tried({ into: "sites", columns: headings as string[], rows: [back as string[]] }, specOf("sites", siteFields));
    expect((parse((await hand.refused(again.id)).slice(1)) as string[][])[0]).toEqual([...columns, "错误"]);
  });

  it("adds nothing when the same file comes twice, with numbers and without", async () => {
    const rows = office().filter((_, i) => i !== 41 && i !== 200);
    const first = await hand.loaded(sheet(rows), gcjSpec, false);
    expect(first.same).toBe(null);
    const before = await hand.tables();
    const again = await hand.bring(sheet(rows));
    expect(again.same).toMatchObject({ id: first.id, by: "管理员" });
    expect((await hand.loaded(sheet(rows), gcjSpec, false)).report).toMatchObject({ added: 0, changed: 0, unchanged: 298 });
    expect((await hand.loaded(sheet(rows), { ...gcjSpec, existing: "update" }, false)).report).toMatchObject({ added: 0, changed: 0 });
    expect(await hand.tables()).toBe(before);

    await hand.anew();
    const { externalId: _, ...unnumbered } = siteFields;
    const spec = { ...gcjSpec, fields: unnumbered };
    expect((await hand.loaded(sheet(rows), spec)).report).toMatchObject({ added: 298 });
    expect((await hand.loaded(sheet(rows), spec)).report).toMatchObject({ added: 0, unchanged: 298 });
  });

  it("says which rows of a file are the same", async () => {
    const rows = [
      ["A", "甲", "market", "119.01", "33.59"],
      ["A", "乙", "market", "119.02", "33.59"],
      ["", "丙", "market", "119.01", "33.6"],
      ["", "丙", "market", "119.01", "33.6"],
    ];
    const { report } = await hand.tried(sheet(rows), specOf("sites", siteFields));
    expect(report?.refused.map((n) => [n.row, n.reason.en])).toEqual([
      [2, "the same as row 1"],
      [4, "the same as row 3"],
    ]);
  });

  it("leaves a site alone that is there in another layer, or gives it the file's values, and goes back exactly", async () => {
    const before = await hand.tables();
    const rows = [
      ["1", "城南农贸市场", "market", "119.0115", "33.591"],
      ["", "绿地小区", "compound", "119.0301", "33.6001"],
      ["N", "新市场", "market", "119.02", "33.6"],
    ];
    const skipped = await hand.tried(sheet(rows), specOf("sites", siteFields));
    expect(skipped.report).toMatchObject({ added: 1, unchanged: 2, notedRows: 2 });
    const done = await hand.loaded(sheet(rows), specOf("sites", siteFields, { existing: "update" }));
    // The compound was drawn: a point does not take its place, and it says nothing else.
    expect(done.report).toMatchObject({ added: 1, changed: 1, unchanged: 1 });
    const [market] = await hand.db.query(sql`select layer, st_x(geom) as lon from site where external_id = '1'`);
    expect(market).toEqual({ layer: "sites", lon: 119.0115 });
    expect(await hand.undo(done.id)).toMatchObject({ removed: 1, restored: 1, kept: [], batch: { state: "undone" } });
    expect(await hand.tables()).toBe(before);
  });

  it("refuses a number that is another place's", async () => {
    const { report } = await hand.tried(sheet([["1", "北站", "bus_stop", "119.02", "33.6"]]), specOf("sites", siteFields));
    expect(report).toMatchObject({ added: 0, refusedRows: 1 });
    expect(report?.refused[0]?.reason.zh).toContain("城南农贸市场");
  });

  it("keeps at an undo what somebody has used or changed since, and names it", async () => {
    const rows = ["甲", "乙", "丙", "丁"].map((name, i) => [`K${i}`, name, "market", String(119.01 + i / 1000), "33.59"]);
    const { id } = await hand.loaded(sheet(rows), specOf("sites", siteFields));
    await hand.db.query(sql`update site set name = '甲二' where external_id = 'K0'`);
    await hand.db.query(sql`update problem set site_id = (select id from site where external_id = 'K1') where external_id = 'P3'`);
    await hand.db.query(sql`delete from site where external_id = 'K2'`);
    const undone = await hand.undo(id);
    expect(undone).toMatchObject({ removed: 1, restored: 0 });
    expect(undone.kept.map(({ row, name, reason }) => [row, name, reason.zh])).toEqual([
      [1, "甲二", "导入之后有人改过"],
      [2, "乙", "有问题引用这个点位"],
      [3, expect.stringContaining("#"), "已不在了"],
    ]);
    expect(await hand.db.query(sql`select external_id from site where layer = 'hand' order by 1`)).toEqual([
      { external_id: "K0" },
      { external_id: "K1" },
    ]);
    await hand.db.query(sql`update problem set site_id = null where external_id = 'P3'`);
  });

  it("takes lines and areas, zone numbers, degrees and minutes; and says what lies outside", async () => {
    const columns = ["名称", "类型", "@geometry"];
    const fields = { name: siteFields.name, siteType: siteFields.siteType };
    const text = (column: string, crs: string) => specOf("sites", fields, { crs, place: { kind: "text", column } });
    const shapes = [
      ["城河", "river", "LINESTRING(119.001 33.59,119.011 33.59)"],
      ["新村", "compound", "POLYGON((119.01 33.59,119.02 33.59,119.02 33.6,119.01 33.6,119.01 33.59))"],
      ["坏的", "market", "POLYGON((119.01 33.59"],
      ["远的", "market", "POINT(119.5 33.6)"],
      ["海外", "market", "POINT(10 50)"],
      ["度分", "market", "119°01′12″E 33°35′24″N"],
      ["反了", "market", "33.59,119.01"],
    ];
    const { report } = await hand.loaded({ into: "sites", columns, rows: shapes }, text("@geometry", "EPSG:4326"));
    expect(report?.refused.map((n) => [n.row, n.field])).toEqual([
      [3, "place"],
      [5, "place"],
      [7, "place"],
    ]);
    expect(report).toMatchObject({ added: 4, outside: 1 });
    const made = await hand.db.query<{ name: string; type: string; length_m: number; lon: number }>(
      sql`select name, geometrytype(geom) as type, round(length_m)::int as length_m, st_x(st_startpoint(case when st_dimension(geom) = 0 then st_makeline(geom, geom) end)) as lon
        from site where layer = 'hand' order by id`,
    );
    expect(made.map((m) => [m.name, m.type])).toEqual([
      ["城河", "LINESTRING"],
      ["新村", "MULTIPOLYGON"],
      ["远的", "POINT"],
      ["度分", "POINT"],
    ]);
    expect(made[0]?.length_m).toBe(928);
    expect(made[3]?.lon).toBeCloseTo(119.02, 9);

    // EPSG:4528 at 119.02, 33.6 by the database's own projections.
    const [gauss] = await hand.db.query<{ x: number; y: number }>(
      sql`select st_x(g) as x, st_y(g) as y from (select st_transform(st_point(119.02, 33.6, 4326), 4527) as g) t`,
    );
    const row = ["高斯", "market", gauss?.x.toFixed(3) ?? "", gauss?.y.toFixed(3) ?? ""];
    const numbered = { into: "sites" as const, columns: ["名称", "类型", "经度", "纬度"], rows: [row] };
    expect((await hand.loaded(numbered, specOf("sites", fields, { crs: "EPSG:4527" }))).report).toMatchObject({ added: 1 });
    const [placed] = await hand.db.query<{ away: number }>(
      sql`select st_distance(geog, st_point(119.02, 33.6, 4326)::geography) as away from site where name = '高斯'`,
    );
    expect(placed?.away).toBeLessThan(0.01);
    const wrong = await hand.tried(
      { ...numbered, rows: [["西", "market", row[3] as string, row[2] as string]] },
      specOf("sites", fields, { crs: "EPSG:4527" }),
    );
    expect(wrong.report?.refused[0]?.reason.zh).toContain("写反");
  });

  it("sees that a batch said to be WGS84 was GCJ-02", async () => {
    await hand.loaded(sheet(office()), gcjSpec);
    const rows = office().filter((_, i) => i !== 41 && i !== 200);
    const { report } = await hand.tried(sheet(rows.map(([, ...rest]) => ["", ...rest])), specOf("sites", siteFields));
    const shift = report?.shift ?? null;
    expect(shift?.compared).toBe(298);
    expect(shift?.systems[0]).toMatchObject({ crs: "GCJ-02" });
    expect(shift?.systems[0]?.median_m).toBeLessThan(1);
    const own = shift?.systems.find(({ crs }) => crs === "EPSG:4326")?.median_m ?? 0;
    expect(own).toBeGreaterThan(300);
    expect(shift && suspicious(shift, "EPSG:4326")).toBe("GCJ-02");
    expect(shift && suspicious(shift, "GCJ-02")).toBe(null);
  });

  it("leaves nothing of a try or a load that is stopped", async () => {
    const before = await hand.tables();
    const { id } = await hand.tried(sheet(office()), gcjSpec);
    await hand.ask("POST", `/api/imports/${id}/load`, { partly: true });
    expect((await hand.ask<{ state: string }>("POST", `/api/imports/${id}/stop`, {})).body.state).toBe("tried");
    expect(await hand.tables()).toBe(before);
  });
});

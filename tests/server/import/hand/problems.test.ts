import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sql } from "../../../../server/db/sql.ts";
import { importBundle } from "../../../../server/import/bundle.ts";
import { databases } from "../../../support/databases.ts";
import { header, problemsOf, smallCity } from "../smallCity.ts";
import { type Hand, handOn, now, problemColumns, problemFields, specOf } from "./hand.ts";

const spec = specOf("problems", problemFields);
const sheet = (rows: readonly (readonly string[])[]) => ({ into: "problems" as const, columns: problemColumns, rows });
const row = (more: Partial<Record<(typeof problemColumns)[number], string>> = {}): string[] => {
  const usual = {
    编号: "",
    类别: "0101",
    发现时间: "2026-11-18 08:00",
    描述: "",
    单位: "",
    截止: "",
    销号: "",
    经度: "119.01",
    纬度: "33.59",
  };
  const all = { ...usual, ...more };
  return problemColumns.map((column) => all[column]);
};

describe.each(databases())("problems by hand on $name", (engine) => {
  let hand: Hand;
  beforeAll(async () => {
    hand = await handOn(engine);
  });
  beforeEach(() => hand.anew());

  it("makes of 5,000 rows what the bundle's importer makes of them", async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => {
      const found = new Date(Date.UTC(2026, 9, 1, 0, 0) + i * 600_000);
      const [deadline, closed] = [
        i % 3 ? new Date(found.getTime() + 7_200_000) : null,
        i % 4 ? null : new Date(found.getTime() + (i % 8 ? 3_600_000 : 9_000_000)),
      ];
      const iso = (at: Date | null) => at?.toISOString() ?? "";
      const at = [(119.0005 + (i % 79) * 0.0005).toFixed(6), (33.5795 + (i % 83) * 0.0005).toFixed(6)];
      return [`Q${i}`, "0101", iso(found), `问题 ${i}`, i % 5 ? "urban" : "", iso(deadline), iso(closed), ...at] as string[];
    });
    const what = sql`select p.external_id, p.category, p.title, p.state, p.unit_id, p.found_at, p.deadline_at, p.nearly_due_at, p.closed_at, p.late, p.version,
        p.zone1_id, p.zone2_id, p.zone3_id, p.found_zone1_id, p.found_zone2_id, p.search, st_asewkt(p.geom) as geom, p.source,
        (select json_agg(json_build_array(e.seq, e.act, e.at, e.state_after, e.unit_after, e.deadline_after, e.closed_after) order by e.seq)
          from problem_event e where e.problem_id = p.id) as log
      from problem p where p.external_id like 'Q%' order by p.external_id`;
    const done = await hand.loaded(sheet(rows), spec, false);
    const byHand = await hand.db.query<Record<string, unknown>>(what);
    expect(done.report).toMatchObject({ read: 5_000, added: 5_000, refusedRows: 0 });
    expect(byHand).toHaveLength(5_000);

    const lines = rows.map(
      ([id, category, found, , unit, deadline, closed, x, y]) => `${id},${x},${y},${category},,,,${unit},${found},,${deadline},,${closed}`,
    );
    expect(header).toBe("externalId,x,y,category,title,place,state,unit,foundAt,dispatchedAt,deadlineAt,handedBackAt,closedAt");
    await importBundle(hand.db, smallCity(problemsOf(...lines)), { now, replace: true });
    const byBundle = await hand.db.query<Record<string, unknown>>(what);
    // Zones and units are new with the city: their numbers move, each to one other.
    const keys = ["unit_id", "zone1_id", "zone2_id", "zone3_id", "found_zone1_id", "found_zone2_id"];
    const moves = new Map<string, Set<unknown>>();
    for (const [i, one] of byHand.entries())
      for (const key of keys) {
        const name = `${key.replace("found_", "")} ${one[key]}`;
        moves.set(name, (moves.get(name) ?? new Set()).add(byBundle[i]?.[key]));
      }
    expect([...moves].filter(([, others]) => others.size !== 1)).toEqual([]);
    expect(moves.size).toBeGreaterThan(6);
    const plain = (list: readonly Record<string, unknown>[]) =>
      list.map((one) => {
        const log = (one.log as unknown[][]).map(([seq, act, at, state, unit, ...rest]) => [seq, act, at, state, unit === null, ...rest]);
        return JSON.stringify([...Object.entries(one).filter(([key]) => key !== "log" && !keys.includes(key)), log]);
      });
    const [hands, bundles] = [plain(byHand), plain(byBundle)];
    expect(hands.filter((one, i) => one !== bundles[i])).toEqual([]);
    expect(bundles).toHaveLength(5_000);
  }, 120_000);

  it("adds nothing the second time, by number or by what stands in a row, and goes back exactly", async () => {
    const before = await hand.tables();
    const rows = [
      row({ 编号: "A1", 单位: "城市管理局", 截止: "2026年11月19日 8时" }),
      row({ 描述: "占道" }),
      row({ 描述: "占道", 发现时间: "2026/11/18 9:30" }),
    ];
    const done = await hand.loaded(sheet(rows), spec);
    expect(done.report).toMatchObject({ added: 3, refusedRows: 0 });
    expect((await hand.loaded(sheet(rows), spec)).report).toMatchObject({ added: 0, unchanged: 3 });
    // One of the bundle's own, by its number and hour.
    const known = await hand.tried(sheet([row({ 编号: "P1" }), row({ 编号: "P2" })]), spec);
    expect(known.report).toMatchObject({ added: 1, unchanged: 1, notedRows: 1 });
    expect(await hand.undo(done.id)).toMatchObject({ removed: 3, kept: [] });
    expect(await hand.tables()).toBe(before);
  });

  it("keeps at an undo what somebody has worked on since", async () => {
    const { id } = await hand.loaded(sheet([row({ 编号: "A1" }), row({ 编号: "A2" }), row({ 编号: "A3" })]), spec);
    await hand.db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after)
      select id, 2, 'note', now(), 'reported' from problem where external_id = 'A2'`);
    await hand.db.query(sql`insert into photo (client_id, state, problem_id, kind, taken_at, upload_bytes, upload_sha256)
      select gen_random_uuid(), 'uploading', id, 'before', now(), 1, '\\x31' from problem where external_id = 'A3'`);
    const undone = await hand.undo(id);
    expect(undone).toMatchObject({ removed: 1 });
    expect(undone.kept.map(({ row, reason }) => [row, reason.zh])).toEqual([
      [2, "导入之后有人处理过"],
      [3, "已有照片"],
    ]);
    expect(await hand.ask("POST", `/api/imports/${id}/undo`, {})).toMatchObject({ status: 409 });
  });

  it("reads times as sheets have them, by the district's clock, and refuses what is not one", async () => {
    const rows = [
      row({ 编号: "1", 发现时间: "46342.34" }),
      row({ 编号: "2", 发现时间: "2026年11月15日 8时5分" }),
      row({ 编号: "3", 发现时间: "20261115" }),
      row({ 编号: "4", 发现时间: "05/11/2026" }),
      row({ 编号: "5", 发现时间: "2026-12-24" }),
      row({ 编号: "6", 发现时间: "昨天" }),
      row({ 编号: "7", 发现时间: "2026-02-30" }),
      row({ 编号: "8", 截止: "2027-01-01" }),
    ];
    const { report } = await hand.loaded(sheet(rows), spec);
    expect(report?.refused.map((n) => [n.row, n.field])).toEqual([
      [4, "foundAt"],
      [5, "foundAt"],
      [6, "foundAt"],
      [7, "foundAt"],
    ]);
    expect(report?.mended.map((n) => [n.row, n.reason.zh])).toEqual([[1, "表格的日期序号，按 2026-11-16 08:09 计"]]);
    const there = await hand.db.query<{ external_id: string; found_at: Date }>(
      sql`select external_id, found_at from problem where layer = 'hand' order by external_id`,
    );
    expect(there.map((p) => [p.external_id, p.found_at.toISOString()])).toEqual([
      ["1", "2026-11-16T00:09:36.000Z"],
      ["2", "2026-11-15T00:05:00.000Z"],
      ["3", "2026-11-14T16:00:00.000Z"],
      ["8", "2026-11-18T00:00:00.000Z"],
    ]);
    const ordered = await hand.tried(sheet([row({ 发现时间: "05/11/2026" })]), { ...spec, dateOrder: "dmy" });
    expect(ordered.report).toMatchObject({ added: 1 });
  });

  it("says every reason of a row, translates a file's words, and links sites by name", async () => {
    const fields = { ...problemFields, category: { column: "类别", words: { 堆物: "0101" } }, site: { column: "描述" } };
    const rows = [
      row({ 类别: "堆物", 描述: "城南农贸市场" }),
      row({ 类别: "乱写", 单位: "无此局", 经度: "x" }),
      row({ 类别: "堆物", 描述: "没有的点", 纬度: "33.61" }),
    ];
    const { report } = await hand.loaded(sheet(rows), specOf("problems", fields));
    expect(report).toMatchObject({ added: 1, refusedRows: 2, shift: { compared: 1 } });
    expect(report?.refused.map((n) => [n.row, n.field, n.reason.zh])).toEqual([
      [2, "category", "没有这个类别"],
      [2, "unit", "没有这个责任单位"],
      [2, "place", "坐标读不成数"],
      [3, "site", "没有这个点位"],
    ]);
    const [made] = await hand.db.query(sql`select s.name from problem p join site s on s.id = p.site_id where p.layer = 'hand'`);
    expect(made).toEqual({ name: "城南农贸市场" });
  });
});

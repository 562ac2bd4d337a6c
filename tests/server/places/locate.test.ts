/** Words become places, on both engines: names, pinyin, crossings, houses, distances; sure or not. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { searchText } from "../../../server/ask/searchText.ts";
import type { Located, LocatedMany } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { answer, appOn } from "../http/asked.ts";
import { distance } from "../questions/oracle.ts";
import type { Point } from "../questions/town.ts";

const metres = (x: number, y: number): Point => [119 + x / 93_000, 33.5 + y / 110_900];
const line = (...points: Point[]) => `LINESTRING(${points.map((p) => p.join(" ")).join(",")})`;
const box = (w: number, s: number, e: number, n: number) =>
  `POLYGON((${[metres(w, s), metres(e, s), metres(e, n), metres(w, n), metres(w, s)].map((p) => p.join(" ")).join(",")}))`;

const roads: [string, string, string][] = [
  ["arterial", "云门路", line(metres(-2000, 0), metres(0, 0))],
  ["arterial", "云门路", line(metres(0, 0), metres(2000, 0))],
  ["arterial", "崇文路", line(metres(500, -1500), metres(500, 1500))],
  ["minor", "桂花街", line(metres(-800, 40), metres(-800, 900))],
  ["minor", "北滨河路", line(metres(-2000, 1200), metres(2000, 1200))],
  ["park", "荷香公园", box(1500, 600, 1700, 800)],
];
const sites: [string, string, string, string, string][] = [
  ["market", "market", "明月农贸市场", "东街道崇文路10号", `POINT(${metres(520, 300).join(" ")})`],
  ["compound", "compound", "晴川新村", "东街道崇文路40号", box(560, 500, 660, 600)],
  ["school", "point", "桃园小学", "西街道云门路88号", `POINT(${metres(-1000, 50).join(" ")})`],
  ["restaurant", "point", "老王面馆", "西街道桂花街3号", `POINT(${metres(-780, 300).join(" ")})`],
  ["restaurant", "point", "老王面馆", "东街道崇文路90号", `POINT(${metres(520, 1000).join(" ")})`],
];
async function load(db: Db): Promise<void> {
  await db.tx(async (tx) => {
    await tx.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre) values ('d', '某区', 'D', 'Asia/Shanghai', 'zh',
      ST_SetSRID(ST_MakePoint(119, 33.5), 4326))`);
    for (const [kind, name, wkt] of roads)
      await tx.query(
        sql`insert into base_feature (layer, class, name, geom) values ('b', ${kind}, ${name}, ST_GeomFromText(${wkt}, 4326))`,
      );
    for (const [i, [type, kind, name, address, wkt]] of sites.entries())
      await tx.query(sql`insert into site (layer, external_id, site_type, kind, name, address, search, geom)
        values ('s', ${`${i}`}, ${type}, ${kind}, ${name}, ${address}, ${searchText(name, address)}, ST_GeomFromText(${wkt}, 4326))`);
    for (const [i, [name, w, e]] of (
      [
        ["西街道", -2000, 0],
        ["东街道", 0, 2000],
      ] as const
    ).entries())
      await tx.query(sql`insert into zone (layer, external_id, level, code, name, geom, area_m2)
        values ('z', ${`${i}`}, 1, ${`Z${i}`}, ${name}, ST_Multi(ST_GeomFromText(${box(w, -1500, e, 1500)}, 4326)), 1)`);
  });
}

describe.each(databases())("words that are places on $name", ({ fixture }) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await appOn(await fixture("locate", load));
  });
  const places = async (q: string) => (await answer<Located>(app, "/api/locate", { q })).places;
  const off = (place: { lon: number; lat: number } | undefined, at: Point) =>
    place ? distance([place.lon, place.lat], { kind: "point", at }) : Number.NaN;

  it.each([
    ["云门路与崇文路交叉口", metres(500, 0), 3],
    ["崇文路、云门路路口", metres(500, 0), 3],
    ["东街道云门路崇文路路口", metres(500, 0), 3],
    ["桂花街和云门路交汇处", metres(-800, 20), 25],
    ["明月农贸市场东200米", metres(720, 300), 3],
    ["明月农贸市场西北方向100米", metres(520 - 70.7, 300 + 70.7), 3],
    ["云门路与崇文路交叉口北300米处", metres(500, 300), 3],
    ["晴川新村3号楼2单元", metres(610, 550), 60],
    ["晴川新村门口", metres(610, 550), 60],
    ["mingyue", metres(520, 300), 3],
    ["东街道崇文路40号", metres(610, 550), 60],
    ["荷香公园", metres(1600, 700), 120],
    ["东街道老王面馆", metres(520, 1000), 3],
    ["西街道老王面馆", metres(-780, 300), 3],
  ] as const)("%s", async (q, at, most_m) => {
    const [first] = await places(q);
    expect(off(first, at as Point), JSON.stringify(first)).toBeLessThanOrEqual(most_m);
    expect(first?.accuracy_m).toBeGreaterThanOrEqual(off(first, at as Point) * 0.9);
  });

  it("a house between two known numbers lies between them, a road alone says how long it is", async () => {
    const [house] = await places("崇文路25号");
    const [near, far] = [metres(520, 300), metres(610, 550)];
    expect(off(house, near)).toBeLessThan(distance(near, { kind: "point", at: far }));
    expect(off(house, far)).toBeLessThan(distance(near, { kind: "point", at: far }));
    const [road] = await places("北滨河路");
    expect(road).toMatchObject({ how: "road", kind: "road", name: "北滨河路" });
    expect(road?.accuracy_m).toBeGreaterThan(1900);
  });

  it("what is named nowhere is nothing; two of one name are both told, and neither is sure", async () => {
    expect(await places("不知道在哪里")).toEqual([]);
    expect((await places("老王面馆")).map(({ name }) => name)).toEqual(["老王面馆", "老王面馆"]);
    const addresses = ["明月农贸市场", "老王面馆", "", "云门路与崇文路交叉口", "北滨河路", "东街道老王面馆"];
    const many = await app.inject({ method: "POST", url: "/api/locateMany", payload: { addresses } });
    const { rows } = many.json<LocatedMany>();
    expect(rows.map(({ sure, place }) => [place !== null, sure])).toEqual([
      [true, true],
      [true, false],
      [false, false],
      [true, true],
      [true, false],
      [true, true],
    ]);
  });

  it("no list that is too long, and nothing that is no text", async () => {
    for (const addresses of [[], Array.from({ length: 501 }, () => "x"), [1], ["a\u0000b"], "x"])
      expect((await app.inject({ method: "POST", url: "/api/locateMany", payload: { addresses } })).statusCode).toBe(400);
  });
});

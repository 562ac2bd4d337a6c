/** Every CGCS2000 zone and Web Mercator against PostGIS, on both engines; GCJ-02 and BD-09 there and back. */
import { describe, expect, it } from "vitest";
import {
  degreeSystems,
  fromDegrees,
  gaussZones,
  isSystem,
  type Position,
  systemName,
  toDegrees,
  webMercator,
  zonesAt,
} from "../../../server/contract/coordinates/systems.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { between } from "../questions/oracle.ts";

describe.each(databases())("coordinate systems against PostGIS on $name", ({ fixture }) => {
  it("writes and reads what PostGIS writes", async () => {
    const db = await fixture("bare");
    const codes = [...gaussZones.map(({ code, meridian }) => ({ code, lon: meridian + 0.7 })), { code: webMercator, lon: 119.02 }];
    const asked = codes.flatMap(({ code, lon }) => [20, 33.6, 47.3].map((lat) => ({ code, lon, lat })));
    const rows = await db.query<{ x: number; y: number }>(sql`
      select ST_X(g) as x, ST_Y(g) as y from (select ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), srid) as g, i
        from unnest(${asked.map(({ code }) => Number(code.slice(5)))}::int[], ${asked.map(({ lon }) => lon)}::float8[], ${asked.map(({ lat }) => lat)}::float8[])
          with ordinality u (srid, lon, lat, i)) t order by i`);
    expect(rows).toHaveLength(asked.length);
    for (const [i, { code, lon, lat }] of asked.entries()) {
      const { x, y } = rows[i] as { x: number; y: number };
      const [ours, back] = [fromDegrees(code, [lon, lat]), toDegrees(code, [x, y])];
      expect(Math.hypot(ours[0] - x, ours[1] - y), `${code} ${lat}`).toBeLessThan(0.005);
      expect(between(back as [number, number], [lon, lat]), code).toBeLessThan(0.005);
    }
  });
});

it("takes the shifted systems there and back, and shifts them as the trade knows", () => {
  const here: Position = [119.0212, 33.6011];
  const moved = (code: string) => between(here as [number, number], fromDegrees(code, here) as [number, number]);
  expect(moved("EPSG:4490")).toBe(0);
  expect(moved("GCJ-02")).toBeGreaterThan(500);
  expect(moved("GCJ-02")).toBeLessThan(600);
  expect(moved("BD-09")).toBeGreaterThan(1200);
  expect(moved("BD-09")).toBeLessThan(1400);
  for (const code of degreeSystems)
    expect(between(toDegrees(code, fromDegrees(code, here)) as [number, number], here as [number, number]), code).toBeLessThan(0.15);
});

it("knows the zones of a longitude, their names, and what is no system", () => {
  expect(zonesAt(119.02).map(({ code }) => code)).toEqual(["EPSG:4498", "EPSG:4509", "EPSG:4528", "EPSG:4549"]);
  expect(systemName("EPSG:4528")).toEqual({
    zh: "CGCS2000 高斯 3° 带，中央经线 120°E，带号 40",
    en: "CGCS2000 Gauss-Krüger 3°, central meridian 120°E, zone 40",
  });
  expect(["EPSG:4528", "BD-09", "EPSG:3857", "EPSG:2000", "", "__proto__"].map(isSystem)).toEqual([true, true, true, false, false, false]);
  expect(() => toDegrees("EPSG:1", [0, 0])).toThrow(RangeError);
});

import gcoord from "gcoord";
import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { harness, importDb, layer, moment, refusals } from "./harness.ts";
import { features, header, line, problemsOf, rows, smallCity, smallManifest, withoutUnit } from "./smallCity.ts";

describe.each(databases())("dirt in a city on $name", (engine) => {
  let db: Db;
  beforeAll(async () => {
    db = await importDb(engine);
  });
  const { run, anew, whole, problem } = harness(() => db);

  describe("each kind of dirt", () => {
    const row = (change: Record<string, string>): string => {
      const names = header.split(",");
      const cells = (rows[2] as string).split(",");
      for (const [name, value] of Object.entries(change)) cells[names.indexOf(name)] = value;
      return cells.map((c) => (/[",\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(",");
    };
    it.each<[string, Record<string, string>, RegExp]>([
      ["no id", { externalId: "" }, /externalId : a value is needed/],
      ["an endless id", { externalId: "x".repeat(201) }, /an id longer than 200/],
      ["no place", { x: "" }, /geometry {2}33.61: has no coordinates/],
      ["a place in words", { x: "nan" }, /geometry nan 33.61: the coordinates are not numbers/],
      ["swapped axes", { x: "33.61", y: "119.03" }, /geometry 33.61 119.03: .*look swapped/],
      ["a place elsewhere", { x: "116.4", y: "39.9" }, /geometry 116.4 39.9: 7\d\d km from the city's centre/],
      ["metres for degrees", { x: "500000", y: "3720000" }, /outside the range of degrees/],
      ["a number too large", { x: "1e308", y: "1e308" }, /outside the range/],
      ["a state that is none", { state: "done" }, /state done: is none of reported, verifying/],
      ["a day that is none", { foundAt: "2026-02-30T00:00:00Z" }, /foundAt 2026-02-30T00:00:00Z: is not a time of the form iso/],
      ["no time", { foundAt: "" }, /foundAt : a value is needed/],
      ["an unknown unit", { unit: "nobody" }, /unit nobody: no such unit/],
      ["a NUL", { title: "a\u0000b" }, /title a b: holds a NUL/],
    ])("%s refuses the row, with its number, line, field, value and reason", async (_name, change, expected) => {
      const report = await run(smallCity(problemsOf(rows[0] as string, row(change))), { replace: true, dryRun: true });
      expect(refusals(report, "problems")).toEqual([expect.stringMatching(expected)]);
      expect(refusals(report, "problems")[0]).toMatch(/^2\/3 /);
      expect(layer(report, "problems")).toMatchObject({ added: 1, refusedRows: 1, failed: null });
    });

    it("a repeated id, a row too short and a line break in a cell are told by line", async () => {
      const report = await anew(problemsOf(row({ place: "two\nlines" }), row({}), "P9,1,2"));
      expect(refusals(report, "problems")).toEqual([
        expect.stringMatching(/^3\/5 \* P9,1,2: the row has 3 cells, the header 13/),
        expect.stringMatching(/^2\/4 externalId P3: this id was given before, in row 1/),
      ]);
    });

    it("outside the boundary is kept and noted", async () => {
      const report = await anew(problemsOf(row({ x: "119.05" })));
      expect(layer(report, "problems")).toMatchObject({ added: 1, refusedRows: 0, notedRows: 1 });
      expect(await problem("P3")).toMatchObject({ zone1_id: null });
    });

    it("a closing time on an open row is dropped, a closed row without one gets the last known; both are said", async () => {
      const report = await anew(
        problemsOf(row({ state: "filed", closedAt: "2026-11-19T09:00:00+08:00" }), row({ externalId: "P4", state: "closed" })),
      );
      expect(layer(report, "problems").mended.map((n) => `${n.row} ${n.field} ${n.value}`)).toEqual([
        "1 closedAt 2026-11-19T01:00:00.000Z",
        "2 closedAt ",
      ]);
      expect(await problem("P3")).toMatchObject({ state: "filed", closed_at: null });
      expect(await problem("P4")).toMatchObject({ state: "closed", closed_at: moment("2026-11-19T08:00:00+08:00") });
    });

    it("units and categories are added when the manifest says so, and then known", async () => {
      const manifest = smallManifest("problems");
      Object.assign(manifest.layers[0], { addUnits: true });
      const report = await anew(problemsOf(row({ unit: "新单位", category: "New word!" })), manifest);
      expect(layer(report, "problems").notes.map((n) => n.en)).toEqual([
        "1 units added: 新单位",
        expect.stringMatching(/^2 categories added: 99, New-word-/),
      ]);
      const before = await whole();
      await run(smallCity(problemsOf(row({ unit: "新单位", category: "New word!" })), manifest));
      expect(await whole()).toBe(before);
    });

    it("a bow tie is repaired with its area told, a spike without area refused, an open ring closed", async () => {
      const bow = {
        type: "Polygon",
        coordinates: [
          [
            [119, 33.59],
            [119.01, 33.6],
            [119.01, 33.59],
            [119, 33.6],
            [119, 33.59],
          ],
        ],
      };
      const spike = {
        type: "Polygon",
        coordinates: [
          [
            [119, 33.59],
            [119.01, 33.59],
            [119, 33.59],
            [119, 33.59],
          ],
        ],
      };
      const open = {
        type: "Polygon",
        coordinates: [
          [
            [119.02, 33.59],
            [119.03, 33.59],
            [119.03, 33.6],
          ],
        ],
      };
      const towns = features(
        ...[bow, spike, open, line([119, 33.59], [119.01, 33.6])].map((g, i) => [{ externalId: i, name: "x" }, g] as const),
      );
      const report = await anew({ "towns.geojson": towns }, withoutUnit());
      expect(layer(report, "towns").mended.map((n) => `${n.row}: ${n.reason.en}`)).toEqual([
        "3: a ring was not closed; it was closed",
        expect.stringMatching(/^1: the polygon was not valid and was repaired; area .* → \d+\.\d m²/),
      ]);
      expect(refusals(report, "towns")).toEqual([
        expect.stringMatching(/^4\/ geometry LineString: should be a Polygon/),
        expect.stringMatching(/^2\/ geometry Polygon: nothing is left/),
      ]);
      expect(await db.query(sql`select count(*)::int as n from zone where st_isvalid(geom) and area_m2 > 0`)).toEqual([{ n: 2 }]);
    });

    it("words left out on purpose are counted apart", async () => {
      const manifest = smallManifest("sites");
      manifest.layers[0].fields.siteType = { column: "siteType", values: { market: "market", river: null }, otherwise: "skip" };
      const report = await anew({}, manifest);
      expect(layer(report, "sites")).toMatchObject({ read: 3, added: 1, refusedRows: 0 });
      expect(layer(report, "sites").skipped.map((s) => s.rows)).toEqual([1, 1]);
    });
  });

  describe("coordinate systems", () => {
    const at = [119.0123456, 33.5987654] as [number, number];
    const placed = async (crs: string, [x, y]: readonly number[]) => {
      const manifest = smallManifest("problems");
      manifest.layers[0].crs = crs;
      const report = await anew(problemsOf((rows[2] as string).replace("119.03,33.61", `${x},${y}`)), manifest);
      const [found] = await db.query<{ metres: number }>(
        sql`select st_distance(geog, st_setsrid(st_makepoint(${at[0]}::float8, ${at[1]}::float8), 4326)::geography) as metres from problem`,
      );
      return found?.metres ?? refusals(report, "problems").concat(report.layers.flatMap((l) => l.failed?.en ?? []));
    };
    it("GCJ-02 and BD-09 come back to where they were", async () => {
      expect(await placed("GCJ-02", gcoord.transform(at, gcoord.WGS84, gcoord.GCJ02))).toBeLessThan(0.05);
      expect(await placed("BD-09", gcoord.transform(at, gcoord.WGS84, gcoord.BD09))).toBeLessThan(0.2);
    });
    it("the wrong one is half a kilometre off, which is why nothing is guessed", async () => {
      expect(await placed("EPSG:4326", gcoord.transform(at, gcoord.WGS84, gcoord.GCJ02))).toBeGreaterThan(400);
    });
    it("EPSG:4490 is EPSG:4326, EPSG:4549 is transformed", async () => {
      expect(await placed("EPSG:4490", at)).toBe(0);
      const [metres] = await db.query<{ x: number; y: number }>(
        sql`select st_x(g) as x, st_y(g) as y from (select st_transform(st_setsrid(st_makepoint(${at[0]}::float8, ${at[1]}::float8), 4326), 4549) as g) t`,
      );
      expect(await placed("EPSG:4549", [metres?.x ?? 0, metres?.y ?? 0])).toBeLessThan(0.01);
      expect(await placed("EPSG:4549", [metres?.y ?? 0, metres?.x ?? 0])).toEqual([expect.stringMatching(/look swapped/)]);
    });
    it("a code the database does not know fails the layer", async () => {
      expect(await placed("EPSG:99999", at)).toEqual(["the database does not know the coordinate system EPSG:99999"]);
    });
    it("shapes follow too", async () => {
      const manifest = withoutUnit();
      manifest.layers[0].crs = "GCJ-02";
      await anew({}, manifest);
      const [x, y] = gcoord.transform([119, 33.58], gcoord.GCJ02, gcoord.WGS84) as [number, number];
      const [corner] = await db.query<{ metres: number }>(
        sql`select st_distance(st_pointn(st_exteriorring(st_geometryn(geom, 1)), 1)::geography, st_setsrid(st_makepoint(${x}::float8, ${y}::float8), 4326)::geography) as metres from zone where external_id = 'W'`,
      );
      expect(corner?.metres).toBeLessThan(0.01);
      expect(119 - x).toBeGreaterThan(0.004);
    });
  });

  describe("files", () => {
    it("in GB18030 and gzip are read, and a wrong encoding is told", async () => {
      const text = Buffer.from("externalId,name,parent\r\nx,", "latin1");
      const gb = Buffer.concat([text, Buffer.from([0xb3, 0xc7, 0xb9, 0xdc]), Buffer.from(",\r\n")]);
      const manifest = smallManifest("units");
      manifest.layers[0].file = "gb.csv.gz";
      const wrong = await run(smallCity({ "gb.csv.gz": gb }, manifest), { replace: true });
      expect(layer(wrong, "units").failed?.en).toBe('gb.csv.gz is not utf-8; state "encoding": "gb18030" in its layer');
      manifest.layers[0].encoding = "gb18030";
      await anew({ "gb.csv.gz": gb }, manifest);
      expect(await db.query(sql`select name from unit`)).toEqual([{ name: "城管" }]);
    });

    it("with other columns fail the layer, naming those there are", async () => {
      const report = await anew({ "units.csv": "id,name\n1,x" }, smallManifest("units"));
      expect(layer(report, "units").failed?.en).toBe("units.csv lacks columns the manifest maps: externalId, parent; it has id, name");
    });

    it.each([
      ["towns.geojson", "{", /is not JSON/],
      ["towns.geojson", "[]", /is not a GeoJSON FeatureCollection/],
    ])("that are broken fail the layer: %s", async (file, content, why) => {
      const report = await anew({ [file]: content }, withoutUnit());
      expect(layer(report, "towns").failed?.en).toMatch(why);
    });

    it("an unclosed quote fails the layer and leaves the others", async () => {
      const report = await anew(problemsOf(rows[0] as string, 'P2,"119'));
      expect(layer(report, "problems").failed?.en).toMatch(/is not a CSV that can be read: Quote Not Closed/);
      expect(layer(report, "sites")).toMatchObject({ added: 3, failed: null });
      expect(report.ok).toBe(false);
    });

    it("that are missing stop it before anything is touched", async () => {
      await anew();
      const before = await whole();
      const manifest = smallManifest();
      manifest.layers[2].file = "../nowhere.geojson";
      const report = await run(smallCity({}, manifest), { replace: true });
      expect(report.ok).toBe(false);
      expect(layer(report, "towns").failed?.en).toBe("the file ../nowhere.geojson cannot be read");
      manifest.layers[2].file = "/dev/zero";
      expect(layer(await run(smallCity({}, manifest), { replace: true }), "towns").failed?.en).toBe("/dev/zero is not a plain file");
      expect(await whole()).toBe(before);
    });
  });
});

import gcoord from "gcoord";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { type ImportOptions, importBundle } from "../../../server/import/bundle.ts";
import type { LayerReport, Report } from "../../../server/import/report.ts";
import { databases } from "../../support/databases.ts";
import { type AnyManifest, bundle, features, type Files, head, header, line, point, problemsOf, rows, smallCity, smallManifest, square } from "./smallCity.ts";

const now = new Date("2026-11-22T12:00:00+08:00");

describe.each(databases())("importing on $name", ({ fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
  });
  afterAll(() => db.close());

  const run = (folder: string, options: ImportOptions = {}) => importBundle(db, folder, { now, ...options });
  /** The small city from nothing. */
  const anew = (changed: Files = {}, manifest: AnyManifest = smallManifest()) => run(smallCity(changed, manifest), { replace: true });
  const layer = (report: Report, id: string): LayerReport => report.layers.find((l) => l.layer === id) as LayerReport;
  const refusals = (report: Report, id: string) => layer(report, id).refused.map((n) => `${n.row}/${n.line ?? ""} ${n.field} ${n.value}: ${n.reason.en}`);
  const whole = async () => {
    const tables = await Promise.all([
      db.query(sql`select * from district`),
      db.query(sql`select * from category order by code`),
      db.query(sql`select * from unit order by id`),
      db.query(sql`select * from zone order by id`),
      db.query(sql`select * from site order by id`),
      db.query(sql`select * from base_feature order by id`),
      db.query(sql`select * from problem order by id`),
      db.query(sql`select * from problem_event order by problem_id, seq`),
      db.query(sql`select * from layer_revision order by layer`),
    ]);
    return JSON.stringify(tables);
  };
  const problem = async (id: string) => (await db.query<Record<string, unknown>>(sql`select * from problem where external_id = ${id}`))[0];
  const moment = (text: string) => new Date(text);

  describe("the small city", () => {
    it("is loaded with its units, zones, sites and problems", async () => {
      const report = await anew();
      expect(report.ok).toBe(true);
      expect(report.layers.map((l) => [l.layer, l.read, l.added, l.refusedRows])).toEqual([
        ["outline", 1, 1, 0],
        ["units", 2, 2, 0],
        ["towns", 2, 2, 0],
        ["communities", 4, 4, 0],
        ["sites", 3, 3, 0],
        ["problems", 3, 3, 0],
      ]);
      expect(await db.query(sql`select u.name, p.name as parent from unit u left join unit p on p.id = u.parent_id order by u.id`)).toEqual([
        { name: "区政府", parent: null },
        { name: "城市管理局", parent: "区政府" },
      ]);
    });

    it("has each zone under the one above, by name or by place", async () => {
      expect(await db.query(sql`select z.name, p.name as parent from zone z join zone p on p.id = z.parent_id order by z.id`)).toEqual([
        { name: "西南社区", parent: "西街道" },
        { name: "西北社区", parent: "西街道" },
        { name: "东南社区", parent: "东街道" },
        { name: "东北社区", parent: "东街道" },
      ]);
    });

    it("measures on the ellipsoid, and makes every polygon a MultiPolygon", async () => {
      const sites = await db.query<{ kind: string; type: string; length_m: number; area_m2: number }>(sql`select kind, geometrytype(geom) as type, length_m, area_m2 from site order by id`);
      expect(sites.map((s) => [s.kind, s.type, Math.round(s.length_m), Math.round(s.area_m2 / 100)])).toEqual([
        ["market", "POINT", 0, 0],
        ["river", "LINESTRING", 928, 0],
        ["compound", "MULTIPOLYGON", 0, 103],
      ]);
    });

    it("puts a problem on a border into exactly one zone, the lowest", async () => {
      const [west] = await db.query<{ id: number }>(sql`select id from zone where external_id = 'W'`);
      expect(await problem("P2")).toMatchObject({ zone1_id: west?.id });
      expect(await db.query(sql`select count(*)::int as n from problem where zone1_id is null or zone2_id is null`)).toEqual([{ n: 0 }]);
    });

    it("folds the columns into a state, with its times", async () => {
      expect(await problem("P1")).toMatchObject({ state: "handling", is_open: true, category: "0101", deadline_at: moment("2026-11-19T09:00:00+08:00"), nearly_due_at: moment("2026-11-19T03:00:00+08:00"), version: 3 });
      expect(await problem("P2")).toMatchObject({ state: "closed", is_open: false, closed_at: moment("2026-11-11T18:00:00+08:00"), handed_back_at: moment("2026-11-11T08:00:00+08:00") });
      expect(await problem("P3")).toMatchObject({ state: "reported", title: "market-mess", unit_id: null, deadline_at: null });
    });

    it("is found by pinyin", async () => {
      expect((await problem("P1"))?.["search"]).toBe("井盖缺失 建设路12号 jinggaiqueshi jgqs jianshelu12hao jsl12h");
    });

    it("stands still at its moment, which is also what the data is as of", async () => {
      const asOf = moment("2026-11-20T08:00:00+08:00");
      expect(await db.query(sql`select clock() as clock, data_as_of, made_up from district`)).toEqual([{ clock: asOf, data_as_of: asOf, made_up: false }]);
    });

    it("is the same to the last byte when imported again", async () => {
      const before = await whole();
      const report = await run(smallCity());
      expect(report.layers.map((l) => [l.added, l.changed, l.removed])).toEqual(report.layers.map(() => [0, 0, 0]));
      expect(await whole()).toBe(before);
    });

    it("leaves its report in the database", async () => {
      const [kept] = await db.query(sql`select bundle, layer, read_rows, loaded_rows, refused_rows from import_report where layer = 'problems' order by id desc limit 1`);
      expect(kept).toEqual({ bundle: "small", layer: "problems", read_rows: 3, loaded_rows: 3, refused_rows: 0 });
    });

    it("takes a change of one row, and moves only that layer's revision", async () => {
      const revisions = () => db.query<{ layer: string; revision: number }>(sql`select layer, revision from layer_revision order by layer`);
      const before = await revisions();
      const closed = (rows[0] as string).replace("handling", "closed").concat("2026-11-19T10:00:00+08:00");
      const report = await run(smallCity(problemsOf(closed, rows[1] as string, (rows[2] as string).replace("北街", "南街"))));
      expect(layer(report, "problems")).toMatchObject({ changed: 2, unchanged: 1 });
      expect(await problem("P1")).toMatchObject({ state: "closed", version: 4 });
      expect(await problem("P3")).toMatchObject({ place: "南街", version: 1 });
      const after = await revisions();
      expect(after.filter((r, i) => r.revision !== before[i]?.revision).map((r) => r.layer)).toEqual(["problems"]);
      const again = await run(smallCity(problemsOf(closed, rows[1] as string, (rows[2] as string).replace("北街", "南街"))));
      expect(layer(again, "problems")).toMatchObject({ changed: 0, unchanged: 3 });
    });

    it("does not undo what people did since", async () => {
      await anew();
      const [p] = await db.query<{ id: number }>(sql`select id from problem where external_id = 'P3'`);
      await db.query(sql`insert into problem_event (problem_id, seq, act, at, state_after) values (${p?.id}, 2, 'verify', ${now}, 'verifying')`);
      await db.query(sql`update problem set state = 'verifying', version = 2 where id = ${p?.id}`);
      const report = await run(smallCity());
      expect(layer(report, "problems").noted.map((n) => n.reason.en)).toEqual(["the database's log goes further than the file's; kept"]);
      expect(await problem("P3")).toMatchObject({ state: "verifying" });
    });

    it("follows zones that have moved, and loses those that are gone", async () => {
      await anew();
      const communities = features([{ externalId: "WS", name: "西南社区", parent: "W" }, square(119, 33.58, 119.02, 33.62)]);
      const report = await run(smallCity({ "communities.geojson": communities }));
      expect(layer(report, "communities")).toMatchObject({ changed: 1, removed: 3 });
      expect(report.notes.map((n) => n.en)).toEqual(["zones changed: 1 problems lie in others now"]);
      expect(await db.query(sql`select p.external_id, z.external_id as zone from problem p left join zone z on z.id = p.zone2_id order by 1`)).toEqual([
        { external_id: "P1", zone: "WS" },
        { external_id: "P2", zone: "WS" },
        { external_id: "P3", zone: null },
      ]);
    });

    it("keeps problems and their sites when a file has them no more", async () => {
      await anew();
      const report = await run(smallCity({ ...problemsOf(rows[0] as string), "sites.geojson": features([{ externalId: 1, siteType: "market", name: "城南农贸市场" }, point(119.011, 33.591)]) }));
      expect(layer(report, "problems")).toMatchObject({ gone: 2, removed: 0 });
      expect(layer(report, "sites")).toMatchObject({ gone: 2, removed: 2 });
    });
  });

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
      expect(refusals(report, "problems")).toEqual([expect.stringMatching(/^3\/5 \* P9,1,2: the row has 3 cells, the header 13/), expect.stringMatching(/^2\/4 externalId P3: this id was given before, in row 1/)]);
    });

    it("outside the boundary is kept and noted", async () => {
      const report = await anew(problemsOf(row({ x: "119.05" })));
      expect(layer(report, "problems")).toMatchObject({ added: 1, refusedRows: 0, notedRows: 1 });
      expect(await problem("P3")).toMatchObject({ zone1_id: null });
    });

    it("a closing time on an open row is dropped, a closed row without one gets the last known; both are said", async () => {
      const report = await anew(problemsOf(row({ state: "filed", closedAt: "2026-11-19T09:00:00+08:00" }), row({ externalId: "P4", state: "closed" })));
      expect(layer(report, "problems").mended.map((n) => `${n.row} ${n.field} ${n.value}`)).toEqual(["1 closedAt 2026-11-19T01:00:00.000Z", "2 closedAt "]);
      expect(await problem("P3")).toMatchObject({ state: "filed", closed_at: null });
      expect(await problem("P4")).toMatchObject({ state: "closed", closed_at: moment("2026-11-19T08:00:00+08:00") });
    });

    it("units and categories are added when the manifest says so, and then known", async () => {
      const manifest = smallManifest("problems");
      Object.assign(manifest.layers[0], { addUnits: true });
      const report = await anew(problemsOf(row({ unit: "新单位", category: "New word!" })), manifest);
      expect(layer(report, "problems").notes.map((n) => n.en)).toEqual(["1 units added: 新单位", expect.stringMatching(/^2 categories added: 99, New-word-/)]);
      const before = await whole();
      await run(smallCity(problemsOf(row({ unit: "新单位", category: "New word!" })), manifest));
      expect(await whole()).toBe(before);
    });

    it("a bow tie is repaired with its area told, a spike without area refused, an open ring closed", async () => {
      const bow = { type: "Polygon", coordinates: [[[119, 33.59], [119.01, 33.6], [119.01, 33.59], [119, 33.6], [119, 33.59]]] };
      const spike = { type: "Polygon", coordinates: [[[119, 33.59], [119.01, 33.59], [119, 33.59], [119, 33.59]]] };
      const open = { type: "Polygon", coordinates: [[[119.02, 33.59], [119.03, 33.59], [119.03, 33.6]]] };
      const towns = features(...[bow, spike, open, line([119, 33.59], [119.01, 33.6])].map((g, i) => [{ externalId: i, name: "x" }, g] as const));
      const report = await anew({ "towns.geojson": towns }, withoutUnit());
      expect(layer(report, "towns").mended.map((n) => `${n.row}: ${n.reason.en}`)).toEqual(["3: a ring was not closed; it was closed", expect.stringMatching(/^1: the polygon was not valid and was repaired; area .* → \d+\.\d m²/)]);
      expect(refusals(report, "towns")).toEqual([expect.stringMatching(/^4\/ geometry LineString: should be a Polygon/), expect.stringMatching(/^2\/ geometry Polygon: nothing is left/)]);
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

  const withoutUnit = (): AnyManifest => {
    const manifest = smallManifest("zones1");
    delete manifest.layers[0].fields.unit;
    return manifest;
  };

  describe("coordinate systems", () => {
    const at = [119.0123456, 33.5987654] as [number, number];
    const placed = async (crs: string, [x, y]: readonly number[]) => {
      const manifest = smallManifest("problems");
      manifest.layers[0].crs = crs;
      const report = await anew(problemsOf((rows[2] as string).replace("119.03,33.61", `${x},${y}`)), manifest);
      const [found] = await db.query<{ metres: number }>(sql`select st_distance(geog, st_setsrid(st_makepoint(${at[0]}::float8, ${at[1]}::float8), 4326)::geography) as metres from problem`);
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
      const [metres] = await db.query<{ x: number; y: number }>(sql`select st_x(g) as x, st_y(g) as y from (select st_transform(st_setsrid(st_makepoint(${at[0]}::float8, ${at[1]}::float8), 4326), 4549) as g) t`);
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

  describe("what is kept", () => {
    it("a layer that fails is as it was before", async () => {
      await anew();
      const before = await whole();
      const many = Array.from({ length: 6_000 }, (_, i) => `X${i},119.01,33.59,0101,t,p,reported,,2026-11-18T08:00:00+08:00,,,,`);
      const report = await run(smallCity(problemsOf(...many, 'Y,"')));
      expect(layer(report, "problems")).toMatchObject({ added: 0, loaded: 0 });
      expect(layer(report, "problems").failed).not.toBeNull();
      expect(await whole()).toBe(before);
    });

    it("a dry run writes nothing and reports the same", async () => {
      await anew();
      const before = await whole();
      const other = { ...smallManifest(), code: "other" };
      const dry = await run(smallCity(problemsOf(rows[1] as string, 'Z,"119'), other), { dryRun: true, replace: true });
      expect(await whole()).toBe(before);
      const real = await run(smallCity(problemsOf(rows[1] as string, 'Z,"119'), other), { replace: true });
      const plain = (r: Report) => ({ ...r, ms: 0, dryRun: false, layers: r.layers.map((l) => ({ ...l, ms: 0 })) });
      expect(plain(dry)).toEqual(plain(real));
    });

    it("another real city is refused, the made-up one replaced in one line", async () => {
      await anew();
      const other = { ...smallManifest(), code: "other", madeUp: true };
      await expect(run(smallCity({}, other))).rejects.toThrow(/The database holds Small \(small\), not Small \(other\)\. With --replace/);
      await run(smallCity({}, other), { replace: true });
      const report = await run(smallCity());
      expect(report.notes.map((n) => n.en)).toEqual(["all data of the made-up Small was deleted"]);
      expect(await db.query(sql`select code, made_up from district`)).toEqual([{ code: "small", made_up: false }]);
    });

    it("a rolling city moves by whole weeks to the week before now, runs, and stays where it is when imported again", async () => {
      const rolling = { ...smallManifest(), rolling: true, asOf: "2026-10-01T08:00:00+08:00" };
      const report = await anew({}, rolling);
      expect(report.notes.at(-1)?.en).toBe("all times were moved by 7 weeks");
      const [d] = await db.query<{ frozen_at: Date | null; data_as_of: Date }>(sql`select frozen_at, data_as_of from district`);
      expect(d?.frozen_at).toBeNull();
      expect(d?.data_as_of).toEqual(moment("2026-11-19T08:00:00+08:00"));
      expect(await problem("P3")).toMatchObject({ found_at: new Date(moment("2026-11-19T08:00:00+08:00").getTime() + 7 * 604_800_000) });
      const before = await whole();
      await run(smallCity({}, rolling), { now: new Date(now.getTime() + 30 * 86_400_000) });
      expect(await whole()).toBe(before);
    });

    it("without asOf the data is as of the latest thing it knows", async () => {
      const manifest = smallManifest();
      delete manifest.asOf;
      await anew({}, manifest);
      expect(await db.query(sql`select data_as_of, frozen_at from district`)).toEqual([{ data_as_of: moment("2026-11-19T08:00:00+08:00"), frozen_at: null }]);
    });
  });

  describe("events", () => {
    const withEvents = () => smallManifest("boundary", "units", "zones1", "sites", "problems", "events");
    const at = (h: number) => `2026-11-19T${String(h).padStart(2, "0")}:00:00+08:00`;
    const log = (...lines: string[]) => ({ "events.csv": ["problem,seq,act,at,unit,deadline", ...lines].join("\n") });
    const good = [`P3,1,report,${at(8)},,`, `P3,2,dispatch,${at(9)},urban,${at(13)}`, `P3,3,accept,${at(10)},,`];

    it("make the state, whatever the state column says", async () => {
      const report = await anew({ ...problemsOf(rows[2] as string), ...log(...[...good].reverse()) }, withEvents());
      expect(layer(report, "events")).toMatchObject({ read: 3, added: 3, refusedRows: 0 });
      expect(await problem("P3")).toMatchObject({ state: "handling", deadline_at: moment(at(13)), nearly_due_at: moment(at(12)), version: 3 });
      expect(layer(report, "problems").mended.map((n) => n.reason.en)).toEqual(["its events say handling; they were followed"]);
    });

    it("that are illegal are refused with all after them; the legal beginning stands", async () => {
      const report = await anew({ ...problemsOf(rows[2] as string), ...log(...good, `P3,4,close,${at(11)},,`, `P3,5,hand_back,${at(12)},,`, `nobody,1,report,${at(8)},,`, `P3,6,explode,${at(12)},,`) }, withEvents());
      expect(refusals(report, "events")).toEqual([
        expect.stringMatching(/^7\/8 act explode: is none of/),
        expect.stringMatching(/^4\/5 act close: "close" is not possible in the state handling/),
        expect.stringMatching(/^5\/6 act hand_back: follows the refused event 4/),
        expect.stringMatching(/^6\/7 problem nobody: no such problem/),
      ]);
      expect(await problem("P3")).toMatchObject({ state: "handling", version: 3 });
    });

    it("grow on another import; a different past is kept and told", async () => {
      const city = (lines: string[]) => smallCity({ ...problemsOf(rows[2] as string), ...log(...lines) }, withEvents());
      await run(city(good), { replace: true });
      const grown = [...good, `P3,4,hand_back,${at(12)},,`];
      expect(layer(await run(city(grown)), "events")).toMatchObject({ added: 1, unchanged: 3 });
      expect(await problem("P3")).toMatchObject({ state: "handed_back", version: 4 });
      const before = await whole();
      expect(layer(await run(city(grown)), "events")).toMatchObject({ added: 0, unchanged: 4 });
      expect(await whole()).toBe(before);
      const other = await run(city([good[0] as string, `P3,2,reject,${at(9)},,`]));
      expect(layer(other, "problems").noted.map((n) => n.reason.en)).toEqual(["the logs differ from event 2 on; the database's was kept"]);
    });
  });

  it("a hostile bundle does no harm", async () => {
    const evil = `'); drop table problem; --\\`;
    const manifest = smallManifest("problems");
    manifest.layers[0].addUnits = true;
    manifest.layers[0].fields.source = { value: "public" };
    manifest.name = { zh: evil, en: evil };
    manifest.layers[0].file = "../".repeat(3) + smallCity(problemsOf(`${evil},119.01,33.59,${evil},${evil},\\N,,${evil},2026-11-18T08:00:00+08:00,,,,`, "__proto__,119.01,33.59,constructor,__proto__,toString,,hasOwnProperty,2026-11-18T08:00:00+08:00,,,,")).slice(1) + "/problems.csv";
    const report = await run(bundle({ ...head, ...manifest }), { replace: true });
    expect(layer(report, "problems").failed).toBeNull();
    expect(layer(report, "problems")).toMatchObject({ added: 2, refusedRows: 0 });
    expect(await problem(evil)).toMatchObject({ title: evil, place: "\\N" });
    expect(await problem("__proto__")).toMatchObject({ title: "__proto__", place: "toString" });
    const hostile = JSON.stringify({ type: "FeatureCollection", features: [null, 5, { type: "Feature", properties: { __proto__: null, externalId: { a: 1 }, siteType: "market", name: ["x"] }, geometry: point(119, 33.6) }] });
    const second = await anew({ "sites.geojson": hostile }, smallManifest("sites"));
    expect(layer(second, "sites")).toMatchObject({ read: 3, added: 1, refusedRows: 2 });


  });
});

/** Files with shapes: each row's shape as well-known text in the file's own system, and which system that is. */
import { gzipSync } from "fflate";
import initSqlJs from "sql.js";
import { describe, expect, it } from "vitest";
import { saidByName, saidByText } from "../../../client/files/crs.ts";
import { wkt } from "../../../client/files/wkt.ts";
import { gaussZones } from "../../../server/contract/coordinates/systems.ts";
import { shapefile } from "../../../server/files/shapefile.ts";
import { faultOf, notesOf, opened, zipOf } from "./support/opening.ts";

const ring: [number, number][] = [
  [119, 33],
  [119, 33.1],
  [119.1, 33.1],
  [119, 33],
];
const point = { type: "Point", coordinates: [119.02, 33.6, 12] };
const collection = (features: readonly unknown[], more = {}) => JSON.stringify({ type: "FeatureCollection", ...more, features });
const feature = (properties: unknown, geometry: unknown = point) => ({ type: "Feature", properties, geometry });

describe("well-known text", () => {
  it.each([
    [point, "POINT(119.02 33.6)"],
    [
      {
        type: "LineString",
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
      "LINESTRING(1 2, 3 4)",
    ],
    [
      {
        type: "MultiPoint",
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
      "MULTIPOINT(1 2, 3 4)",
    ],
    [{ type: "Polygon", coordinates: [ring] }, "POLYGON((119 33, 119 33.1, 119.1 33.1, 119 33))"],
    [
      { type: "MultiPolygon", coordinates: [[ring], [ring]] },
      "MULTIPOLYGON(((119 33, 119 33.1, 119.1 33.1, 119 33)), ((119 33, 119 33.1, 119.1 33.1, 119 33)))",
    ],
    [{ type: "GeometryCollection", geometries: [point] }, "GEOMETRYCOLLECTION(POINT(119.02 33.6))"],
  ])("%#", (shape, text) => expect(wkt(shape)).toBe(text));
  it.each([
    null,
    {},
    { type: "Point" },
    { type: "Point", coordinates: ["119", "33"] },
    { type: "Point", coordinates: [Number.NaN, 1] },
    { type: "constructor" },
    { type: "Polygon", coordinates: [] },
    { type: "LineString", coordinates: [[1]] },
  ])("is none of %j", (shape) => expect(wkt(shape)).toBeNull());
});

describe("systems as files say them", () => {
  const geographic = (name: string) =>
    `GEOGCS["GCS_${name}",DATUM["D_${name}",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`;
  const projected = (name: string, meridian: number, easting: number) =>
    `PROJCS["${name}",${geographic("China_Geodetic_Coordinate_System_2000")},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;
  it("every zone of CGCS2000 is known by its meridian and false easting", () => {
    for (const { code, width, zone, meridian, numbered } of gaussZones) {
      const name = `CGCS2000_${width === 3 ? "3_Degree_" : ""}GK_${numbered ? `Zone_${zone}` : `CM_${meridian}E`}${width === 6 ? "_6deg" : ""}`;
      expect(saidByText(projected(name, meridian, numbered ? zone * 1e6 + 500_000 : 500_000)).crs).toBe(code);
    }
    expect(saidByText(projected("CGCS2000_GK_CM_117E", 117, 500_000)).crs).toBe("EPSG:4548");
  });
  it("WGS 84, CGCS2000, Mercator and an authority's number are known; what is none of them keeps its name", () => {
    expect(saidByText(geographic("WGS_1984").replace("CGCS2000", "WGS_1984")).crs).toBe("EPSG:4326");
    expect(saidByText(geographic("China_Geodetic_Coordinate_System_2000")).crs).toBe("EPSG:4490");
    expect(saidByText('PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984"]]').crs).toBe("EPSG:3857");
    expect(saidByText(`${projected("x", 117, 500_000).slice(0, -1)},AUTHORITY["EPSG","4549"]]`).crs).toBe("EPSG:4549");
    expect(saidByText('PROJCS["Xian_1980_3_Degree_GK_Zone_39",GEOGCS["GCS_Xian_1980"]]')).toEqual({
      crs: null,
      crsText: "Xian_1980_3_Degree_GK_Zone_39",
    });
    expect(saidByText(projected("shifted", 117, 123_456)).crs).toBeNull();
    expect(
      saidByText(
        'PROJCS["WGS_1984_UTM_Zone_50N",GEOGCS["GCS_WGS_1984"],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",0.9996]]',
      ).crs,
    ).toBeNull();
    expect(saidByText(" ")).toEqual({ crs: null, crsText: null });
  });
  it("GeoJSON's names are known", () => {
    expect(
      ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4549", "EPSG:4490", "gcj02", "BD-09"].map((name) => saidByName(name).crs),
    ).toEqual([...["EPSG:4326", "EPSG:4549", "EPSG:4490", "GCJ-02", "BD-09"]]);
    expect(saidByName("urn:ogc:def:crs:EPSG::2414")).toEqual({ crs: null, crsText: "urn:ogc:def:crs:EPSG::2414" });
  });
});

describe("GeoJSON", () => {
  it("has attributes of all its features, ids, and shapes that are none told", async () => {
    const table = await opened(
      collection([{ ...feature({ 名称: "甲", 数: 7, 空: null, 组: [1] }), id: "A1" }, feature({ 名称: "乙", 另: true }, null)]),
    );
    expect(table).toMatchObject({ kind: "geojson", columns: ["@geometry", "id", "名称", "数", "空", "组", "另"], headerRow: 0, crs: null });
    expect(table.rows).toEqual([
      ["POINT(119.02 33.6)", "A1", "甲", "7", "", "[1]", ""],
      ["", "", "乙", "", "", "", "true"],
    ]);
    expect(notesOf(table)).toContain("1 行没有图形");
  });
  it("may be a feature, a shape, a list of records, gzipped, in GBK, or in a system it names", async () => {
    expect((await opened(JSON.stringify(feature({ a: 1 })))).rows).toEqual([["POINT(119.02 33.6)", "1"]]);
    expect((await opened(JSON.stringify(point))).rows).toEqual([["POINT(119.02 33.6)"]]);
    expect(await opened('[{"名称":"甲","经度":119.1},{"名称":"乙"}]')).toMatchObject({
      columns: ["名称", "经度"],
      rows: [
        ["甲", "119.1"],
        ["乙", ""],
      ],
    });
    expect((await opened(gzipSync(new TextEncoder().encode(collection([feature({ a: 1 })]))))).rows.length).toBe(1);
    const crs = { crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::4490" } } };
    expect((await opened(collection([feature({ a: 1 })], crs))).crs).toBe("EPSG:4490");
    const gbk = Buffer.from(collection([feature({ a: "XX" })]), "latin1");
    gbk.set([0xbc, 0xd7], gbk.indexOf("XX"));
    expect(await opened(gbk)).toMatchObject({ rows: [["POINT(119.02 33.6)", "甲"]], encoding: "gb18030" });
  });
  it("is refused with words where it is broken, empty, or something else", async () => {
    expect(await faultOf('{"type":"FeatureCollection","features":[')).toContain("不是完整的 GeoJSON");
    expect(await faultOf('{"type":"Topology"}')).toContain("没有要素集合");
    expect(await faultOf(collection([]))).toContain("没有数据");
    expect(await faultOf('{"a":'.repeat(200_000))).toContain("不是完整的 GeoJSON");
    expect(await faultOf(collection([feature(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`c${i}`, i])))]))).toContain(
      "200 列",
    );
    expect(await faultOf(collection([feature({ a: "x".repeat(10_001) })]))).toContain("第 1 个图形的属性“a”有 10001 个字符");
  });
  it("does not read __proto__ as more than a name, and leaves shapes out that are too long for a cell", async () => {
    const table = await opened(collection([feature(JSON.parse('{"__proto__":"甲","constructor":"乙"}'))]));
    expect(table.columns).toEqual(["@geometry", "__proto__", "constructor"]);
    expect(table.rows[0]?.slice(1)).toEqual(["甲", "乙"]);
    const long = { type: "LineString", coordinates: Array.from({ length: 2000 }, (_, i) => [119 + i / 1e4, 33]) };
    const cut = await opened(collection([feature({ a: 1 }), feature({ a: 2 }, long)]));
    expect(cut.rows[1]).toEqual(["", "2"]);
    expect(notesOf(cut)).toContain("1 个图形的坐标超过 10000 个字符");
  });
});

describe("Shapefiles", () => {
  const files = shapefile([{ polygons: [[ring]], fields: { code: "0012", name: "ABCD", n: 7 } }], new Date("2026-11-22T00:00:00Z"));
  const gbk = () => {
    const dbf = files.dbf.slice();
    dbf.set([0xcd, 0xf8, 0xb8, 0xf1], Buffer.from(dbf).indexOf("ABCD"));
    return dbf;
  };
  const zip = (more: Record<string, Uint8Array>) => zipOf({ "目录/网格.SHP": files.shp, "目录/网格.dbf": files.dbf, ...more });
  it("are read from a zip with their system, UTF-8 or GBK by .cpg, by the bytes, or as somebody says", async () => {
    const table = await opened(zip({ "目录/网格.prj": files.prj, "目录/网格.CPG": files.cpg }));
    expect(table).toMatchObject({
      kind: "shp",
      columns: ["@geometry", "code", "name", "n"],
      crs: "EPSG:4326",
      encoding: "utf-8",
      parts: [{ name: "网格", rows: 1 }],
    });
    expect(table.rows[0]?.slice(1)).toEqual(["0012", "ABCD", "7"]);
    expect(table.rows[0]?.[0]).toMatch(/^POLYGON\(\(119 33, /);
    expect(await opened(zip({ "目录/网格.dbf": gbk() }))).toMatchObject({ encoding: "gb18030", crs: null, crsText: null });
    expect((await opened(zip({ "目录/网格.dbf": gbk() }))).rows[0]?.[2]).toBe("网格");
    expect((await opened(zip({ "目录/网格.dbf": gbk() }), { encoding: "utf-8" })).rows[0]?.[2]).not.toBe("网格");
  });
  it("may be several in one zip", async () => {
    const two = zip({ "b.shp": files.shp, "b.dbf": gbk() });
    expect((await opened(two)).parts).toEqual([
      { name: "网格", rows: 1 },
      { name: "b", rows: 1 },
    ]);
    expect(await opened(two, { part: 1 })).toMatchObject({ part: 1, encoding: "gb18030" });
    expect(await faultOf(two, { part: 2 })).toContain("没有这个图层");
  });
  it("leave out rows that are deleted, beside their shapes", async () => {
    const both = shapefile(
      ["甲", "乙"].map((name, i) => ({ polygons: [[ring.map(([x, y]): [number, number] => [x + i, y])]], fields: { name } })),
      new Date(0),
    );
    const dbf = both.dbf.slice();
    const head = dbf[8] as number;
    dbf[head] = 0x2a;
    const table = await opened(zipOf({ "a.shp": both.shp, "a.dbf": dbf }));
    expect(table.rows.length).toBe(1);
    expect(table.rows[0]?.[1]).toBe("乙");
    expect(table.rows[0]?.[0]).toContain("120 33");
  });
  it("are refused with words where a part lacks, is cut off, or lies about its length", async () => {
    expect(await faultOf(zipOf({ "a.shp": files.shp }))).toContain("缺少同名的 .dbf");
    expect(await faultOf(zipOf({ "a.shp": files.dbf, "a.dbf": files.dbf }))).toContain("不是 Shapefile");
    expect(await faultOf(zipOf({ "a.shp": files.shp, "a.dbf": files.dbf.subarray(0, 60) }))).toContain("属性表");
    const lying = files.dbf.slice();
    lying.set([0xff, 0xff, 0xff, 0xff], 4);
    expect(await faultOf(zipOf({ "a.shp": files.shp, "a.dbf": lying }))).toContain("属性表");
  });
});

describe("GeoPackages", async () => {
  const sqlite = await initSqlJs();
  const blobOf = (x: number, y: number) => {
    const view = new DataView(new ArrayBuffer(29));
    view.setUint16(0, 0x4750);
    view.setUint8(3, 1);
    view.setUint8(8, 1);
    view.setUint32(9, 1, true);
    view.setFloat64(13, x, true);
    view.setFloat64(21, y, true);
    return new Uint8Array(view.buffer);
  };
  const made = (more = "", org = "EPSG", number = 4549) => {
    const db = new sqlite.Database();
    db.exec(`create table gpkg_contents (table_name, data_type, identifier, srs_id); create table gpkg_geometry_columns (table_name, column_name, srs_id);
      create table gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition);
      create table sites (fid integer primary key, geom blob, name text, big integer); create table plain (a text); ${more}
      insert into gpkg_contents values ('plain', 'attributes', '表', 0), ('sites', 'features', '点位', 7);
      insert into gpkg_geometry_columns values ('sites', 'GEOM', 7); insert into gpkg_spatial_ref_sys values ('某坐标系', 7, '${org}', ${number}, 'PROJCS["某"]');`);
    db.run("insert into sites values (1, ?, '甲', 9007199254740993), (2, null, '乙', null)", [blobOf(500_123.5, 3_718_456)]);
    const bytes = db.export();
    db.close();
    return bytes;
  };
  it("are read layer by layer, with their system and whole numbers as they are", async () => {
    const table = await opened(made());
    expect(table).toMatchObject({
      kind: "gpkg",
      part: 1,
      crs: "EPSG:4549",
      parts: [
        { name: "表", rows: 0 },
        { name: "点位", rows: 2 },
      ],
    });
    expect(table.columns).toEqual(["@geometry", "fid", "name", "big"]);
    expect(table.rows).toEqual([
      ["POINT(500123.5 3718456)", "1", "甲", "9007199254740993"],
      ["", "2", "乙", ""],
    ]);
    expect(await faultOf(made(), { part: 0 })).toContain("没有数据");
  });
  it("have titles for columns, and systems we do not know", async () => {
    const titles =
      "create table gpkg_data_columns (table_name, column_name, title); insert into gpkg_data_columns values ('sites', 'name', '名称');";
    expect((await opened(made(titles))).columns).toEqual(["@geometry", "fid", "名称", "big"]);
    expect(await opened(made("", "X", 1))).toMatchObject({ crs: null, crsText: "某" });
    expect(await opened(made("", "EPSG", 2414))).toMatchObject({ crs: null, crsText: "某坐标系" });
  });
  it("are refused with words where they are none, cut off, or would compute instead of hold", async () => {
    const other = new sqlite.Database();
    other.exec("create table a (b)");
    expect(await faultOf(other.export())).toContain("不是 GeoPackage");
    expect(await faultOf(made().subarray(0, 3000))).toContain("GeoPackage");
    const view =
      "create view v as with recursive n(i) as (select 1 union all select i + 1 from n) select i from n; insert into gpkg_contents values ('v', 'attributes', 'v', 0);";
    expect((await opened(made(view))).parts.map(({ name }) => name)).toEqual(["表", "点位"]);
  });
});

describe("KML", () => {
  const kml = (inner: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner}</Document></kml>`;
  const mark = (name: string, shape: string, data = "") =>
    `<Placemark><name>${name}</name><styleUrl>#a</styleUrl><ExtendedData>${data}</ExtendedData>${shape}</Placemark>`;
  const at = "<Point><coordinates>119.02,33.6,0</coordinates></Point>";
  it("has placemarks with their data as columns, in folders or in a KMZ, always in WGS 84", async () => {
    const text = kml(
      `${mark("甲", at, '<Data name="类型"><value>菜市场</value></Data>')}<Folder>${mark("乙", "<LineString><coordinates>1,2 3,4</coordinates></LineString>")}</Folder>`,
    );
    const table = await opened(text);
    expect(table).toMatchObject({ kind: "kml", columns: ["@geometry", "name", "类型"], crs: "EPSG:4326" });
    expect(table.rows).toEqual([
      ["POINT(119.02 33.6)", "甲", "菜市场"],
      ["LINESTRING(1 2, 3 4)", "乙", ""],
    ]);
    expect((await opened(zipOf({ "doc.kml": text, "files/a.png": "x" }))).rows).toEqual(table.rows);
  });
  it("is read although a prefix was never declared, as phones write it", async () => {
    const text = kml(`<Placemark><name>甲</name>${at}<gx:balloonVisibility>1</gx:balloonVisibility></Placemark>`);
    expect((await opened(text)).rows[0]?.slice(0, 2)).toEqual(["POINT(119.02 33.6)", "甲"]);
  });
  it("is refused with words where it is broken, empty, deep, or declares entities", async () => {
    expect(await faultOf(kml(mark("甲", at)).slice(0, -30))).toContain("KML 不完整");
    expect(await faultOf(kml(""))).toContain("没有数据");
    expect(await faultOf('<?xml version="1.0"?><gpx/>')).toContain("不是 KML");
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><kml xmlns="http://www.opengis.net/kml/2.2"><name>&b;</name></kml>';
    expect(await faultOf(bomb)).toContain("DTD");
    expect(await faultOf(kml("<Folder>".repeat(20_000)))).toContain("KML");
  });
});

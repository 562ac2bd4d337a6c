/** GeoPackage, Shapefile and GeoJSON: shapes and texts come back as they went, whatever the texts hold. */
import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import initSqlJs from "sql.js";
import { describe, expect, it } from "vitest";
import { csv } from "../../../server/files/csv.ts";
import { geojson } from "../../../server/files/geojson.ts";
import { gpkg } from "../../../server/files/gpkg.ts";
import { shapefileZip } from "../../../server/files/shapefileZip.ts";
import { plainText, type Table } from "../../../server/files/table.ts";
import { xlsx } from "../../../server/files/xlsx.ts";
import { ZoneTime } from "../../../server/files/zoneTime.ts";
import { found, point, row, table, written } from "./table.ts";

const { Database } = await initSqlJs();
type Values = readonly (string | number | Uint8Array | null)[];
function asked(bytes: Buffer, question: string): Values[] {
  const db = new Database(bytes);
  try {
    return db.exec(question)[0]?.values ?? [];
  } finally {
    db.close();
  }
}

interface Read {
  readonly features: readonly {
    readonly geometry: { readonly type: string; readonly coordinates: unknown };
    readonly properties: Record<string, unknown>;
  }[];
}
/** An independent reader. Without the .prj: with it, it turns degrees into radians and back. */
async function layer(zip: Buffer, name: string): Promise<Read["features"]> {
  const { default: shpjs } = (await import("shpjs" as string)) as { default: (files: object) => Promise<Read> };
  const files = unzipSync(zip);
  return (await shpjs({ shp: files[`${name}.shp`], dbf: files[`${name}.dbf`], cpg: files[`${name}.cpg`] })).features;
}

const line = {
  type: "LineString",
  coordinates: [
    [119, 33.5],
    [119.01, 33.51],
    [119.02, 33.5],
  ],
};
const square = (x: number, size: number): number[][] => [
  [x, 33],
  [x + size, 33],
  [x + size, 33 + size],
  [x, 33 + size],
  [x, 33],
];
const area = { type: "MultiPolygon", coordinates: [[square(119, 0.2), square(119.05, 0.05).toReversed()], [square(120, 0.1)]] };
const mixed = [row("P", "点"), row("L", "线", JSON.stringify(line)), row("A", "面", JSON.stringify(area))];

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("=", "+", "-", "@", "\t", "\u0000", "\ud800", "😀", "__proto__", '"', "'", "\r\n", "网".repeat(90)),
      fc.string({ unit: "binary", maxLength: 6 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));
const texts = fc.array(hostile, { minLength: 1, maxLength: 5 });
const rowsOf = (list: readonly string[]) => list.map((text, i) => row(String(i), text));

describe("a GeoPackage", () => {
  it("says what it is: its number, its version, its system, its box, and its fields' titles", async () => {
    const bytes = await written(gpkg, mixed);
    expect(asked(bytes, "pragma application_id")).toEqual([[0x47504b47]]);
    expect(asked(bytes, "pragma user_version")).toEqual([[10_300]]);
    expect(asked(bytes, "pragma integrity_check")).toEqual([["ok"]]);
    expect(asked(bytes, "pragma foreign_key_check")).toEqual([]);
    expect(asked(bytes, "select table_name, data_type, min_x, min_y, max_x, max_y, srs_id from gpkg_contents")).toEqual([
      ["things", "features", 119, 33, 120.1, 33.51, 4326],
    ]);
    expect(asked(bytes, "select column_name, title from gpkg_data_columns")).toContainEqual(["found", "发现时间"]);
    expect(asked(bytes, "select count(*) from gpkg_spatial_ref_sys where srs_id in (-1, 0, 4326)")).toEqual([[3]]);
    expect(asked(bytes, "select code, title, area, open, found, since from things")[0]).toEqual([
      ...["P", "点", -12.345, 7, new Date(found).toISOString(), "2026-03-01"],
    ]);
  });

  it("holds each shape as the description has it: header, box, and well-known binary", async () => {
    const [, , [blob] = []] = asked(await written(gpkg, mixed), "select geom from things order by fid");
    const view = new DataView((blob as Uint8Array).slice().buffer);
    expect([view.getUint16(0), view.getUint8(2), view.getUint8(3), view.getInt32(4, true)]).toEqual([0x4750, 0, 0b11, 4326]);
    expect([8, 16, 24, 32].map((at) => view.getFloat64(at, true))).toEqual([119, 120.1, 33, 33.2]);
    // A MultiPolygon of two, the first of two rings of five places.
    expect([view.getUint8(40), view.getUint32(41, true), view.getUint32(45, true)]).toEqual([1, 6, 2]);
    expect([view.getUint32(50, true), view.getUint32(54, true), view.getUint32(58, true), view.getFloat64(62, true)]).toEqual([
      3, 2, 5, 119,
    ]);
  });

  it("keeps any text", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        expect(asked(await written(gpkg, rowsOf(list)), "select title from things order by fid")).toEqual(
          list.map((text) => [plainText(text)]),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe("a zipped Shapefile", () => {
  it("has a layer for each kind of shape, and a page that says what is in it", async () => {
    const zip = await written(shapefileZip, mixed);
    expect(Object.keys(unzipSync(zip)).filter((name) => name.endsWith(".shp"))).toEqual([
      "things_point.shp",
      "things_line.shp",
      "things_polygon.shp",
    ]);
    const [[p], [l], [a]] = (await Promise.all(["point", "line", "polygon"].map((kind) => layer(zip, `things_${kind}`)))) as [
      Read["features"],
      Read["features"],
      Read["features"],
    ];
    expect(p).toMatchObject({
      geometry: { type: "Point", coordinates: [119.01, 33.51] },
      properties: { code: "P", title: "点", area: -12.35, open: 7 },
    });
    expect(l?.geometry).toMatchObject(line);
    expect(a?.geometry.type).toBe("MultiPolygon");
    expect(((a?.geometry.coordinates ?? []) as number[][][][]).map((rings) => rings.map((ring) => ring.length))).toEqual([[5, 5], [5]]);
    // A day, as the district's wall has it.
    expect(String(p?.properties.found instanceof Date ? p.properties.found.toISOString() : p?.properties.found)).toMatch(/^2026-?11-?20/);
    const page = strFromU8(unzipSync(zip)["readme.txt"] as Uint8Array);
    for (const said of ["筛选：=全部", "since  生效日期", "没有文本被截断", "日期字段只存到日（Asia/Shanghai）：发现时间"])
      expect(page).toContain(said);
  });

  it("keeps any text of 254 bytes, cut between two characters, and counts what it cut", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const zip = await written(shapefileZip, rowsOf(list));
        const features = await layer(zip, "things_point");
        const whole = list.map(plainText);
        // The reader trims, and stops at nothing else.
        for (const [i, { properties }] of features.entries()) {
          const kept = String(properties.title ?? "");
          expect((whole[i] as string).trim().startsWith(kept.trim())).toBe(true);
          if (Buffer.byteLength(whole[i] as string) <= 254) expect(kept.trim()).toBe((whole[i] as string).trim());
          else expect(Buffer.byteLength(whole[i] as string) - 254).toBeGreaterThan(0);
        }
        const cut = whole.filter((text) => Buffer.byteLength(text) > 254).length;
        const page = strFromU8(unzipSync(zip)["readme.txt"] as Uint8Array);
        expect(/点层 title：(\d+) 条/.exec(page)?.[1] ?? "0").toBe(String(cut));
      }),
      { numRuns: 40 },
    );
  });

  it("is a layer without records when there is nothing to hold", async () => {
    expect(await layer(await written(shapefileZip, [], { ...table, geometry: "polygon" } satisfies Table), "things")).toEqual([]);
  });
});

describe("GeoJSON", () => {
  it("is whole with any text, with no rows too, and says what was asked", async () => {
    expect(JSON.parse((await written(geojson, [])).toString())).toMatchObject({ features: [], metadata: { total: 2 } });
    await fc.assert(
      fc.asyncProperty(texts, async (list) => {
        const { features } = JSON.parse((await written(geojson, rowsOf(list))).toString()) as Read;
        expect(features.map(({ properties }) => properties.title)).toEqual(list.map(plainText));
        expect(features[0]).toMatchObject({
          geometry: JSON.parse(point(119.01, 33.51)),
          properties: { found: new Date(found).toISOString() },
        });
      }),
    );
  });
});

describe("a clock on the wall", () => {
  it("is that of the zone, across its changes of the hour", () => {
    for (const zone of ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]) {
      const time = new ZoneTime(zone);
      const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
      fc.assert(
        fc.property(fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }), (at) => {
          expect(time.text(at.getTime())).toBe(format.format(at));
        }),
      );
    }
  });

  it("of times that no clock knows is UTC's, and no file fails for them", async () => {
    const at = Date.parse("0000-01-01T00:00:00Z");
    expect(new ZoneTime("Asia/Shanghai").text(at)).toBe("0000-01-01 00:00");
    for (const make of [csv, xlsx, geojson, gpkg, shapefileZip]) {
      const old = { ...row("1", "一"), cells: ["1", "一", 1, 1, at, "0001-01-01", 1] };
      expect((await written(make, [old], { ...table, at })).length).toBeGreaterThan(100);
    }
  });
});

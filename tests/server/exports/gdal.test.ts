/** What leaves is read by programs that know nothing of ours: GDAL reads the geodata, LibreOffice the workbook, with the rows the database has. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import type { FastifyInstance } from "fastify";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemSources, problemStates } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { makeExports } from "../../../server/exports/runner.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { appOn } from "../http/asked.ts";
import { loadPeopled } from "../questions/peopled.ts";
import { sheetsOf, type Taker, taken } from "./taking.ts";

const run = promisify(execFile);
const runs = (program: string, ...args: string[]): Promise<boolean> =>
  run(program, args).then(
    () => true,
    () => false,
  );
const gdal = await runs("ogrinfo", "--version");
const office = await runs("soffice", "--version");
if (!gdal) process.stderr.write("gdal: skipped. Install gdal-bin to have exported geodata read by it.\n");
if (!office) process.stderr.write("soffice: skipped. Install LibreOffice Calc to have exported workbooks read by it.\n");

interface Feature {
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
  readonly properties: Readonly<Record<string, string | number | null>>;
}

interface Problem {
  code: string;
  title: string;
  state: keyof typeof problemStates;
  source: keyof typeof problemSources;
  unit: string | null;
  category: string;
  lon: number;
  lat: number;
  found: string;
}
const flat = (coordinates: unknown): number[] => (coordinates as unknown[]).flat(9) as number[];
const close = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((x, i) => Math.abs(x - (b[i] as number)) < 2e-7);

/** A sheet keeps a moment as a fraction of a day: a millisecond is lost in it. */
const minuteOf = (at: Date): string => new Date(Math.round(at.getTime() / 1000) * 1000).toISOString().slice(0, 16);

describe.each(databases())("what leaves, read by others, on $name", ({ fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  let leader: Taker;
  let folder: string;
  let stop: () => Promise<void>;
  let problems: Problem[];
  beforeAll(async () => {
    db = await fresh();
    await loadPeopled(db);
    await db.query(sql`update problem set title = '占道经营“甲乙”, 第' || id || '处' where id % 3 = 0`);
    await db.query(sql`update site set address = '青年路' || id || '号' where id % 2 = 0`);
    app = await appOn(db, { demo: false });
    leader = { app, cookie: await cookieOf(db, 601) };
    folder = await mkdtemp(join(tmpdir(), "chuangtu-gdal-"));
    stop = makeExports(db, { failed: (error) => process.stderr.write(`${String(error)}\n`), every_ms: 100 });
    problems = await db.query<Problem>(sql`select p.external_id as code, p.title, p.state, p.source, u.name as unit, c.name_zh as category,
        ST_X(p.geom) as lon, ST_Y(p.geom) as lat, to_char(p.found_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as found
      from problem p join category c on c.code = p.category left join unit u on u.id = p.unit_id where p.is_open order by p.external_id`);
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true });
    await app.close();
    await db.close();
  });

  /** What GDAL says of a file: its layers and how many features each has. */
  async function counted(path: string): Promise<Record<string, number>> {
    const { stdout } = await run("ogrinfo", ["-so", "-al", path], { maxBuffer: 1e8 });
    const found = [...stdout.matchAll(/^Layer name: (.*)$[\s\S]*?^Feature Count: (\d+)$([\s\S]*?)(?=^Layer name: |(?![\s\S]))/gm)];
    return Object.fromEntries(found.map(([, name, count]) => [name, Number(count)]));
  }

  /** The file's layers as GDAL has them. */
  async function layers(path: string): Promise<Record<string, Feature[]>> {
    const found: Record<string, Feature[]> = {};
    for (const [name, count] of Object.entries(await counted(path))) {
      expect((await run("ogrinfo", ["-so", path, name])).stdout, name).toContain('GEOGCRS["WGS 84"');
      const as = ["-f", "GeoJSON", "/vsistdout/", path, name, "-lco", "RFC7946=NO", "-lco", "COORDINATE_PRECISION=9"];
      const { stdout } = await run("ogr2ogr", as, { maxBuffer: 1e9 });
      const { features } = JSON.parse(stdout) as { features: Feature[] };
      expect(features.length, name).toBe(count);
      found[name] = features;
    }
    return found;
  }

  async function kept(bytes: Buffer, ending: string): Promise<string> {
    const path = join(folder, `${Math.random().toString(36).slice(2)}.${ending}`);
    await writeFile(path, bytes);
    return ending === "zip" ? `/vsizip/${path}` : path;
  }

  describe.runIf(gdal)("GDAL", () => {
    it.each([
      ["gpkg", "gpkg"],
      ["shp", "zip"],
      ["geojson", "geojson"],
    ] as const)("reads the problems of a %s: each row, where it is and what it says", async (format, ending) => {
      const read = await layers(await kept(await taken(leader, "problems", format, "status=open"), ending));
      expect(Object.keys(read)).toEqual(["problems"]);
      const features = (read.problems as Feature[]).toSorted((a, b) => (String(a.properties.code) < String(b.properties.code) ? -1 : 1));
      const wanted = problems.toSorted((a, b) => (a.code < b.code ? -1 : 1));
      expect(features.map(({ properties }) => properties.code)).toEqual(wanted.map(({ code }) => code));
      for (const [i, { geometry, properties }] of features.entries()) {
        const one = wanted[i] as Problem;
        expect(geometry.type).toBe("Point");
        expect(close(flat(geometry.coordinates), [one.lon, one.lat]), one.code).toBe(true);
        const { title, category, state, source, unit } = properties;
        expect({ title, category, state, source, unit: unit ?? null }).toEqual({
          ...{ title: one.title, category: one.category, unit: one.unit },
          ...{ state: problemStates[one.state].zh, source: problemSources[one.source].zh },
        });
        expect(Date.parse(`${String(properties.found).replaceAll("/", "-").slice(0, 10)}T00:00Z`)).not.toBeNaN();
        if (format === "shp") expect(String(properties.found).replaceAll("/", "-")).toBe(one.found.slice(0, 10));
      }
    });

    it.each([
      ["gpkg", "gpkg"],
      ["shp", "zip"],
      ["geojson", "geojson"],
    ] as const)("reads the sites of a %s, points, lines and areas alike", async (format, ending) => {
      const stored = await db.query<{ code: string; name: string; address: string | null; type: string; n: number; x: number }>(
        sql`select external_id as code, name, address, GeometryType(geom) as type, ST_NPoints(geom) as n, ST_X(ST_StartPoint(ST_Boundary(ST_Envelope(ST_Buffer(geom, 0.001))))) as x from site order by external_id`,
      );
      const read = await layers(await kept(await taken(leader, "sites", format), ending));
      const features = Object.values(read).flat();
      expect(features).toHaveLength(stored.length);
      expect(Object.keys(read).toSorted()).toEqual(format === "shp" ? ["sites_line", "sites_point", "sites_polygon"] : ["sites"]);
      const byCode = new Map(features.map((feature) => [feature.properties.code, feature]));
      for (const { code, name, address, type, n } of stored) {
        const { geometry, properties } = byCode.get(code) as Feature;
        expect([geometry.type.toUpperCase().replace("MULTI", ""), flat(geometry.coordinates).length / 2]).toEqual([
          type.replace("MULTI", ""),
          n,
        ]);
        expect([properties.name, properties.address ?? null]).toEqual([name, address]);
      }
    });

    it.each([
      ["gpkg", "gpkg"],
      ["shp", "zip"],
      ["geojson", "geojson"],
    ] as const)("reads the zones of a %s with their areas, by their level", async (format, ending) => {
      const stored = await db.query<{ code: string; area: number; parent: string | null }>(
        sql`select z.code, ST_Area(z.geom) as area, a.name as parent from zone z left join zone a on a.id = z.parent_id where z.level = 2 order by z.code`,
      );
      const read = (await layers(await kept(await taken(leader, "zones", format, "level=2"), ending))).zones as Feature[];
      expect(read.map(({ properties }) => properties.code).toSorted()).toEqual(stored.map(({ code }) => code).toSorted());
      for (const { geometry, properties } of read) {
        const one = stored.find(({ code }) => code === properties.code);
        expect(properties.parent ?? null).toBe(one?.parent);
        const [drawn] = await db.query<{ area: number }>(
          sql`select ST_Area(ST_GeomFromGeoJSON(${JSON.stringify(geometry)}::text)) as area`,
        );
        expect(Math.abs((drawn?.area ?? 0) / (one?.area ?? 1) - 1)).toBeLessThan(1e-5);
      }
    });

    it("reads a CSV's rows and Chinese headings, and finds nothing wrong with a GeoPackage", async () => {
      const bytes = await taken(leader, "problems", "csv", "status=open");
      // The first line says what the file is: GDAL wants the headings first.
      const path = await kept(Buffer.from(bytes.toString().slice(bytes.toString().indexOf("\r\n") + 2)), "csv");
      expect(Object.values(await counted(path))).toEqual([problems.length]);
      expect((await run("ogrinfo", ["-so", "-al", path])).stdout).toMatch(/^编号: String[\s\S]*^标题: String[\s\S]*^类别代码: /m);
      const empty = await kept(await taken(leader, "sites", "gpkg", "siteType=hospital"), "gpkg");
      expect(Object.values(await layers(empty))).toEqual([[]]);
    });

    it("says in a Shapefile's page what its short names mean and what the format could not hold", async () => {
      await db.query(sql`update problem set place = repeat('网', 120) where id = (select min(id) from problem where is_open)`);
      const bytes = await taken(leader, "problems", "shp", "status=open");
      await db.query(sql`update problem set place = null where place like '网网网%'`);
      const page = strFromU8(unzipSync(bytes)["readme.txt"] as Uint8Array);
      expect(page).toContain("筛选：未销号");
      expect(page).toContain("cat_code  类别代码");
      expect(page).toMatch(/点层 place：1 条/);
      const read = await layers(await kept(bytes, "zip"));
      expect((read.problems as Feature[]).filter(({ properties }) => properties.place === "网".repeat(84))).toHaveLength(1);
    });
  });

  it("a workbook has the database's rows: times of the district, numbers as text, and on its first sheet what it is", async () => {
    const sheets = await sheetsOf(await taken(leader, "problems", "xlsx", "status=open"));
    const [headings, ...rows] = sheets.数据 ?? [];
    const at = (name: string): number => headings?.indexOf(name) ?? -1;
    const byCode = new Map(rows.map((cells) => [cells[at("编号")], cells]));
    expect(byCode.size).toBe(problems.length);
    for (const { code, title, found, lon } of problems) {
      const cells = byCode.get(code) ?? [];
      expect([cells[at("标题")], minuteOf(cells[at("发现时间")] as Date)]).toEqual([title, found.replace(" ", "T")]);
      expect(cells[at("经度(EPSG:4326)")]).toBeCloseTo(lon, 6);
    }
    expect(Object.fromEntries((sheets.说明 ?? []) as [string, string][])).toMatchObject({
      ...{ 筛选: "未销号", 查询: "status=open", 导出人: "人601", 时间: "2026-11-21 10:00（Asia/Shanghai）" },
      口径: "符合条件的编号在上述时间一次取定；生成期间又有变动的，以读到该行时为准",
      ...{ 行数: `${problems.length} 条`, 坐标系: "WGS 84 经纬度（EPSG:4326）" },
    });
  });

  it.runIf(office)("LibreOffice opens the workbook and has the same rows", { timeout: 120_000 }, async () => {
    const path = await kept(await taken(leader, "problems", "xlsx", "status=open"), "xlsx");
    const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2";
    await run("soffice", [`-env:UserInstallation=file://${folder}/office`, "--headless", "--convert-to", filter, "--outdir", folder, path]);
    const made = path.replace(/\.xlsx$/, "-数据.csv");
    const [headings, ...rows] = parse(await readFile(made), { bom: true }) as string[][];
    const at = (name: string): number => headings?.indexOf(name) ?? -1;
    const shown = rows.map((cells) => [cells[at("编号")], cells[at("标题")], cells[at("发现时间")]?.slice(0, 16)].join("|")).toSorted();
    expect(shown).toEqual(problems.map(({ code, title, found }) => [code, title, found].join("|")).toSorted());
  });
});

/** A database of the release before, with its rows in it: opened by this program it is as one made today, and every row is where it was. */
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { openEmbedded } from "../../../server/db/embedded/open.ts";
import { migrate } from "../../../server/db/migrate.ts";
import { type DatabaseSettings, openDatabase } from "../../../server/db/open.ts";
import { openPostgres } from "../../../server/db/postgres.ts";
import { sql } from "../../../server/db/sql.ts";
import { loadSize } from "../../bench/town.ts";
import { createDatabase, databases } from "../../support/databases.ts";
import { appOn } from "../http/asked.ts";
import { decoded, grouped, placeOf } from "../layers/tileOracle.ts";
import type { Point } from "../questions/town.ts";
import { shape } from "./schemaShape.ts";

const own = fileURLToPath(new URL("../../../data/schema/", import.meta.url));
/** The last file of the release before. */
const before = 10;
const zoom = 14;

interface Row {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
}
const at = ({ lon, lat }: Row): Point => [lon, lat];

/** An end of the world, its middle, and where the next one begins. */
const ends = sql`insert into problem (layer, external_id, category, title, source, found_at, state, geom)
  select 'e', n::text, 'c1', '端', 'patrol', '2026-11-20T10:00+08:00', 'filed', ST_Point(lon, lat, 4326)
  from (values (1, 180, 85), (2, -180, -85), (3, 0, 0), (4, 119.1796875, 0)) v (n, lon, lat)`;
const rows = sql`select id, ST_X(geom) as lon, ST_Y(geom) as lat from problem order by id`;

describe.each(databases())("an upgrade on $name", ({ name, fixture }) => {
  let folder = "";
  let db: Db;
  let were: Row[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chuangtu-upgrade-"));
    const older = (await readdir(own)).filter((file) => Number(file.slice(0, 4)) <= before);
    for (const file of older) await copyFile(join(own, file), join(folder, file));
    const dataFolder = name === "embedded" ? join(folder, "data") : null;
    const settings: DatabaseSettings = { dataFolder, ...(dataFolder === null && { databaseUrl: await createDatabase() }) };
    const old = settings.databaseUrl === undefined ? await openEmbedded(dataFolder) : await openPostgres(settings.databaseUrl);
    try {
      expect((await migrate(old, folder)).at(-1)).toBe(before);
      await loadSize(old, { problems: 400, open: 300, markets: 5, placed: true });
      await old.query(ends);
      were = await old.query<Row>(rows);
    } finally {
      await old.close();
    }
    db = await openDatabase(settings);
  });
  afterAll(async () => {
    await db?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("leaves every row as it was, and the schema as a new database has it", async () => {
    expect(were).toHaveLength(404);
    expect(await db.query<Row>(rows)).toEqual(were);
    expect(await db.query(shape)).toEqual(await (await fixture("empty")).query(shape));
    const invalid = await db.query(sql`select indexrelid::regclass::text as name from pg_index where not indisvalid`);
    expect(invalid).toEqual([]);
  });

  it("places the rows that were there, and those that move later", async () => {
    const moved = (were[0] as Row).id;
    const placed = sql`select id, world_x as x, world_y as y, ST_X(geom) as lon, ST_Y(geom) as lat from problem order by id`;
    const check = async () => {
      for (const row of await db.query<Row & { x: number; y: number }>(placed)) {
        // A tile of zoom 18 has the units that a place is kept in; where the world ends, the last of them.
        const { x, y, px, py } = placeOf(at(row), 18);
        expect([row.x, row.y], `problem ${row.id}`).toEqual([Math.min(x * 4096 + px, 2 ** 30 - 1), y * 4096 + py]);
      }
    };
    await check();
    await db.query(sql`update problem set geom = ST_Point(119.06, 33.61, 4326) where id = ${moved}::bigint`);
    await check();
  });

  it("answers tiles that hold each problem once", async () => {
    const app = await appOn(db);
    const all = await db.query<Row>(rows);
    const key = (row: Row) => [placeOf(at(row), zoom).x, placeOf(at(row), zoom).y].join();
    const tiles = grouped(all, key);
    expect(tiles.size).toBeGreaterThan(50);
    for (const [place, members] of tiles) {
      const [x, y] = place.split(",");
      const reply = await app.inject(`/api/tiles/problems?z=${zoom}&x=${x}&y=${y}`);
      expect(reply.statusCode, reply.body).toBe(200);
      const spots = decoded(reply.rawPayload);
      expect(spots.map(({ properties }) => properties.n as number).reduce((sum, n) => sum + n, 0)).toBe(members.length);
      for (const { id } of spots) if (id !== undefined) expect(members.map((row) => row.id)).toContain(id);
    }
    await app.close();
  });
});

/** What zones were and when: versions are kept by the database itself, and no hand changes the past. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { loadTown, makeTown } from "../questions/town.ts";

const versions = (db: Db, zone: number) =>
  db.query(
    sql`select valid_from::text as "from", valid_to::text as "to", name, person from zone_version where zone_id = ${zone}::bigint order by valid_from nulls first`,
  );
const isKept = /is kept|is published|restrict/;

/** A plan that is published, without having been drawn: from then on history is kept. */
const publishAny = (db: Db) =>
  db.query(
    sql`insert into zone_plan (name, status, partition, sum, effective_from, published_at) values ('x', 'published', '', '', '2026-12-01', now())`,
  );

describe.each(databases())("zones by date on $name", ({ fresh }) => {
  let db: Db;
  beforeAll(async () => {
    db = await fresh();
    await loadTown(makeTown(40))(db);
  });
  afterAll(() => db.close());

  it("before any plan a change is a correction, and a zone that goes leaves nothing", async () => {
    await db.query(sql`update zone set name = '更正' where id = 300`);
    expect(await versions(db, 300)).toEqual([{ from: null, to: null, name: "更正", person: null }]);
    await db.query(sql`insert into zone (id, layer, external_id, level, code, name, geom, area_m2) overriding system value
      select 900, 'x', 'x', 3, 'x', 'x', geom, 1 from zone where id = 300`);
    await db.query(sql`delete from zone where id = 900`);
    expect(await versions(db, 900)).toEqual([]);
    const [gone] = await db.query(
      sql`select count(*)::int as n from problem where (zone1_id, zone2_id, zone3_id) is distinct from (found_zone1_id, found_zone2_id, found_zone3_id)`,
    );
    expect(gone).toEqual({ n: 0 });
  });

  it("afterwards each change begins a version, the same day's in place, and an end closes the last", async () => {
    await publishAny(db);
    await db.query(sql`update zone set person = '甲' where id = 300`);
    await db.query(sql`update zone set person = '乙', search = 'y' where id = 300`);
    await db.query(sql`update zone set search = 'z' where id = 301`);
    await db.tx(async (tx) => {
      await tx.query(sql`select set_config('chuangtu.zones_from', '2026-12-01', true)`);
      await tx.query(sql`update zone set person = '丙' where id = 300`);
      await tx.query(sql`update zone set valid_to = '2026-12-01' where id = 302`);
      await tx.query(sql`insert into zone (id, layer, external_id, level, code, name, geom, area_m2) overriding system value
        select 901, 'x', 'x', 3, 'x', 'x', geom, 1 from zone where id = 302`);
    });
    expect(await versions(db, 300)).toEqual([
      { from: null, to: "2026-11-21", name: "更正", person: null },
      { from: "2026-11-21", to: "2026-12-01", name: "更正", person: "乙" },
      { from: "2026-12-01", to: null, name: "更正", person: "丙" },
    ]);
    expect(await versions(db, 301)).toEqual([{ from: null, to: null, name: "区301", person: null }]);
    expect(await versions(db, 302)).toEqual([{ from: null, to: "2026-12-01", name: "区302", person: null }]);
    expect(await versions(db, 901)).toEqual([{ from: "2026-12-01", to: null, name: "x", person: null }]);
    // The setting ends with its transaction.
    expect(await db.query(sql`select zone_day()::text as day`)).toEqual([{ day: "2026-11-21" }]);
  });

  it.each([
    ["a version", sql`update zone_version set name = 'forged' where zone_id = 300`],
    ["the last version", sql`update zone_version set name = 'forged' where zone_id = 303`],
    ["a version's removal", sql`delete from zone_version where zone_id = 300`],
    ["the removal of a zone with a past", sql`delete from zone where id = 901`],
  ])("%s is refused to SQL itself", async (_what, statement) => {
    await expect(db.query(statement)).rejects.toThrow(isKept);
  });

  it("a problem told of late is of the zone of its day, and of today's", async () => {
    await db.query(sql`insert into problem (id, layer, external_id, category, title, source, found_at, state, zone3_id, geom) overriding system value
      select 5000 + row_number() over (order by d), 'x', 'd' || d, '0101', 't', 'patrol', d::timestamptz, 'reported', 901, ST_PointOnSurface(z.geom)
      from zone z, unnest(array['2026-11-30T23:59:59+08', '2026-12-01T00:00:00+08']) d where z.id = 302`);
    expect(
      await db.query(sql`select found_zone1_id as z1, found_zone3_id as z3, zone3_id as now from problem where layer = 'x' order by id`),
    ).toEqual([
      { z1: 100, z3: 302, now: 901 },
      { z1: 100, z3: 901, now: 901 },
    ]);
  });
});

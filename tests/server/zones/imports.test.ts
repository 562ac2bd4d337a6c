/** Imports and zone plans: until one is published files say what zones are and were; from then on the plan does. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { harness, importDb, layer } from "../import/harness.ts";
import { features, problemsOf, rows, smallCity, square } from "../import/smallCity.ts";

const communities = features([{ externalId: "WS", name: "西南社区", parent: "W" }, square(119, 33.58, 119.02, 33.62)]);
const publishAny = (db: Db) =>
  db.query(sql`insert into zone_plan (name, status, partition, sum, effective_from, published_at, in_force_at)
    values ('方案', 'published', '', '', '2026-11-20', now(), now())`);
const zones = (db: Db) => db.query(sql`select id, external_id, name, geom::text as geom, valid_to from zone order by id`);
const lying = (db: Db) =>
  db.query(
    sql`select external_id as problem, zone1_id = found_zone1_id and zone2_id is not distinct from found_zone2_id as same from problem order by 1`,
  );

describe.each(databases())("an import on $name", (engine) => {
  let db: Db;
  const { anew, run } = harness(() => db);
  beforeAll(async () => {
    db = await importDb(engine);
  });

  it("before any plan: what a file corrects was always so, for zones and for what was found in them", async () => {
    await anew();
    await run(smallCity({ "communities.geojson": communities }));
    expect(await lying(db)).toEqual(["P1", "P2", "P3"].map((problem) => ({ problem, same: true })));
    expect(
      await db.query(sql`select count(*)::int as zones, bool_and(v.valid_from is null and v.name = z.name and v.geom = z.geom) as same
        from zone z join zone_version v on v.zone_id = z.id`),
    ).toEqual([{ zones: 3, same: true }]);
  });

  it("after one: zones stay as published, and the report says so", async () => {
    await anew();
    await publishAny(db);
    const before = await zones(db);
    const report = await run(smallCity({ "communities.geojson": communities }));
    expect([report.ok, layer(report, "communities")]).toMatchObject([true, { changed: 0, removed: 0, added: 0 }]);
    expect(layer(report, "communities").notes.map((note) => note.en)).toContainEqual(expect.stringContaining("those of a published plan"));
    expect(await zones(db)).toEqual(before);
  });

  it("after one: a problem of the file is of the zone of its day; who names an ended zone gets its successor", async () => {
    await anew();
    await publishAny(db);
    await db.tx(async (tx) => {
      await tx.query(sql`select set_config('chuangtu.zones_from', '2026-11-15', true)`);
      await tx.query(
        sql`update zone set valid_to = '2026-11-15', successor_id = (select id from zone where external_id = 'E') where external_id = 'W'`,
      );
      await tx.query(sql`update zone e set geom = (select ST_Multi(outline) from district) where external_id = 'E'`);
    });
    await db.query(sql`truncate problem, problem_key cascade`);
    const report = await run(smallCity());
    expect(report.ok).toBe(true);
    const lie = sql`select p.external_id as problem, f.external_id as found, z.external_id as now
      from problem p left join zone z on z.id = p.zone1_id left join zone f on f.id = p.found_zone1_id order by 1`;
    const expected = [
      { problem: "P1", found: "E", now: "E" },
      { problem: "P2", found: "W", now: "E" },
      { problem: "P3", found: "E", now: "E" },
    ];
    expect(await db.query(lie)).toEqual(expected);
    // The file says the same once more, and one is told to have been found before the turn.
    const [p1, ...others] = rows;
    await run(smallCity(problemsOf((p1 as string).replaceAll("2026-11-18", "2026-11-14"), ...others)));
    expect(await db.query(lie)).toEqual([{ problem: "P1", found: "W", now: "E" }, ...expected.slice(1)]);
    expect(
      await db.query(sql`select count(*)::int as n from person p join zone z on z.id = p.zone_id where z.valid_to is not null`),
    ).toEqual([{ n: 0 }]);
  });

  it("of another city takes plans and the past of zones away with the rest", async () => {
    await anew();
    await publishAny(db);
    const report = await anew();
    expect(report.ok).toBe(true);
    expect(
      await db.query(sql`select (select count(*) from zone_plan)::int as plans, (select count(*) from zone_version where valid_from is not null)::int as past,
        (select count(*) from zone_version)::int = (select count(*) from zone)::int as whole`),
    ).toEqual([{ plans: 0, past: 0, whole: true }]);
  });
});

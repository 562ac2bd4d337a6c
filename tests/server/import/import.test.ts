import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { harness, importDb, layer, moment, now } from "./harness.ts";
import { features, point, problemsOf, rows, smallCity, square } from "./smallCity.ts";

describe.each(databases())("importing a city on $name", (engine) => {
  let db: Db;
  beforeAll(async () => {
    db = await importDb(engine);
  });
  const { run, anew, whole, problem } = harness(() => db);

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
      expect(await db.query(sql`select u.name, p.name as parent from unit u left join unit p on p.id = u.parent_id order by u.id`)).toEqual(
        [
          { name: "区政府", parent: null },
          { name: "城市管理局", parent: "区政府" },
        ],
      );
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
      const sites = await db.query<{ kind: string; type: string; length_m: number; area_m2: number }>(
        sql`select kind, geometrytype(geom) as type, length_m, area_m2 from site order by id`,
      );
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
      expect(await problem("P1")).toMatchObject({
        state: "handling",
        is_open: true,
        category: "0101",
        deadline_at: moment("2026-11-19T09:00:00+08:00"),
        nearly_due_at: moment("2026-11-19T03:00:00+08:00"),
        version: 3,
      });
      expect(await problem("P2")).toMatchObject({
        state: "closed",
        is_open: false,
        closed_at: moment("2026-11-11T18:00:00+08:00"),
        handed_back_at: moment("2026-11-11T08:00:00+08:00"),
      });
      expect(await problem("P3")).toMatchObject({ state: "reported", title: "market-mess", unit_id: null, deadline_at: null });
    });

    it("is found by pinyin", async () => {
      expect((await problem("P1"))?.search).toBe("井盖缺失 建设路12号 jinggaiqueshi jgqs jianshelu12hao jsl12h");
    });

    it("stands still at its moment, which is also what the data is as of", async () => {
      const asOf = moment("2026-11-20T08:00:00+08:00");
      expect(await db.query(sql`select clock() as clock, data_as_of, made_up from district`)).toEqual([
        { clock: asOf, data_as_of: asOf, made_up: false },
      ]);
    });

    it("is the same to the last byte when imported again", async () => {
      const before = await whole();
      const report = await run(smallCity());
      expect(report.layers.map((l) => [l.added, l.changed, l.removed])).toEqual(report.layers.map(() => [0, 0, 0]));
      expect(await whole()).toBe(before);
    });

    it("leaves its report in the database", async () => {
      const [kept] = await db.query(
        sql`select bundle, layer, read_rows, loaded_rows, refused_rows from import_report where layer = 'problems' order by id desc limit 1`,
      );
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
      await db.query(
        sql`insert into problem_event (problem_id, seq, act, at, state_after) values (${p?.id}, 2, 'verify', ${now}, 'verifying')`,
      );
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
      expect(
        await db.query(sql`select p.external_id, z.external_id as zone from problem p left join zone z on z.id = p.zone2_id order by 1`),
      ).toEqual([
        { external_id: "P1", zone: "WS" },
        { external_id: "P2", zone: "WS" },
        { external_id: "P3", zone: null },
      ]);
    });

    it("keeps problems and their sites when a file has them no more", async () => {
      await anew();
      const report = await run(
        smallCity({
          ...problemsOf(rows[0] as string),
          "sites.geojson": features([{ externalId: 1, siteType: "market", name: "城南农贸市场" }, point(119.011, 33.591)]),
        }),
      );
      expect(layer(report, "problems")).toMatchObject({ gone: 2, removed: 0 });
      expect(layer(report, "sites")).toMatchObject({ gone: 2, removed: 2 });
    });
  });
});

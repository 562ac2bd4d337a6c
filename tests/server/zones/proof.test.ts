/** The proof of a plan: what it finds is what was planted, and the database's measure knows nothing of the kernel's. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Polygon } from "../../../server/contract/partition/shapes.ts";
import * as S from "../../../server/contract/planSchemas.ts";
import type { ZonePlanProof } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { coverOf } from "../../../server/zones/cover.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { across, cellOf, corner, type Parish, parishOn, partitionWith, planZone } from "./parish.ts";

describe.each(databases())("the proof of a plan on $name", ({ fresh }) => {
  let parish: Parish;
  beforeAll(async () => {
    parish = await parishOn(await fresh(), 30);
  });
  afterAll(() => parish.db.close());

  async function proof(partition: Partition): Promise<ZonePlanProof> {
    const plan = await parish.draft(partition);
    const reply = await parish.app.inject({ url: `/api/zonePlans/${plan}/proof`, headers: { cookie: parish.planner } });
    expect(reply.statusCode, reply.body).toBe(200);
    expectContract(S.ZonePlanProof, reply.json());
    return reply.json();
  }

  it("of zones as they stand finds nothing, and measures the district", async () => {
    const [{ area } = { area: 0 }] = await parish.db.query<{ area: number }>(sql`select ST_Area(outline::geography) as area from district`);
    const { outline_m2, personless, ...found } = await proof(partitionWith());
    // The parish's cells name nobody: that is told, and asks for no reason.
    expect(personless).toHaveLength(partitionWith().faces.size);
    expect(Math.abs(outline_m2 - area)).toBeLessThan(1e-3);
    expect(found).toEqual({
      ...{ version: 1, uncovered_m2: 0, overlap_m2: 0, faults: [], nobodys: [], multipart: [], empty: [], needs: [] },
      withoutPerson: { total: 0, rows: [] },
    });
  });

  it("lists ground that is nobody's, zones in parts, zones without ground", async () => {
    const { nobodys, multipart, empty, needs, uncovered_m2 } = await proof(
      partitionWith({ owners: { [cellOf(2, 2)]: null, [cellOf(0, 0)]: cellOf(7, 7) }, zones: [planZone(-1, 3, 200, { name: "空" })] }),
    );
    expect(nobodys).toHaveLength(1);
    const [west, south] = corner(2, 2);
    expect(nobodys[0]?.lon).toBeGreaterThan(west);
    expect(nobodys[0]?.lat).toBeGreaterThan(south);
    expect(nobodys[0]?.lon).toBeLessThan(west + 0.01);
    expect(nobodys[0]?.lat).toBeLessThan(south + 0.01);
    expect(multipart.map(({ zone, parts }) => [zone, parts])).toContainEqual([cellOf(7, 7), 2]);
    expect(empty.map(({ zone }) => zone).sort()).toEqual([-1, cellOf(0, 0), cellOf(2, 2)].sort());
    expect(needs).toEqual(["nobodys", "multipart"]);
    expect(uncovered_m2).toBe(0);
  });

  it("ground whose zone hangs under nothing is nobody's, too", async () => {
    const zones = [planZone(-1, 3, null)];
    const { nobodys, needs } = await proof(partitionWith({ owners: { [cellOf(1, 1)]: -1 }, without: [cellOf(1, 1)], zones }));
    expect([nobodys.length, needs]).toEqual([1, ["nobodys"]]);
  });

  it("lists sites without a person: their own, or their zone's at the lowest level", async () => {
    await parish.db.query(sql`update site set person = null where id <= 1010`);
    const zone = async (id: number) =>
      (
        await parish.db.query<{ z: number }>(
          sql`select zone_at(ST_PointOnSurface(geom), 3, '2026-11-21') as z from site where id = ${id}::bigint`,
        )
      )[0]?.z as number;
    const named = await zone(1003);
    const { withoutPerson, needs } = await proof(partitionWith({ people: { [named]: "甲" } }));
    const expected: number[] = [];
    for (let id = 1000; id <= 1010; id++) if ((await zone(id)) !== named) expected.push(id);
    expect(withoutPerson.rows.map((row) => row.site)).toEqual(expected);
    expect([withoutPerson.total, needs]).toEqual([expected.length, ["withoutPerson"]]);
    await parish.db.query(sql`update site set person = '某人'`);
  });

  it.each([
    ["a metre's gap", 0, 1e-5],
    ["a hair's gap", 0, 1e-9],
    ["a metre's overlap", 1e-5, 0],
    ["a hair's overlap", 1e-9, 0],
    ["a gap and an overlap of one size", 1e-5, 1e-5],
  ])("the database sees %s between pieces", async (_what, over, gap) => {
    const [w, s] = corner(0, 0);
    const [e, n] = corner(across, across);
    const box = (west: number, east: number): Polygon[] => [
      [
        [
          [west, s],
          [east, s],
          [east, n],
          [west, n],
        ],
      ],
    ];
    const found = await coverOf(parish.db, [box(w, 119.02 + over), box(119.02, 119.05), box(119.05 + gap, e)]);
    // Metres a degree at 33.54° N on the ellipsoid.
    const strip = (degrees: number) => degrees * 92_870 * (n - s) * 110_910;
    expect(found.uncovered_m2).toBeGreaterThanOrEqual(strip(gap) * 0.99);
    expect(found.uncovered_m2).toBeLessThanOrEqual(strip(gap) * 1.01);
    expect(found.overlap_m2).toBeGreaterThanOrEqual(strip(over) * 0.99);
    expect(found.overlap_m2).toBeLessThanOrEqual(strip(over) * 1.01);
  });
});

/** Drawn rings of every wild kind: the page, the database and the drawing itself agree on what is inside; what encloses nothing is refused. */
import { describe, expect, it } from "vitest";
import { inRing } from "../../../client/state/ring.ts";
import { enclosed, mostCrossings } from "../../../server/ask/rings.ts";
import { geometryOf } from "../../../server/ask/shapes.ts";
import { encodeShape, type Position } from "../../../server/contract/draw.ts";
import type { ProblemDocument } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { appOn } from "../http/asked.ts";
import { loadTown, random, town } from "../questions/town.ts";

const wide = 0.02;
const fixed = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Rings of 4 to 11 corners; every third on a coarse grid, where edges lie on each other and corners on edges. */
function rings(count: number): Position[][] {
  const next = random(20261122);
  return Array.from({ length: count }, (_, n) => {
    const grid = n % 3 === 0 ? 6 : 2000;
    const along = () => (Math.floor(next() * grid) * wide) / grid;
    return Array.from({ length: 4 + Math.floor(next() * 8) }, () => [fixed(119 + along(), 5), fixed(33.5 + along(), 5)] as const);
  });
}

describe.each(databases())("drawn rings on $name", ({ name, fixture }) => {
  it("hold the same places as in the page, however they cross themselves, and are valid shapes", async () => {
    const db = await fixture("town", loadTown(town));
    const next = random(7);
    let asked = 0;
    for (const points of rings(name === "postgres" ? 400 : 150)) {
      if (!enclosed(points)?.length) continue;
      const probes = Array.from({ length: 60 }, (_, i) => ({ i, x: fixed(119 + next() * wide, 7), y: fixed(33.5 + next() * wide, 7) }));
      const line = `LINESTRING(${[...points, points[0] as Position].map((p) => p.join(" ")).join(",")})`;
      const rows = await db.query<{ inside: boolean; beside: boolean; valid: boolean }>(sql`
        select ST_Intersects(${geometryOf({ kind: "area", points })}, g.at) as inside, ST_IsValid(${geometryOf({ kind: "area", points })}) as valid,
          ST_Distance(ST_GeomFromText(${line}::text, 4326), g.at) < 0.000002 as beside
        from jsonb_to_recordset(${JSON.stringify(probes)}::jsonb) t (i int, x float8, y float8), lateral (select ST_Point(t.x, t.y, 4326) as at) g order by t.i`);
      const micro = points.map(([x, y]) => [Math.round(x * 1e6), Math.round(y * 1e6)] as const);
      for (const [i, row] of rows.entries()) {
        const probe = probes[i] as (typeof probes)[number];
        expect(row.valid, line).toBe(true);
        if (row.beside) continue;
        asked++;
        expect(row.inside, `${line} at ${probe.x} ${probe.y}`).toBe(inRing(probe.x * 1e6, probe.y * 1e6, micro));
      }
    }
    expect(asked).toBeGreaterThan(5000);
  });

  it("are refused with the reason where they enclose nothing, or are a scribble", async () => {
    const app = await appOn(await fixture("town", loadTown(town)));
    const asked = async (points: readonly Position[], op = "inside:") =>
      (await app.inject(`/api/problems?geo=${op}draw/${encodeShape({ kind: "area", points })}`)).json<ProblemDocument>();
    const onALine: Position[] = [
      [119, 33.5],
      [119.02, 33.52],
      [119.01, 33.51],
    ];
    for (const op of ["inside:", "outside:", "within:50:"])
      expect(await asked(onALine, op)).toMatchObject({ status: 400, parameter: "geo", expected: { zh: expect.stringContaining("围住") } });
    const next = random(3);
    const scribble = Array.from({ length: 400 }, () => [fixed(119 + next() * wide, 5), fixed(33.5 + next() * wide, 5)] as const);
    expect((await asked(scribble)).expected?.en).toContain(`at most ${mostCrossings} times`);
    await app.close();
  });
});

it("what is twice inside is not inside: a star in one stroke is five points and a hole in the middle", () => {
  const star = [0, 2, 4, 1, 3].map((n) => {
    const turn = (n * 2 * Math.PI) / 5;
    return [fixed(119 + 0.01 * Math.sin(turn), 5), fixed(33.5 + 0.01 * Math.cos(turn), 5)] as const;
  });
  expect(enclosed(star)?.map((polygon) => polygon.map((ring) => ring.length))).toEqual([[4], [4], [4], [4], [4]]);
});

it("a ring within a ring, joined by a line there and back, has a hole", () => {
  const outer: Position[] = [
    [0, 0],
    [0.01, 0],
    [0.01, 0.01],
    [0, 0.01],
    [0, 0],
  ];
  const inner: Position[] = [
    [0.003, 0.003],
    [0.003, 0.006],
    [0.006, 0.006],
    [0.006, 0.003],
    [0.003, 0.003],
  ];
  expect(enclosed([...outer, ...inner])?.map((polygon) => polygon.map((ring) => ring.length))).toEqual([[5, 5]]);
});

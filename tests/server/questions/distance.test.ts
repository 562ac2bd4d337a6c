/** Distances against an independent library, row by row: around points, lines and areas, near, beyond, and at the edge. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeShape } from "../../../server/contract/draw.ts";
import type { NearAnswer, ProblemList } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { answer, appOn } from "../http/asked.ts";
import { away, between, distance } from "./oracle.ts";
import { type Geometry, loadTown, type Point, type Town, town } from "./town.ts";

const sitesOf = (type: string) => town.sites.filter((site) => site.type === type);
/** Ids within `metres` of any of the geometries. */
const nearAny = (geometries: readonly Geometry[], metres: number): number[] =>
  town.problems.filter((p) => geometries.some((g) => distance(p.at, g) <= metres)).map((p) => p.id);
const rest = (ids: readonly number[]): number[] => town.problems.map((p) => p.id).filter((id) => !ids.includes(id));

describe.each(databases())("distances on $name", ({ fixture, fresh }) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await appOn(await fixture("town", loadTown(town)));
  });
  const ids = async (...geo: string[]): Promise<number[]> => {
    const list = await answer<ProblemList>(app, "/api/problems", { geo, ids: "1", limit: "0" });
    expect(list.total).toBe(list.ids?.length);
    return list.ids as number[];
  };

  it.each(["market", "school", "river", "back_alley", "park"])("all problems within 500 m of a %s", async (type) => {
    const expected = nearAny(
      sitesOf(type).map((s) => s.geometry),
      500,
    );
    expect(expected.length).toBeGreaterThan(20);
    expect(await ids(`within:500:${type}`)).toEqual(expected);
    expect(await ids(`beyond:500:${type}`)).toEqual(rest(expected));
  });

  it("one site of each kind, by its id", async () => {
    for (const site of town.sites.filter((s, i, all) => all.findIndex((o) => o.geometry.kind === s.geometry.kind) === i)) {
      expect(await ids(`within:320.5:site/${site.id}`)).toEqual(nearAny([site.geometry], 320.5));
    }
  });

  it("drawn shapes, and a zone", async () => {
    const points: Point[] = [
      [119.01, 33.51],
      [119.03, 33.52],
      [119.028, 33.545],
    ];
    const area: Geometry = { kind: "area", ring: [...points, points[0] as Point] };
    expect(await ids(`within:150:draw/${encodeShape({ kind: "line", points })}`)).toEqual(nearAny([{ kind: "line", points }], 150));
    expect(await ids(`within:150:draw/${encodeShape({ kind: "area", points })}`)).toEqual(nearAny([area], 150));
    const zone = town.zones.find((z) => z.level === 3 && z.id === 310) as Town["zones"][number];
    expect(await ids("within:80:zone/310")).toEqual(nearAny([{ kind: "area", ring: zone.ring }], 80));
  });

  it("several clauses all hold, several anchors of one are any of", async () => {
    const near = (type: string, d: number) =>
      new Set(
        nearAny(
          sitesOf(type).map((s) => s.geometry),
          d,
        ),
      );
    const [market, school, river] = [near("market", 400), near("school", 400), near("river", 300)];
    const all = town.problems.map((p) => p.id);
    expect(await ids("within:400:market", "within:300:river", "beyond:400:school")).toEqual(
      all.filter((id) => market.has(id) && river.has(id) && !school.has(id)),
    );
    expect(await ids("within:400:market,school")).toEqual(all.filter((id) => market.has(id) || school.has(id)));
  });

  it("near: each anchor's own count, the total once, and the same ids as the filter", async () => {
    for (const type of ["market", "river", "park"]) {
      const got = await answer<NearAnswer>(app, "/api/problems/near", {
        of: type,
        within: "500",
        status: "open",
        ids: "1",
        geo: "beyond:300:school",
      });
      const list = await ids(`within:500:${type}`, "beyond:300:school");
      const schools = nearAny(
        sitesOf("school").map((s) => s.geometry),
        300,
      );
      const open = town.problems.filter((p) => !["closed", "rejected"].includes(p.events.at(-1)?.state ?? "") && !schools.includes(p.id));
      const expected = sitesOf(type).map((s) => [s.id, open.filter((p) => distance(p.at, s.geometry) <= 500).length]);
      expect(got.anchors.map((a) => [a.id, a.count]).sort()).toEqual(expected.sort());
      expect(got.anchors.map((a) => a.count)).toEqual(got.anchors.map((a) => a.count).toSorted((a, b) => b - a));
      expect(got.anchorsTotal).toBe(expected.length);
      const openIds = open.map((p) => p.id);
      expect(got.ids).toEqual(list.filter((id) => openIds.includes(id)));
      expect(got.total).toBe(got.ids?.length);
    }
  });

  it("the edge: 499.9 m is within 500 m and 500.1 m is not, all around; in two rings counted once; an empty anchor is listed", async () => {
    const db = await fresh();
    const first: Point = [119.04, 33.54];
    const second = away(first, 90, 700);
    const third = away(first, 0, 50_000);
    const edge = [0, 45, 90, 137, 180, 251, 270, 333].flatMap((azimuth) => [away(first, azimuth, 499.9), away(first, azimuth, 500.1)]);
    const between2: Point = away(first, 90, 350);
    const problems = [...edge, between2].map((at, i) => ({
      ...(town.problems[0] as Town["problems"][number]),
      id: i + 1,
      code: `E${i}`,
      at,
    }));
    const sites = [first, second, third].map((at, i) => ({
      id: i + 1,
      type: "market" as const,
      name: `m${i}`,
      geometry: { kind: "point" as const, at },
    }));
    await loadTown({ ...town, sites, problems })(db);
    const edgeApp = await appOn(db);
    const got = await answer<NearAnswer>(edgeApp, "/api/problems/near", { of: "market", ids: "1" });
    const inFirst = problems.filter((p) => between(p.at, first) <= 500).map((p) => p.id);
    expect(inFirst).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17]);
    const inSecond = problems.filter((p) => between(p.at, second) <= 500).map((p) => p.id);
    expect(inSecond).toContain(17);
    expect(got.ids).toEqual([...new Set([...inFirst, ...inSecond])].sort((a, b) => a - b));
    expect(got.anchors.map((a) => [a.name, a.count])).toEqual([
      ["m0", inFirst.length],
      ["m1", inSecond.length],
      ["m2", 0],
    ]);
    await edgeApp.close();
    await db.close();
  });

  it("the two traps: bare degrees give the wrong nearest ten at 41° N, and boxes count what does not intersect", async () => {
    const db = await fresh();
    // 41.12° N: a degree of longitude is three quarters of one of latitude.
    await loadTown({
      ...town,
      sites: [],
      problems: town.problems.map((p) => ({ ...p, at: [p.at[0] + 3, p.at[1] + 7.6] as Point, zones: [null, null, null] })),
    })(db);
    const here: Point = [122.04, 41.14];
    const moved = town.problems.map((p) => ({ id: p.id, d: between([p.at[0] + 3, p.at[1] + 7.6], here) }));
    const nearest = moved
      .toSorted((a, b) => a.d - b.d)
      .slice(0, 10)
      .map((p) => p.id);
    const point = sql`ST_SetSRID(ST_Point(${here[0]}::float8, ${here[1]}::float8), 4326)`;
    const byGeog = await db.query<{ id: number }>(sql`select id from problem order by geog <-> ${point}::geography limit 10`);
    const byGeom = await db.query<{ id: number }>(sql`select id from problem order by geom <-> ${point} limit 10`);
    expect(byGeog.map((r) => r.id)).toEqual(nearest);
    expect(byGeom.map((r) => r.id)).not.toEqual(nearest);
    const trapApp = await appOn(db);
    const triangle = encodeShape({
      kind: "area",
      points: [
        [122.0, 41.1],
        [122.08, 41.1],
        [122.0, 41.18],
      ],
    });
    const inside = await answer<ProblemList>(trapApp, "/api/problems", { geo: `inside:draw/${triangle}` });
    const boxed = await answer<ProblemList>(trapApp, "/api/problems", { geo: "inside:view/122,41.1,122.08,41.18" });
    expect(inside.total).toBeLessThan(boxed.total * 0.6);
    await trapApp.close();
    await db.close();
  });
});

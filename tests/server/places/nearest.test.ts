/** The nearest things against an independent library: of points, lines and areas, near and far, at the town and at 41° N. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeShape } from "../../../server/contract/draw.ts";
import type { Nearest, ProblemList } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { answer, appOn } from "../http/asked.ts";
import { between, distance } from "../questions/oracle.ts";
import { clock, type Geometry, loadTown, type Point, type Town, type TownProblem, town } from "../questions/town.ts";

/** The town moved to where a degree of longitude is three quarters of one of latitude. */
const shift = ([x, y]: Point): Point => [x + 3, y + 7.6];
const moveGeometry = (g: Geometry): Geometry =>
  g.kind === "point"
    ? { kind: "point", at: shift(g.at) }
    : g.kind === "line"
      ? { kind: "line", points: g.points.map(shift) }
      : { kind: "area", ring: g.ring.map(shift) };
const north: Town = {
  zones: town.zones.map((zone) => ({ ...zone, ring: zone.ring.map(shift) })),
  sites: town.sites.map((site) => ({ ...site, geometry: moveGeometry(site.geometry) })),
  problems: town.problems.map((p) => ({ ...p, at: shift(p.at) })),
};

interface Thing {
  readonly kind: "site" | "problem";
  readonly id: number;
  readonly d: number;
}
/** The library's distances to the nearest of some geometries: exact up to 3 km. */
const ranked = (things: readonly { kind: Thing["kind"]; id: number; at: Point }[], anchors: readonly Geometry[]): Thing[] =>
  things.map(({ at, ...thing }) => ({ ...thing, d: Math.min(...anchors.map((g) => distance(at, g))) })).toSorted((a, b) => a.d - b.d);
const problemsOf = (list: readonly TownProblem[]) => list.map(({ id, at }) => ({ kind: "problem" as const, id, at }));
const isOpen = (p: TownProblem): boolean => !["closed", "rejected"].includes(p.events.at(-1)?.state ?? "");

/** Of two parts of a shape that are about as far PostGIS takes the nearer on the sphere: its ellipsoid is a third of a hundredth wider there. */
const sphere = 0.0034;

/** The same distances in the same order; and the same things, but where two are equally far. */
function expectNearest({ rows }: Nearest, truth: readonly Thing[], limit: number): void {
  expect(rows.length).toBe(Math.min(limit, truth.length));
  let doubtful = 0;
  rows.forEach((row, i) => {
    const same = truth.find(({ kind, id }) => kind === row.kind && id === row.id)?.d ?? Number.NaN;
    for (const d of [truth[i]?.d ?? Number.NaN, same]) expect(Math.abs(row.distance_m - d), `${i}`).toBeLessThan(0.03 + d * sphere);
    if (!(Math.abs(same - row.distance_m) < 0.03)) doubtful += 1;
  });
  expect(doubtful).toBeLessThanOrEqual(1);
  expect(rows.map((row) => row.distance_m)).toEqual(rows.map((row) => row.distance_m).toSorted((a, b) => a - b));
  expect(new Set(rows.map(({ kind, id }) => `${kind} ${id}`)).size).toBe(rows.length);
}

describe.each(databases())("the nearest on $name", ({ fixture }) => {
  const of = async (world: Town, name: string) => appOn(await fixture(name, loadTown(world)));

  describe.each([
    ["at 33.5° N", town, "town"],
    ["at 41.1° N", north, "north"],
  ] as const)("%s", (_where, world, name) => {
    let app: FastifyInstance;
    beforeAll(async () => {
      app = await of(world, name);
    });
    const sitesOf = (type: string) => world.sites.filter((site) => site.type === type);
    const nearest = (query: Record<string, string | string[]>) => answer<Nearest>(app, "/api/nearest", query);

    it.each(["market", "school", "river", "back_alley", "park"])("problems to one %s, and to all of them", async (type) => {
      const sites = sitesOf(type);
      const [first] = sites as [(typeof sites)[number]];
      const problems = problemsOf(world.problems);
      expectNearest(await nearest({ of: `site/${first.id}`, limit: "25" }), ranked(problems, [first.geometry]).slice(0, 25), 25);
      const geometries = sites.map(({ geometry }) => geometry);
      const all = await nearest({ of: type, limit: "100", status: "open" });
      expectNearest(all, ranked(problemsOf(world.problems.filter(isOpen)), geometries), 100);
    });

    it("sites that are points to what has a shape, sites that have one to a point; both at once", async () => {
      const points = world.sites.flatMap(({ id, type, geometry }) =>
        geometry.kind === "point" && ["school", "market"].includes(type) ? [{ kind: "site" as const, id, type, at: geometry.at }] : [],
      );
      const schools = points.filter(({ type }) => type === "school");
      const park = sitesOf("park")[0] as Town["sites"][number];
      const about = (list: readonly Thing[]) => list.filter(({ d }) => d < 3000);
      const found = await nearest({ of: `site/${park.id}`, what: "school", limit: "50" });
      expectNearest({ ...found, rows: found.rows.filter((row) => row.distance_m < 3000) }, about(ranked(schools, [park.geometry])), 50);
      expect(found.rows.length).toBe(schools.length);
      const here = points[3] as (typeof points)[number];
      const shaped = world.sites.filter(({ type }) => ["river", "back_alley", "park"].includes(type));
      const to = await nearest({ of: `site/${here.id}`, what: "river,back_alley,park", limit: "5" });
      const truth = shaped
        .map(({ id, geometry }) => ({ kind: "site" as const, id, d: distance(here.at, geometry) }))
        .toSorted((a, b) => a.d - b.d);
      expectNearest({ ...to, rows: to.rows.filter((row) => row.distance_m < 3000) }, about(truth).slice(0, 5), 5);
      const mixed = await nearest({ of: `site/${here.id}`, what: "problem,school,market", limit: "40" });
      const all = ranked([...problemsOf(world.problems), ...points.filter(({ id }) => id !== here.id)], [{ kind: "point", at: here.at }]);
      const areas = sitesOf("market").filter(({ geometry }) => geometry.kind === "area");
      const areaIds = areas.map(({ id }) => id);
      expectNearest(
        { ...mixed, rows: mixed.rows.filter(({ kind, id }) => kind !== "site" || !areaIds.includes(id)) },
        all.slice(0, mixed.rows.filter(({ kind, id }) => kind !== "site" || !areaIds.includes(id)).length),
        40,
      );
    });

    it("an anchor is left out; a limit takes the first of the same order", async () => {
      expect((await nearest({ of: "market", what: "market" })).rows).toEqual([]);
      const [one] = sitesOf("market") as [Town["sites"][number]];
      const { rows } = await nearest({ of: `site/${one.id}`, what: "market", limit: "100" });
      expect(rows.map(({ id }) => id).toSorted()).toEqual(
        sitesOf("market")
          .map(({ id }) => id)
          .filter((id) => id !== one.id)
          .toSorted(),
      );
      const ten = await nearest({ of: "river", limit: "10" });
      expect((await nearest({ of: "river", limit: "60" })).rows.slice(0, 10)).toEqual(ten.rows);
    });
  });

  it("rows say what the list says of them", async () => {
    const app = await of(town, "town");
    const { rows, clock: now } = await answer<Nearest>(app, "/api/nearest", { of: "school", limit: "30", status: "overdue,nearly_due" });
    expect(Date.parse(now)).toBe(clock);
    const list = await answer<ProblemList>(app, "/api/problems", { status: "overdue,nearly_due", limit: "500" });
    for (const { id, name, status, lon, lat, kind, type, length_m } of rows) {
      const row = list.rows.find((one) => one.id === id);
      expect({ kind, name, status, lon, lat, type, length_m }).toEqual({
        kind: "problem",
        ...{ name: row?.title, status: row?.status, lon: row?.lon, lat: row?.lat },
        ...{ type: null, length_m: 0 },
      });
    }
  });

  it("as it stood at a moment, and with every distance clause", async () => {
    const app = await of(town, "town");
    for (const filter of [
      { at: "2026-11-01T08:00+08:00", status: "open" },
      { geo: ["within:500:market", "beyond:200:school"] },
      { geo: ["within:500:market"], category: "0102", at: "2026-11-10T08:00+08:00" },
    ] as Record<string, string | string[]>[]) {
      const { ids } = await answer<ProblemList>(app, "/api/problems", { ...filter, ids: "1", limit: "0" });
      const wanted = town.problems.filter(({ id }) => ids?.includes(id));
      expect(wanted.length).toBeGreaterThan(20);
      const truth = ranked(
        problemsOf(wanted),
        town.sites.filter(({ type }) => type === "park").map(({ geometry }) => geometry),
      ).filter(({ d }) => d < 3000);
      const { rows, ...rest } = await answer<Nearest>(app, "/api/nearest", { ...filter, of: "park", limit: "15" });
      expectNearest({ ...rest, rows }, truth.slice(0, 15), 15);
    }
  });

  it("however far: from a place three hundred kilometres away, and when fewer are there than are asked for", async () => {
    const app = await of(town, "town");
    const far: Point = [116, 34];
    const draw = `draw/${encodeShape({ kind: "point", points: [far] })}`;
    const truth = town.problems.map(({ id, at }) => ({ kind: "problem" as const, id, d: between(far, at) })).toSorted((a, b) => a.d - b.d);
    expectNearest(await answer<Nearest>(app, "/api/nearest", { of: draw, limit: "20" }), truth.slice(0, 20), 20);
    const few = town.problems.slice(0, 7).map(({ id }) => id);
    const problem = few.map((id, i) => id - (few[i - 1] ?? 0)).join(".");
    const got = await answer<Nearest>(app, "/api/nearest", { of: `${draw},zone/1`, problem, limit: "20" });
    expect(got.rows.map(({ id }) => id).toSorted()).toEqual(few.toSorted());
    expect((await answer<Nearest>(app, "/api/nearest", { of: "zone/1", q: "no such words" })).rows).toEqual([]);
  });

  it("the index's sphere would have it otherwise: of two places on an ellipsoid the nearer comes first", async () => {
    const db = await (databases()[0] as ReturnType<typeof databases>[number]).fresh();
    // East and north of the middle: on a sphere the one to the east is nearer, on the ellipsoid the other.
    const middle: Point = [119, 41.1];
    const [east, up]: [Point, Point] = [
      [119 + 0.1, 41.1],
      [119, 41.1 + 0.0755],
    ];
    const first = [east, up].toSorted((a, b) => between(middle, a) - between(middle, b))[0];
    await loadTown({
      ...town,
      sites: [],
      problems: [east, up].map((at, i) => ({
        ...(town.problems[0] as TownProblem),
        id: i + 1,
        code: `S${i}`,
        at,
        zones: [null, null, null],
      })),
    })(db);
    const app = await appOn(db);
    const point = sql`ST_Point(${middle[0]}::float8, ${middle[1]}::float8, 4326)::geography`;
    const bySphere = await db.query<{ id: number }>(sql`select id from problem p order by ST_Distance(p.geog, ${point}, false)`);
    const got = await answer<Nearest>(app, "/api/nearest", { of: `draw/${encodeShape({ kind: "point", points: [middle] })}`, limit: "1" });
    expect([got.rows[0]?.lon, got.rows[0]?.lat]).toEqual(first);
    expect(bySphere[0]?.id).not.toBe(got.rows[0]?.id);
    await app.close();
    await db.close();
  });
});

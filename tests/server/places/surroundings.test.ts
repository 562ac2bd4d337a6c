/** What lies around: problems against the filter's own answers, sites against the database's distances, lengths against samples, each thing once. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeShape } from "../../../server/contract/draw.ts";
import type { NearAnswer, ProblemList, Surroundings } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { answer, appOn } from "../http/asked.ts";
import { between } from "../questions/oracle.ts";
import { loadPeopled, staff } from "../questions/peopled.ts";
import { loadTown, type Point, type TownSite, town } from "../questions/town.ts";

const line = encodeShape({
  kind: "line",
  points: [
    [119.01, 33.51],
    [119.03, 33.52],
    [119.028, 33.545],
  ],
});
const sitesOf = (type: string) => town.sites.filter((site) => site.type === type);
type Sites = Surroundings["all"]["sites"];
const counted = (sites: Sites): Record<string, number> => Object.fromEntries(sites.map(({ type, count }) => [type, count]));
const everything = [...new Set(town.sites.map(({ type }) => type))].join(",");

/** Metres of a line within `d` of some points, by samples 4 m apart: each end of a part is off by 2 m at most. */
function sampled(points: readonly Point[], at: readonly Point[], d: number): number {
  let near = 0;
  points.slice(1).forEach((to, i) => {
    const from = points[i] as Point;
    const length = between(from, to);
    const steps = Math.ceil(length / 4);
    for (let k = 0; k < steps; k++) {
      const t = (k + 0.5) / steps;
      const p: Point = [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
      if (at.some((one) => between(p, one) <= d)) near += length / steps;
    }
  });
  return near;
}

const lengths = new Map<string, number>();
/** Metres of all lines of a type near some point sites: worked out once for both engines. */
function lengthNear(type: string, anchors: readonly TownSite[], d: number): number {
  const key = `${type} ${anchors.map(({ id }) => id)} ${d}`;
  const at = anchors.map(({ geometry }) => (geometry.kind === "point" ? geometry.at : ([0, 0] as Point)));
  const known =
    lengths.get(key) ??
    sitesOf(type).reduce((sum, { geometry }) => sum + (geometry.kind === "line" ? sampled(geometry.points, at, d) : 0), 0);
  lengths.set(key, known);
  return known;
}

describe.each(databases())("surroundings on $name", ({ fixture, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  beforeAll(async () => {
    db = await fixture("town", loadTown(town));
    app = await appOn(db);
  });
  const around = (of: string, more: Record<string, string | string[]> = {}) =>
    answer<Surroundings>(app, "/api/surroundings", { of, ...more });

  it.each([
    ["market", "500", {}],
    ["market,school", "320.5", { status: "open" }],
    ["river", "100", { status: "overdue,nearly_due", found: "30d" }],
    ["zone/310,site/1003", "80", {}],
    [`draw/${line}`, "150", { category: "01" }],
    ["park", "500", { geo: "beyond:300:school" }],
    ["park", "1000", { geo: ["within:1500:river", "inside:zone/1"], at: "2026-11-01T08:00+08:00" }],
  ])("problems within %s of %s m are the filter's, each anchor's own and all once", async (of, within, filter) => {
    const got = await around(of, { within, ...filter });
    const geo = [...[(filter as { geo?: string | string[] }).geo ?? []].flat(), `within:${within}:${of}`];
    const list = await answer<ProblemList>(app, "/api/problems", { ...filter, geo, limit: "0" });
    expect(list.total).toBeGreaterThan(0);
    expect([got.all.problems, got.clock, got.within_m]).toEqual([list.total, list.clock, Number(within)]);
    const near = await answer<NearAnswer>(app, "/api/problems/near", { ...filter, of, within, limit: "0" });
    const plain = (all: readonly { kind: string; id: number }[]) => all.toSorted((a, b) => a.kind.localeCompare(b.kind) || a.id - b.id);
    expect(plain(got.anchors.map(({ problems: count, sites: _, ...anchor }) => ({ ...anchor, count })))).toEqual(plain(near.anchors));
    expect(got.anchorsTotal).toBe(near.anchorsTotal);
    expect(got.anchors.map((a) => a.problems)).toEqual(got.anchors.map((a) => a.problems).toSorted((a, b) => b - a));
  });

  it.each(["100", "500", "2000"])(
    "sites within %s m are the database's: an anchor is not among its own, none of them among all",
    async (within) => {
      const got = await around(everything, { within });
      const pairs = await db.query<{ a: number; s: number; type: string }>(sql`select a.id as a, s.id as s, s.site_type as type
      from site a join site s on a.id <> s.id and ST_DWithin(a.geog, s.geog, ${Number(within)}::float8)`);
      expect(pairs.length).toBeGreaterThan(2);
      for (const { id, sites } of got.anchors) {
        const types = pairs.filter(({ a }) => a === id).map(({ type }) => type);
        expect(counted(sites), String(id)).toEqual(
          Object.fromEntries([...new Set(types)].map((t) => [t, types.filter((x) => x === t).length])),
        );
      }
      expect(got.all.sites).toEqual([]);
      const some = await around("market,park,site/1012", { within });
      const anchors = new Set([...sitesOf("market"), ...sitesOf("park")].map(({ id }) => id).concat(1012));
      const rest = new Map(pairs.filter(({ a, s }) => anchors.has(a) && !anchors.has(s)).map(({ s, type }) => [s, type]));
      const types = [...rest.values()];
      expect(counted(some.all.sites)).toEqual(Object.fromEntries([...new Set(types)].map((t) => [t, types.filter((x) => x === t).length])));
      expect(some.anchors.length).toBe(anchors.size);
    },
  );

  it("lines are as long as lies within the distance, in all each metre once; the most first, and of its kind", async () => {
    const schools = sitesOf("school");
    const got = await around("school", { within: "600" });
    expect(got.all.sites.map(({ count }) => count)).toEqual(got.all.sites.map(({ count }) => count).toSorted((a, b) => b - a));
    let sum = 0;
    for (const { type, kind, length_m } of got.all.sites) {
      expect(kind).toBe(siteTypes[type].kind);
      if (type === "river" || type === "back_alley") {
        const truth = lengthNear(type, schools, 600);
        expect(Math.abs(length_m - truth), type).toBeLessThan(30);
        sum += truth;
      } else expect(length_m).toBe(0);
    }
    expect(sum).toBeGreaterThan(500);
    for (const school of schools) {
      const sites = got.anchors.find(({ id }) => id === school.id)?.sites ?? [];
      const river = sites.find(({ type }) => type === "river")?.length_m ?? 0;
      expect(Math.abs(river - lengthNear("river", [school], 600)), school.name).toBeLessThan(20);
    }
    const each = got.anchors
      .flatMap(({ sites }) => sites.filter(({ type }) => type === "river"))
      .reduce((all, { length_m }) => all + length_m, 0);
    expect(each).toBeGreaterThanOrEqual(got.all.sites.find(({ type }) => type === "river")?.length_m ?? 0);
  });

  it("a wide distance has the whole of every line, and a drawing wider than the town all of it", async () => {
    const [stored] = await db.query<{ m: number }>(sql`select sum(ST_Length(geog)) as m from site where site_type = 'river'`);
    const wide = encodeShape({
      kind: "line",
      points: [
        [114.5, 33.54],
        [123.5, 33.54],
      ],
    });
    for (const of of ["site/1012", `draw/${wide}`, "zone/1"]) {
      const got = await around(of, { within: "20000" });
      const river = got.all.sites.find(({ type }) => type === "river");
      expect(river?.count, of).toBe(3);
      expect(Math.abs((river?.length_m ?? 0) - (stored?.m ?? 0)), of).toBeLessThan((stored?.m ?? 0) * 1e-4);
    }
  });

  it("nothing there is nothing, and what is not there is refused", async () => {
    expect(await around("bank")).toMatchObject({ all: { problems: 0, sites: [] }, anchors: [], anchorsTotal: 0 });
    for (const [query, parameter] of [
      ["of=site/999999", "of"],
      ["of=shape/999999", "of"],
      ["", "of"],
      ["of=market&within=20001", "within"],
      ["of=market&geo=within:5:zone/999999", "geo"],
    ]) {
      const reply = await app.inject(`/api/surroundings?${query}`);
      expect([reply.statusCode, reply.json().parameter], query).toEqual([400, parameter]);
    }
  });

  it("of more than 2,000 anchors so many are measured, and it says so; none of them is among the sites", async () => {
    const own = await fresh();
    await loadTown({ ...town, problems: town.problems.slice(0, 20) })(own);
    await own.query(sql`alter table site alter column id restart with 5000`);
    await own.query(sql`insert into site (layer, external_id, site_type, kind, name, geom)
      select 't', i::text, 'bus_stop', 'point', 'stop ' || i, ST_Point(119 + (i % 50) * 0.0002, 33.5 + (i / 50) * 0.0002, 4326) from generate_series(1, 2005) i`);
    const many = await appOn(own);
    const got = await answer<Surroundings>(many, "/api/surroundings", { of: "bus_stop", within: "100" });
    expect([got.anchors.length, got.anchorsTotal]).toEqual([2000, 2005]);
    expect(got.all.sites.filter(({ type }) => type === "bus_stop")).toEqual([]);
    await many.close();
    await own.close();
  });

  it("a named shape stands for what was drawn; one defined by a distance is refused", async () => {
    const own = await fresh();
    await loadTown(town)(own);
    await own.query(sql`insert into named_shape (id, name, definition, share) overriding system value
      values (1, 'drawn', ${`draw/${line}`}::text, 'all'), (2, 'around', 'within:200:market', 'all')`);
    const app = await appOn(own);
    const by = (of: string) => answer<Surroundings>(app, "/api/surroundings", { of, within: "150" });
    expect(await by("shape/1")).toEqual(await by(`draw/${line}`));
    const reply = await app.inject("/api/surroundings?of=shape/2");
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, "of"]);
    await app.close();
    await own.close();
  });
});

describe.each(databases())("surroundings and the nearest, by area, on $name", ({ fixture }) => {
  it("everybody's are of the problems they may see", async () => {
    const db = await fixture("peopled", loadPeopled);
    const app = await appOn(db, { demo: false });
    for (const { id } of staff) {
      const headers = { cookie: await cookieOf(db, id) };
      const get = async <T>(url: string): Promise<T> => {
        const reply = await app.inject({ url, headers });
        expect(reply.statusCode, `${url} for ${id}`).toBe(200);
        return reply.json<T>();
      };
      const list = await get<ProblemList>("/api/problems?geo=within:400:market&ids=1&limit=0");
      const got = await get<Surroundings>("/api/surroundings?of=market&within=400");
      expect([id, got.all.problems]).toEqual([id, list.total]);
      const { ids } = await get<ProblemList>("/api/problems?ids=1&limit=0");
      const { rows } = await get<{ rows: { id: number }[] }>("/api/nearest?of=market&limit=100");
      expect(rows.length).toBe(Math.min(100, ids?.length ?? 0));
      expect(rows.filter((row) => !ids?.includes(row.id))).toEqual([]);
    }
    await app.close();
  });
});

/** Hot spots through the route: cells, counts and figures against the answer's own geometry and the town's objects. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeShape } from "../../../server/contract/draw.ts";
import { parseFilter } from "../../../server/contract/filter.ts";
import type { HotSpots, ProblemDocument, ProblemList } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { evaluate } from "../filter/naive.ts";
import { answer, appOn } from "../http/asked.ts";
import { between, distance, inRing } from "../questions/oracle.ts";
import { loadPeopled, peopledTown as town } from "../questions/peopled.ts";
import type { Point, TownProblem } from "../questions/town.ts";

const read = (query: string) => parseFilter(new URLSearchParams(query));
const middles = ({ lon, lat }: HotSpots): Point[] => lon.map((x, i) => [x, lat[i] as number]);
const ringAt = ({ corners }: HotSpots, [x, y]: Point): Point[] =>
  corners.map(([dx, dy]) => [Math.round((x + dx) * 1e5) / 1e5, Math.round((y + dy) * 1e5) / 1e5]);
const zone = (id: number): readonly Point[] => town.zones.find((z) => z.id === id)?.ring ?? [];

/** Zones end at hundredths of a degree, and some middles lie on them: in both of two zones. */
const onBorder = (at: Point): boolean => at.some((v) => Math.abs(v * 100 - Math.round(v * 100)) < 1e-7);

/** Everything the answer says of its cells, anew from their middles and the problems. */
function expectSpots(got: HotSpots, problems: readonly TownProblem[], cell_m: number) {
  const places = middles(got);
  const counts = places.map((at) => {
    const ring = ringAt(got, at);
    return problems.filter((p) => inRing(p.at, [...ring, ring[0] as Point])).length;
  });
  expect(got.count).toEqual(counts);
  const n = counts.length;
  const inside = counts.reduce((sum, one) => sum + one, 0);
  expect([got.problems, got.outside]).toEqual([inside, problems.length - inside]);
  expect(got.empty).toBe(counts.filter((count) => count === 0).length);
  const mean = inside / n;
  const deviation = Math.sqrt(counts.reduce((sum, x) => sum + x * x, 0) / n - mean * mean);
  expect(got.mean).toBeCloseTo(mean, 10);
  expect(got.deviation).toBeCloseTo(deviation, 8);
  const near = places.map((a) => [...places.keys()].filter((j) => between(a, places[j] as Point) < 1.2 * cell_m));
  expect(got.neighbours).toEqual(near.map((list) => list.length - 1));
  expect(got.edge).toBe(near.filter((list) => list.length < 7).length);
  for (const [i, list] of near.entries()) {
    const sum = list.reduce((all, j) => all + (counts[j] as number), 0);
    const z = (sum - mean * list.length) / (deviation * Math.sqrt((n * list.length - list.length ** 2) / (n - 1)));
    expect(got.z[i]).toBeCloseTo(z, 3);
    expect(Math.sign(got.level[i] as number) * z, "a level has the side of its z").toBeGreaterThanOrEqual(0);
  }
  expectLevels(got);
}

/** Benjamini and Hochberg's rule, read off: of m cells those with p ≤ p(k), k the last with p(k) ≤ k·q/m. */
function expectLevels({ p, level }: HotSpots) {
  const sorted = (p as number[]).toSorted((a, b) => a - b);
  for (const [rate, least] of [
    [0.1, 1],
    [0.05, 2],
    [0.01, 3],
  ] as const) {
    const limit = sorted.findLast((value, i) => value <= ((i + 1) * rate) / p.length) ?? -1;
    expect(level.map((one) => Math.abs(one) >= least)).toEqual(p.map((value) => (value as number) <= limit));
  }
}

describe.each(databases())("hot spots on $name", ({ fixture, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  beforeAll(async () => {
    db = await fixture("peopled", loadPeopled);
    app = await appOn(db);
  });
  afterAll(() => app.close());

  it.each([
    ["", 400],
    ["status=open&found=..2026-11-20", 611],
    ["category=01", 1000],
  ])("of %s in cells of %d m are the town's, over the hull of its zones and sites", async (query, cell) => {
    const got = await answer<HotSpots>(app, `/api/problems/hotSpots?cell=${cell}&${query}`);
    expect(got).toMatchObject({ cell_m: cell, ground: "hull", part: false });
    expectSpots(got, evaluate(town, read(query)), cell);
  });

  it("finds the markets hot, and its cells open their rows", async () => {
    const got = await answer<HotSpots>(app, "/api/problems/hotSpots?cell=400");
    const hot = middles(got).filter((_, i) => (got.level[i] as number) === 3);
    expect(hot.length).toBeGreaterThan(20);
    const points = town.sites.filter(({ geometry }) => geometry.kind === "point");
    for (const at of hot) expect(Math.min(...points.map((site) => distance(at, site.geometry)))).toBeLessThan(1200);
    const fullest = got.count.indexOf(Math.max(...got.count));
    for (const i of [fullest, 10, 200]) {
      const points = ringAt(got, middles(got)[i] as Point);
      const rows = await answer<ProblemList>(app, "/api/problems", { geo: `inside:draw/${encodeShape({ kind: "area", points })}` });
      expect(rows.total).toBe(got.count[i]);
    }
  });

  it.each([
    ["geo=inside:zone/100", (at: Point) => inRing(at, zone(100))],
    ["geo=outside:zone/103,zone/207", (at: Point) => !inRing(at, zone(103)) && !inRing(at, zone(207))],
    [
      "geo=within:700:market&geo=beyond:300:school",
      (at: Point) => {
        const near = (type: string) => Math.min(...town.sites.filter((s) => s.type === type).map((s) => distance(at, s.geometry)));
        return near("market") <= 700 && near("school") > 300;
      },
    ],
  ])("of %s lie only where it may find anything", async (query, holds) => {
    const all = await answer<HotSpots>(app, "/api/problems/hotSpots?cell=250");
    const got = await answer<HotSpots>(app, `/api/problems/hotSpots?cell=250&${query}`);
    expect(got.part).toBe(true);
    const clear = (list: readonly Point[]) => list.filter((at) => !onBorder(at));
    expect(clear(middles(got))).toEqual(clear(middles(all)).filter(holds));
    expectSpots(got, evaluate(town, read(query)), 250);
  });

  it("are of the zone alone for who sees one zone alone", async () => {
    const closed = await appOn(db, { demo: false });
    const reply = await closed.inject({ url: "/api/problems/hotSpots?cell=400", headers: { cookie: await cookieOf(db, 602) } });
    const got = reply.json<HotSpots>();
    for (const at of middles(got)) expect(onBorder(at) || inRing(at, zone(100))).toBe(true);
    expectSpots(
      got,
      evaluate(town, read(""), (p) => p.zones[0] === 100),
      400,
    );
    await closed.close();
  });

  it("cannot be said of nothing: no z, no level", async () => {
    const got = await answer<HotSpots>(app, "/api/problems/hotSpots?cell=1000&q=nowhere");
    expect(got).toMatchObject({ problems: 0, outside: 0, mean: 0, deviation: 0, empty: got.count.length });
    expect(new Set([...got.z, ...got.p])).toEqual(new Set([null]));
    expect(new Set(got.level)).toEqual(new Set([0]));
  });

  it("refuses cells too small or too large, and says what would do", async () => {
    const refused = async (query: string) => (await app.inject(`/api/problems/hotSpots?${query}`)).json<ProblemDocument>();
    const small = await refused("cell=50");
    expect(small).toMatchObject({ status: 400, parameter: "cell", value: "50" });
    const enough = /take (\d+) m/.exec(small.expected?.en ?? "")?.[1];
    const got = await answer<HotSpots>(app, `/api/problems/hotSpots?cell=${enough}`);
    expect(got.count.length).toBeGreaterThan(10_000);
    const tiny = encodeShape({
      kind: "area",
      points: [
        [119.02, 33.52],
        [119.02002, 33.52],
        [119.02, 33.52002],
      ],
    });
    expect(await refused(`cell=5000&geo=inside:draw/${tiny}`)).toMatchObject({ status: 400, parameter: "cell" });
    expect(await refused("cell=20")).toMatchObject({ status: 400, parameter: "cell" });
  });

  it("lie over the outline where there is one, its holes left out, and nowhere where nothing is known", async () => {
    const own = await fresh();
    const desk = await appOn(own);
    const unknown = await desk.inject("/api/problems/hotSpots");
    expect([unknown.statusCode, unknown.json<ProblemDocument>().detail_zh]).toEqual([404, expect.stringContaining("没有区界")]);
    const outer: Point[] = [
      [119, 33.5],
      [119.08, 33.5],
      [119.08, 33.58],
      [119, 33.58],
      [119, 33.5],
    ];
    const hole: Point[] = [
      [119.02, 33.52],
      [119.03, 33.52],
      [119.03, 33.55],
      [119.02, 33.52],
    ];
    const text = [outer, hole].map((ring) => `(${ring.map((p) => p.join(" ")).join(",")})`).join(",");
    await own.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, outline)
      values ('o', '区', 'd', 'Asia/Shanghai', 'zh', ST_Point(119.04, 33.54, 4326), ST_GeomFromText(${`MULTIPOLYGON((${text}))`}::text, 4326))`);
    const got = await answer<HotSpots>(desk, "/api/problems/hotSpots?cell=300");
    expect(got.ground).toBe("outline");
    expect(middles(got).every((at) => inRing(at, outer) && !inRing(at, hole))).toBe(true);
    // 7.43 × 8.87 km less the hole's 1.55 km², in cells of 0.0779 km².
    expect(Math.abs(got.count.length / ((7.43 * 8.87 - 1.55) / 0.0779) - 1)).toBeLessThan(0.02);
    await desk.close();
    await own.close();
  });
});

/** Clusters through the route: of any filter, for whoever asks, against the town's own objects. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseFilter } from "../../../server/contract/filter.ts";
import { formatIds } from "../../../server/contract/ids.ts";
import type { Clusters, ProblemDocument, ProblemList } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { evaluate, type Sees } from "../filter/naive.ts";
import { address, answer, appOn } from "../http/asked.ts";
import { between } from "../questions/oracle.ts";
import { loadPeopled, staff, peopledTown as town } from "../questions/peopled.ts";
import { categories, clock, type Point, type TownProblem, timeZone } from "../questions/town.ts";
import { naive } from "./naive.ts";

const day = 86_400_000;

/** Far ones are not measured: they only have to be far. */
function metres(a: Point, b: Point): number {
  const flat = Math.hypot((a[0] - b[0]) * 92_000, (a[1] - b[1]) * 110_000);
  return flat > 1500 ? flat : between(a, b);
}

/** @param now what was closed by then */
function isRepeat(p: TownProblem, within_m: number, days: number, now = Number.POSITIVE_INFINITY): boolean {
  return town.problems.some((o) => {
    const { state, closed = null } = o.events.findLast((e) => e.at <= now) ?? {};
    const soon = state === "closed" && closed !== null && closed < p.found && closed >= p.found - days * day;
    return soon && o.category === p.category && metres(o.at, p.at) <= within_m;
  });
}

const monthOf = (at: number): number => {
  const [year = 0, month = 0] = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit" })
    .format(at)
    .split("-")
    .map(Number);
  return year * 12 + month;
};

/** A cluster's figures, from its problems. */
function told(members: readonly TownProblem[]) {
  const found = members.map((p) => p.found);
  const months = new Set(found.map(monthOf));
  let row = 0;
  while (months.has(Math.max(...months) - row)) row++;
  const codes = categories.map(({ code }) => ({ code, count: members.filter((p) => p.category === code).length }));
  return {
    count: members.length,
    firstFound: new Date(Math.min(...found)).toISOString(),
    lastFound: new Date(Math.max(...found)).toISOString(),
    monthsInRow: row,
    categories: codes
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
      .slice(0, 3),
  };
}

/** Measured only where a flat estimate is near the longest. */
function farthest(members: readonly TownProblem[]): number {
  const pairs = members.flatMap((a, i) => members.slice(0, i).map((b) => ({ a, b, d: metres(a.at, b.at) })));
  const most = pairs.reduce((max, { d }) => Math.max(max, d), 0);
  return pairs.filter(({ d }) => d > most * 0.97).reduce((max, { a, b }) => Math.max(max, between(a.at, b.at)), 0);
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

function expectClusters(
  got: Clusters,
  problems: readonly TownProblem[],
  within: number,
  least: number,
  again = (p: TownProblem) => isRepeat(p, 50, 30),
) {
  const { clusters, close } = naive(
    problems.map((p) => p.at),
    within,
    least,
    metres,
  );
  expect(close, "the town is not on the edge").toBe(false);
  const lists = [...new Set(clusters)].filter((c) => c >= 0).map((c) => problems.filter((_, i) => clusters[i] === c));
  lists.sort((a, b) => b.length - a.length || (a[0]?.id ?? 0) - (b[0]?.id ?? 0));
  expect(got.total).toBe(problems.length);
  expect(got.scattered).toBe(clusters.filter((c) => c < 0).length);
  expect(got.clustersTotal).toBe(lists.length);
  expect(got.clusters.map(({ ids }) => ids)).toEqual(lists.map((list) => list.map((p) => p.id)));
  for (const [i, cluster] of got.clusters.entries()) {
    const members = lists[i] as TownProblem[];
    expect(cluster).toMatchObject({ ...told(members), repeats: members.filter(again).length, outline: null });
    const span = farthest(members);
    expect(Math.abs(cluster.span_m - span)).toBeLessThan(1e-4 * span + 1e-3);
    expect(cluster.lon).toBeCloseTo(mean(members.map((p) => p.at[0])), 9);
    expect(cluster.lat).toBeCloseTo(mean(members.map((p) => p.at[1])), 9);
    const corners = new Set(cluster.hull.map(String));
    expect(members.map((p) => String(p.at)).filter((at) => corners.has(at)).length).toBeGreaterThanOrEqual(corners.size);
  }
}

const read = (query: string) => parseFilter(new URLSearchParams(query));

describe.each(databases())("clusters on $name", ({ fixture }) => {
  let app: FastifyInstance;
  let db: Db;
  beforeAll(async () => {
    db = await fixture("peopled", loadPeopled);
    app = await appOn(db);
  });
  afterAll(() => app.close());

  it.each([
    ["", 150, 4],
    ["", 80, 2],
    ["status=open", 300, 6],
    ["geo=within:600:market&found=..2026-11-15", 120, 3],
    ["category=01&geo=inside:zone/100", 400, 5],
    ["at=2026-11-10T08:00:00Z&status=closed", 300, 3],
  ])("of %s within %d m, %d at least, are the town's", async (query, within, least) => {
    const filter = read(query);
    const got = await answer<Clusters>(app, `/api/problems/clusters?within=${within}&least=${least}&${query}`);
    expect(got.clusters.length).toBeGreaterThan(0);
    const now = filter.at ? Date.parse(filter.at) : undefined;
    expectClusters(got, evaluate(town, filter), within, least, (p) => isRepeat(p, 50, 30, now));
  });

  it("of repeats are all repeats, each time the same as the filter's", async () => {
    const got = await answer<Clusters>(app, "/api/problems/clusters?within=400&least=3&repeat=300:60");
    const problems = town.problems.filter((p) => isRepeat(p, 300, 60));
    expect(problems.length).toBeGreaterThan(20);
    expectClusters(got, problems, 400, 3, () => true);
    const usual = await answer<ProblemList>(app, "/api/problems?repeat=50:30&limit=0");
    const all = await answer<Clusters>(app, "/api/problems/clusters?within=20000&least=2");
    expect(all.clusters[0]?.repeats).toBe(usual.total);
    expect(usual.total).toBeGreaterThan(0);
  });

  it("open their rows", async () => {
    const got = await answer<Clusters>(app, "/api/problems/clusters?within=150&least=4&status=open");
    const [largest] = got.clusters;
    const rows = await answer<ProblemList>(app, "/api/problems", { problem: formatIds(largest?.ids ?? []), status: "open", ids: "1" });
    expect(rows.ids).toEqual(largest?.ids);
  });

  it("hold nothing of another's area", async () => {
    const closed = await appOn(db, { demo: false });
    for (const member of staff.filter(({ id }) => [603, 604, 605, 606].includes(id))) {
      const url = address("/api/problems/clusters", { within: "300", least: "3" });
      const reply = await closed.inject({ url, headers: { cookie: await cookieOf(db, member.id) } });
      expect(reply.statusCode).toBe(200);
      const sees: Sees = (p, unit) => member.sees(p, unit);
      expectClusters(reply.json<Clusters>(), evaluate(town, read(""), sees), 300, 3);
    }
    await closed.close();
  });

  it("of nothing are none, and say so", async () => {
    const none = await answer<Clusters>(app, "/api/problems/clusters?q=nowhere");
    expect(none).toMatchObject({ total: 0, scattered: 0, clusters: [], clustersTotal: 0, clock: new Date(clock).toISOString() });
  });

  it("refuse by name what they do not take", async () => {
    for (const [query, parameter] of [
      ["within=0", "within"],
      ["within=30000", "within"],
      ["least=1", "least"],
      ["least=1001", "least"],
      ["problem=999999", "problem"],
    ]) {
      const reply = await app.inject(`/api/problems/clusters?${query}`);
      expect([reply.statusCode, reply.json<ProblemDocument>().parameter], query).toEqual([400, parameter]);
    }
  });
});

describe.each(databases())("many problems on $name", ({ name, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  beforeAll(async () => {
    db = await fresh();
    await db.query(
      sql`insert into category (code, major, name_zh, name_en) values ('01', '01', '市容', 'order'), ('02', '02', '其他', 'other')`,
    );
    app = await appOn(db);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });
  /** On a spiral: dense in the middle, thin outside. `from` .. `to` are the ids. */
  const fill = (from: number, to: number, category: string) =>
    db.query(
      sql`insert into problem (id, layer, external_id, category, title, source, found_at, state, geom) overriding system value
      select i, 'p', i::text, ${category}, 't', 'patrol', '2026-11-01T08:00Z', 'reported',
        ST_Point(119 + sin(i) * power((i - ${from}::int) / 1500.0, 3) * 0.005, 33.5 + cos(i) * power((i - ${from}::int) / 1500.0, 3) * 0.005, 4326)
      from generate_series(${from}::int, ${to}::int) i`,
      { timeout_ms: 0 },
    );

  it("a cluster too large to be named by ids is opened by its outline, which says how many lie in it", async () => {
    await fill(1, 1500, "01");
    const got = await answer<Clusters>(app, "/api/problems/clusters?within=30&least=8");
    const [largest] = got.clusters;
    expect(largest?.count).toBeGreaterThan(1000);
    const { geo = "", count = 0 } = largest?.outline ?? {};
    const rows = await answer<ProblemList>(app, "/api/problems", { geo, ids: "1" });
    expect(rows.total).toBe(count);
    expect(count).toBeGreaterThanOrEqual(largest?.count ?? 0);
    expect(got.total).toBeGreaterThan(count);
    for (const id of largest?.ids ?? []) expect(rows.ids).toContain(id);
  });

  // A hundred thousand rows are written for it: on the engine that everybody has.
  it.runIf(name === "embedded")("more than can be compared are refused, and it says how many there are", { timeout: 180_000 }, async () => {
    await fill(10_000, 110_000, "02");
    const reply = await app.inject("/api/problems/clusters");
    const refusal = reply.json<ProblemDocument>();
    expect([reply.statusCode, refusal.type]).toEqual([400, "urn:chuangtu:too-many"]);
    expect(refusal.detail).toContain("101501");
    expect(refusal.detail_zh).toContain("101501");
    expect((await answer<Clusters>(app, "/api/problems/clusters?category=01&within=30&least=8")).total).toBe(1500);
  });
});

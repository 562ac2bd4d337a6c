/** Features of a box: exactly those within it, edges included, the caller's own; and that it says when it leaves some out. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { statusOf } from "../../../server/contract/status.ts";
import type { ProblemFeatures } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate } from "../filter/naive.ts";
import { appOn } from "../http/asked.ts";
import { handlers, loadPeopled, peopledTown as peopled, staff } from "../questions/peopled.ts";
import { categories, clock, type TownEvent, type TownProblem, units } from "../questions/town.ts";

const world = worldOf(peopled, { clock, units, people: handlers, categories: categories.map((c) => c.code) });
const queryOf = (filter: Filter): string => new URLSearchParams(formatFilter(filter) as [string, string][]).toString();

/** What is said of a problem. */
function said(p: TownProblem, at: number | null) {
  const { state, nearlyDue, deadline } = p.events[p.events.findLastIndex((e) => at === null || e.at <= at)] as TownEvent;
  const status = statusOf(state, nearlyDue, deadline, at ?? clock);
  const properties = { code: p.code, status, category: p.category, found: new Date(p.found).toISOString() };
  return { type: "Feature", id: p.id, geometry: { type: "Point", coordinates: [...p.at] }, properties };
}

describe.each(databases())("features on $name", ({ name, fixture, fresh }) => {
  let app: FastifyInstance;
  const cookies = new Map<number, string>();
  beforeAll(async () => {
    const db = await fixture("peopled", loadPeopled);
    app = await appOn(db, { demo: false });
    for (const { id } of staff) cookies.set(id, await cookieOf(db, id));
  });
  const get = (id: number, query: string) =>
    app.inject({ url: `/api/problems/features?${query}`, headers: { cookie: cookies.get(id) ?? "" } });

  it.each(staff)("are those of $id in the box, whatever is asked", { timeout: 60_000 }, async ({ id, sees }) => {
    const corner = fc.nat(peopled.problems.length - 1);
    const limit = fc.integer({ min: 1, max: 400 });
    await fc.assert(
      fc.asyncProperty(anyFilter(world), corner, corner, limit, async (filter, a, b, most) => {
        // Two problems are its corners: both lie on its edge.
        const ends = [a, b].map((i) => (peopled.problems[i] as TownProblem).at);
        const [xs, ys] = [ends.map(([x]) => x).sort((p, q) => p - q), ends.map(([, y]) => y).sort((p, q) => p - q)];
        const [w, e, s, n] = [...xs, ...ys] as [number, number, number, number];
        const inBox = evaluate(peopled, filter, sees).filter(({ at: [x, y] }) => x >= w && x <= e && y >= s && y <= n);
        const reply = await get(id, `bbox=${[w, s, e, n].join()}&limit=${most}&${queryOf(filter)}`);
        expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
        expect(reply.headers["content-type"]).toContain("application/geo+json");
        const { features, numberMatched, numberReturned } = reply.json<ProblemFeatures>();
        expect([numberMatched, numberReturned]).toEqual([inBox.length, Math.min(inBox.length, most)]);
        expect(features).toEqual(inBox.slice(0, most).map((p) => said(p, filter.at === null ? null : Date.parse(filter.at))));
      }),
      { numRuns: name === "postgres" ? 25 : 10, seed: 20261123 + id },
    );
  });

  it("whatever a number is made of, it is JSON", { timeout: 120_000 }, async () => {
    const own = await fresh();
    await loadPeopled(own);
    const code = 'a"b\\c\n\u0001</script>销号';
    await own.query(sql`update problem set external_id = ${code} where id = 1`);
    const ownApp = await appOn(own);
    const reply = await ownApp.inject("/api/problems/features?bbox=-180,-90,180,90&problem=1");
    expect(reply.json<ProblemFeatures>().features[0]?.properties.code).toBe(code);
    await ownApp.close();
    await own.close();
  });

  it.each([
    ["", "bbox"],
    ["bbox=1,2,3", "bbox"],
    ["bbox=3,2,1,4", "bbox"],
    ["bbox=1,4,3,2", "bbox"],
    ["bbox=1,2,3,91", "bbox"],
    ["bbox=1,2,3,4,5", "bbox"],
    ["bbox=NaN,2,3,4", "bbox"],
    ["bbox=1,2,3,4&bbox=1,2,3,4", "bbox"],
    ["bbox=1,2,3,4&limit=0", "limit"],
    ["bbox=1,2,3,4&limit=10001", "limit"],
    ["bbox=1,2,3,4&status=lost", "status"],
  ])("refuses %s, naming %s", async (query, parameter) => {
    const reply = await get(601, query);
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, parameter]);
  });
});

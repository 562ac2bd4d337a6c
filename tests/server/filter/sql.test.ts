/** The filter as SQL against the filter over objects: any filter means the same rows to list, count, near and export. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { formatFilter } from "../../../server/contract/filter.ts";
import type { CountAnswer, ProblemList } from "../../../server/contract/types.ts";
import { databases } from "../../support/databases.ts";
import { answer, appOn } from "../http/asked.ts";
import { handlers } from "../questions/peopled.ts";
import { categories, clock, units } from "../questions/town.ts";
import { anyFilter, worldOf } from "./arbitrary.ts";
import { evaluate } from "./naive.ts";
import { loadShaped, demoTown as town } from "./shaped.ts";

const world = worldOf(town, { clock, units, people: handlers, categories: categories.map((c) => c.code) });

describe.each(databases())("the filter as SQL on $name", ({ name, fixture }) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await appOn(await fixture("shaped", loadShaped));
  });

  it("means the rows that a plain evaluation means", { timeout: 120_000 }, async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter(world), async (filter) => {
        const query = new URLSearchParams(formatFilter(filter) as [string, string][]).toString();
        const expected = evaluate(town, filter).map((p) => p.id);
        const list = await answer<ProblemList>(app, `/api/problems?ids=1&limit=0&${query}`);
        expect(list.ids).toEqual(expected);
        const count = await answer<CountAnswer>(app, `/api/problems/count?by=state,day&${query}`);
        expect(count.total).toBe(expected.length);
        for (const figures of Object.values(count.by)) expect(figures.reduce((sum, f) => sum + f.count, 0)).toBe(expected.length);
        hits += expected.length;
      }),
      { numRuns: name === "postgres" ? 250 : 80, seed: 20261121 },
    );
    expect(hits).toBeGreaterThan(1000);
  });

  it("inside and outside the district's outline are all problems, split", async () => {
    const [inside, outside] = await Promise.all(
      ["inside", "outside"].map((op) => answer<ProblemList>(app, `/api/problems?geo=${op}:zone/1`)),
    );
    expect(inside?.total).toBe(town.problems.filter((p) => p.zones[0] !== null).length);
    expect(outside?.total).toBe(town.problems.length - (inside?.total ?? 0));
    expect(outside?.total).toBeGreaterThan(10);
  });

  it("the last n days end at the clock", async () => {
    const days = await answer<ProblemList>(app, "/api/problems?found=90d");
    const future = town.problems.filter((p) => p.found > clock).length;
    expect(future).toBeGreaterThan(5);
    expect(days.total).toBe(town.problems.length - future);
  });

  it("opens exactly the rows behind each figure", async () => {
    const groups = {
      status: "status",
      state: "status",
      unit: "unit",
      category: "category",
      major: "category",
      source: "source",
      campaign: "campaign",
      hour: "hour",
      siteType: "siteType",
    };
    const shared = { geo: "within:800:market", found: "40d" };
    const by = [...Object.keys(groups), "zone", "zone2", "zone3", "day"].join(",");
    const counted = await answer<CountAnswer>(app, "/api/problems/count", { ...shared, by });
    for (const [group, figures] of Object.entries(counted.by)) {
      expect(figures.length, group).toBeGreaterThan(0);
      for (const { key, count } of figures.slice(0, 4)) {
        const parameter = groups[group as keyof typeof groups];
        const asked: Record<string, string | string[]> = { ...shared };
        if (parameter) asked[parameter] = key;
        else if (group.startsWith("zone")) asked.geo = [shared.geo, `inside:zone/${key}`];
        else asked.found = `${key}..${key}`;
        // A day at the edge of "last 40 days" is cut by it: only whole days are comparable.
        const wholeDay = group !== "day" || (key > "2026-10-13" && key < "2026-11-21");
        if (group === "category" && key.length === 2) continue;
        if (wholeDay) expect((await answer<ProblemList>(app, "/api/problems", asked)).total, `${group}=${key}`).toBe(count);
      }
    }
  });
});

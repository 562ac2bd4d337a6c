/** What a choice would give is what it gives: each group against the count of the filter with that group's part taken out. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { CountAnswer, Facets, ProblemList } from "../../../server/contract/types.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { address, answer, appOn } from "../http/asked.ts";
import { handlers, loadPeopled, peopledTown as town } from "../questions/peopled.ts";
import { categories, clock, units } from "../questions/town.ts";

const world = worldOf(town, { clock, units, people: handlers, categories: categories.map((c) => c.code) });
const groups = ["status", "state", "category", "major", "unit", "siteType", "zone", "day", "hour"] as const;
type Group = (typeof groups)[number];

const some = <T>(values: readonly T[]) =>
  fc.oneof(fc.constant([] as T[]), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }));
const hours = some(Array.from({ length: 24 }, (_, hour) => hour));
const zones = some(town.zones.map((z) => z.id));
/** Any filter, and of what the figures set more often than others do. */
const filters: fc.Arbitrary<Filter> = fc
  .tuple(anyFilter(world), some(["market", "school", "river"] as const), hours, zones)
  .map(([filter, siteType, hour, areas]) => ({
    ...filter,
    siteType,
    hour,
    geo: areas.length ? [...filter.geo, { op: "inside" as const, areas: areas.map((zone) => ({ zone })) }] : filter.geo,
  }));

const zonesOnly = (clause: Filter["geo"][number]): boolean =>
  "areas" in clause && clause.op === "inside" && clause.areas.every((area) => "zone" in area);

/** The filter as if nothing had been chosen in a group. */
function without(filter: Filter, group: Group): Filter {
  if (group === "status" || group === "state") return { ...filter, status: [] };
  if (group === "category" || group === "major") return { ...filter, category: [] };
  if (group === "zone") return { ...filter, geo: filter.geo.filter((clause) => !zonesOnly(clause)) };
  if (group === "day") return { ...filter, found: null };
  return { ...filter, [group]: [] };
}

const queryOf = (filter: Filter): string => new URLSearchParams(formatFilter(filter) as [string, string][]).toString();

describe.each(databases())("facets on $name", ({ name, fixture }) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await appOn(await fixture("peopled", loadPeopled));
  });
  afterAll(() => app.close());

  it("of any filter are its counts without the group's own part", { timeout: 180_000 }, async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(filters, fc.uniqueArray(fc.constantFrom(...groups), { minLength: 1 }), async (filter, by) => {
        const facets = await answer<Facets>(app, `/api/problems/facets?by=${by.join(",")}&${queryOf(filter)}`);
        expect(Object.keys(facets.by)).toEqual(by);
        const whole = await answer<CountAnswer>(app, `/api/problems/count?${queryOf(filter)}`);
        expect([facets.total, facets.clock]).toEqual([whole.total, whole.clock]);
        for (const group of by) {
          const count = await answer<CountAnswer>(app, `/api/problems/count?by=${group}&${queryOf(without(filter, group))}`);
          expect(facets.by[group], group).toEqual(count.by[group]);
          hits += count.total;
        }
      }),
      { numRuns: name === "postgres" ? 80 : 40, seed: 20261121 },
    );
    expect(hits).toBeGreaterThan(1000);
  });

  it("hold nothing of another's area", async () => {
    const closed = await appOn(await fixture("peopled", loadPeopled), { demo: false });
    for (const id of [602, 604, 605, 609]) {
      const cookie = await cookieOf(await fixture("peopled", loadPeopled), id);
      const get = async <T>(path: string, parameters: Record<string, string>) =>
        (await closed.inject({ url: address(path, parameters), headers: { cookie } })).json<T>();
      const facets = await get<Facets>("/api/problems/facets", { by: groups.join(","), status: "open", found: "40d" });
      const open = await get<CountAnswer>("/api/problems/count", { by: "day", status: "open" });
      const recent = await get<CountAnswer>("/api/problems/count", { by: "status,state", found: "40d" });
      expect(facets.by).toMatchObject({ day: open.by.day, status: recent.by.status, state: recent.by.state });
    }
    await closed.close();
  });

  it("open the rows they promise, whichever is chosen", async () => {
    const chosen = { status: "open", category: "0101", hour: "8,9,10,11", geo: "inside:zone/101" };
    const facets = await answer<Facets>(app, "/api/problems/facets", { ...chosen, by: groups.join(",") });
    const other: Partial<Record<Group, (key: string) => Record<string, string>>> = {
      status: (key) => ({ status: key }),
      state: (key) => ({ status: key }),
      category: (key) => ({ category: key }),
      unit: (key) => ({ unit: key }),
      siteType: (key) => ({ siteType: key }),
      zone: (key) => ({ geo: `inside:zone/${key}` }),
      day: (key) => ({ found: `${key}..${key}` }),
      hour: (key) => ({ hour: key }),
    };
    for (const [group, choose] of Object.entries(other)) {
      const figures = facets.by[group] ?? [];
      expect(figures.length, group).toBeGreaterThan(0);
      for (const { key, count } of figures.slice(0, 3)) {
        // "01" and "02" are major codes too, and as a filter mean all of theirs.
        if (group === "category" && key.length === 2) continue;
        const rows = await answer<ProblemList>(app, "/api/problems", { ...chosen, ...choose(key), limit: "0" });
        expect(rows.total, `${group}=${key}`).toBe(count);
      }
    }
  });
});

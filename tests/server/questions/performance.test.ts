/** Closure figures against the town's logs, counted by hand: per key and all together, under any filter. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import * as S from "../../../server/contract/problemSchemas.ts";
import { statusOf } from "../../../server/contract/status.ts";
import type { Performance } from "../../../server/contract/types.ts";
import { databases } from "../../support/databases.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate } from "../filter/naive.ts";
import { answer, appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { courseOf, handlers, loadPeopled, peopledTown, personAt } from "./peopled.ts";
import { categories, clock, type TownEvent, type TownProblem, units } from "./town.ts";

const world = worldOf(peopledTown, { clock, units, people: handlers, categories: categories.map((c) => c.code) });
type Figures = Performance["all"];
type Key = string | number | null;
const keys: Readonly<Record<string, (p: TownProblem) => Key>> = {
  unit: (p) => (p.events.at(-1) as TownEvent).unit,
  zone: (p) => p.zones[0],
  zone2: (p) => p.zones[1],
  category: (p) => p.category,
  person: (p) => personAt(p, p.events.length - 1),
};

function figuresOf(problems: readonly TownProblem[]): Figures {
  const sum = {
    total: 0,
    open: 0,
    overdue: 0,
    nearlyDue: 0,
    closed: 0,
    counted: 0,
    onTime: 0,
    judged: 0,
    reworked: 0,
    returned: 0,
    exempt: 0,
  };
  for (const p of problems) {
    const { state, deadline, nearlyDue } = p.events.at(-1) as TownEvent;
    const { late, reworks, returns, exempt } = courseOf(p);
    const look = statusOf(state, nearlyDue, deadline, clock);
    sum.total++;
    if (state !== "closed" && state !== "rejected") sum.open++;
    if (look === "overdue") sum.overdue++;
    if (look === "nearly_due") sum.nearlyDue++;
    if (returns > 0) sum.returned++;
    if (exempt) sum.exempt++;
    if (state !== "closed") continue;
    sum.closed++;
    if (exempt) continue;
    sum.judged++;
    if (reworks > 0) sum.reworked++;
    if (deadline === null) continue;
    sum.counted++;
    if (late === false) sum.onTime++;
  }
  return sum;
}

function expected(problems: readonly TownProblem[], by: string): Performance["rows"] {
  const groups = new Map<Key, TownProblem[]>();
  for (const p of problems) {
    const key = keys[by]?.(p) ?? null;
    groups.set(key, [...(groups.get(key) ?? []), p]);
  }
  return [...groups].map(([key, own]) => ({ key: key === null ? null : String(key), ...figuresOf(own) }));
}
const byKey = (rows: Performance["rows"]) => rows.toSorted((a, b) => (String(a.key) < String(b.key) ? -1 : 1));

describe.each(databases())("closure figures on $name", ({ name, fixture }) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await appOn(await fixture("peopled", loadPeopled));
  });

  it.each(Object.keys(keys))("by %s, of the whole town", async (by) => {
    const got = await answer<Performance>(app, "/api/problems/performance", { by });
    expectContract(S.Performance, got);
    expect(got.clock).toBe(new Date(clock).toISOString());
    expect(got.all).toEqual(figuresOf(peopledTown.problems));
    expect(byKey(got.rows)).toEqual(byKey(expected(peopledTown.problems, by)));
    expect(got.rows.map((r) => r.total)).toEqual(got.rows.map((r) => r.total).toSorted((a, b) => b - a));
    // The town must have some of everything, or the test says nothing.
    for (const [figure, value] of Object.entries(got.all)) expect(value, figure).toBeGreaterThan(5);
    expect(got.all.onTime).toBeLessThan(got.all.counted - 5);
  });

  it("under any filter, each row sums to the whole", { timeout: 120_000 }, async () => {
    const asked = fc.tuple(fc.constantFrom(...Object.keys(keys)), anyFilter(world));
    await fc.assert(
      fc.asyncProperty(asked, async ([by, any]) => {
        const filter: Filter = { ...any, at: null };
        const query = new URLSearchParams(formatFilter(filter) as [string, string][]).toString();
        const problems = evaluate(peopledTown, filter);
        const got = await answer<Performance>(app, `/api/problems/performance?by=${by}&${query}`);
        expect(got.all).toEqual(figuresOf(problems));
        expect(byKey(got.rows)).toEqual(byKey(expected(problems, by)));
      }),
      { numRuns: name === "postgres" ? 100 : 40, seed: 20261121 },
    );
  });

  it("refuses to speak of another time, and of a key it does not have", async () => {
    const then = await app.inject("/api/problems/performance?at=2026-11-20T08:00Z");
    expect([then.statusCode, then.json().parameter, then.json().expected.zh]).toEqual([400, "at", expect.stringContaining("去掉 at")]);
    const wrong = await app.inject("/api/problems/performance?by=colour");
    expect([wrong.statusCode, wrong.json().parameter]).toEqual([400, "by"]);
  });
});

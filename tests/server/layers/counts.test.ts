/** What should be drawn, counted: against the layers' own answers, and the filter against a plain evaluation of it. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { ProblemsLayer, SitesLayer, LayerCounts as Told, ZonesLayer } from "../../../server/contract/types.ts";
import { endStates, type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";
import { LayerCounts } from "../../../server/contract/wallSchemas.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate } from "../filter/naive.ts";
import { address, answer, appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { handlers, loadPeopled, type Member, staff, peopledTown as town } from "../questions/peopled.ts";
import { categories, clock, type TownProblem, units } from "../questions/town.ts";

const world = worldOf(town, { clock, units, people: handlers, categories: categories.map((c) => c.code) });
const tally = (keys: readonly (string | number)[]): Record<string, number> =>
  Object.fromEntries([...new Set(keys)].map((key) => [key, keys.filter((one) => one === key).length]));

/** Open, or ended no earlier than this. */
function isWorking({ events }: TownProblem, since: number): boolean {
  const last = events.at(-1);
  return !endStates.some((end) => end === last?.state) || (last?.closed ?? 0) >= since;
}

describe.each(databases())("the layers' counts on $name", ({ name, fixture, fresh }) => {
  let app: FastifyInstance;
  const cookies = new Map<number, string>();
  beforeAll(async () => {
    const db = await fixture("peopled", loadPeopled);
    app = await appOn(db, { demo: false });
    for (const { id } of staff) cookies.set(id, await cookieOf(db, id));
  });
  afterAll(() => app.close());
  const get = async <T>(by: number, url: string): Promise<T> => {
    const reply = await app.inject({ url, headers: { cookie: cookies.get(by) ?? "" } });
    expect(reply.statusCode, `${url} for ${by}: ${reply.body.slice(0, 300)}`).toBe(200);
    return reply.json<T>();
  };

  it.each(staff)("are those of the layers that $id is sent", async ({ id }) => {
    const [problems, sites, zones] = [
      await get<ProblemsLayer>(id, "/api/layers/problems"),
      await get<SitesLayer>(id, "/api/layers/sites"),
      await get<ZonesLayer>(id, "/api/layers/zones"),
    ];
    const told = await get<Told>(id, "/api/layers/counts");
    expectContract(LayerCounts, told);
    expect(told).toMatchObject({
      clock: problems.clock,
      revisions: { problems: problems.revision, sites: sites.revision, zones: zones.revision },
      problems: { rows: problems.count, hits: problems.count },
      sites: tally(sites.type.map((type) => siteTypes[sites.types[type] as SiteType].kind)),
      zones: tally(zones.level),
    });
    expect(Object.keys(told.sites).length).toBeGreaterThan(2);
    expect(await get(id, address("/api/layers/counts", { since: problems.since })), "since as the layer says it").toEqual(told);
  });

  it.each(staff.slice(0, 5))("hold what the filter means of the working set to $id, wherever that begins", async (member: Member) => {
    const ids = new Set((await get<ProblemsLayer>(member.id, "/api/layers/problems")).id);
    const ago = fc.constantFrom(1, 7, 30, 90).map((days) => clock - days * 86_400_000);
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter(world), ago, async (any, since) => {
        const filter: Filter = { ...any, at: null };
        const query = new URLSearchParams([...formatFilter(filter), ["since", new Date(since).toISOString()]] as [string, string][]);
        const { problems } = await get<Told>(member.id, `/api/layers/counts?${query}`);
        const rows = evaluate(town, { ...filter }, member.sees).filter((p) => ids.has(p.id) && isWorking(p, since));
        expect(problems.hits).toBe(rows.length);
        expect(problems.rows).toBe(town.problems.filter((p) => ids.has(p.id) && isWorking(p, since)).length);
        hits += rows.length;
      }),
      { numRuns: name === "postgres" ? 25 : 10, seed: 20261121 },
    );
    expect(hits).toBeGreaterThan(20);
  });

  it("follow a change at once", async () => {
    const db = await fresh();
    await loadPeopled(db);
    const own = await appOn(db);
    const ask = () => answer<Told>(own, "/api/layers/counts", { status: "open" });
    const before = await ask();
    const [one, other] = town.problems.filter((p) => p.events.at(-1)?.state === "handling");
    await db.tx(async (tx) => {
      await tx.query(sql`update problem set state = 'closed', closed_at = clock() where id = ${one?.id ?? 0}::bigint`);
      await tx.query(
        sql`update problem set state = 'closed', closed_at = clock() - interval '91 days' where id = ${other?.id ?? 0}::bigint`,
      );
      await tx.query(sql`delete from site where id = (select max(s.id) from site s where s.kind = 'market'
        and not exists (select 1 from problem p where p.site_id = s.id))`);
      await tx.query(moved("sites"));
      await tx.query(moved("problems"));
    });
    const after = await ask();
    expect(after.problems).toEqual({ rows: before.problems.rows - 1, hits: before.problems.hits - 2 });
    expect(after.revisions.problems).toBeGreaterThan(before.revisions.problems as number);
    const [problems, sites] = [
      await answer<ProblemsLayer>(own, "/api/layers/problems"),
      await answer<SitesLayer>(own, "/api/layers/sites"),
    ];
    expect([after.problems.rows, after.revisions.problems]).toEqual([problems.count, problems.revision]);
    expect(after.sites).toEqual(tally(sites.type.map((type) => siteTypes[sites.types[type] as SiteType].kind)));
    await own.close();
    await db.close();
  });

  it("refuse another time, and a beginning that is no moment, by name", async () => {
    for (const [parameter, value] of [
      ["at", "2026-11-20T08:00Z"],
      ["since", "yesterday"],
      ["since", "2026-13-20T08:00:00Z"],
    ] as const) {
      const reply = await app.inject({
        url: address("/api/layers/counts", { [parameter]: value }),
        headers: { cookie: cookies.get(601) ?? "" },
      });
      expect([reply.statusCode, reply.json().parameter]).toEqual([400, parameter]);
    }
  });
});

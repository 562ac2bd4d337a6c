/** The past as a stretch: at any moment of it, folded, it holds what the filter means as of that moment, to whoever asks. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { Fold } from "../../../client/state/replay.ts";
import { Replay } from "../../../server/contract/deskSchemas.ts";
import { emptyFilter, type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { ProblemList, ProblemsLayer, Replay as Told } from "../../../server/contract/types.ts";
import { endStates } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate } from "../filter/naive.ts";
import { address, appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { handlers, loadPeopled, type Member, staff, peopledTown as town } from "../questions/peopled.ts";
import { categories, clock, loadTown, units } from "../questions/town.ts";

const day = 86_400;
const now = clock / 1000;
const iso = (unix: number) => new Date(unix * 1000).toISOString().replace(".000", "");
const world = worldOf(town, { clock, units, people: handlers, categories: categories.map((c) => c.code) });
/** What a replay takes of any filter. */
const lasting = (filter: Filter): Filter => ({
  ...filter,
  ...{ status: [], unit: [], found: null, closed: null, during: null, at: null, repeat: null },
});
const text = (filter: Filter) => new URLSearchParams(formatFilter(filter) as [string, string][]).toString();

/** The working set of a moment by the town's own logs: open, or ended in the 90 days before. */
const expected = (filter: Filter, unix: number, member: Member) =>
  evaluate(town, { ...filter, at: iso(unix) }, member.sees).filter((p) => {
    const { state, closed } = p.events.findLast((e) => e.at <= unix * 1000) ?? { state: "reported", closed: null };
    return !(endStates as readonly string[]).includes(state) || (closed ?? 0) / 1000 >= unix - 90 * day;
  });

const rowsOf = (layer: ProblemsLayer) =>
  new Map(Array.from(layer.id, (id, i) => [id, [layer.states[layer.state[i] ?? -1], layer.unit[i], layer.due[i]]]));

describe.each(databases())("replay on $name", ({ name, fixture, fresh }) => {
  let app: FastifyInstance;
  const cookies = new Map<number, string>();
  beforeAll(async () => {
    const db = await fixture("peopled", loadPeopled);
    app = await appOn(db, { demo: false });
    for (const { id } of staff) cookies.set(id, await cookieOf(db, id));
  });
  const get = async <T>(by: number, url: string): Promise<T> => {
    const reply = await app.inject({ url, headers: { cookie: cookies.get(by) ?? "" } });
    expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
    return reply.json<T>();
  };
  const replay = (by: number, from: number, to: number, filter: Filter) =>
    get<Told>(by, `${address("/api/problems/replay", { from: iso(from), to: iso(to) })}&${text(filter)}`);

  const moments = fc.tuple(
    fc.integer({ min: -70 * day, max: 60 * day }),
    fc.integer({ min: 0, max: 90 * day }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 4 }),
  );

  it.each(staff)("each moment is what $id would be told of it", { timeout: 180_000 }, async (member) => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter(world), moments, async (any, [begins, length, shares]) => {
        const filter = lasting(any);
        const [from, to] = [now + begins, now + begins + length];
        const told = await replay(member.id, from, to, filter);
        const fold = new Fold(told);
        // Forwards and backwards, and both ends.
        for (const unix of [from, ...shares.map((share) => Math.round(from + share * length)), to]) {
          const layer = fold.at(unix);
          const means = expected(filter, unix, member);
          expect([...layer.id].sort((a, b) => a - b)).toEqual(means.map((p) => p.id));
          const rows = rowsOf(layer);
          const list = await get<ProblemList>(
            member.id,
            `/api/problems?sort=-id&limit=60&at=${encodeURIComponent(iso(unix))}&${text(filter)}`,
          );
          const shown = list.rows.filter((row) => rows.has(row.id));
          for (const row of shown) {
            const due = row.deadline === null ? 0 : Math.floor(Date.parse(row.deadline) / 1000);
            expect([row.id, ...(rows.get(row.id) ?? [])]).toEqual([row.id, row.state, row.unit ?? 0, due]);
          }
          compared += shown.length;
        }
      }),
      { numRuns: name === "postgres" ? 8 : 2, seed: 20261121 },
    );
    expect(compared).toBeGreaterThan(member.roles.length ? 20 : 0);
  });

  it("keeps its contract, packs what it says, and of an event that changes nothing shown says nothing", async () => {
    const told = await replay(601, now - 30 * day, now, emptyFilter);
    expectContract(Replay, told);
    const { row, at } = told.events;
    expect(row.length).toBeGreaterThan(500);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(at.every((one) => one > now - 30 * day && one <= now)).toBe(true);
    const appeals = town.problems.flatMap((p) => p.events).filter(({ act }) => act === "appeal");
    expect(appeals.length).toBeGreaterThan(50);
    const seen = new Map<number, string>();
    row.forEach((one, i) => {
      const look = [told.events.state[i], told.events.unit[i], told.events.due[i], told.events.nearlyDue[i], told.events.closed[i]].join();
      expect(seen.get(one) ?? [told.state[one], told.unit[one], told.due[one], told.nearlyDue[one], told.closed[one]].join()).not.toBe(
        look,
      );
      seen.set(one, look);
    });
  });

  it("refuses what speaks of a moment, a stretch the wrong way round, and one that is too long, by name", async () => {
    const stretch = { from: iso(now - day), to: iso(now) };
    const refused = async (parameters: Record<string, string>) => {
      const reply = await app.inject({ url: address("/api/problems/replay", parameters), headers: { cookie: cookies.get(601) ?? "" } });
      expect(reply.statusCode).toBe(400);
      return reply.json<{ parameter: string; detail_zh: string }>();
    };
    for (const [parameter, value] of [
      ["status", "open"],
      ["unit", "11"],
      ["found", "7d"],
      ["closed", "7d"],
      ["during", "2026-11-01.."],
      ["at", iso(now)],
    ] as const) {
      const told = await refused({ ...stretch, [parameter]: value });
      expect([told.parameter, told.detail_zh]).toEqual([parameter, expect.stringContaining("页面")]);
    }
    expect(await refused({ from: iso(now), to: iso(now - 60) })).toMatchObject({ parameter: "to" });
    expect((await refused({ from: iso(now - 401 * day), to: iso(now) })).detail_zh).toContain("400 天");
    expect((await refused({ from: iso(now - 5) })).parameter).toBe("to");
    expect((await refused({ ...stretch, category: "9999" })).parameter).toBe("category");
  });

  it("events out of the order of their times, within a second, and before the finding: the same as the filter's moment", async () => {
    const db: Db = await fresh();
    const found = clock - 10 * day * 1000;
    const at = [0, 3_600_000, 1_800_000, 7_200_000.5, 7_200_900, -60_000];
    const states = ["reported", "verifying", "filed", "dispatched", "handling", "returned"] as const;
    const first = town.problems[0] as (typeof town.problems)[number];
    const event = first.events[0] as (typeof first.events)[number];
    const problem = { ...first, found, events: [event] };
    await loadTown({ ...town, problems: [problem] })(db);
    await db.tx(async (tx) => {
      await tx.script("alter table problem_event disable trigger problem_event_no_removal");
      await tx.query(sql`delete from problem_event`);
      for (const [i, state] of states.entries())
        await tx.query(sql`insert into problem_event (problem_id, seq, act, at, state_after)
          values (${first.id}::bigint, ${i + 1}::int, 'report', to_timestamp(${(found + (at[i] as number)) / 1000}::float8), ${state}::text)`);
    });
    const here = await appOn(db);
    const [from, to] = [found / 1000 - day, found / 1000 + day];
    const fold = new Fold((await here.inject(address("/api/problems/replay", { from: iso(from), to: iso(to) }))).json<Told>());
    for (const after of [-3600, -60, -1, 0, 1, 1799, 1800, 3600, 7199, 7200, 7201, 7202, day]) {
      const unix = found / 1000 + after;
      const { rows } = (await here.inject(address("/api/problems", { at: iso(unix) }))).json<ProblemList>();
      expect([after, ...rowsOf(fold.at(unix)).values()]).toEqual([after, ...rows.map((row) => [row.state, row.unit ?? 0, 0])]);
    }
    await here.close();
    await db.close();
  });
});

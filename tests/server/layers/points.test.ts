/** Every problem as a point: against a plain evaluation of the filter, for each caller; never stale; refused by name. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import { columnsMedia, unpackColumns } from "../../../server/contract/columns.ts";
import { encodeShape } from "../../../server/contract/draw.ts";
import { formatFilter } from "../../../server/contract/filter.ts";
import { statusOf } from "../../../server/contract/status.ts";
import { type ProblemState, statusOrder } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate } from "../filter/naive.ts";
import { appOn } from "../http/asked.ts";
import { handlers, loadPeopled, type Member, staff, peopledTown as town } from "../questions/peopled.ts";
import { categories, clock, units } from "../questions/town.ts";

const world = worldOf(town, { clock, units, people: handlers, categories: categories.map((c) => c.code) });

interface Head {
  readonly revision: number;
  readonly count: number;
  readonly total: number;
}

async function pointsOf(app: FastifyInstance, cookie: string, query = "") {
  const reply = await app.inject({ url: `/api/layers/points?${query}`, headers: { cookie, "accept-encoding": "identity" } });
  expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
  expect(reply.headers["content-type"]).toBe(columnsMedia);
  const { head, columns } = unpackColumns<Head>(new Uint8Array(reply.rawPayload).buffer);
  const [id, lon, lat, rank] = ["id", "lon", "lat", "rank"].map((name) => Array.from(columns[name] ?? []));
  return { ...head, etag: String(reply.headers.etag), id: id ?? [], lon: lon ?? [], lat: lat ?? [], rank: rank ?? [] };
}

describe.each(databases())("points on $name", ({ name, fixture, fresh }) => {
  let app: FastifyInstance;
  const cookies = new Map<number, string>();
  beforeAll(async () => {
    const db = await fixture("peopled", loadPeopled);
    app = await appOn(db, { demo: false });
    for (const { id } of staff) cookies.set(id, await cookieOf(db, id));
  });
  afterAll(() => app.close());

  it.each(staff.slice(0, 5))("are what the filter means to $id, each once, where it is and as it stands", async (member: Member) => {
    const rows = new Map(town.problems.map((p) => [p.id, p]));
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter(world), async (any) => {
        const filter = { ...any, at: null };
        const query = new URLSearchParams([...formatFilter(filter)] as [string, string][]);
        const points = await pointsOf(app, cookies.get(member.id) ?? "", `${query}`);
        const expected = evaluate(town, filter, member.sees);
        expect([...points.id].sort((a, b) => a - b)).toEqual(expected.map((p) => p.id).sort((a, b) => a - b));
        expect([points.count, points.total]).toEqual([expected.length, expected.length]);
        for (const [i, id] of points.id.entries()) {
          const p = rows.get(id) as (typeof town.problems)[number];
          const last = p.events.at(-1);
          const status = statusOf(last?.state as ProblemState, last?.nearlyDue ?? null, last?.deadline ?? null, clock);
          expect(statusOrder[points.rank[i] as number], String(id)).toBe(status);
          // What lies half-way between two millionths is rounded either way.
          for (const [degrees, micro] of [
            [p.at[0], points.lon[i]],
            [p.at[1], points.lat[i]],
          ] as const)
            expect(Math.abs(degrees * 1e6 - (micro ?? 0))).toBeLessThan(0.5001);
        }
        seen += points.count;
      }),
      { numRuns: name === "postgres" ? 20 : 8, seed: 20261123 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  it("are another body after a change, and 304 before it", async () => {
    const db = await fresh();
    await loadPeopled(db);
    const own = await appOn(db);
    const before = await pointsOf(own, "", "status=open");
    const again = () => own.inject({ url: "/api/layers/points?status=open", headers: { "if-none-match": before.etag } });
    expect((await again()).statusCode).toBe(304);
    await db.tx(async (tx) => {
      await tx.query(sql`update problem set state = 'closed', closed_at = clock() where id = ${before.id[0] ?? 0}::bigint`);
      await tx.query(moved("problems"));
    });
    expect((await again()).statusCode).toBe(200);
    const after = await pointsOf(own, "", "status=open");
    expect(new Set(after.id)).toEqual(new Set(before.id.slice(1)));
    await own.close();
    await db.close();
  });

  it("of a filter that names a private shape are its owner's alone, and another body when the shape is another", async () => {
    const db = await fresh();
    await loadPeopled(db);
    const own = await appOn(db, { demo: false });
    const [owner, other] = await Promise.all([makePerson(db, { roles: ["leader"] }), makePerson(db, { roles: ["leader"] })]);
    const [mine, theirs] = await Promise.all([cookieOf(db, owner), cookieOf(db, other)]);
    const square = (half: number) =>
      encodeShape({
        kind: "area",
        points: [
          [119.05 - half, 33.5 - half],
          [119.05 + half, 33.5 - half],
          [119.05 + half, 33.6 + half],
          [119.05 - half, 33.6 + half],
        ],
      });
    const post = (url: string, payload: object) => own.inject({ method: "POST", url, headers: { cookie: mine }, payload });
    const made = await post("/api/shapes", { name: "巡查片", definition: `draw/${square(0.05)}`, share: "mine" });
    expect(made.statusCode, made.body).toBe(200);
    const { id } = made.json<{ id: number }>();
    const query = `geo=inside:shape/${id}`;
    const before = await pointsOf(own, mine, query);
    expect(before.count).toBeGreaterThan(0);
    for (let round = 0; round < 2; round++) {
      const reply = await own.inject({ url: `/api/layers/points?${query}`, headers: { cookie: theirs } });
      expect([reply.statusCode, reply.json().parameter]).toEqual([400, "geo"]);
    }
    const changed = await post(`/api/shapes/${id}`, { name: "巡查片", definition: `draw/${square(0.001)}`, share: "mine" });
    expect(changed.statusCode, changed.body).toBe(200);
    expect((await pointsOf(own, mine, query)).count).toBeLessThan(before.count);
    await own.close();
    await db.close();
  });

  it("refuse what is no filter by its name", async () => {
    const reply = await app.inject({ url: "/api/layers/points?status=gone", headers: { cookie: cookies.get(601) ?? "" } });
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, "status"]);
  });
});

/** The grid: every problem in one square, open ones told apart, the same in both forms; and what is refused. */
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { columnsMedia, unpackColumns } from "../../../server/contract/columns.ts";
import { emptyFilter, type Filter, formatFilter } from "../../../server/contract/filter.ts";
import type { ProblemGrid } from "../../../server/contract/types.ts";
import { endStates } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { problemGrid } from "../../../server/layers/tiles/problemGrid.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf } from "../../support/people.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate } from "../filter/naive.ts";
import { appOn } from "../http/asked.ts";
import { handlers, loadPeopled, type Member, peopledTown as peopled, staff } from "../questions/peopled.ts";
import { categories, clock, type TownProblem, units } from "../questions/town.ts";
import { eventAt, grouped, part } from "./tileOracle.ts";

const world = worldOf(peopled, { clock, units, people: handlers, categories: categories.map((c) => c.code) });
const queryOf = (filter: Filter): string => new URLSearchParams(formatFilter(filter) as [string, string][]).toString();
const leader = staff[0] as Member;
const sum = (list: Iterable<number>): number => [...list].reduce((all, one) => all + one, 0);
/** The town's middle. */
const centre = 33.54;
const ended: readonly string[] = endStates;

/** Side of a cell in parts of the world: whole units of 2^-30. */
const sideOf = (cell_m: number): number =>
  Math.round((cell_m * 2 ** 30) / (40_075_016.6855784 * Math.cos((centre * Math.PI) / 180))) / 2 ** 30;

describe.each(databases())("the grid on $name", ({ name, fixture, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  const cookies = new Map<number, string>();
  beforeAll(async () => {
    db = await fixture("peopled", loadPeopled);
    app = await appOn(db, { demo: false });
    for (const { id } of staff) cookies.set(id, await cookieOf(db, id));
  });
  const get = (id: number, query: string, accept = "application/json") =>
    app.inject({ url: `/api/problems/grid?${query}`, headers: { cookie: cookies.get(id) ?? "", accept } });

  it.each(staff)("holds each problem of $id once, by plain arithmetic", { timeout: 60_000 }, async ({ id, sees }) => {
    await fc.assert(
      fc.asyncProperty(anyFilter(world), fc.integer({ min: 50, max: 5000 }), async (filter, cell) => {
        const problems = evaluate(peopled, filter, sees);
        const at = filter.at === null ? null : Date.parse(filter.at);
        const reply = await get(id, `cell=${cell}&${queryOf(filter)}`);
        expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
        const { count, total, lon, lat, n, open, cell_m } = reply.json<ProblemGrid>();
        expect([cell_m, total, sum(n)]).toEqual([cell, problems.length, problems.length]);
        const isOpen = (p: TownProblem) => !ended.includes(eventAt(p, at).state);
        expect(sum(open)).toBe(problems.filter(isOpen).length);
        const side = sideOf(cell);
        const key = (point: readonly [number, number]) => {
          const [u, v] = part(point);
          return `${Math.floor(u / side)},${Math.floor(v / side)}`;
        };
        const cells = grouped(problems, (p) => key(p.at));
        expect(count).toBe(cells.size);
        for (let i = 0; i < count; i++) {
          const members = cells.get(key([(lon[i] as number) / 1e6, (lat[i] as number) / 1e6])) ?? [];
          expect([n[i], open[i]]).toEqual([members.length, members.filter(isOpen).length]);
        }
      }),
      { numRuns: name === "postgres" ? 25 : 10, seed: 20261122 + id },
    );
  });

  it("is the same as typed arrays, each form under its own tag", async () => {
    const [text, bytes] = [await get(leader.id, "cell=300"), await get(leader.id, "cell=300", columnsMedia)];
    expect([text.headers["content-type"], bytes.headers["content-type"]]).toEqual([
      expect.stringContaining("application/json"),
      columnsMedia,
    ]);
    expect(text.headers.etag).not.toBe(bytes.headers.etag);
    const { head, columns } = unpackColumns<Record<string, unknown>>(new Uint8Array(bytes.rawPayload).buffer);
    const plain = Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, [...values]]));
    expect({ ...head, ...plain }).toEqual(text.json());
    const again = await app.inject({
      url: "/api/problems/grid?cell=300",
      headers: { cookie: cookies.get(leader.id) ?? "", "if-none-match": text.headers.etag as string },
    });
    expect(again.statusCode).toBe(304);
  });

  it("a change is in the next one", { timeout: 120_000 }, async () => {
    const own = await fresh();
    await loadPeopled(own);
    const ownApp = await appOn(own);
    const total = async () => (await ownApp.inject("/api/problems/grid?cell=5000&status=open")).json<ProblemGrid>().total;
    const before = await total();
    expect(before).toBe(evaluate(peopled, { ...emptyFilter, status: ["open"] }).length);
    await own.query(sql`update problem set state = 'closed' where id = (select min(id) from problem where is_open)`);
    await own.query(sql`update layer_revision set revision = revision + 1 where layer = 'problems'`);
    expect(await total()).toBe(before - 1);
    await ownApp.close();
    await own.close();
  });

  it("names a width that works when there would be too many cells", async () => {
    const few = problemGrid(40);
    const ask = (cell: number) => ({
      ...{
        caller: { kind: "demo", personId: null, roles: new Set(["leader"]), zone: null, units: [] },
        filter: emptyFilter,
        given: { cell },
      },
      ...{ header: () => undefined, standing: () => ({ status: "ready", db }) },
      now: () => ({ clock: new Date(clock), day: "2026-11-21", minute: 0, district: "town", revisions: new Map([["problems", 1]]) }),
    });
    const error = await few.handle(ask(50) as never).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ parameter: "cell", value: "50" });
    const wider = Number(/take (\d+) m/.exec((error as Error).message)?.[1]);
    expect(await few.handle(ask(wider) as never)).toMatchObject({ status: 200 });
    await expect(few.handle(ask(wider / 2) as never)).rejects.toMatchObject({ parameter: "cell" });
  });

  it.each(["cell=49", "cell=5001", "cell=1e3", "cell=", "cell=100&cell=200", "cell=12.5"])("refuses %s, naming cell", async (query) => {
    const reply = await get(leader.id, query);
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, "cell"]);
  });
});

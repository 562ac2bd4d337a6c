/** Everybody sees their own part and no more: each question of each caller against a plain evaluation of what they may see. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeShape } from "../../../server/contract/draw.ts";
import { emptyFilter, formatFilter } from "../../../server/contract/filter.ts";
import type {
  CountAnswer,
  NearAnswer,
  Performance,
  ProblemList,
  ProblemsLayer,
  SearchAnswer,
  SiteDetail,
} from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, cookieOfDevice } from "../../support/people.ts";
import { anyFilter, worldOf } from "../filter/arbitrary.ts";
import { evaluate } from "../filter/naive.ts";
import { address, appOn } from "../http/asked.ts";
import { distance } from "./oracle.ts";
import { handlers, loadPeopled, type Member, peopledTown, staff } from "./peopled.ts";
import { categories, clock, units } from "./town.ts";

const world = worldOf(peopledTown, { clock, units, people: handlers, categories: categories.map((c) => c.code) });
const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map((row) => row.id);
/** Everything of the district, as a drawing. */
const everywhere = encodeShape({
  kind: "area",
  points: [
    [118.9, 33.4],
    [119.2, 33.4],
    [119.2, 33.7],
    [118.9, 33.7],
  ],
});

describe.each(databases())("own areas on $name", ({ name, fixture, fresh }) => {
  let db: Db;
  let app: FastifyInstance;
  const cookies = new Map<number, string>();
  beforeAll(async () => {
    db = await fixture("peopled", loadPeopled);
    app = await appOn(db, { demo: false });
    for (const { id } of staff) cookies.set(id, await cookieOf(db, id));
  });
  const get = (id: number, url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { cookie: cookies.get(id) ?? "", ...headers } });
  async function ask<T>(id: number, path: string, parameters: Record<string, string | string[]> = {}): Promise<T> {
    const reply = await get(id, address(path, parameters));
    expect(reply.statusCode, `${path} for ${id}: ${reply.body.slice(0, 300)}`).toBe(200);
    return reply.json<T>();
  }
  const seenBy = ({ sees }: Member) => evaluate(peopledTown, emptyFilter, sees);

  it("the parts are parts: none is empty, none but the district's holds all, and two zones share nothing", () => {
    const parts = new Map(staff.map((member) => [member.id, idsOf(seenBy(member))]));
    for (const { id } of staff) {
      const { length } = parts.get(id) ?? [];
      expect(length, String(id)).toBeGreaterThan(5);
      if ([601, 607, 608].includes(id)) expect(length).toBe(peopledTown.problems.length);
      else expect(length).toBeLessThan(peopledTown.problems.length / 2);
    }
    expect(parts.get(602)?.filter((id) => parts.get(603)?.includes(id))).toEqual([]);
  });

  it.each(staff)("list, count, near and figures of $id, whatever is asked", { timeout: 180_000 }, async (member) => {
    const school = peopledTown.sites.filter((s) => s.type === "school");
    await fc.assert(
      fc.asyncProperty(anyFilter(world), async (filter) => {
        const pairs = formatFilter(filter);
        const query = new URLSearchParams(pairs as [string, string][]).toString();
        const expected = evaluate(peopledTown, filter, member.sees);
        const list = await ask<ProblemList>(member.id, `/api/problems?ids=1&limit=500&sort=id&${query}`);
        expect(list.ids).toEqual(idsOf(expected));
        expect(idsOf(list.rows)).toEqual(idsOf(expected).slice(0, 500));
        const count = await ask<CountAnswer>(member.id, `/api/problems/count?by=state,siteType&${query}`);
        expect(count.total).toBe(expected.length);
        const found = expected.filter((p) => school.some((s) => s.id === p.site));
        expect(count.by.siteType?.find((f) => f.key === "school")?.count ?? 0).toBe(found.length);
        const around = expected.filter((p) => school.some((s) => distance(p.at, s.geometry) <= 500));
        const near = await ask<NearAnswer>(member.id, `/api/problems/near?of=school&ids=1&${query}`);
        expect(near.ids).toEqual(idsOf(around));
        for (const site of school) {
          const own = around.filter((p) => distance(p.at, site.geometry) <= 500).length;
          expect(near.anchors.find((a) => a.id === site.id)?.count).toBe(own);
        }
        if (member.roles.length === 0 || filter.at !== null) return;
        const figures = await ask<Performance>(member.id, `/api/problems/performance?${query}`);
        expect(figures.all.total).toBe(expected.length);
      }),
      { numRuns: name === "postgres" ? 40 : 12, seed: 20261121 + member.id },
    );
  });

  it.each(staff)("the layer, a site's surroundings, the search and the export of $id", async (member) => {
    const own = seenBy(member);
    const layer = await ask<ProblemsLayer>(member.id, "/api/layers/problems");
    expect(Array.from(layer.id).sort((a, b) => a - b)).toEqual(idsOf(own));
    expect(layer.total).toBe(own.length);
    if (member.roles.length === 0) return;
    const site = peopledTown.sites.find((s) => s.type === "river") as (typeof peopledTown.sites)[number];
    const detail = await ask<SiteDetail>(member.id, `/api/sites/${site.id}`);
    expect(detail.near.total).toBe(own.filter((p) => distance(p.at, site.geometry) <= 500).length);
    for (const p of peopledTown.problems.slice(0, 40)) {
      const { hits } = await ask<SearchAnswer>(member.id, "/api/search", { q: p.code });
      const found = hits.some((hit) => hit.kind === "problem" && hit.id === p.id);
      expect(found, `${p.code} for ${member.id}`).toBe(own.includes(p));
      const said = await ask<SearchAnswer>(member.id, "/api/search", { q: p.title });
      expect(said.hits.filter((hit) => hit.kind === "problem").every((hit) => own.some((one) => one.id === hit.id))).toBe(true);
    }
    const reply = await get(member.id, `/api/problems/export.csv?geo=inside:draw/${everywhere}`);
    const rows = (parse(reply.body, { bom: true, relax_column_count: true }) as string[][]).slice(2);
    const codes = (list: readonly string[]) => list.toSorted();
    expect(codes(rows.map((row) => row[0] as string))).toEqual(codes(own.map((p) => p.code)));
  });

  it("a tag of one area is not another's, whoever asks at that browser next", async () => {
    const [first, second] = [602, 603];
    const tags = new Map<string, number>();
    for (const { id } of staff) {
      const reply = await get(id, "/api/layers/problems");
      expect([reply.headers["cache-control"], reply.headers.vary]).toEqual(["no-cache, private", expect.stringContaining("cookie")]);
      tags.set(reply.headers.etag as string, id);
    }
    // Three of the staff see the whole district: they share its body; nobody else shares one.
    expect(tags.size).toBe(staff.length - 2);
    const mine = await get(first, "/api/layers/problems");
    const etag = mine.headers.etag as string;
    expect((await get(first, "/api/layers/problems", { "if-none-match": etag })).statusCode).toBe(304);
    const theirs = await get(second, "/api/layers/problems", { "if-none-match": etag });
    expect([theirs.statusCode, theirs.body === mine.body]).toEqual([200, false]);
    for (const layer of ["sites", "zones", "base"]) {
      const [a, b] = [await get(first, `/api/layers/${layer}`), await get(second, `/api/layers/${layer}`)];
      expect([a.headers.etag, a.body]).toEqual([b.headers.etag, b.body]);
    }
  });

  it("bodies of many areas are kept beside each other, sixteen of them", async () => {
    const own = await fresh();
    await loadPeopled(own);
    let made = 0;
    const counting = new Proxy(own, {
      get(target, member) {
        const value = Reflect.get(target, member, target);
        if (member !== "query") return typeof value === "function" ? value.bind(target) : value;
        return (...args: Parameters<Db["query"]>) => {
          if (args[0].texts.join("").includes("string_agg")) made++;
          return target.query(...args);
        };
      },
    });
    const counted = await appOn(counting, { demo: false });
    const people = await own.query<{ id: number }>(sql`insert into person (external_id, name, roles, zone_id, password_hash)
      select 'z' || id, '网格' || id, '{inspector}', id, '-' from zone where level = 3 order by id limit 17 returning id`);
    const crowd = await Promise.all(people.map(({ id }) => cookieOf(own, id)));
    const askAll = async (list: readonly string[]) => {
      for (const cookie of list) expect((await counted.inject({ url: "/api/layers/problems", headers: { cookie } })).statusCode).toBe(200);
    };
    await askAll(crowd.slice(0, 16));
    expect(made).toBe(16);
    await askAll(crowd.slice(0, 16));
    expect(made, "all sixteen from memory").toBe(16);
    await askAll(crowd.slice(16));
    expect(made).toBe(17);
    await askAll(crowd.slice(1));
    expect(made, "only the one that was not asked for longest is gone").toBe(17);
    await counted.close();
    await own.close();
  });

  it("a wall reads layers and figures, and takes no file, card or search", async () => {
    const cookie = await cookieOfDevice(db, `wall-${name}`);
    const status = async (url: string) => (await app.inject({ url, headers: { cookie } })).statusCode;
    for (const url of ["/api/district", "/api/layers/problems", "/api/problems", "/api/problems/count", "/api/problems/near?of=market"])
      expect(await status(url), url).toBe(200);
    for (const url of ["/api/problems/export.csv", "/api/problems/export.geojson", "/api/search?q=c1", "/api/sites/1001"])
      expect(await status(url), url).toBe(403);
    const layer = await app.inject({ url: "/api/layers/problems", headers: { cookie } });
    expect(layer.json<ProblemsLayer>().total).toBe(peopledTown.problems.length);
  });

  it("nobody gets nothing but the server's health", async () => {
    for (const url of [
      "/api/district",
      "/api/layers/base",
      "/api/layers/problems",
      "/api/problems",
      "/api/search?q=a",
      "/api/problems/performance",
    ])
      expect((await app.inject(url)).statusCode, url).toBe(401);
    expect((await app.inject("/api/health")).statusCode).toBe(200);
  });
});

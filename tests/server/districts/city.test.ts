/** A city over two districts: it sees both, each thing once, writes only its own, and its pages are told what changes below it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moved } from "../../../server/ask/revision.ts";
import { personRoles } from "../../../server/contract/vocabulary.ts";
import { sql } from "../../../server/db/sql.ts";
import { hearBelow } from "../../../server/live/below.ts";
import { adminUrl } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { ask, listedRoutes } from "../http/asked.ts";
import { askOf } from "./asks.ts";
import { type Member, makeProvince, type Province } from "./province.ts";
import { sumsOf } from "./sums.ts";

type Json = Record<string, unknown>;

describe.runIf(adminUrl() !== null)("a city over two districts", () => {
  let province: Province;
  let both: readonly Member[];
  let person: number;
  let cookie: string;
  beforeAll(async () => {
    province = await makeProvince();
    both = [province.east, province.west];
    await hearBelow(province.city.db);
    person = await makePerson(province.city.db, { roles: [...personRoles] });
    cookie = await cookieOf(province.city.db, person);
  }, 120_000);
  afterAll(() => province?.close());

  const ofCity = async <T = Json>(url: string): Promise<T> => {
    const reply = await ask(province.city.app, { url, headers: { cookie } });
    expect(reply.statusCode, `${url}: ${reply.body}`).toBe(200);
    return reply.json() as T;
  };
  const of = async <T = Json>({ app, cookie: own }: Member, url: string): Promise<T> =>
    (await ask(app, { url, headers: { cookie: own } })).json() as T;

  it.each([
    ["/api/problems?ids=1", "total"],
    ["/api/problems/grid?cell=500", "total"],
    ["/api/problems/facets?by=status,category,major,siteType,day", "total"],
    ["/api/problems/count?by=status,category,major,siteType,source,day", "total"],
    ["/api/problems/near?of=market&within=500", "total"],
    ["/api/problems/clusters?within=150&least=3", "total"],
    ["/api/problems/hotSpots?cell=1000", "problems"],
    ["/api/problems/features?bbox=118,33,120,34", "numberMatched"],
    ["/api/layers/problems", "id"],
    ["/api/layers/sites", "count"],
    ["/api/layers/zones", "count"],
  ])("%s counts what both count, each once", async (url, figure) => {
    const [a, b] = await Promise.all(both.map((one) => of(one, url)));
    const count = (body: Json | undefined): number => (Array.isArray(body?.[figure]) ? body[figure].length : Number(body?.[figure]));
    expect(count(a)).toBeGreaterThan(0);
    expect(count(await ofCity(url))).toBe(count(a) + count(b));
  });

  it("counts by what both have: one line a code, its figure the sum", async () => {
    type Count = { by: Record<string, { key: string; count: number }[]> };
    const { by } = await ofCity<Count>("/api/problems/count?by=status,category,major,source,siteType");
    for (const [name, rows] of Object.entries(by)) {
      expect([name, rows.map(({ key }) => key)]).toEqual([name, [...new Set(rows.map(({ key }) => key))]]);
      // One that is open in each, and one in the archive.
      if (name !== "status") expect([name, rows.reduce((sum, { count }) => sum + count, 0)]).toEqual([name, 4]);
    }
  });

  it("lists what both have, with its own words for codes and theirs for places", async () => {
    const { rows } = await ofCity<{ rows: { id: number; code: string }[] }>("/api/problems");
    expect(rows.map(({ id }) => id).toSorted()).toEqual(both.flatMap(({ things }) => [things.problem, things.problem + 1]).toSorted());
    type District = { code: string; categories: { code: string }[]; units: { id: number }[]; zones: { id: number }[]; siteCounts: Json };
    const district = await ofCity<District>("/api/district");
    expect(district.code).toBe("city");
    expect(district.categories.map(({ code }) => code)).toEqual(["01", "0101"]);
    expect(district.units.map(({ id }) => id)).toEqual(both.map(({ things }) => things.unit));
    expect(district.zones.map(({ id }) => id)).toEqual(both.map(({ things }) => things.zone));
    expect(district.siteCounts).toEqual({ market: 2 });
    for (const { things, mark } of both) {
      const detail = JSON.stringify(await ofCity(`/api/problems/${things.problem}`));
      expect(detail).toContain(`题${mark}`);
      expect(detail).toContain(`街${mark}`);
      const found = await ofCity<{ hits: { id: number }[] }>(`/api/search?q=${mark}`);
      expect(found.hits.map(({ id }) => id)).toContain(things.problem);
    }
  });

  it("reads nothing of their people, sessions, keys, logs of acts and settings", async () => {
    for (const url of [
      "/api/people",
      "/api/devices",
      "/api/audit",
      "/api/robots",
      "/api/messages",
      "/api/walls",
      "/api/views",
      "/api/notices",
      "/api/imports",
    ]) {
      const text = JSON.stringify(await ofCity(url));
      for (const { mark } of both) expect([url, text.includes(mark)]).toEqual([url, false]);
    }
    // A session of a district's is nothing to the city, and the other way round.
    for (const { cookie: theirs, app } of both) {
      expect((await ask(province.city.app, { url: "/api/problems", headers: { cookie: theirs } })).statusCode).toBe(401);
      expect((await ask(app, { url: "/api/problems", headers: { cookie } })).statusCode).toBe(401);
    }
    expect((await ask(province.east.app, { url: "/api/problems", headers: { cookie: province.west.cookie } })).statusCode).toBe(401);
  });

  it("writes nothing of theirs by any route", { timeout: 60_000 }, async () => {
    const before = [await sumsOf(province.owner, 1), await sumsOf(province.owner, 2)];
    for (const route of listedRoutes().filter(({ method }) => method === "POST")) {
      const { path, query, body } = askOf(route, { mark: province.east.mark, ...province.east.things });
      const own = await cookieOf(province.city.db, person);
      const reply = await ask(province.city.app, {
        ...{ method: "POST" as const, url: query ? `${path}?${query}` : path },
        headers: { cookie: own, ...(typeof body === "string" && { "content-type": "application/octet-stream" }) },
        ...(body !== undefined && { payload: body }),
      });
      expect([path, reply.statusCode < 500, reply.body]).toEqual([path, true, reply.body]);
    }
    expect([await sumsOf(province.owner, 1), await sumsOf(province.owner, 2)]).toEqual(before);
  });

  it("is told of what changes below it, and answers with it", async () => {
    const { east, city } = province;
    const list = (): Promise<{ headers: Record<string, unknown>; body: string }> =>
      ask(city.app, { url: "/api/layers/problems", headers: { cookie } });
    const was = await list();
    const [head] = await city.db.query<{ revision: number }>(sql`select revision from change_head`);
    expect(await hearBelow(city.db)).toBe(false);
    await east.db.tx(async (tx) => {
      await tx.query(sql`update problem set title = 'anew' where id = ${east.things.problem}::bigint`);
      await tx.query(moved("problems", [{ id: east.things.problem, unitBefore: null, personBefore: null, act: null }]));
    });
    expect(await hearBelow(city.db)).toBe(true);
    const now = await list();
    expect(now.headers.etag).not.toBe(was.headers.etag);
    expect(JSON.stringify(await ofCity("/api/problems"))).toContain("anew");
    const heard = await ask(city.app, { url: `/api/changes?since=${head?.revision}`, headers: { cookie } });
    expect(heard.body).toContain("event: change");
    expect(heard.body).toContain(`"id":${east.things.problem}`);
    expect(heard.body).not.toContain(`"id":${province.west.things.problem}`);
    expect(await hearBelow(city.db)).toBe(false);
  });

  it("takes what it missed for everything", async () => {
    const { west, city } = province;
    await west.db.tx((tx) => tx.query(moved("sites")));
    await west.db.query(sql`delete from change`);
    const [before] = await city.db.query<{ of: Json }>(sql`select jsonb_object_agg(layer, revision) as of from layer_revision`);
    expect(await hearBelow(city.db)).toBe(true);
    const [after] = await city.db.query<{ of: Json }>(sql`select jsonb_object_agg(layer, revision) as of from layer_revision`);
    const told = Object.keys(after?.of ?? {}).filter((layer) => after?.of[layer] !== before?.of[layer]);
    expect(told.toSorted()).toEqual(["base", "district", "problems", "sites", "zones"]);
  });
});

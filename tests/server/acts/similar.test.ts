/** "Has somebody found this already?" Held to distances by an independent library, and to what its categories' book says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Similar } from "../../../server/contract/streetSchemas.ts";
import type { ProblemDetail, Similar as Told } from "../../../server/contract/types.ts";
import { sql } from "../../../server/db/sql.ts";
import { databases } from "../../support/databases.ts";
import { expectContract } from "../http/contract.ts";
import { away, between } from "../questions/oracle.ts";
import { putPhoto, withdraw } from "./pictures.ts";
import { body, categories, loadPrecinct, march, Precinct, setClock, type Who, west } from "./precinct.ts";

/** mulberry32 */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe.each(databases())("finds that may be the same, on $name", ({ fresh }) => {
  let precinct: Precinct;
  const made: ProblemDetail[] = [];
  beforeAll(async () => {
    const db = await fresh();
    await loadPrecinct(db);
    precinct = await Precinct.open(db);
    await setClock(db, march("20T09:00"));
    const next = random(7);
    for (let i = 0; i < 80; i++) {
      const [lon, lat] = away([west.lon, west.lat], next() * 360, next() * 130);
      const category = next() < 0.7 ? categories.rubbish : categories.stalls;
      made.push(await precinct.report({ lon, lat, category, ago_s: Math.floor(next() * 29 * 86_400) }));
    }
  }, 60_000);
  afterAll(async () => {
    await precinct.app.close();
    await precinct.db.close();
  });
  const ask = (who: Who, category: string, at: { lon: number; lat: number }) =>
    precinct.get(who, `/api/problems/similar?category=${category}&lon=${at.lon}&lat=${at.lat}`);
  const similar = async (category: string = categories.rubbish, at = west, who: Who = "inspector"): Promise<Told> => {
    const answer = body<Told>(await ask(who, category, at));
    expectContract(Similar, answer);
    return answer;
  };
  const book = (radius_m: number, days: number) =>
    precinct.db.query(sql`update category set same_radius_m = ${radius_m}::float8, same_days = ${days}::float8 where code = '0103'`);

  it.each([
    [50, 30],
    [120, 30],
    [120, 7],
    [5, 1],
  ])("within %d m and %d days: those and no others, nearest first", async (radius_m, days) => {
    await book(radius_m, days);
    const answer = await similar();
    expect([answer.radius_m, answer.days]).toEqual([radius_m, days]);
    const after = march("20T09:00") - days * 86_400_000;
    const due = made
      .map((one) => ({
        id: one.id,
        category: one.category,
        found: Date.parse(one.found),
        m: between([west.lon, west.lat], [one.lon, one.lat]),
      }))
      .filter((one) => one.category === categories.rubbish && one.m <= radius_m && one.found >= after)
      .toSorted((a, b) => a.m - b.m)
      .slice(0, 20);
    expect(answer.rows.map(({ id }) => id)).toEqual(due.map(({ id }) => id));
    for (const [i, row] of answer.rows.entries()) expect(Math.abs(row.distance_m - (due[i]?.m ?? 0))).toBeLessThan(0.001);
    expect(answer.rows.length).toBeGreaterThan(radius_m > 5 ? 5 : -1);
  });

  it("every problem is its own nearest", async () => {
    await book(50, 30);
    const one = made.find(({ category }) => category === categories.rubbish) as ProblemDetail;
    expect((await similar(categories.rubbish, one)).rows[0]).toMatchObject({ id: one.id, distance_m: 0, meToo: 0, photo: null });
  });

  it("also what has ended lately, with how many saw it, and the first photo that can be shown", async () => {
    const spot = { lon: 119.015, lat: 33.515 };
    const closed = await precinct.report({ ...spot, fixed: true });
    const open = await precinct.report({ lon: spot.lon + 1e-5, lat: spot.lat });
    await precinct.post("leader", `/api/problems/${open.id}/meToo`, {});
    const put = (kind: "before" | "after", taken_min: number, state: "ready" | "uploading" = "ready") =>
      putPhoto(precinct.db, { by: "inspector", problem: open.id, kind, taken_min, state });
    await put("after", 90);
    await put("before", 80, "uploading");
    const [first, second] = [await put("before", 60), await put("before", 30)];
    const rows = async () =>
      (await similar(categories.rubbish, spot)).rows.map(({ id, state, meToo, photo }) => ({ id, state, meToo, photo }));
    const ended = { id: closed.id, state: "closed", meToo: 0, photo: null };
    expect(await rows()).toEqual([ended, { id: open.id, state: "reported", meToo: 1, photo: first }]);
    await withdraw(precinct.db, first);
    expect((await rows())[1]?.photo).toBe(second);
  });

  it("of the caller's area only", async () => {
    expect((await similar(categories.rubbish, west, "westDispatcher")).rows.length).toBeGreaterThan(3);
    expect((await similar(categories.rubbish, west, "eastInspector")).rows).toEqual([]);
    expect((await similar(categories.rubbish, west, "crewHandler")).rows).toEqual([]);
    for (const who of ["planner", "auditor", "administrator", "security"] as const)
      expect([who, (await ask(who, categories.rubbish, west)).statusCode]).toEqual([who, 403]);
  });

  it("what cannot be read or is not there is refused by its name", async () => {
    const named = async (query: string) => {
      const reply = await precinct.get("inspector", `/api/problems/similar?${query}`);
      return [reply.statusCode, reply.json().parameter];
    };
    expect(await named("category=9999&lon=119&lat=33")).toEqual([400, "category"]);
    expect(await named("lon=119&lat=33")).toEqual([400, "category"]);
    expect(await named("category=0103&lon=x&lat=33")).toEqual([400, "lon"]);
    expect(await named("category=0103&lon=119&lat=91")).toEqual([400, "lat"]);
    expect(await named("category=0103&lon=119&lat=33&within=1")).toEqual([400, "within"]);
  });

  it("stands on the index of places", async () => {
    await precinct.db.query(sql`insert into problem (layer, external_id, category, title, source, found_at, state, geom)
      select 'many', i::text, '0103', 'x', 'patrol', clock(), 'reported', ST_Point(119 + (i % 200) * 0.0003, 33.5 + (i / 200) * 0.0003, 4326) from generate_series(1, 20000) i`);
    await precinct.db.query(sql`analyze problem`);
    const plan = await precinct.db.query<{ "QUERY PLAN": string }>(sql`explain select p.id from problem p where p.category = '0103'
      and ST_DWithin(p.geog, ST_Point(119.01::float8, 33.51::float8, 4326)::geography, 50::float8)`);
    expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/problem_open_geog/);
  });
});

/** The made-up district is brought up to today; a real city and a snapshot are never moved. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { rollMadeUp } from "../../../server/import/roll.ts";
import { databases } from "../../support/databases.ts";
import { cookieOf, makePerson } from "../../support/people.ts";
import { harness, importDb } from "./harness.ts";
import { smallManifest } from "./smallCity.ts";

describe.each(databases())("a made-up district on $name", (engine) => {
  let db: Db;
  beforeAll(async () => {
    db = await importDb(engine);
  });
  const { anew, whole } = harness(() => db);
  const times = () =>
    db.query<Record<string, Date | null>>(sql`
      select p.found_at, p.deadline_at, p.nearly_due_at, p.closed_at, e.at, e.deadline_after
      from problem p join problem_event e on e.problem_id = p.id order by p.id, e.seq`);
  /** A made-up city whose clock runs and whose data ended so many hours ago. */
  const ended = async (hours: number) => {
    await anew({}, { ...smallManifest(), madeUp: true, rolling: true });
    await db.query(sql`update district set data_as_of = now() - make_interval(hours => ${hours}::int)`);
  };

  it("moves every time by the whole days it is behind, and no further", async () => {
    await ended(3 * 24 + 5);
    const before = await times();
    expect(await rollMadeUp(db)).toBe(3);
    const moved = before.map((row) =>
      Object.fromEntries(Object.entries(row).map(([k, t]) => [k, t && new Date(t.getTime() + 3 * 86_400_000)])),
    );
    expect(await times()).toEqual(moved);
    expect(await rollMadeUp(db)).toBe(0);
  });

  it("its clock runs on from where its data ends", async () => {
    await ended(30);
    await rollMadeUp(db);
    const [row] = await db.query<{ behind_s: number }>(
      sql`select extract(epoch from clock() - data_as_of)::float8 as behind_s from district`,
    );
    expect(row?.behind_s).toBeGreaterThanOrEqual(0);
    expect(row?.behind_s).toBeLessThan(60);
    await db.query(sql`update district set clock_set_at = clock_set_at - interval '2 hours'`);
    const [later] = await db.query<{ h: number }>(
      sql`select round(extract(epoch from clock() - data_as_of) / 3600)::int as h from district`,
    );
    expect(later?.h).toBe(2);
  });

  it("leaves time alone while somebody looks at it in another process, of two that start at once moves it once", async () => {
    await ended(2 * 24 + 5);
    await rollMadeUp(db);
    await db.query(
      sql`update district set clock_set_at = clock_set_at - interval '30 hours', data_as_of = data_as_of - interval '24 hours'`,
    );
    const stands = async () => (await db.query(sql`select data_as_of, clock_set_at from district`))[0];
    const before = await stands();
    await cookieOf(db, await makePerson(db, { roles: ["leader"] }));
    expect([await rollMadeUp(db), await stands()]).toEqual([0, before]);
    await db.query(sql`update session set seen_at = now() - interval '4 minutes'`);
    const moved = await Promise.all([rollMadeUp(db), rollMadeUp(db)]);
    expect(moved.toSorted()).toEqual([0, 1]);
  });

  it("leaves the log append-only, and tells by the revision that problems moved", async () => {
    await ended(30);
    const revision = async () =>
      (await db.query<{ revision: number }>(sql`select revision from layer_revision where layer = 'problems'`))[0]?.revision;
    const before = await revision();
    await rollMadeUp(db);
    expect(await db.query(sql`select layer, whole from change where revision > ${before ?? 0}::bigint order by revision`)).toEqual([
      { layer: "district", whole: true },
      { layer: "problems", whole: true },
    ]);
    expect(await db.query(sql`select revision from change_head`)).toEqual([{ revision: await revision() }]);
    await expect(db.query(sql`update problem_event set note = 'x'`)).rejects.toThrow(/append-only/);
  });

  it.each([
    ["a real city", { madeUp: false, rolling: true }],
    ["a snapshot", { madeUp: true, rolling: false }],
  ])("never moves %s", async (_what, change) => {
    await anew({}, { ...smallManifest(), ...change });
    await db.query(sql`update district set data_as_of = now() - interval '9 days'`);
    const before = await whole();
    expect(await rollMadeUp(db)).toBe(0);
    expect(await whole()).toBe(before);
  });
});

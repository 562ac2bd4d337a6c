/** Districts made, filled, replaced and removed in one database: each time the others' rows are as they were. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Db, Unsuitable } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { allDistricts } from "../../../server/district/allDistricts.ts";
import { dropDistrict } from "../../../server/district/dropDistrict.ts";
import { makeDistrict } from "../../../server/district/make.ts";
import { importBundle } from "../../../server/import/bundle.ts";
import { rollMadeUp } from "../../../server/import/roll.ts";
import { adminUrl, asAdmin, createDatabase, freshDb } from "../../support/databases.ts";
import { smallCity, smallManifest } from "../import/smallCity.ts";
import { sumsOf } from "./sums.ts";

const now = new Date("2026-11-22T12:00:00+08:00");
const city = (code: string, more: object = {}) => smallCity({}, { ...smallManifest(), code, ...more });

describe.runIf(adminUrl() !== null)("districts in one database", () => {
  let owner: Db;
  let url: string;
  const open: Db[] = [];
  beforeAll(async () => {
    url = await createDatabase();
    owner = await openDatabase({ databaseUrl: url, dataFolder: null });
  });
  afterAll(async () => {
    for (const db of open) await db.close();
    await owner.close();
  });
  const as = async (code: string): Promise<Db> => {
    const { role, password } = await makeDistrict(owner, code);
    const own = new URL(url);
    own.username = role;
    own.password = password;
    const db = await openDatabase({ databaseUrl: own.href, dataFolder: null });
    open.push(db);
    return db;
  };
  const counts = async (db: Db) =>
    (
      await db.query(sql`select (select count(*)::int from problem) as problems, (select count(*)::int from problem_event) as events,
      (select count(*)::int from zone) as zones, (select count(*)::int from unit) as units, (select code from district) as code`)
    )[0];

  it("one that the owner served alone keeps all when it gets its role", async () => {
    await importBundle(owner, city("first"), { now });
    const before = await counts(owner);
    const first = await as("first");
    expect(await counts(first)).toEqual(before);
    await expect(makeDistrict(owner, "first")).rejects.toThrow(/There is a district first already/);
  });

  it("a second one loads the same numbers, codes and days beside it; a third of the same is told apart by its role alone", async () => {
    const [first] = open as [Db];
    const before = await sumsOf(owner, 1);
    for (const code of ["second", "third"]) {
      const db = await as(code);
      const report = await importBundle(db, city(code), { now });
      expect(report.ok).toBe(true);
      expect(await counts(db)).toEqual({ ...((await counts(first)) as object), code });
      // Nothing is new in it the second time.
      const own = await sumsOf(owner, (await allDistricts(owner)).length);
      await importBundle(db, city(code), { now });
      const again = await sumsOf(owner, (await allDistricts(owner)).length);
      expect({ ...again, import_report: "" }).toEqual({ ...own, import_report: "" });
    }
    expect(await sumsOf(owner, 1)).toEqual(before);
    expect((await allDistricts(owner)).map(({ id, code, problems }) => [id, code, problems > 0])).toEqual([
      [1, "first", true],
      [2, "second", true],
      [3, "third", true],
    ]);
  });

  it("one is replaced, and rolls on to today, and the others stay as they are", async () => {
    const [, second] = open as [Db, Db];
    const others = async () => [await sumsOf(owner, 1), await sumsOf(owner, 3)];
    const before = await others();
    await importBundle(second, city("second", { madeUp: true, rolling: true }), { now, replace: true });
    await second.query(sql`update district set data_as_of = now() - interval '77 hours'`);
    const [was] = await second.query<{ at: Date }>(sql`select max(at) as at from problem_event`);
    expect(await rollMadeUp(second)).toBe(3);
    const [is] = await second.query<{ at: Date }>(sql`select max(at) as at from problem_event`);
    expect(Number(is?.at) - Number(was?.at)).toBe(3 * 86_400_000);
    expect(await others()).toEqual(before);
    // The way past the log's triggers ends with what it was opened for.
    await expect(second.query(sql`update problem_event set note = 'x'`)).rejects.toMatchObject({ code: "23001" });
  });

  it("refuses what cannot be: a code that is none, a city over nobody, the embedded database", { timeout: 90_000 }, async () => {
    for (const code of ["", "A", "a.b", "a b", "ä", `a${"b".repeat(31)}`, 'x"; drop role'])
      await expect(makeDistrict(owner, code), code).rejects.toBeInstanceOf(Unsuitable);
    await expect(makeDistrict(owner, "top", { nameZh: "市", nameEn: "C", over: ["first", "nobody"] })).rejects.toThrow(/nobody/);
    const embedded = await freshDb("embedded");
    await expect(makeDistrict(embedded, "one")).rejects.toBeInstanceOf(Unsuitable);
    await embedded.close();
    expect(await allDistricts(owner)).toHaveLength(3);
  });

  it("one is removed with all its rows and its role, and not before somebody says so", async () => {
    const [row] = (await allDistricts(owner)).filter(({ code }) => code === "second");
    const role = row?.role ?? "";
    const before = [await sumsOf(owner, 1), await sumsOf(owner, 3)];
    await expect(dropDistrict(owner, role, false)).rejects.toThrow(/--with-data/);
    await (open[1] as Db).close();
    open.splice(1, 1);
    expect(await dropDistrict(owner, role, true)).toBeGreaterThan(row?.problems ?? 0);
    expect(Object.values(await sumsOf(owner, 2)).filter((sum) => sum && !sum.startsWith("0 "))).toEqual([]);
    expect(await asAdmin(`select from pg_roles where rolname = '${role}'`)).toEqual([]);
    expect([await sumsOf(owner, 1), await sumsOf(owner, 3)]).toEqual(before);
    await expect(dropDistrict(owner, role, true)).rejects.toBeInstanceOf(Unsuitable);
  });
});

/** A backup of a whole database with several districts: every row comes back, and roles, which it does not hold, are made anew. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restoreTo } from "../../../server/backup/place.ts";
import { restoreTold } from "../../../server/backup/told.ts";
import { writeBackup } from "../../../server/backup/write.ts";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { allDistricts } from "../../../server/district/allDistricts.ts";
import { dropDistrict } from "../../../server/district/dropDistrict.ts";
import { makeDistrict } from "../../../server/district/make.ts";
import { mendDistricts } from "../../../server/district/mend.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import { adminUrl, createDatabase } from "../../support/databases.ts";
import { carried, dropFolder, ownFolder, tableSums } from "../backup/bank.ts";
import { makeProvince, type Province } from "./province.ts";

/** Indexes and rules that a database has for having several districts. */
const made = (db: Db): Promise<{ name: string }[]> =>
  db.query<{
    name: string;
  }>(sql`select indexname as name from pg_indexes where schemaname = 'public' and indexdef ~ 'USING btree [(]district_id, '
    union select tablename || ' ' || cmd from pg_policies where policyname <> all ('{held,held_new,held_old}') order by 1`);

describe.runIf(adminUrl() !== null)("a restored database with several districts", () => {
  const folder = ownFolder();
  const file = join(folder, "all.tar");
  let source: Province;
  let url: string;
  let owner: Db;
  const as = async (code: string): Promise<Db> => {
    const { role, password } = await makeDistrict(owner, code);
    const own = new URL(url);
    own.username = role;
    own.password = password;
    return openDatabase({ databaseUrl: own.href, dataFolder: null });
  };
  beforeAll(async () => {
    source = await makeProvince();
    await writeBackup({ db: source.owner, photos: folderStore(folder), photosTo: { where: "elsewhere" } }, file);
    url = await createDatabase();
  }, 180_000);
  afterAll(async () => {
    await owner?.close();
    await source?.close();
    await dropFolder(folder);
  });

  it("has every row of each, and says that roles are to be made", async () => {
    const restored = await restoreTo({ databaseUrl: url, dataFolder: "", pooled: false, photos: null }, file);
    expect(restoreTold(restored)).toMatch(/holds 3 districts.*add <code>/);
    owner = await openDatabase({ databaseUrl: url, dataFolder: null });
    expect(carried(await tableSums(owner))).toEqual(carried(await tableSums(source.owner)));
    expect((await allDistricts(owner)).map(({ stands }) => stands)).toEqual([false, false, false]);
  }, 120_000);

  it("gets back what its roles stand on, and each sees what it saw", async () => {
    await mendDistricts(owner);
    const [east, city] = [await as(source.east.mark), await as("city")];
    await as(source.west.mark).then((db) => db.close());
    expect((await allDistricts(owner)).map(({ id, stands }) => [id, stands])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    const names = (rows: readonly { name: string }[]) => [...new Set(rows.map(({ name }) => name))];
    expect(names(await made(owner))).toEqual(names(await made(source.owner)));
    const codes = sql`select external_id from problem order by 1`;
    expect(await east.query(codes)).toEqual(await source.east.db.query(codes));
    expect(await city.query(codes)).toEqual(await source.city.db.query(codes));
    expect((await east.query(codes)).length).toBeGreaterThan(0);
    await east.close();
    await city.close();
  }, 120_000);

  it("a role of another database is nobody's here: it is taken off the list, and stays", async () => {
    const [one] = await source.owner.query<{ role: string }>(sql`select role::text as role from district_role where district_id = 1`);
    await owner.query(sql`insert into district_role values (${one?.role ?? ""}::name, 1, '{1}')`);
    await mendDistricts(owner);
    expect(await owner.query(sql`select policyname from pg_policies where policyname = ${one?.role ?? ""}`)).toEqual([]);
    expect(await dropDistrict(owner, one?.role ?? "", false)).toBe(0);
    expect(await owner.query(sql`select from pg_roles where rolname = ${one?.role ?? ""}`)).toHaveLength(1);
    expect((await allDistricts(owner)).length).toBe(3);
  });

  it("is no embedded database's", async () => {
    const place = { databaseUrl: undefined, dataFolder: join(folder, "data"), pooled: false, photos: null };
    await expect(restoreTo(place, file)).rejects.toThrow(/embedded database one/);
  });
});

/** The rule for rows itself, below the program: every table has it, and a district's role cannot get past it by any statement. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatabaseIsNewer, type Db, Unsuitable } from "../../../server/db/db.ts";
import { refuseOwnerOfMany } from "../../../server/db/district.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { sql } from "../../../server/db/sql.ts";
import { archiveMonths } from "../../../server/log/archive.ts";
import { makeMonths } from "../../../server/log/months.ts";
import { adminUrl, databases } from "../../support/databases.ts";
import { divide } from "../log/desk.ts";
import { makeProvince, type Province } from "./province.ts";
import { heldTables, sumsOf } from "./sums.ts";

/** Of the whole database. Whoever adds one says why it is no district's. */
const ofNobody: Readonly<Record<string, string>> = {
  schema_version: "which files of data/schema the database was made with",
  district_role: "which role is whose: each reads its own line",
  archive_head: "how far the archive reaches: its drawers are all districts'; they read it and cannot write it",
};

/** Read by a city of the districts under it, too. */
const below = [
  "archived_problem",
  "archived_problem_event",
  "base_feature",
  "check_in",
  "photo",
  "problem",
  "problem_event",
  "problem_key",
].concat("site", "unit", "zone", "zone_version");

interface Table {
  readonly name: string;
  readonly column: string | null;
  readonly held: boolean;
  readonly rules: readonly string[];
}

const tablesOf = (db: Db): Promise<Table[]> =>
  db.query<Table>(sql`select c.relname::text as name, c.relrowsecurity as held,
      (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attname = 'district_id' and a.attnotnull) as column,
      array(select p.polname::text || ' ' || p.polcmd::text from pg_policy p where p.polrelid = c.oid order by 1)::text[] as rules
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1`);

describe.each(databases())("tables on $name", ({ fresh }) => {
  it("each is held by district, or says why it is nobody's", async () => {
    const db = await fresh();
    const tables = await tablesOf(db);
    expect(tables.length).toBeGreaterThan(50);
    for (const { name, column, held, rules } of tables) {
      if (name in ofNobody || name === "district") continue;
      const its = below.includes(name) ? ["held w", "held_new a", "held_old d"] : ["held *"];
      expect({ name, column, held, rules }).toEqual({ name, column: "district_id", held: true, rules: its });
    }
    expect(tables.find(({ name }) => name === "district")).toMatchObject({ held: true, rules: ["held *"] });
    await db.query(sql`create table forgotten (id int)`);
    const [one] = (await tablesOf(db)).filter(({ name }) => name === "forgotten");
    expect(one).toMatchObject({ column: null, held: false, rules: [] });
    await db.close();
  });

  it("no name, code or day is unique but within a district", async () => {
    const db = await fresh();
    const loose = await db.query<{ name: string }>(sql`select i.indexrelid::regclass::text as name
      from pg_index i join pg_class t on t.oid = i.indrelid where i.indisunique and t.relnamespace = 'public'::regnamespace and not t.relispartition
        and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e') and t.relname not in ('schema_version', 'district_role', 'district', 'archive_head')
        -- Numbers of problems are all districts': one sequence gives them.
        and i.indexrelid <> 'problem_key_pkey'::regclass
        and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attnum = any(i.indkey) and a.attname = 'district_id')
        and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attnum = any(i.indkey)
          and (a.attidentity <> '' or (a.atttypid = 'bigint'::regtype and a.attname like '%\_id') or a.attname = 'token_hash')) order by 1`);
    expect(loose).toEqual([]);
    await db.close();
  });
});

describe.runIf(adminUrl() !== null)("a district's role", () => {
  let province: Province;
  let names: string[];
  beforeAll(async () => {
    province = await makeProvince();
    names = await heldTables(province.owner);
  }, 120_000);
  afterAll(() => province?.close());

  /** What a statement did, and undone. */
  async function tried(db: Db, text: string): Promise<number | string> {
    const undone = new Error("undo");
    let rows: number | string = 0;
    await db
      .tx(async (tx) => {
        await tx.script(
          `create temporary table done on commit drop as select 0 as n where false; with x as (${text} returning 1) insert into done select 1 from x`,
        );
        rows = (await tx.query(sql`select n from done`)).length;
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) rows = (error as { code?: string }).code ?? String(error);
      });
    return rows;
  }

  it("finds something of both districts in every table", async () => {
    for (const district of [1, 2]) {
      const sums = await sumsOf(province.owner, district);
      const empty = Object.entries(sums).filter(([, sum]) => sum.startsWith("0 "));
      expect(empty, "furnish.ts puts nothing there").toEqual([]);
    }
  });

  it("reads no row of another's, in any table", async () => {
    for (const { db } of [province.east, province.west]) {
      const [own] = await db.query<{ own: number }>(sql`select own_district() as own`);
      for (const name of names) {
        const rows = await db.tx(async (tx) => {
          await tx.script(`create temporary table seen on commit drop as select district_id from ${name}`);
          return tx.query<{ district_id: number }>(sql`select distinct district_id from seen`);
        });
        expect([name, rows.map((row) => row.district_id)]).toEqual([name, [own?.own]]);
      }
      expect(await db.query(sql`select id from district`)).toEqual([{ id: own?.own }]);
      expect(await db.query(sql`select role from district_role`)).toHaveLength(1);
    }
  });

  it("changes and removes no row of another's, and puts none there", async () => {
    const { owner, east } = province;
    const before = await sumsOf(owner, 2);
    for (const name of names) {
      const columns = await owner.query<{
        text: string;
      }>(sql`select string_agg(quote_ident(attname), ', ' order by attnum) as text from pg_attribute
        where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname <> 'district_id'`);
      const text = columns[0]?.text ?? "";
      expect([name, await tried(east.db, `update ${name} set district_id = 1 where district_id = 2`)]).toEqual([name, 0]);
      expect([name, await tried(east.db, `delete from ${name} where district_id = 2`)]).toEqual([name, 0]);
      expect([
        name,
        await tried(east.db, `insert into ${name} (${text}, district_id) overriding system value select ${text}, 2 from ${name} limit 1`),
      ]).toEqual([name, "42501"]);
      const given = await tried(east.db, `update ${name} set district_id = 2`);
      // An append-only table refuses before the rule for rows is asked.
      expect([name, ["42501", "23001"].includes(String(given))]).toEqual([name, true]);
    }
    expect(await sumsOf(owner, 2)).toEqual(before);
  });

  it("can neither empty a table, change one, nor become somebody else", async () => {
    const { db } = province.east;
    const refused = async (text: string) =>
      expect([
        text,
        await db
          .tx((tx) => tx.script(text))
          .then(
            () => "done",
            (error: { code?: string }) => error.code,
          ),
      ]).toEqual([text, "42501"]);
    await refused("truncate problem");
    await refused("alter table problem disable row level security");
    await refused("drop policy held on sign_in_policy");
    await refused("create table public.mine (id int)");
    await refused("insert into district_role values (current_user || 'x', 2, '{2}')");
    await refused("update district_role set district_id = 2, sees = '{1,2}'");
    await refused("delete from schema_version");
    await refused("select grant_district(current_user)");
    await refused("select begin_district(7)");
    await refused(`set role "${new URL(province.url("postgres", "")).username}"`);
    await db.tx((tx) => tx.script("create table mine (id int); drop table mine"));
  });

  it("makes months as they are wanted, and names no drawer: neither one there is, nor one that is made later", async () => {
    const { owner, east } = province;
    const refused = (text: string) =>
      expect(
        east.db.tx((tx) => tx.script(text)),
        text,
      ).rejects.toMatchObject({ code: "42501" });
    await divide(owner, "2026-11-01");
    expect(await makeMonths(east.db)).toBeGreaterThan(0);
    expect(await makeMonths(province.west.db)).toBe(0);
    const drawers = await owner.query<{
      name: string;
    }>(sql`select relid::regclass::text as name from (select * from pg_partition_tree('problem')
      union all select * from pg_partition_tree('problem_event') union all select * from pg_partition_tree('archived_problem')
      union all select * from pg_partition_tree('archived_problem_event')) t where level > 0`);
    expect(drawers.length).toBeGreaterThan(12);
    for (const { name } of drawers) await refused(`select from ${name}`);
    await refused("select make_month('problem_event', '2031-01-01')");
    expect(await tried(east.db, "update archive_head set edge = now()")).toBe(0);
    await refused('insert into archive_head ("only") values (true)');
    expect(await archiveMonths(east.db, 13)).toEqual([]);
    await expect(archiveMonths(east.db, 12)).rejects.toThrow("months younger than 13");
  });

  it("brings back what it has in the archive, and nothing of another's", async () => {
    const { owner, east, west } = province;
    const ids = [east, west].map(({ things }) => things.problem + 1);
    const lie = () =>
      owner.query(sql`select (select array_agg(id order by id) from problem where id = any(${ids}::bigint[])) as live,
      (select array_agg(id order by id) from archived_problem where id = any(${ids}::bigint[])) as archived,
      (select count(*)::int from problem_key where id = any(${ids}::bigint[])) as keys`);
    expect(await lie()).toEqual([{ live: null, archived: ids, keys: 2 }]);
    await east.db.query(sql`select bring_back(${ids}::bigint[])`);
    expect(await lie()).toEqual([{ live: [ids[0]], archived: [ids[1]], keys: 2 }]);
    expect(await east.db.query(sql`select id from problem_past where id = any(${ids}::bigint[])`)).toEqual([{ id: ids[0] }]);
  });

  it("a number that is another's is no way in: sequences give each its own", async () => {
    const { east, west } = province;
    const next = (db: Db) => db.query<{ n: number }>(sql`select nextval('problem_id_seq') as n`);
    const [[a], [b]] = [await next(east.db), await next(west.db)];
    expect(a?.n).not.toBe(b?.n);
    await expect(east.db.tx((tx) => tx.script("select setval('problem_id_seq', 1)"))).rejects.toMatchObject({ code: "42501" });
  });

  it("serves a database of exactly its version; the owner of several districts serves none", async () => {
    const { owner, east } = province;
    await expect(refuseOwnerOfMany(owner)).rejects.toBeInstanceOf(Unsuitable);
    await refuseOwnerOfMany(east.db);
    const reopened = (): Promise<Db> => openDatabase({ databaseUrl: east.url, dataFolder: null });
    await (await reopened()).close();
    await owner.query(sql`insert into schema_version (number, name, digest) values (9999, 'later', '')`);
    await expect(reopened()).rejects.toBeInstanceOf(DatabaseIsNewer);
    await owner.query(sql`delete from schema_version where number = 9999`);
    const [last] = await owner.query<{ number: number; name: string; digest: string }>(
      sql`delete from schema_version where number = (select max(number) from schema_version) returning number, name, digest`,
    );
    await expect(reopened()).rejects.toBeInstanceOf(Unsuitable);
    await owner.query(
      sql`insert into schema_version (number, name, digest) values (${last?.number}::int, ${last?.name}::text, ${last?.digest}::text)`,
    );
    await (await reopened()).close();
  });
});

/** A district among others in one database: its number, its role with a password, what it stands on. For the owner alone. */
import { randomBytes } from "node:crypto";
import { type Db, type Tx, Unsuitable } from "../db/db.ts";
import { patiently, usualPatience } from "../db/patience.ts";
import { sql } from "../db/sql.ts";
import { indexByDistrict } from "./indexes.ts";
import { districtsIn, roleStands } from "./mend.ts";
import { trustGround } from "./trustGround.ts";

export interface MadeDistrict {
  readonly id: number;
  readonly role: string;
  /** Shown once, kept by the database as a hash. */
  readonly password: string;
  /** Predicates that could not be marked: whoever made the district is no superuser, and its maps will be slow. */
  readonly untrusted: number;
}

export interface City {
  readonly nameZh: string;
  readonly nameEn: string;
  /** Codes of the districts under it. */
  readonly over: readonly string[];
}

/** A code is part of a role's name and of an address. */
const codeText = /^[a-z][a-z0-9_-]{0,30}$/;

/**
 * Makes a district and the role its server comes with; the district's own row comes with its first import, a city's now. A district that
 * the owner served alone so far, of the same code, gets its role and keeps all; so does one whose role stayed behind when its backup was restored.
 * The first time there are two, whoever writes waits while indexes are built (`indexByDistrict`).
 * @throws Unsuitable when the code cannot be one, has a role, or names districts that are not there
 */
export async function makeDistrict(db: Db, code: string, city: City | null = null): Promise<MadeDistrict> {
  if (db.kind !== "postgres")
    throw new Unsuitable(
      "内置数据库只容一个城区：请用 DATABASE_URL 指定 PostgreSQL。 / The embedded database holds one district: name a PostgreSQL with DATABASE_URL.",
    );
  if (!codeText.test(code))
    throw new Unsuitable(
      `${code}：代码须为小写字母开头的字母、数字、下划线、连字符，至多 31 个。 / A code is up to 31 small letters, digits, _ and -, beginning with a letter.`,
    );
  const password = randomBytes(24).toString("base64url");
  const made = await patiently("a district's role", usualPatience, () => db.tx((tx) => makeIn(tx, code, password, city)));
  if ((await districtsIn(db)) > 1) await indexByDistrict(db);
  return { ...made, password, untrusted: await trustGround(db) };
}

async function makeIn(tx: Tx, code: string, password: string, city: City | null): Promise<{ id: number; role: string }> {
  await tx.query(sql`select set_config('lock_timeout', ${`${usualPatience.lock_ms}ms`}, true)`);
  await tx.query(sql`lock table district_role in share row exclusive mode`);
  const { id, sees } = await numberFor(tx, code, city !== null);
  const role = await makeRole(tx, code, password);
  const seen = sees ?? [id, ...(await numbersOf(tx, city?.over ?? []))];
  await tx.query(sql`insert into district_role (role, district_id, sees) values (${role}::name, ${id}::int, ${seen}::int[])`);
  await tx.query(sql`select begin_district(${id}::int), grant_district(${role}::name)`);
  if (city) await beginCity(tx, id, code, city);
  return { id, role };
}

/** Its own number where the owner served it alone, or its role is no role here; the first is 1. */
async function numberFor(tx: Tx, code: string, isCity: boolean): Promise<{ id: number; sees: number[] | null }> {
  const [row] = await tx.query<{ taken: boolean; own: number | null; sees: number[] | null; next: number }>(sql`
    with its as (select d.id, r.role, r.sees, ${roleStands} as stands from district d left join district_role r on r.district_id = d.id where d.code = ${code}::text),
      gone as (delete from district_role where role in (select role from its where not stands))
    select exists (select from its where stands) as taken, (select min(id) from its) as own, (select sees from its where not stands limit 1) as sees,
      coalesce((select max(n) + 1 from (select id as n from district union all select district_id from district_role) x), 1)::int as next`);
  if (row?.taken || (isCity && row?.own)) throw new Unsuitable(`已有城区 ${code}。 / There is a district ${code} already.`);
  return { id: row?.own ?? row?.next ?? 1, sees: row?.sees ?? null };
}

async function numbersOf(tx: Tx, codes: readonly string[]): Promise<number[]> {
  const found = await tx.query<{ code: string; id: number }>(
    sql`select code, id from district where code = any(${codes}::text[]) order by id`,
  );
  const missing = codes.filter((code) => !found.some((one) => one.code === code));
  if (missing.length > 0)
    throw new Unsuitable(
      `没有这些城区（须先导入数据）：${missing.join("、")}。 / No such districts (import their data first): ${missing.join(", ")}.`,
    );
  return found.map(({ id }) => id);
}

/** The role has a schema of its name: what an import sets beside the tables is made there. @returns its name, unlike any other database's */
async function makeRole(tx: Tx, code: string, password: string): Promise<string> {
  const [row] = await tx.query<{ role: string; there: boolean; text: string }>(sql`
    select r.role, exists (select from pg_roles g where g.rolname = r.role) as there,
      format('create role %1$I login noinherit password %2$L; grant %1$I to current_user; create schema %1$I authorization %1$I', r.role, ${password}::text) as text
    from (select current_database() || '_' || ${code}::text as role) r`);
  if (row === undefined || Buffer.byteLength(row.role) > 63) throw new Unsuitable(`${row?.role}: 名称过长 / too long for a role's name`);
  if (row.there) throw new Unsuitable(`已有数据库角色 ${row.role}。 / There is a role ${row.role} already.`);
  await tx.script(row.text);
  return row.role;
}

/** A city has a row at once: its ground is that of the districts under it, and its people are made on its own page. */
async function beginCity(tx: Tx, id: number, code: string, { nameZh, nameEn, over }: City): Promise<void> {
  await tx.query(sql`insert into district (id, code, name_zh, name_en, time_zone, language, centre, outline, attribution, map_approval)
    select ${id}::int, ${code}::text, ${nameZh}::text, ${nameEn}::text, min(d.time_zone), min(d.language), ST_Centroid(ST_Collect(d.centre)),
      ST_Multi(ST_CollectionExtract(ST_Union(d.outline), 3)), string_agg(distinct d.attribution, ' · '), string_agg(distinct d.map_approval, ' · ')
    from district d where d.code = any(${over}::text[])`);
}

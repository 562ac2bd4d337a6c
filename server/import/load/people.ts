/** People: who acts and who is named. The file says their duties; what it leaves empty (account, phone, days) stays as it is in the database. */

import { searchText } from "../../ask/searchText.ts";
import { personRoles, type Role } from "../../contract/vocabulary.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { type Contact, Ids, type Loading, readRows } from "../loading.ts";
import type { Fields } from "../read/fields.ts";
import type { Row } from "../read/row.ts";
import { RowRefused } from "../report.ts";
import { NamedIds } from "./namedIds.ts";
import { Units } from "./units.ts";

type PersonRole = (typeof personRoles)[number];

interface PersonRow {
  readonly row: Row;
  readonly externalId: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly unit: string | null;
  readonly zoneId: number | null;
  readonly account: string | null;
  readonly phone: string | null;
  readonly joined: string | null;
  readonly left: string | null;
}

export async function loadPeople(loading: Loading): Promise<void> {
  const { log, changed } = loading;
  const lookups = await lookupsOf(loading);
  const people: PersonRow[] = [];
  for await (const batch of readRows(loading, 1_000, (row, fields) => personRow(lookups, row, fields))) people.push(...batch);
  await lookups.units.settle();
  const [done] = await upsert(loading, people, lookups.units);
  log.added = done?.added ?? 0;
  log.changed = done?.changed ?? 0;
  log.unchanged = people.length - log.added - log.changed;
  await sayGone(loading, lookups.ids);
  if (log.added + log.changed > 0) changed.add("district");
}

interface Lookups {
  readonly ids: Ids;
  readonly accounts: Ids;
  readonly units: Units;
  readonly zones: NamedIds;
  /** Accounts that others than this layer's people have, and whose each is. */
  readonly taken: ReadonlyMap<string, string>;
  readonly separate: boolean;
}

async function lookupsOf(loading: Loading): Promise<Lookups> {
  const { tx, layer } = loading;
  const [policy] = await tx.query<{ separate: boolean }>(sql`select duties_separate as separate from sign_in_policy`);
  const taken = await tx.query<{ account: string; owner: string }>(sql`
    select account, case when layer = ${layer.id} then external_id else layer || ':' || external_id end as owner from person where account is not null`);
  return {
    ids: new Ids(),
    accounts: new Ids(),
    units: await Units.of(loading),
    zones: await NamedIds.zones(tx),
    taken: new Map(taken.map((one) => [one.account, one.owner])),
    separate: policy?.separate ?? true,
  };
}

/** @throws RowRefused, RowSkipped */
function personRow({ ids, accounts, units, zones, taken, separate }: Lookups, row: Row, fields: Fields): PersonRow {
  const person: PersonRow = {
    row,
    externalId: fields.id(row, "externalId"),
    name: nameOf(row, fields),
    roles: rolesOf(fields.text(row, "roles"), separate),
    unit: fields.text(row, "unit"),
    zoneId: zones.find(fields.text(row, "zone")),
    account: accountOf(fields.text(row, "account")),
    phone: phoneOf(fields.text(row, "phone")),
    joined: fields.day(row, "joined"),
    left: fields.day(row, "left"),
  };
  const { account, externalId, joined, left, roles, unit } = person;
  if (roles.includes("handler") && unit === null)
    throw new RowRefused("unit", "", { zh: "处置员须有所属单位", en: "a handler needs a unit" });
  if (joined !== null && left !== null && left < joined)
    throw new RowRefused("left", left, { zh: `早于到岗日期 ${joined}`, en: `earlier than the day they came, ${joined}` });
  const owner = account === null ? undefined : taken.get(account);
  if (account !== null && owner !== undefined && owner !== externalId)
    throw new RowRefused("account", account, { zh: "账号已为他人使用", en: "another person has this account" });
  ids.take(externalId, row);
  if (account !== null) accounts.take(account, row, "account");
  units.want(unit);
  return person;
}

function nameOf(row: Row, fields: Fields): string {
  const name = fields.needed(row, "name");
  if (name.length > 100) throw new RowRefused("name", name, { zh: "姓名过长", en: "too long for a name" });
  return name;
}

function rolesOf(text: string | null, separate: boolean): PersonRole[] {
  const words = [...new Set((text ?? "").split("|").map((word) => word.trim()))].filter((word) => word !== "");
  const roles = personRoles.filter((role) => words.includes(role));
  const unknown = words.find((word) => !(personRoles as readonly string[]).includes(word));
  if (unknown !== undefined)
    throw new RowRefused("roles", unknown, { zh: `不在职责之列：${personRoles.join("、")}`, en: `is none of ${personRoles.join(", ")}` });
  const watched: readonly Role[] = ["administrator", "security"];
  if (separate && roles.includes("auditor") && roles.some((role) => watched.includes(role)))
    throw new RowRefused("roles", text, {
      zh: "审计员不得兼任系统管理员或安全管理员（三员分立）",
      en: "an auditor cannot be administrator or security officer as well",
    });
  return roles;
}

function accountOf(text: string | null): string | null {
  if (text === null || /^[a-z0-9][a-z0-9._@-]{1,63}$/.test(text)) return text;
  throw new RowRefused("account", text, {
    zh: "账号为 2 至 64 个小写字母、数字或 . _ @ -",
    en: "an account is 2 to 64 lower-case letters, digits or . _ @ -",
  });
}

/** What is refused here is not repeated: a report is read by many. */
function phoneOf(text: string | null): string | null {
  if (text === null || /^\+?[0-9][0-9 ()-]{2,29}$/.test(text)) return text;
  throw new RowRefused("phone", "", { zh: "不是电话号码", en: "is not a phone number" });
}

function upsert({ tx, layer }: Loading, people: readonly PersonRow[], units: Units): Promise<{ added: number; changed: number }[]> {
  return tx.query(sql`
    with given as (
      select external_id, name, string_to_array(roles, '|') as roles, unit_id, zone_id, account, phone, joined, left_, search, i
      from unnest(${people.map((p) => p.externalId)}::text[], ${people.map((p) => p.name)}::text[], ${people.map((p) => p.roles.join("|"))}::text[],
        ${people.map((p) => units.id(p.unit))}::bigint[], ${people.map((p) => p.zoneId)}::bigint[], ${people.map((p) => p.account)}::text[],
        ${people.map((p) => p.phone)}::text[], ${people.map((p) => p.joined)}::date[], ${people.map((p) => p.left)}::date[],
        ${people.map((p) => searchText(p.name))}::text[])
        with ordinality u(external_id, name, roles, unit_id, zone_id, account, phone, joined, left_, search, i)),
    changed as (
      update person p set name = g.name, roles = g.roles, unit_id = g.unit_id, zone_id = g.zone_id, account = coalesce(g.account, p.account),
        phone = coalesce(g.phone, p.phone), joined_on = coalesce(g.joined, p.joined_on), left_on = coalesce(g.left_, p.left_on), search = g.search,
        version = p.version + 1
      from given g where p.layer = ${layer.id} and p.external_id = g.external_id
        and (p.name, p.roles, p.unit_id, p.zone_id, p.account, p.phone, p.joined_on, p.left_on, p.search)
          is distinct from (g.name, g.roles, g.unit_id, g.zone_id, coalesce(g.account, p.account), coalesce(g.phone, p.phone),
            coalesce(g.joined, p.joined_on), coalesce(g.left_, p.left_on), g.search) returning 1),
    added as (
      insert into person (layer, external_id, name, roles, unit_id, zone_id, account, phone, joined_on, left_on, search)
      select ${layer.id}, g.external_id, g.name, g.roles, g.unit_id, g.zone_id, g.account, g.phone, g.joined, g.left_, g.search from given g
      where not exists (select from person p where p.layer = ${layer.id} and p.external_id = g.external_id) order by g.i returning 1)
    select (select count(*) from added)::int as added, (select count(*) from changed)::int as changed`);
}

/** Nobody is removed: logs name them. Whoever has gone is given a day on which they left. */
async function sayGone({ tx, layer, log }: Loading, ids: Ids): Promise<void> {
  const [gone] = await tx.query<{ count: number }>(
    sql`select count(*)::int as count from person where layer = ${layer.id} and external_id <> all(${ids.all()}::text[])`,
  );
  log.gone = gone?.count ?? 0;
  if (log.gone)
    log.note({
      zh: `文件中已没有的人员 ${log.gone} 名，保留；离岗者请填 left`,
      en: `${log.gone} people the file has no more were kept; those who have left need a day in left`,
    });
}

/** Sets the contacts that units named before the people were there. @returns those whose person is in none of these layers */
export async function setContacts(
  tx: Tx,
  contacts: readonly Contact[],
  layers: readonly string[],
): Promise<{ changed: number; missing: Contact[] }> {
  const found = await tx.query<{ person: string }>(sql`
    select external_id as person from person where layer = any(${layers}::text[]) group by external_id having count(*) = 1`);
  const known = new Set(found.map((one) => one.person));
  const good = contacts.filter((one) => known.has(one.person));
  const changed = await tx.query(sql`
    update unit u set contact_id = p.id
    from unnest(${good.map((c) => c.layer)}::text[], ${good.map((c) => c.unit)}::text[], ${good.map((c) => c.person)}::text[]) g(layer, unit, person)
    join person p on p.external_id = g.person and p.layer = any(${layers}::text[])
    where u.layer = g.layer and u.external_id = g.unit and u.contact_id is distinct from p.id returning 1`);
  return { changed: changed.length, missing: contacts.filter((one) => !known.has(one.person)) };
}

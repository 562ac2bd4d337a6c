/** What stands on units that are dissolved and on people who left, and units whose problems nobody can handle. */

import { type Caller, seen } from "../ask/caller.ts";
import type { Rows } from "../ask/check.ts";
import { today } from "../ask/day.ts";
import { zoneInForce } from "../ask/zones.ts";
import type { SiteType, Word } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import { dissolved } from "../duty/words.ts";
import { type Found, found, foundRows, itemOf, mostItems, problemsWord } from "./attentionItem.ts";

const limited = (select: Sql): Sql =>
  sql`select x.*, count(*) over ()::int as total from (${select}) x order by x.what, x.name, x.id limit ${mostItems}::int`;

interface OfDissolved {
  readonly what: "a problem" | "b zone" | "c duty";
  readonly id: number;
  readonly name: string;
  readonly category: string | null;
  readonly site_type: SiteType | null;
  readonly unit: number;
  readonly unit_name: string;
  readonly dissolved: string;
  readonly successor: string | null;
  readonly total: number;
}

const roleWords: Readonly<Record<OfDissolved["what"], Word>> = {
  "a problem": { zh: "未销号问题的责任单位", en: "the unit of an open problem: " },
  "b zone": { zh: "责任区的责任单位", en: "the unit of a zone: " },
  "c duty": { zh: "行业分工的责任单位", en: "the unit of a trade duty: " },
};

/** Open problems, zones and trade duties of units that are dissolved today. */
export async function ofDissolved(rows: Rows, caller: Caller): Promise<Found> {
  const list = await rows<OfDissolved>(
    "dissolved",
    sql`with gone as (select u.id as unit, u.name as unit_name, u.dissolved_on as dissolved, s.name as successor
        from unit u left join unit s on s.id = u.successor_id where u.dissolved_on <= ${today})
      ${limited(sql`
        select 'a problem' as what, p.id, p.external_id || ' ' || p.title as name, null as category, null as site_type, g.* from problem p
          join gone g on g.unit = p.unit_id where p.is_open and ${seen(caller)}
        union all select 'b zone', z.id, z.code || ' ' || z.name, null, null, g.* from zone z join gone g on g.unit = z.unit_id
          where ${zoneInForce(today)}
        union all select 'c duty', d.id, d.category, d.category, d.site_type, g.* from trade_duty d join gone g on g.unit = d.unit_id
          where d.valid_from <= ${today} and (d.valid_to is null or ${today} < d.valid_to)`)}`,
  );
  return foundRows("unit_dissolved", list, (row) => {
    const why = dissolved({ id: row.unit, name: row.unit_name, dissolved: row.dissolved, successor: row.successor, contact: null });
    const role = roleWords[row.what];
    return itemOf(row.name, {
      note: { zh: `${role.zh}${why?.zh ?? ""}`, en: `${role.en}${why?.en ?? ""}` },
      unit: row.unit,
      ...(row.what === "a problem" && { problem: row.id }),
      ...(row.what === "b zone" && { zone: row.id }),
      ...(row.what === "c duty" && { category: row.category, siteType: row.site_type }),
    });
  });
}

interface OfLeft {
  readonly what: "a problem" | "b contact";
  readonly id: number;
  readonly name: string;
  readonly person: number;
  readonly person_name: string;
  readonly left_on: string;
  readonly total: number;
}

/** Open problems whose person has left, and units whose contact has. */
export async function ofLeft(rows: Rows, caller: Caller): Promise<Found> {
  const list = await rows<OfLeft>(
    "left",
    sql`with gone as (select h.id as person, h.name as person_name, h.left_on from person h where h.left_on <= ${today})
      ${limited(sql`
        select 'a problem' as what, p.id, p.external_id || ' ' || p.title as name, g.* from problem p join gone g on g.person = p.person_id
          where p.is_open and ${seen(caller)}
        union all select 'b contact', u.id, u.name, g.* from unit u join gone g on g.person = u.contact_id
          where u.dissolved_on is null or u.dissolved_on > ${today}`)}`,
  );
  return foundRows("person_left", list, ({ what, id, name, person, person_name, left_on }) =>
    itemOf(name, {
      note:
        what === "a problem"
          ? { zh: `责任人${person_name}已于 ${left_on} 离岗`, en: `its person, ${person_name}, left on ${left_on}` }
          : { zh: `联系人${person_name}已于 ${left_on} 离岗`, en: `its contact, ${person_name}, left on ${left_on}` },
      person,
      ...(what === "a problem" ? { problem: id } : { unit: id }),
    }),
  );
}

/** Units with open problems that no handler reaches: none of the unit itself, and none of those above it. */
export async function unmanned(rows: Rows, caller: Caller): Promise<Found> {
  const list = await rows<{ id: number; name: string; count: number }>(
    "unmanned",
    sql`with recursive busy as (select p.unit_id as id, count(*)::int as count from problem p
        where p.is_open and p.unit_id is not null and ${seen(caller)} group by p.unit_id),
      above as (select b.id, b.id as at from busy b
        union select a.id, u.parent_id from above a join unit u on u.id = a.at where u.parent_id is not null)
      select u.id, u.name, b.count from busy b join unit u on u.id = b.id
      where not exists (select from above a join person h on h.unit_id = a.at
        where a.id = b.id and 'handler' = any(h.roles) and (h.left_on is null or h.left_on > ${today}))
      order by b.count desc, u.id`,
  );
  return found(
    "unit_no_person",
    list.map(({ id, name, count }) => itemOf(name, { unit: id, note: problemsWord(count) })),
  );
}

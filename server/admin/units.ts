/** Responsible units as an administrator keeps them: their rows, the fields of a form, and what only the database knows of one about to be written. */
import { Type } from "typebox";
import { type Body, dayField, type Field, idField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { type Caller, seen } from "../ask/caller.ts";
import { today } from "../ask/day.ts";
import { unitKinds } from "../contract/officeWords.ts";
import type { UnitRow } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";

/** Rows of units `u`; `people` counts those who have not left, `open` the problems that the caller may see. */
export const unitRows = (caller: Caller, where: Sql): Sql => sql`
  select u.id, u.name, u.short_name as "shortName", u.kind, u.parent_id as parent,
    case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as contact,
    u.dissolved_on as dissolved, u.successor_id as successor, coalesce(s.people, 0) as people, coalesce(o.open, 0) as open
  from unit u left join person c on c.id = u.contact_id
  left join (select unit_id, count(*)::int as people from person where left_on is null or left_on > ${today} group by unit_id) s
    on s.unit_id = u.id
  left join (select p.unit_id, count(*)::int as open from problem p where p.is_open and ${seen(caller)} group by p.unit_id) o
    on o.unit_id = u.id
  where ${where} order by u.id`;

const contactId = idField("Whom dispatches name first: a handler of the unit or of those under it.");
/** Three things can be said: somebody, nobody (null), and nothing, where the one who writes may not see people: it stays as it is. */
const contactField: Field<number | null | undefined> = {
  schema: Type.Union([contactId.schema, Type.Null()], { description: "Left out: as it was. Null: nobody." }),
  optional: true,
  read: (name, value) => (value === undefined || value === null ? value : contactId.read(name, value)),
};

export const unitFields = {
  name: textField(1, 200, "In full."),
  shortName: textField(1, 200, "As lists show it."),
  kind: wordField(Object.keys(unitKinds) as (keyof typeof unitKinds)[], "What it is."),
  parent: optional(idField("The unit above it.")),
  contact: contactField,
  dissolved: optional(dayField("From this day on it is no more.")),
  successor: optional(idField("The unit that takes over from it.")),
};
export type UnitForm = Body<typeof unitFields>;

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_004;

/** Changes of units take turns: of two that together would make a circle, the second one sees the first. */
export async function takeUnits(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}

const steps = { parent: sql`u.parent_id`, successor: sql`u.successor_id` };

/** The unit named is there, and the way on from it does not come back to this one. @throws ParameterError */
async function refuseCircle(tx: Tx, field: keyof typeof steps, to: number | null, id: number | null): Promise<void> {
  if (to === null) return;
  const [way] = await tx.query<{ known: boolean; back: boolean }>(sql`
    with recursive way as (select u.id, ${steps[field]} as next from unit u where u.id = ${to}::bigint
      union select u.id, ${steps[field]} from unit u join way on u.id = way.next)
    select count(*) > 0 as known, coalesce(bool_or(id = ${id}::bigint), false) as back from way`);
  if (!way?.known) throw refusedField(field, to, { zh: "没有这个责任单位", en: "the id of a unit that exists" });
  if (way.back) throw refusedField(field, to, { zh: "不能循环指向本单位", en: "a unit that does not lead back to this one" });
}

/** @throws ParameterError */
async function refuseContact(tx: Tx, contact: number, id: number | null): Promise<void> {
  const fits = await tx.query(sql`
    with recursive under as (select u.id from unit u where u.id = ${id}::bigint
      union select u.id from unit u join under on u.parent_id = under.id)
    select from person p where p.id = ${contact}::bigint and p.unit_id in (select id from under) and 'handler' = any(p.roles)
      and (p.left_on is null or p.left_on > ${today})`);
  if (!fits.length)
    throw refusedField("contact", contact, {
      zh: "本单位或其下级单位在职的处置员",
      en: "a handler of this unit or of one under it who has not left",
    });
}

/**
 * @param before the unit as it is; null when it is being added. Its contact may stay whoever it is: that they have left is told elsewhere.
 * @throws ParameterError naming parent, successor or contact
 */
export async function checkUnit(tx: Tx, { parent, contact, successor }: UnitForm, before: UnitRow | null): Promise<void> {
  const id = before?.id ?? null;
  await refuseCircle(tx, "parent", parent, id);
  await refuseCircle(tx, "successor", successor, id);
  if (typeof contact === "number" && contact !== before?.contact?.id) await refuseContact(tx, contact, id);
}

/** A row as the audit log keeps it. */
export const auditedUnit = ({ people: _people, open: _open, ...unit }: UnitRow): object => unit;

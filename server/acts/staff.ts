/** Units and people that a dispatch names: whether they are there, and whether the person is a handler of the unit. */
import { refusedField } from "../ask/body.ts";
import { today } from "../ask/day.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";

interface StaffUnit {
  readonly id: number;
  readonly name: string;
  /** Set when it is dissolved today. */
  readonly dissolved: string | null;
}
interface StaffPerson {
  readonly id: number;
  readonly name: string;
  readonly left: boolean;
  readonly handler: boolean;
  /** Their unit and those above it. */
  readonly units: readonly number[];
}

export class Staff {
  readonly #units: ReadonlyMap<number, StaffUnit>;
  readonly #people: ReadonlyMap<number, StaffPerson>;
  constructor(units: readonly StaffUnit[], people: readonly StaffPerson[]) {
    this.#units = new Map(units.map((unit) => [unit.id, unit]));
    this.#people = new Map(people.map((person) => [person.id, person]));
  }

  /** @throws ParameterError naming `field` when there is no such unit, or it is dissolved */
  unit(field: string, id: number): StaffUnit {
    const unit = this.#units.get(id);
    if (!unit) throw refusedField(field, id, { zh: "没有这个单位", en: "the id of a unit that exists" });
    if (unit.dissolved !== null)
      throw refusedField(field, id, {
        zh: `${unit.name}已于 ${unit.dissolved} 撤销`,
        en: `a unit that stands: ${unit.name} was dissolved on ${unit.dissolved}`,
      });
    return unit;
  }

  /** @throws ParameterError naming person when there is none, they have left, are no handler, or of another unit */
  handler(id: number, unit: StaffUnit): StaffPerson {
    const person = this.#people.get(id);
    if (!person) throw refusedField("person", id, { zh: "没有这个人", en: "the id of a person who exists" });
    const { name } = person;
    if (person.left) throw refusedField("person", id, { zh: `${name}已离岗`, en: `a person who is there: ${name} has left` });
    if (!person.handler) throw refusedField("person", id, { zh: `${name}不是处置员`, en: `a unit handler: ${name} is none` });
    if (!person.units.includes(unit.id))
      throw refusedField("person", id, {
        zh: `${name}不属于${unit.name}`,
        en: `a handler of ${unit.name} or of a unit under it: ${name} is not`,
      });
    return person;
  }
}

/** Those of the ids that there are; null = none was named. One statement. */
export async function loadStaff(on: Queryable, units: readonly (number | null)[], people: readonly (number | null)[]): Promise<Staff> {
  const [row] = await on.query<{ units: StaffUnit[]; people: StaffPerson[] }>(sql`select
    coalesce((select json_agg(json_build_object('id', u.id, 'name', u.name,
      'dissolved', case when u.dissolved_on <= ${today} then u.dissolved_on::text end))
      from unit u where u.id = any(${units.filter((id) => id !== null)}::bigint[])), '[]'::json) as units,
    coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'left', coalesce(p.left_on <= ${today}, false),
      'handler', 'handler' = any(p.roles), 'units', array(with recursive above as (select p.unit_id as id where p.unit_id is not null
        union select u.parent_id from unit u join above on u.id = above.id where u.parent_id is not null) select id from above)))
      from person p where p.id = any(${people.filter((id) => id !== null)}::bigint[])), '[]'::json) as people`);
  return new Staff(row?.units ?? [], row?.people ?? []);
}

/** "Who in that unit can mend it?" Names to dispatch to: the unit's contact first, then the unit's own people, then those of the units under it. */
import { refusedField } from "../ask/body.ts";
import { type Parameter, route } from "../ask/route.ts";
import { Handlers } from "../contract/bookSchemas.ts";
import type { Handlers as Answer } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { someId } from "./parameters.ts";
import { here } from "./standing.ts";

const optionalUnit = someId("The unit; with those under it.");
const unit: Parameter<number> = {
  schema: optionalUnit.schema,
  required: true,
  read(name, text) {
    const id = optionalUnit.read(name, text);
    if (id !== null) return id;
    throw refusedField(name, "", { zh: "一个责任单位的编号", en: "the id of a unit" });
  },
};

export const handlers = route({
  path: "/api/people/handlers",
  question: "Whom of a unit, and of those under it, can a problem be dispatched to?",
  may: { who: ["dispatcher", "leader"], area: "none" },
  takes: { unit },
  answer: Handlers,
  async handle({ given, rows }) {
    const known = await rows("unit", sql`select from unit where id = ${given.unit}::bigint`);
    if (known.length === 0) throw refusedField("unit", given.unit, { zh: "没有这个责任单位", en: "the id of a unit that exists" });
    const found = await rows<Answer["rows"][number]>(
      "handlers",
      sql`with recursive under as (select u.id, u.contact_id, 0 as depth from unit u where u.id = ${given.unit}::bigint
          union all select u.id, u.contact_id, under.depth + 1 from unit u join under on u.parent_id = under.id where under.depth < 10)
        select p.id, p.name, under.id as unit, p.id is not distinct from under.contact_id as contact
        from under join person p on p.unit_id = under.id
        where 'handler' = any(p.roles) and ${here}
        order by under.depth, p.id is not distinct from under.contact_id desc, p.name, p.id limit 1000`,
    );
    return { rows: found };
  },
});

/**
 * "From Monday it is to be mended within four work hours." A category's limit holds from its day on: what was dispatched before keeps the limit
 * it was dispatched with, so no deadline moves, and a day that has passed is refused.
 */

import { Type } from "typebox";
import { dayField, type Field, limitField, refusedField, textField } from "../ask/body.ts";
import { today } from "../ask/day.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Redated } from "../contract/bookSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Limit } from "../life/facts.ts";

/** A limit, or null for none: it must be said, so that nothing is lost by leaving it out. */
const limitOrNone: Field<Limit | null> = {
  schema: Type.Union([limitField.schema, Type.Null()]),
  read: (name, value) => (value === null ? null : limitField.read(name, value)),
};

/** @throws ParameterError */
async function refuseUnfit(tx: Tx, category: string, from: string): Promise<void> {
  const [found] = await tx.query<{ known: boolean; past: boolean; today: string }>(sql`
    select exists (select from category where code = ${category}::text) as known, ${from}::date < ${today} as past, ${today} as today`);
  if (!found?.known) throw refusedField("category", category, { zh: "没有这个类别代码", en: "a category code that exists" });
  if (found.past)
    throw refusedField("from", from, { zh: `不早于今天（${found.today}）：时限不溯及既往`, en: `not before today (${found.today})` });
}

export const limitChange = route({
  method: "POST",
  path: "/api/limits",
  question: "Sets a category's time limit from a day on; what was dispatched before keeps the limit it was dispatched with.",
  may: { who: ["administrator"], area: "none" },
  body: {
    category: textField(1, 32, "Code of the category."),
    from: dayField("The first day it holds: today or later."),
    limit: limitOrNone,
  },
  answer: Redated,
  handle: ({ body: { category, from, limit }, tx, audit }) =>
    tx("limit", async (on) => {
      await refuseUnfit(on, category, from);
      const [before] = await on.query(sql`select valid_from as "from", limit_value as value, limit_unit as unit
        from limit_of(${category}::text, ${from}::date) where valid_from is not null`);
      await on.query(sql`insert into time_limit (category, valid_from, limit_value, limit_unit)
        values (${category}::text, ${from}::date, ${limit?.value ?? null}::float8, ${limit?.unit ?? null}::text)
        on conflict (category, valid_from, district_id) do update set limit_value = excluded.limit_value, limit_unit = excluded.limit_unit`);
      await audit({ kind: "change", detail: { what: "limit", category, before: before ?? null, after: { from, limit } } }, on);
      await on.query(moved("district"));
      return { redated: 0 };
    }),
});

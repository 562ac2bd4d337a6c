/** "Dirty water in markets is the commerce bureau's." A duty by trade added to the book. */

import { dayField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Duty as DutySchema } from "../contract/bookSchemas.ts";
import type { Duty } from "../contract/types.ts";
import { type SiteType, siteTypes } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { checkDuty, dutyFields, dutyRows, theBeginning } from "./duties.ts";

/** @throws ParameterError */
async function refuseUnknown(tx: Tx, category: string): Promise<void> {
  if (category === "*") return;
  const known = await tx.query(sql`select from category where code = ${category}::text`);
  if (!known.length) throw refusedField("category", category, { zh: "已有的类别代码，或 *", en: "a category code that exists, or *" });
}

export const dutyAdd = route({
  method: "POST",
  path: "/api/duties",
  question: "Adds a duty by trade: which unit answers for a category, and who leads.",
  may: { who: ["administrator"], area: "none" },
  body: {
    category: textField(1, 32, "A minor code, a major one, or * for all."),
    siteType: optional(wordField(Object.keys(siteTypes) as SiteType[], "Only at sites of this type; none: anywhere.")),
    ...dutyFields,
    from: optional(dayField("The first day it holds; none: from the beginning.")),
    to: optional(dayField("The first day on which it holds no more.")),
  },
  answer: DutySchema,
  handle: ({ body: { category, siteType, unit, lead, from, to }, tx, audit }) =>
    tx("duty", async (on) => {
      await refuseUnknown(on, category);
      await checkDuty(on, unit, from ?? theBeginning, to);
      const [added] = (await on.query<{ id: number }>(sql`
        insert into trade_duty (category, site_type, unit_id, lead, valid_from, valid_to)
        values (${category}::text, ${siteType}::text, ${unit}::bigint, ${lead}::text, ${from ?? theBeginning}::date, ${to}::date)
        returning id`)) as [{ id: number }];
      const [duty] = (await on.query<Duty>(dutyRows(sql`t.id = ${added.id}::bigint`))) as [Duty];
      await audit({ kind: "change", detail: { what: "duty", duty: duty.id, before: null, after: duty } }, on);
      await on.query(moved("district"));
      return duty;
    }),
});

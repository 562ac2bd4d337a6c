/** "From May on the trade leads; until then as it was." A duty's unit, lead and days written anew; what it is of never changes. */

import { dayField, optional } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { NotFound, route } from "../ask/route.ts";
import { Duty as DutySchema } from "../contract/bookSchemas.ts";
import type { Duty } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { checkDuty, dutyFields, dutyRows } from "./duties.ts";

export const dutyChange = route({
  method: "POST",
  path: "/api/duties/{id}",
  question: "Changes a duty by trade: its unit, who leads, from when to when.",
  may: { who: ["administrator"], area: "none" },
  body: {
    ...dutyFields,
    from: optional(dayField("The first day it holds; none: as it was.")),
    to: optional(dayField("The first day on which it holds no more; none: it holds on.")),
  },
  answer: DutySchema,
  handle({ id, body: { unit, lead, from, to }, tx, audit }) {
    const duty = id();
    return tx("duty", async (on) => {
      const row = dutyRows(sql`t.id = ${duty}::bigint`);
      await on.query(sql`select from trade_duty where id = ${duty}::bigint for update`);
      const [before] = await on.query<Duty>(row);
      if (!before) throw new NotFound({ zh: "没有这条职责", en: "There is no such duty." });
      await checkDuty(on, unit, from ?? before.from, to);
      await on.query(sql`update trade_duty set unit_id = ${unit}::bigint, lead = ${lead}::text,
          valid_from = ${from ?? before.from}::date, valid_to = ${to}::date where id = ${duty}::bigint`);
      const [after] = (await on.query<Duty>(row)) as [Duty];
      await audit({ kind: "change", detail: { what: "duty", duty, before, after } }, on);
      await on.query(moved("district"));
      return after;
    });
  },
});

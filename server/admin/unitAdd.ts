/** "A new bureau." A unit that problems can be sent to from now on. */
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { searchText } from "../ask/searchText.ts";
import { UnitRow as UnitRowSchema } from "../contract/bookSchemas.ts";
import type { UnitRow } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { auditedUnit, checkUnit, takeUnits, unitFields, unitRows } from "./units.ts";

export const unitAdd = route({
  method: "POST",
  path: "/api/units",
  question: "Adds a responsible unit.",
  may: { who: ["administrator"], area: "none" },
  body: unitFields,
  answer: UnitRowSchema,
  handle: ({ body, caller, tx, audit }) =>
    tx("unit", async (on) => {
      await takeUnits(on);
      await checkUnit(on, body, null);
      const short = body.shortName === body.name ? null : body.shortName;
      const [added] = (await on.query<{ id: number }>(sql`
        insert into unit (layer, external_id, name, short_name, kind, parent_id, dissolved_on, successor_id, search)
        values ('app', gen_random_uuid(), ${body.name}::text, ${body.shortName}::text, ${body.kind}::text, ${body.parent}::bigint,
          ${body.dissolved}::date, ${body.successor}::bigint, ${searchText(body.name, short)}::text) returning id`)) as [{ id: number }];
      const [unit] = (await on.query<UnitRow>(unitRows(caller, sql`u.id = ${added.id}::bigint`))) as [UnitRow];
      await audit({ kind: "change", detail: { what: "unit", unit: unit.id, before: null, after: auditedUnit(unit) } }, on);
      await on.query(moved("district"));
      return unit;
    }),
});

/** "It is part of the housing bureau now." The whole of a unit written anew; dissolving it moves no problem: those it still has are told elsewhere. */
import { moved, peopleMoved } from "../ask/revision.ts";
import { NotFound, route } from "../ask/route.ts";
import { searchText } from "../ask/searchText.ts";
import { UnitRow as UnitRowSchema } from "../contract/bookSchemas.ts";
import type { UnitRow } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { auditedUnit, checkUnit, takeUnits, type UnitForm, unitFields, unitRows } from "./units.ts";

async function write(tx: Tx, id: number, { name, shortName, kind, parent, contact, dissolved, successor }: UnitForm): Promise<void> {
  await tx.query(sql`update unit set name = ${name}::text, short_name = ${shortName}::text, kind = ${kind}::text, parent_id = ${parent}::bigint,
      contact_id = case when ${contact === undefined}::boolean then contact_id else ${contact ?? null}::bigint end,
      dissolved_on = ${dissolved}::date, successor_id = ${successor}::bigint,
      search = ${searchText(name, shortName === name ? null : shortName)}::text
    where id = ${id}::bigint`);
}

export const unitChange = route({
  method: "POST",
  path: "/api/units/{id}",
  question: "Changes a responsible unit: its names, who is above, whom it names, from when it is dissolved.",
  may: { who: ["administrator"], area: "none" },
  body: unitFields,
  answer: UnitRowSchema,
  handle({ id, body, caller, tx, audit }) {
    const unit = id();
    return tx("unit", async (on) => {
      const row = unitRows(caller, sql`u.id = ${unit}::bigint`);
      await takeUnits(on);
      const [before] = await on.query<UnitRow>(row);
      if (!before) throw new NotFound({ zh: "没有这个责任单位", en: "There is no such unit." });
      await checkUnit(on, body, before);
      await write(on, unit, body);
      const [after] = (await on.query<UnitRow>(row)) as [UnitRow];
      await audit({ kind: "change", detail: { what: "unit", unit, before: auditedUnit(before), after: auditedUnit(after) } }, on);
      // A handler's units are their own and those under it.
      if (before.parent !== after.parent) await on.query(peopleMoved(null));
      await on.query(moved("district"));
      return after;
    });
  },
});

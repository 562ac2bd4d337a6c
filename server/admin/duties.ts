/** The trade book (条): who answers for a category, narrowed by site type or not, and who leads where trade and area meet. */
import { idField, optional, refusedField, wordField } from "../ask/body.ts";
import { type Lead, leads } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";

/** Rows of duties `t`. */
export const dutyRows = (where: Sql): Sql => sql`
  select t.id, t.category, t.site_type as "siteType", t.unit_id as unit, t.lead, t.valid_from as "from", t.valid_to as "to"
  from trade_duty t where ${where} order by t.category, t.site_type nulls first, t.valid_from, t.id`;

/** What can be said of a duty anew: what it is of never changes. */
export const dutyFields = {
  unit: optional(idField("The unit that answers by trade; none: the area alone answers.")),
  lead: wordField(Object.keys(leads) as Lead[], "Who leads: area or trade."),
};

/** A duty that never began on a day holds from the beginning. */
export const theBeginning = "0001-01-01";

/** @throws ParameterError naming to or unit */
export async function checkDuty(tx: Tx, unit: number | null, from: string, to: string | null): Promise<void> {
  if (to !== null && to <= from) throw refusedField("to", to, { zh: `晚于启用日期 ${from}`, en: `a day later than ${from}` });
  if (unit === null) return;
  const [found] = await tx.query<{ dissolved: string | null }>(sql`select dissolved_on as dissolved from unit where id = ${unit}::bigint`);
  if (!found) throw refusedField("unit", unit, { zh: "没有这个责任单位", en: "the id of a unit that exists" });
  if (found.dissolved !== null && found.dissolved <= from)
    throw refusedField("unit", unit, {
      zh: `${from} 仍在用的责任单位：该单位已于 ${found.dissolved} 撤销`,
      en: `a unit that still is on ${from}: this one is dissolved from ${found.dissolved} on`,
    });
}

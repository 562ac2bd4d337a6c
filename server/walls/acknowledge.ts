/** "We know, and somebody is on it." */
import { idField, listField, optional, refusedField, textField } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { holdAlarms } from "./watchRule.ts";

/** @throws ParameterError naming `ids` and the first that is no alarm */
async function refuseUnknown(tx: Tx, ids: readonly number[]): Promise<void> {
  const known = new Set((await tx.query<{ id: number }>(sql`select id from alarm where id = any(${ids}::bigint[])`)).map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw refusedField("ids", unknown, { zh: "没有这条告警", en: "the id of an alarm that exists" });
}

export const alarmAcknowledge = route({
  method: "POST",
  path: "/api/alarms/acknowledge",
  question: "Acknowledges alarms: they leave the walls.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  body: {
    ids: listField(idField("An alarm."), 1, 1000, "Which."),
    note: optional(textField(1, 500, "What is being done.")),
  },
  answer: Done,
  handle: ({ caller, body: { ids, note }, tx, audit }) =>
    tx("alarms", async (on) => {
      await holdAlarms(on);
      await refuseUnknown(on, ids);
      // Whoever was first is the one who knew.
      const acknowledged = await on.query<{ id: number }>(sql`update alarm set acknowledged_at = clock(),
          acknowledged_by = ${caller.personId}::bigint, note = ${note}::text
        where id = any(${ids}::bigint[]) and acknowledged_at is null returning id`);
      if (acknowledged.length === 0) return { ok: true };
      const told = acknowledged.map(({ id }) => id).sort((a, b) => a - b);
      await audit({ kind: "change", detail: { what: "alarms", alarms: told, note } }, on);
      await on.query(moved("alarms"));
      return { ok: true };
    }),
});

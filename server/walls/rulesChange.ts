/** "From now on by this rule." */
import { type Body, flagField, listField, numberField, refusedField, textField } from "../ask/body.ts";
import type { Caller } from "../ask/caller.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { WallRules } from "../contract/wallSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { loadRules } from "./rule.ts";

const fields = {
  keyOverdue: flagField("What is overdue at a key site is an alarm."),
  immediate: listField(textField(1, 20, "A category's code."), 0, 50, "Categories of which each new problem is an alarm."),
  clusterLeast: numberField(3, 100, "So many problems.", true),
  clusterWithin_m: numberField(10, 1000, "Within so many metres of one of them."),
  clusterHours: numberField(1, 168, "Found within so many hours.", true),
  flagLeast: numberField(1, 1000, "Of no fewer closed.", true),
  flagRed: numberField(0, 1, "On-time rate of a red flag."),
  flagBlue: numberField(0, 1, "On-time rate of a blue flag; lower than a red one's."),
  patrolDays: numberField(1, 366, "Days after which a river is due.", true),
};
type Given = Body<typeof fields>;

/** A unit must not earn both flags. @throws ParameterError */
function refuseCrossed({ flagRed, flagBlue }: Given): void {
  if (flagBlue >= flagRed)
    throw refusedField("flagBlue", flagBlue, { zh: `低于红旗的 ${flagRed}`, en: `lower than the red flag's ${flagRed}` });
}

/** @throws ParameterError naming the first code that is none */
async function refuseUnknown(tx: Tx, codes: readonly string[]): Promise<void> {
  const [unknown] = await tx.query<{ code: string }>(sql`select v.code from unnest(${codes}::text[]) with ordinality v(code, n)
    where not exists (select 1 from category c where c.code = v.code) order by v.n limit 1`);
  if (unknown) throw refusedField("immediate", unknown.code, { zh: "已有的类别代码", en: "the codes of categories that exist" });
}

async function write(tx: Tx, { personId }: Caller, given: Given): Promise<void> {
  await tx.query(sql`update wall_rule set key_overdue = ${given.keyOverdue}::boolean, immediate = ${[...new Set(given.immediate)]}::text[],
    cluster_least = ${given.clusterLeast}::int, cluster_within_m = ${given.clusterWithin_m}::float8, cluster_hours = ${given.clusterHours}::int,
    flag_least = ${given.flagLeast}::int, flag_red = ${given.flagRed}::float8, flag_blue = ${given.flagBlue}::float8,
    patrol_days = ${given.patrolDays}::int, changed_by = ${personId}::bigint, changed_at = now()`);
}

export const wallRulesChange = route({
  method: "POST",
  path: "/api/wallRules",
  question: "Changes the rules of alarms and flags.",
  may: { who: ["dispatcher", "administrator"], area: "none" },
  body: fields,
  answer: WallRules,
  async handle({ body, caller, tx, audit }) {
    refuseCrossed(body);
    return tx("rules", async (on) => {
      await on.query(sql`select from wall_rule for update`);
      const before = await loadRules(on);
      await refuseUnknown(on, body.immediate);
      await write(on, caller, body);
      const after = await loadRules(on);
      await audit({ kind: "change", detail: { what: "wallRules", before, after } }, on);
      await on.query(moved("walls"));
      return after;
    });
  },
});

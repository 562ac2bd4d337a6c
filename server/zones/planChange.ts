/** "It is called otherwise, is described otherwise, or counts otherwise." */
import { idField, numberField, objectField, optional, textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { nameField } from "../ask/sharing.ts";
import { usualWeights, type Weights } from "../contract/partition/balance.ts";
import { ZonePlanSummary } from "../contract/planSchemas.ts";
import { sql } from "../db/sql.ts";
import { changing } from "./changing.ts";
import { mayDrawPlans, refuseOlder, refuseStatus } from "./kept.ts";

const mostWeight = 100_000;
const weight = optional(numberField(0, mostWeight, "What one counts for; left out: as it was."));
const weightFields = Object.fromEntries(Object.keys(usualWeights).map((name) => [name, weight])) as Record<keyof Weights, typeof weight>;

export const planChange = route({
  method: "POST",
  path: "/api/zonePlans/{id}/change",
  question: "Changes a draft's name, note or weights; what is left out stays. Its zones are changed by steps.",
  may: mayDrawPlans,
  body: {
    version: optional(idField("The version that was seen: of another, nothing is changed.")),
    name: optional(nameField),
    note: optional(textField(0, 2000, "What is to be known of it; empty = nothing.")),
    weights: optional(objectField(weightFields)),
  },
  answer: ZonePlanSummary,
  handle: ({ id, body: { version, name, note, weights }, caller, ...ask }) =>
    changing(ask, id(), async (on, plan) => {
      refuseStatus(plan, "draft");
      refuseOlder(plan, version);
      const counts = Object.entries(weights ?? {}).filter(([, value]) => value !== null);
      await on.query(sql`update zone_plan set name = coalesce(${name}::text, name),
          note = case when ${note}::text is null then note else nullif(${note}::text, '') end,
          weights = weights || ${JSON.stringify(Object.fromEntries(counts))}::jsonb, changed_by = ${caller.personId}::bigint, changed_at = now()
        where id = ${plan.id}::bigint`);
    }),
});

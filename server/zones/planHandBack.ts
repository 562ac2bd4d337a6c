/** "Not yet": a plan in review is a draft again, with the reason as its note. */
import { textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { ZonePlanSummary } from "../contract/planSchemas.ts";
import { sql } from "../db/sql.ts";
import { changing } from "./changing.ts";
import { mayDrawPlans, refuseStatus } from "./kept.ts";

export const planHandBack = route({
  method: "POST",
  path: "/api/zonePlans/{id}/handBack",
  question: "Hands a plan in review back to be drawn on, and says why.",
  may: mayDrawPlans,
  body: { note: textField(1, 2000, "Why, or what is to be done.") },
  answer: ZonePlanSummary,
  handle: ({ id, body: { note }, caller, ...ask }) =>
    changing(ask, id(), async (on, plan) => {
      refuseStatus(plan, "review");
      await on.query(sql`update zone_plan set status = 'draft', note = ${note}::text, changed_by = ${caller.personId}::bigint, changed_at = now()
        where id = ${plan.id}::bigint`);
    }),
});

/** "Look at this draft": until it is handed back nobody changes it. */
import { route } from "../ask/route.ts";
import { ZonePlanSummary } from "../contract/planSchemas.ts";
import { sql } from "../db/sql.ts";
import { changing } from "./changing.ts";
import { mayDrawPlans, refuseStatus } from "./kept.ts";

export const planReview = route({
  method: "POST",
  path: "/api/zonePlans/{id}/review",
  question: "Sends a draft to review.",
  may: mayDrawPlans,
  answer: ZonePlanSummary,
  handle: ({ id, caller, ...ask }) =>
    changing(ask, id(), async (on, plan) => {
      refuseStatus(plan, "draft");
      await on.query(sql`update zone_plan set status = 'review', changed_by = ${caller.personId}::bigint, changed_at = now()
        where id = ${plan.id}::bigint`);
    }),
});

/** "Not from Monday on, after all." */
import { Conflict } from "../ask/caller.ts";
import { route } from "../ask/route.ts";
import { ZonePlanSummary } from "../contract/planSchemas.ts";
import { sql } from "../db/sql.ts";
import { changing } from "./changing.ts";
import { mayDrawPlans, refuseStatus } from "./kept.ts";

export const planWithdraw = route({
  method: "POST",
  path: "/api/zonePlans/{id}/withdraw",
  question: "Withdraws a published plan whose day has not come: it is kept, and never in force.",
  may: mayDrawPlans,
  answer: ZonePlanSummary,
  handle: ({ id, ...ask }) =>
    changing(ask, id(), async (on, plan) => {
      refuseStatus(plan, "published");
      const archived = await on.query(
        sql`update zone_plan set status = 'archived' where id = ${plan.id}::bigint and in_force_at is null returning id`,
      );
      if (archived.length) return;
      throw new Conflict(
        {
          zh: `方案“${plan.name}”已自 ${plan.effective_from} 起施行，不能撤回：请另行发布方案`,
          en: `The plan “${plan.name}” has been in force since ${plan.effective_from}: publish another one instead.`,
        },
        { id: plan.id, status: plan.status, effectiveFrom: plan.effective_from },
      );
    }),
});

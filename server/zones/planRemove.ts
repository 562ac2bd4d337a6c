/** "That plan is not needed any more." */
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { auditedPlan, lockedPlan, mayDrawPlans, refuseStatus } from "./kept.ts";

export const planRemove = route({
  method: "POST",
  path: "/api/zonePlans/{id}/remove",
  question: "Takes a plan away that is not published, with its steps.",
  may: mayDrawPlans,
  answer: Done,
  handle({ id, tx, audit }) {
    const plan = id();
    return tx("plan", async (on) => {
      const before = await lockedPlan(on, plan);
      refuseStatus(before, "draft", "review");
      await on.query(sql`delete from zone_plan where id = ${plan}::bigint`);
      await audit({ kind: "change", detail: { what: "zonePlan", plan, before: auditedPlan(before), after: null } }, on);
      await on.query(moved("plans"));
      return { ok: true };
    });
  },
});

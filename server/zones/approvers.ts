/** "Who may put their name to a plan?" */
import { today } from "../ask/day.ts";
import { route } from "../ask/route.ts";
import { ZonePlanApprovers } from "../contract/planSchemas.ts";
import type { ZonePlanApprovers as Answer } from "../contract/types.ts";
import type { Role } from "../contract/vocabulary.ts";
import { sql } from "../db/sql.ts";
import { mayDrawPlans } from "./kept.ts";

/** Duties that may approve a plan. */
export const approvers: readonly Role[] = ["leader", "administrator", "planner"];
const most = 200;

export const planApprovers = route({
  path: "/api/zonePlans/approvers",
  question: "Which people may approve a zone plan, leaders first?",
  may: mayDrawPlans,
  answer: ZonePlanApprovers,
  async handle({ rows }) {
    const found = await rows<Answer["rows"][number]>(
      "approvers",
      sql`select p.id, p.name, p.roles from person p where p.roles && ${approvers}::text[] and (p.left_on is null or p.left_on > ${today})
        order by 'leader' = any(p.roles) desc, p.name, p.id limit ${most}::int`,
    );
    return { rows: found };
  },
});

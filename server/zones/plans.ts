/** "Which zone plans are there?" */
import { route } from "../ask/route.ts";
import { ZonePlans } from "../contract/planSchemas.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type KeptPlan, mayReadPlans, planRows, summaryOf } from "./kept.ts";

export const plans = route({
  path: "/api/zonePlans",
  question: "Which zone plans are there, and which of them is in force?",
  may: mayReadPlans,
  answer: ZonePlans,
  async handle({ rows }) {
    const on: Queryable = { query: (statement) => rows("plans", statement) };
    const [now] = (await on.query<{ clock: Date }>(sql`select clock() as clock`)) as [{ clock: Date }];
    const kept = await on.query<KeptPlan>(planRows(sql`true`, sql`order by n.changed_at desc, n.id desc`));
    const summaries = [];
    // One after the other: a partition that has to be read is large.
    for (const plan of kept) summaries.push(await summaryOf(on, plan));
    return { rows: summaries, clock: now.clock.toISOString() };
  },
});

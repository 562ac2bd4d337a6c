/** "What does this plan hold?" */
import { route } from "../ask/route.ts";
import { usualWeights } from "../contract/partition/balance.ts";
import { mostSteps } from "../contract/plan.ts";
import { ZonePlan } from "../contract/planSchemas.ts";
import type { Mend, SignOff } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { type KeptPlan, mayReadPlans, planRows, summaryOf } from "./kept.ts";
import { noPlan, partitionOfText } from "./partitions.ts";

/** What lists do not show. */
interface Whole extends KeptPlan {
  readonly partition: string;
  readonly signOffs: SignOff[];
  readonly mended: Mend[];
  readonly steps: number;
}
const whole = sql`, n.partition, n.sign_offs as "signOffs", n.mended,
  least(${mostSteps}::int, (select count(*)::int from zone_plan_step s where s.plan_id = n.id)) as steps`;

export const plan = route({
  path: "/api/zonePlans/{id}",
  question: "What does a zone plan hold: its partition, its weights, and how many of its steps can be taken back?",
  may: mayReadPlans,
  answer: ZonePlan,
  async handle({ id, rows }) {
    const [row] = await rows<Whole>("plan", planRows(sql`n.id = ${id()}::bigint`, sql``, whole));
    if (!row) throw noPlan();
    partitionOfText(row, row.partition);
    const { partition, sum, signOffs, mended, steps } = row;
    const summary = await summaryOf({ query: (statement) => rows("partition", statement) }, row);
    return { ...summary, partition, sum, signOffs, mended, steps, weights: { ...usualWeights, ...row.weights } };
  },
});

/** "Begin a plan": of the zones in force today, or as a copy of another. */
import { idField, optional } from "../ask/body.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { nameField } from "../ask/sharing.ts";
import type { Partition } from "../contract/partition/partition.ts";
import { applyPatch, type PartitionPatch } from "../contract/partition/patch.ts";
import { ZonePlanSummary } from "../contract/planSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { partitionInForce } from "./inForce.ts";
import { auditedPlan, type KeptPlan, keepPlan, mayDrawPlans, type NewPlan, planOf, summaryOf } from "./kept.ts";
import { partitionAt } from "./partitions.ts";
import { withRealIds } from "./realIds.ts";

type Beginning = Pick<NewPlan, "partition" | "weights" | "mended">;

/** A plan as it was at a version: what was done since is taken back, in this copy only. What was taken back meanwhile is not known any more. */
async function partitionWhen(tx: Tx, plan: KeptPlan, version: number | null): Promise<Partition> {
  const now = await partitionAt(tx, plan);
  if (version === null || version >= plan.version) return now;
  const since = await tx.query<{ back: PartitionPatch }>(
    sql`select back from zone_plan_step where plan_id = ${plan.id}::bigint and version > ${version}::int order by seq desc`,
  );
  return since.reduce((at, { back }) => applyPatch(at, back), now);
}

/** @throws NotFound, Conflict */
async function beginning(tx: Tx, from: number | null, version: number | null): Promise<Beginning> {
  if (from === null) return { ...(await partitionInForce(tx)), weights: {} };
  const plan = await planOf(tx, from);
  return { partition: await withRealIds(tx, plan, await partitionWhen(tx, plan, version)), weights: plan.weights, mended: [] };
}

export const planAdd = route({
  method: "POST",
  path: "/api/zonePlans",
  question: "Begins a zone plan: of the zones in force today, or as a copy of another plan as it stands, or stood at a version.",
  may: mayDrawPlans,
  body: {
    name: nameField,
    from: optional(idField("The plan it is a copy of; left out: the zones in force today.")),
    version: optional(idField("Of the plan it is a copy of: as it stood then; left out: as it stands.")),
  },
  answer: ZonePlanSummary,
  handle: ({ body: { name, from, version }, caller, tx, audit }) =>
    tx("plan", async (on) => {
      const plan = await keepPlan(on, caller, { name, from, ...(await beginning(on, from, version)) });
      await audit({ kind: "change", detail: { what: "zonePlan", plan: plan.id, from, before: null, after: auditedPlan(plan) } }, on);
      const answer = await summaryOf(on, plan);
      await on.query(moved("plans"));
      return answer;
    }),
});

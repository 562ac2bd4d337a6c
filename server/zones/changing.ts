/** What every change of a plan's row does: one transaction with the row locked, a line in the audit log, and the word that pages hear. */
import { moved } from "../ask/revision.ts";
import type { Ask } from "../ask/route.ts";
import type { ZonePlanSummary } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { auditedPlan, type KeptPlan, lockedPlan, planOf, summaryOf } from "./kept.ts";

/**
 * @param work refuses, or writes
 * @returns the plan as it stands after
 * @throws NotFound, and what `work` throws
 */
export const changing = (
  { tx, audit }: Pick<Ask, "tx" | "audit">,
  id: number,
  work: (tx: Tx, plan: KeptPlan) => Promise<void>,
): Promise<ZonePlanSummary> =>
  tx("plan", async (on) => {
    const before = await lockedPlan(on, id);
    await work(on, before);
    const after = await planOf(on, id);
    await audit({ kind: "change", detail: { what: "zonePlan", plan: id, before: auditedPlan(before), after: auditedPlan(after) } }, on);
    const answer = await summaryOf(on, after);
    await on.query(moved("plans"));
    return answer;
  });

/** A server that keeps one plan, and can be away, lie, refuse and lose an answer. */
import { HttpError } from "../../../client/api/http.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { usualWeights } from "../../../server/contract/partition/balance.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { partitionText, sumOf } from "../../../server/contract/partition/text.ts";
import type { ZonePlan } from "../../../server/contract/types.ts";
import { gridOf } from "./grid.ts";

export const start = gridOf();
export const rename = (zone: number, name: string): Step => ({ kind: "zoneChange", zone, to: { name } });

/** What the server holds, and how it answers. */
export const server = {
  log: [] as { step: Step; version: number; by: string }[],
  version: 1,
  away: false,
  lies: false,
  losesAnswer: false,
  posts: 0,
  weights: usualWeights,
  status: "draft" as "draft" | "review",
  /** As when it holds something else than it says. */
  refuses: false,
};
export function stands(): Partition {
  return server.log.reduce((now, { step }) => {
    const outcome = applyStep(now, step);
    if ("refused" in outcome) throw new Error(outcome.refused.why.en);
    return outcome.done;
  }, start);
}
const problem = (status: number, now?: Record<string, unknown>) =>
  new HttpError({ type: "about:blank", title: "x", status, detail: "no", detail_zh: "不行", ...(now && { now }) });
const reached = () => {
  if (server.away) throw problem(0);
};
const sum = () => (server.lies ? "no such sum" : sumOf(partitionText(stands())));
/** Somebody else at work. */
export function theirs(...steps: Step[]): void {
  server.version++;
  server.log.push(...steps.map((step) => ({ step, version: server.version, by: "李" })));
}
export const planNow = (): ZonePlan => ({
  ...{ id: 7, name: "方案", status: server.status, version: server.version, depth: 3, zones: [1, 2, 16], from: null, note: null },
  ...{ made: "2026-11-20T08:00:00Z", madeBy: "王", changed: "2026-11-20T08:00:00Z", changedBy: "王", effectiveFrom: null },
  ...{ inForce: false, approver: null, publishedBy: null, published: null, partition: partitionText(stands()), sum: sum() },
  ...{ weights: server.weights, signOffs: [], mended: [], steps: server.log.length },
});

/** Stands for client/api/plans.ts. */
export const plansApi = {
  askPlans: async () => {
    reached();
    return { rows: [planNow()] };
  },
  askPlan: async () => {
    reached();
    return planNow();
  },
  askSteps: async (_id: number, after: number) => {
    reached();
    const rows = server.log.map((row, i) => ({ ...row, seq: i + 1, at: "2026-11-20T08:00:00Z" })).filter(({ version }) => version > after);
    return { version: server.version, sum: sum(), rows };
  },
  stepPlan: async (id: number, { version, undo, steps }: { version: number; undo: number; steps: readonly Step[] }) => {
    reached();
    server.posts++;
    if (server.status !== "draft") throw problem(409, { status: server.status });
    if (server.refuses) throw problem(409, { step: 0, code: "noZone" });
    if (undo > 100 || steps.length > 100) throw problem(400);
    if (version !== server.version) throw problem(409, { version: server.version, by: "李" });
    server.log.splice(server.log.length - undo, undo);
    server.version++;
    server.log.push(...steps.map((step) => ({ step, version: server.version, by: "王" })));
    if (server.losesAnswer) {
      server.losesAnswer = false;
      throw problem(0);
    }
    return { id, version: server.version, sum: sum(), changed: "2026-11-20T08:00:00Z" };
  },
  changePlan: async (_id: number, { weights }: { weights?: typeof usualWeights }) => {
    reached();
    if (weights) server.weights = weights;
    return {};
  },
};

/** "Is every metre somebody's, and nobody's twice?" */
import { route } from "../ask/route.ts";
import { ZonePlanProof } from "../contract/planSchemas.ts";
import { mayReadPlans, planOf } from "./kept.ts";
import { partitionAt } from "./partitions.ts";
import { prove } from "./proving.ts";

export const planProof = route({
  path: "/api/zonePlans/{id}/proof",
  question: "Does a zone plan cover the district without gap and overlap, what does not hang together, and which sites would have nobody?",
  may: mayReadPlans,
  answer: ZonePlanProof,
  async handle({ id, rows }) {
    const on = { query: <Row extends object>(statement: Parameters<typeof rows>[1]) => rows<Row>("proof", statement) };
    const plan = await planOf(on, id());
    return prove(on, plan.version, await partitionAt(on, plan));
  },
});

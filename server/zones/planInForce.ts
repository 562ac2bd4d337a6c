/** "What is in force, as a partition?" To be held against a plan. */
import { route } from "../ask/route.ts";
import { partitionText } from "../contract/partition/text.ts";
import { ZonesInForce } from "../contract/planSchemas.ts";
import { partitionInForce } from "./inForce.ts";
import { mayReadPlans } from "./kept.ts";

export const planInForce = route({
  path: "/api/zonePlans/inForce",
  question: "The zones in force today as a partition, such as a plan begins with. Nothing is written.",
  may: mayReadPlans,
  answer: ZonesInForce,
  handle: ({ tx }) => tx("zones", async (on) => ({ partition: partitionText((await partitionInForce(on)).partition) })),
});

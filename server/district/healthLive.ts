/** "Does the process answer?" For whoever restarts it when it does not: a database that is away is no reason to, so it is not asked. */
import { route } from "../ask/route.ts";
import { Alive } from "../contract/schemas.ts";

export const healthLive = route({
  path: "/api/health/live",
  question: "Does this process answer, whatever it stands on?",
  may: { who: "everybody", area: "none" },
  unasked: true,
  answer: Alive,
  handle: async () => ({ status: "live" }),
});

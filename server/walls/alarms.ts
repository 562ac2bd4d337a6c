/** "What calls for a decision?" */
import { flag, integer } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { Alarms } from "../contract/wallSchemas.ts";

export const alarms = route({
  path: "/api/alarms",
  question: "What calls for a decision now; or what did, of late?",
  may: { who: ["leader", "dispatcher", "administrator", "auditor", "wall"], area: "none" },
  takes: { all: flag("Also those that were acknowledged or have ended."), limit: integer(1, 200, 50, "How many.") },
  answer: Alarms,
  async handle() {
    throw new Error("not built");
  },
});

/** "By what rule?" When an alarm is raised and a flag given. */
import { route } from "../ask/route.ts";
import { WallRules } from "../contract/wallSchemas.ts";
import { loadRules } from "./rule.ts";

export const wallRules = route({
  path: "/api/wallRules",
  question: "By what rules are alarms raised and flags given?",
  may: { who: "signed in", area: "none" },
  answer: WallRules,
  handle: ({ rows }) => loadRules({ query: (statement) => rows("rules", statement) }),
});

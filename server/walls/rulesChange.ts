/** "From now on by this rule." */
import { flagField, listField, numberField, textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { WallRules } from "../contract/wallSchemas.ts";

export const wallRulesChange = route({
  method: "POST",
  path: "/api/wallRules",
  question: "Changes the rules of alarms and flags.",
  may: { who: ["dispatcher", "administrator"], area: "none" },
  body: {
    keyOverdue: flagField("What is overdue at a key site is an alarm."),
    immediate: listField(textField(1, 20, "A category's code."), 0, 50, "Categories of which each new problem is an alarm."),
    clusterLeast: numberField(3, 100, "So many problems.", true),
    clusterWithin_m: numberField(10, 1000, "Within so many metres of one of them."),
    clusterHours: numberField(1, 168, "Found within so many hours.", true),
    flagLeast: numberField(1, 1000, "Of no fewer closed.", true),
    flagRed: numberField(0, 1, "On-time rate of a red flag."),
    flagBlue: numberField(0, 1, "On-time rate of a blue flag."),
    patrolDays: numberField(1, 366, "Days after which a river is due.", true),
  },
  answer: WallRules,
  async handle() {
    throw new Error("not built");
  },
});

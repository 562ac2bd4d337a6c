/** "We know, and somebody is on it." */
import { idField, listField, optional, textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";

export const alarmAcknowledge = route({
  method: "POST",
  path: "/api/alarms/acknowledge",
  question: "Acknowledges alarms: they leave the walls.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  body: {
    ids: listField(idField("An alarm."), 1, 1000, "Which."),
    note: optional(textField(1, 500, "What is being done.")),
  },
  answer: Done,
  async handle() {
    throw new Error("not built");
  },
});

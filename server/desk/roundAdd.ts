/** "A new round begins." This round is the last that has begun. */
import { dayField, textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { Round } from "../contract/deskSchemas.ts";

export const roundAdd = route({
  method: "POST",
  path: "/api/rounds",
  question: "Begins a round of inspection on a day; it lasts until the next. A day on which one begins already gets the new name.",
  may: { who: ["leader", "planner", "dispatcher", "administrator"], area: "none" },
  body: { name: textField(1, 60, "What it is called."), starts: dayField("Its first day.") },
  answer: Round,
  handle: () => Promise.reject(new Error("not built")),
});

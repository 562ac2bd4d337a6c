/** "That wall shows this tour." */
import { idField, optional } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";

export const wallAssign = route({
  method: "POST",
  path: "/api/walls/{id}/tour",
  question: "Gives a wall a tour, or the usual one.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  body: { tour: optional(idField("The tour; null = the usual one.")) },
  answer: Done,
  async handle() {
    throw new Error("not built");
  },
});

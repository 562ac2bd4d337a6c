/** "Which walls are there, what do they show, and are they alive?" */
import { route } from "../ask/route.ts";
import { Walls } from "../contract/wallSchemas.ts";

export const walls = route({
  path: "/api/walls",
  question: "Which walls are there, how do they stand, and what were they told?",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  answer: Walls,
  async handle() {
    throw new Error("not built");
  },
});

/** "What tours are there?" */
import { route } from "../ask/route.ts";
import { WallTours } from "../contract/wallSchemas.ts";

export const tours = route({
  path: "/api/wallTours",
  question: "Which tours of scenes are there?",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  answer: WallTours,
  async handle() {
    throw new Error("not built");
  },
});

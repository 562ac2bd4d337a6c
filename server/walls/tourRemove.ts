/** "That tour is not needed any more." Walls that had it show the usual one. */
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";

export const tourRemove = route({
  method: "POST",
  path: "/api/wallTours/{id}/remove",
  question: "Takes a tour away; walls that had it show the usual one.",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  answer: Done,
  async handle() {
    throw new Error("not built");
  },
});

/** "What tours are there?" */
import { route } from "../ask/route.ts";
import { WallTours } from "../contract/wallSchemas.ts";
import { sql } from "../db/sql.ts";
import { toursOf } from "./kept.ts";

export const tours = route({
  path: "/api/wallTours",
  question: "Which tours of scenes are there?",
  may: { who: ["leader", "dispatcher", "administrator"], area: "none" },
  answer: WallTours,
  handle: async ({ rows }) => ({ rows: await toursOf((statement) => rows("tours", statement), sql`true`) }),
});

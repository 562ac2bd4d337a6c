/** "Which robots tell of our problems, and does what they are sent arrive?" */
import { route } from "../ask/route.ts";
import { Robots } from "../contract/noticeSchemas.ts";
import { sql } from "../db/sql.ts";
import { robotRows, type StoredRobot, tellRobot } from "./robotFields.ts";

export const robots = route({
  path: "/api/robots",
  question: "Which group robots are there, what waits for them, and what could not be delivered?",
  may: { who: ["administrator"], area: "none" },
  answer: Robots,
  handle: async ({ rows }) => ({ rows: (await rows<StoredRobot>("robots", robotRows(sql`true`))).map(tellRobot) }),
});

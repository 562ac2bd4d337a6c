/** "Who answers for which category by trade, and from when on?" */
import { route } from "../ask/route.ts";
import { Duties } from "../contract/bookSchemas.ts";
import type { Duty } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { dutyRows } from "./duties.ts";

export const dutyList = route({
  path: "/api/duties",
  question: "Which unit answers for a category by trade, who leads, and from when to when?",
  may: { who: ["administrator", "dispatcher"], area: "none" },
  answer: Duties,
  handle: async ({ rows }) => ({ rows: await rows<Duty>("duties", dutyRows(sql`true`)) }),
});

/** "Which units are there, who is above and who answers for them?" */
import { route } from "../ask/route.ts";
import { Units } from "../contract/bookSchemas.ts";
import type { UnitRow } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { unitRows } from "./units.ts";

export const unitList = route({
  path: "/api/units",
  question: "Which responsible units are there, whom do they name, and which are dissolved?",
  may: { who: ["administrator", "dispatcher", "security"], area: "own" },
  answer: Units,
  handle: async ({ caller, rows }) => ({ rows: await rows<UnitRow>("units", unitRows(caller, sql`true`)) }),
});

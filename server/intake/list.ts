/** "What came in that we could not place?" Held rows oldest first; settled ones the last first. */
import { oneWord } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { IntakeList } from "../contract/noticeSchemas.ts";
import { type IntakeState, intakeStates } from "../contract/officeWords.ts";
import { sql } from "../db/sql.ts";
import { intakeColumns, intakeJoins, reached, type StoredIntake, tellIntake } from "./rows.ts";

const most = 500;

export const intakeList = route({
  path: "/api/intake",
  question: "What did other systems send in, and what became of it?",
  may: { who: ["dispatcher", "administrator"], area: "own" },
  takes: { state: oneWord(Object.keys(intakeStates) as IntakeState[], "held", "Held, taken in or refused.") },
  answer: IntakeList,
  async handle({ caller, given, rows }) {
    const order = given.state === "held" ? sql`i.received_at, i.id` : sql`i.settled_at desc, i.id desc`;
    const found = await rows<StoredIntake & { total: number }>(
      "intake",
      sql`select ${intakeColumns}, count(*) over ()::int as total from intake i ${intakeJoins}
        where i.state = ${given.state}::text and ${reached(caller)} order by ${order} limit ${most}::int`,
    );
    return { total: found[0]?.total ?? 0, rows: found.map(tellIntake) };
  },
});

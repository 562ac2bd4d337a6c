/** "That is nothing of ours." A dispatcher refuses what was sent in, and says why. */
import { textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { IntakeRow } from "../contract/noticeSchemas.ts";
import { sql } from "../db/sql.ts";
import { holdIntake, readIntake } from "./held.ts";
import { tellIntake } from "./rows.ts";

export const intakeRefuse = route({
  method: "POST",
  path: "/api/intake/{id}/refuse",
  question: "Refuses something that was held, with a reason.",
  may: { who: ["dispatcher"], area: "own" },
  body: { reason: textField(1, 1000, "Why it is not taken in; the sender is told when asking again.") },
  answer: IntakeRow,
  handle({ id, body: { reason }, caller, tx, audit }) {
    const row = id();
    return tx("intake", async (on) => {
      const { external_id: externalId, from } = await holdIntake(on, caller, row);
      await on.query(sql`update intake set state = 'refused', note = ${reason}::text, wanting = '{}', settled_at = clock(),
        settled_by = ${caller.personId}::bigint where id = ${row}::bigint`);
      await audit({ kind: "act", detail: { what: "intake", intake: row, from, externalId, state: "refused", reason } }, on);
      return tellIntake(await readIntake(on, row));
    });
  },
});

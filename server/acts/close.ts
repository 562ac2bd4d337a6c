/** 销号: the repair was rechecked by another than the one who handled it, and holds: an after photo shows it, or it is said why none does. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Held } from "../log/problem.ts";
import { standing } from "../log/told.ts";
import { doPrepared, may, said } from "./act.ts";
import { evidenceFields, needEvidence, shownIn } from "./evidence.ts";

/** The problem's after photos that can be looked at: neither withdrawn nor on their way. */
async function afterPhotos(tx: Tx, id: number): Promise<ReadonlySet<number>> {
  const rows = await tx.query<{ id: number }>(
    sql`select id from photo where problem_id = ${id}::bigint and kind = 'after' and state = 'ready'`,
  );
  return new Set(rows.map((row) => row.id));
}

/** The repair that is being written off has its after photo already: given when it was last handed back, or since. */
function isShown({ stored }: Held, after: ReadonlySet<number>): boolean {
  const log = standing(stored);
  const from = log.findLastIndex(({ act }) => act === "hand_back");
  return from >= 0 && log.slice(from).some(({ facts }) => facts.photos?.some((id) => after.has(id)));
}

export const closeAct = route({
  method: "POST",
  path: "/api/problems/{id}/close",
  question: "Writes a problem off: its repair holds.",
  may: may("close"),
  body: { ...said, ...evidenceFields },
  answer: ProblemDetail,
  handle: (ask) =>
    doPrepared(ask, "close", async (tx, id) => {
      const after = await afterPhotos(tx, id);
      return (held) => {
        if (!isShown(held, after)) needEvidence(ask.body);
        return { facts: shownIn(ask.body) };
      };
    }),
});

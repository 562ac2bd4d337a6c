/** "Who told of this?" The reporter's name and phone unmasked, for a reason that goes into the audit log with them that asked. */

import { textField } from "../ask/body.ts";
import { Forbidden, reaches } from "../ask/caller.ts";
import { anyProblem } from "../ask/past.ts";
import { NotFound, route } from "../ask/route.ts";
import { Revealed } from "../contract/problemSchemas.ts";
import type { Revealed as Answer } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { notYours } from "../log/allowed.ts";

interface Stored extends Answer {
  zones: (number | null)[];
  unitId: number | null;
  reporterId: number | null;
}

/** Of one's own district alone: a city that sees a problem of those under it sees nobody's name or phone. */
const reporterOf = (id: number) => sql`select p.reporter_name as name, p.reporter_phone as phone,
    array[p.zone1_id, p.zone2_id, p.zone3_id] as zones, p.unit_id as "unitId", p.reporter_id as "reporterId"
  from ${anyProblem} p where p.id = ${id}::bigint and p.district_id = own_district()`;
const roles = ["dispatcher", "inspector"] as const;

export const reveal = route({
  method: "POST",
  path: "/api/problems/{id}/reveal",
  question: "Shows the reporter's name and phone, once, for a reason; the reason is kept in the audit log.",
  may: { who: roles, area: "own" },
  body: { reason: textField(2, 200, "Why they must be known.") },
  answer: Revealed,
  async handle({ audit, body, caller, id, tx }) {
    const problemId = id();
    return tx("reveal", async (on) => {
      const [found] = await on.query<Stored>(reporterOf(problemId));
      if (!found) throw new NotFound({ zh: "没有这个问题", en: "There is no such problem." });
      if (!roles.some((role) => reaches(caller, role, found))) throw new Forbidden(notYours, problemId);
      await audit({ kind: "reveal", problemId, detail: { reason: body.reason } }, on);
      return { name: found.name, phone: found.phone } satisfies Answer;
    });
  },
});

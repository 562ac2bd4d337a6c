/** "Who is responsible for this problem?" By area and by trade, which of them leads, and until when if it were dispatched now. */
import { Forbidden, mayRead } from "../ask/caller.ts";
import { anyProblem } from "../ask/past.ts";
import { NotFound, route, signedIn } from "../ask/route.ts";
import { Responsibility } from "../contract/problemSchemas.ts";
import { sql } from "../db/sql.ts";
import { notYours } from "../log/allowed.ts";
import { noProblem } from "../log/perform.ts";
import { type LogSubject, subjectColumns } from "../log/problem.ts";
import { responsibilityFor, under } from "./responsible.ts";

interface Subject extends Omit<LogSubject, "zones"> {
  readonly zone1: number | null;
  readonly zone2: number | null;
  readonly zone3: number | null;
  readonly unitId: number | null;
}

export const problemResponsibility = route({
  path: "/api/problems/{id}/responsibility",
  question: "Who is responsible for this problem, by area and by trade, and until when if it were dispatched now?",
  may: signedIn,
  answer: Responsibility,
  async handle({ id, caller, rows }) {
    const on = under(rows, "responsibility");
    const [problem] = await on.query<Subject>(
      sql`select ${subjectColumns}, p.unit_id as "unitId" from ${anyProblem} p where p.id = ${id()}::bigint`,
    );
    if (!problem) throw new NotFound(noProblem);
    const { zone1, zone2, zone3 } = problem;
    if (!mayRead(caller, { ...problem, zones: [zone1, zone2, zone3] })) throw new Forbidden(notYours, problem.id);
    return responsibilityFor(on, problem);
  },
});

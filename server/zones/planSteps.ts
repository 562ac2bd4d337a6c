/** "What was done to this plan?" To do one's own steps again after those of others, and for its history. */
import { integer } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { ZonePlanSteps } from "../contract/planSchemas.ts";
import type { ZonePlanSteps as Answer } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import { mayReadPlans } from "./kept.ts";
import { noPlan } from "./partitions.ts";

type Row = Omit<Answer["rows"][number], "at"> & { readonly at: Date };

export const planSteps = route({
  path: "/api/zonePlans/{id}/steps",
  question: "What was done to a zone plan after a version, in order? What was taken back is not among it.",
  may: mayReadPlans,
  takes: {
    after: integer(0, 999_999_999, 0, "The version that is known; 0 = from the beginning."),
    limit: integer(1, 1000, 200, "The last so many."),
  },
  answer: ZonePlanSteps,
  async handle({ id, given: { after, limit }, rows }) {
    const plan = id();
    // One statement, so that version, sum and steps are of one moment; steps are asked with the plan, which is there without them too.
    const found = await rows<Pick<Answer, "version" | "sum"> & { readonly [K in keyof Row]: Row[K] | null } & { readonly of: number }>(
      "steps",
      sql`select n.version as of, n.sum, s.seq, s.version, s.step, p.name as by, s.at
        from zone_plan n left join (select * from zone_plan_step where plan_id = ${plan}::bigint and version > ${after}::int
          order by seq desc limit ${limit}::int) s on true left join person p on p.id = s.by_id
        where n.id = ${plan}::bigint order by s.seq`,
    );
    const [first] = found;
    if (!first) throw noPlan();
    const done = found.filter((row): row is typeof row & Row => row.seq !== null);
    const shown = done.map(({ seq, version, step, by, at }) => ({ seq, version, step, by, at: at.toISOString() }));
    return { version: first.of, sum: first.sum, rows: shown } satisfies Answer;
  },
});

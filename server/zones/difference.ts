/** "What changes with this plan?" Zones, and every site and open problem that gets another zone or another person, from whom to whom. */

import { Type } from "typebox";
import type { Caller } from "../ask/caller.ts";
import { today } from "../ask/day.ts";
import { integer } from "../ask/parameters.ts";
import { type Parameter, route } from "../ask/route.ts";
import { ParameterError, readId } from "../contract/parameter.ts";
import { ZonePlanDifference } from "../contract/planSchemas.ts";
import type { ZonePlanDifference as Answer } from "../contract/types.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { differing } from "./differing.ts";
import { type KeptPlan, mayReadPlans, planOf } from "./kept.ts";
import { partitionAt } from "./partitions.ts";
import { withRealIds } from "./realIds.ts";
import { planSide, type Side, sideInForce } from "./sides.ts";
import { type ProblemThing, problemThings, type SiteThing, siteThings } from "./things.ts";

const other: Parameter<number | null> = {
  schema: Type.String({
    description: "Id of the plan it is held against, or inForce: the zones in force on the eve of its day.",
    default: "inForce",
  }),
  read(name, text = "inForce") {
    if (text === "inForce") return null;
    const id = readId(text);
    if (id === undefined) throw new ParameterError(name, text, { zh: "方案编号，或 inForce（现行）", en: "the id of a plan, or inForce" });
    return id;
  },
};

async function sideOf(on: Queryable, plan: KeptPlan): Promise<Side> {
  return planSide(await withRealIds(on, plan, await partitionAt(on, plan)));
}

interface Against {
  readonly side: Side;
  readonly from: Answer["from"];
}

/** The zones in force on the eve of the plan's day: today's, while that day has not come. */
async function inForceBefore(on: Queryable, plan: KeptPlan): Promise<Against> {
  const day = sql`coalesce(least(${today}, ${plan.effective_from}::date - 1), ${today})`;
  const [when] = (await on.query<{ day: string; past: boolean }>(sql`select ${day} as day, ${day} < ${today} as past`)) as [
    { day: string; past: boolean },
  ];
  const [held] = await on.query<Answer["from"]>(sql`select n.id, n.name, n.effective_from as "effectiveFrom" from zone_plan n
    where n.in_force_at is not null and n.effective_from <= ${when.day}::date order by n.effective_from desc, n.published_at desc, n.id desc limit 1`);
  return { side: await sideInForce(on, when.past ? when.day : null), from: held ?? { id: null, name: null, effectiveFrom: null } };
}

async function against(on: Queryable, plan: KeptPlan, other: number | null): Promise<Against> {
  if (other === null) return inForceBefore(on, plan);
  const from = await planOf(on, other);
  return { side: await sideOf(on, from), from: { id: from.id, name: from.name, effectiveFrom: from.effective_from } };
}

async function differenceOf(on: Queryable, caller: Caller, id: number, other: number | null, limit: number): Promise<Answer> {
  const plan = await planOf(on, id);
  const { side, from } = await against(on, plan, other);
  const sites = await on.query<SiteThing>(siteThings);
  const problems = await on.query<ProblemThing>(problemThings(caller));
  const to = { id: plan.id, name: plan.name, version: plan.version };
  return { from, to, ...differing(side, await sideOf(on, plan), sites, problems, limit) };
}

export const planDifference = route({
  path: "/api/zonePlans/{id}/difference",
  question: "What changes with a zone plan: which zones, and which sites and open problems get another zone or another person?",
  may: { ...mayReadPlans, area: "own" },
  takes: { with: other, limit: integer(0, 5000, 500, "Rows of sites, and of problems; the totals are of all.") },
  answer: ZonePlanDifference,
  handle: ({ id, caller, given, rows }) =>
    differenceOf({ query: (statement) => rows("difference", statement) }, caller, id(), given.with, given.limit),
});

/** A plan's new zones have ids below 0; the day it comes into force they get the ids that they keep. */
import type { Partition, PlanZone } from "../contract/partition/partition.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** The ids that new zones got, by the id they have in the plan: {"-1": 812}. */
export type NewIds = Readonly<Record<string, number>>;

interface Given {
  readonly planned: number;
  readonly id: number;
  readonly code: string;
  readonly level: number;
}

/** Ids that zones new in a plan, or in those that it is a copy of, got when that plan came into force; the nearest plan's first. */
const givenIds = (plan: number) => sql`
  with recursive up as (select id, from_id, 0 as n from zone_plan where id = ${plan}::bigint
    union all select p.id, p.from_id, up.n + 1 from up join zone_plan p on p.id = up.from_id)
  select e.key::int as planned, z.id, z.code, z.level
  from up join zone_plan p on p.id = up.id, jsonb_each_text(p.new_ids) e join zone z on z.id = e.value::bigint
  where p.in_force_at is not null order by up.n`;

/** Ids of a plan's new zones, as far as they have any: its own once it is in force; else of one that it is a copy of, while level and code are the same. */
async function realIdsOf(on: Queryable, plan: { readonly id: number; readonly new_ids: NewIds }, { zones }: Partition): Promise<NewIds> {
  if (Object.keys(plan.new_ids).length > 0 || ![...zones.keys()].some((id) => id < 0)) return plan.new_ids;
  const ids = new Map<number, number>();
  for (const { planned, id, code, level } of await on.query<Given>(givenIds(plan.id))) {
    const zone = zones.get(planned);
    const taken = zones.has(id) || [...ids.values()].includes(id);
    if (zone?.code === code && zone.level === level && !ids.has(planned) && !taken) ids.set(planned, id);
  }
  return Object.fromEntries(ids);
}

function renamed(partition: Partition, ids: NewIds): Partition {
  if (Object.keys(ids).length === 0) return partition;
  const real = (id: number): number => ids[String(id)] ?? id;
  const realOrNone = (id: number | null): number | null => (id === null ? null : real(id));
  const zone = (old: PlanZone): PlanZone => ({ ...old, id: real(old.id), parent: realOrNone(old.parent) });
  return {
    ...partition,
    faces: new Map([...partition.faces].map(([face, of]) => [face, realOrNone(of)])),
    zones: new Map([...partition.zones].map(([id, old]) => [real(id), zone(old)])),
  };
}

/** A plan's partition with the ids that its zones have in force; the very one when none of them is other. */
export async function withRealIds(
  on: Queryable,
  plan: { readonly id: number; readonly new_ids: NewIds },
  partition: Partition,
): Promise<Partition> {
  return renamed(partition, await realIdsOf(on, plan, partition));
}

/** Zone plans as they are kept, and who may do what to them. */
import { type Caller, Conflict } from "../ask/caller.ts";
import type { May } from "../ask/route.ts";
import type { Partition } from "../contract/partition/partition.ts";
import { partitionText, sumOf } from "../contract/partition/text.ts";
import type { PlanStatus } from "../contract/plan.ts";
import type { Mend, PlanWeights, ZonePlanSummary } from "../contract/types.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { figuresAt, noPlan, rememberPartition } from "./partitions.ts";
import type { NewIds } from "./realIds.ts";

export const mayReadPlans: May = { who: ["leader", "dispatcher", "planner", "administrator"], area: "none" };
export const mayDrawPlans: May = { who: ["planner", "administrator"], area: "none" };

/** Drafts and plans in review beside each other: a longer list is read by nobody. */
const mostDrafts = 200;

/** A plan's row without its partition. */
export interface KeptPlan {
  readonly id: number;
  readonly name: string;
  readonly status: PlanStatus;
  readonly version: number;
  readonly sum: string;
  readonly from_id: number | null;
  readonly from_name: string | null;
  readonly note: string | null;
  readonly made: Date;
  readonly made_by: string | null;
  readonly changed: Date;
  readonly changed_by: string | null;
  readonly effective_from: string | null;
  readonly in_force: boolean;
  readonly approver: string | null;
  readonly published_by: string | null;
  readonly published: Date | null;
  readonly weights: Partial<PlanWeights>;
  readonly new_ids: NewIds;
}

/** Plans `n` with the names of whoever did something to them. @param more columns beside */
export const planRows = (where: Sql, tail: Sql = sql``, more: Sql = sql``): Sql => sql`
  select n.id, n.name, n.status, n.version, n.sum, n.from_id, f.name as from_name, n.note, n.weights, n.new_ids, n.made_at as made, m.name as made_by,
    n.changed_at as changed, c.name as changed_by, n.effective_from, a.name as approver, b.name as published_by, n.published_at as published,
    n.id is not distinct from (select i.id from zone_plan i where i.status = 'published' and i.in_force_at is not null
      order by i.effective_from desc, i.published_at desc, i.id desc limit 1) as in_force ${more}
  from zone_plan n left join zone_plan f on f.id = n.from_id left join person m on m.id = n.made_by left join person c on c.id = n.changed_by
    left join person a on a.id = n.approver_id left join person b on b.id = n.published_by
  where ${where} ${tail}`;

/** A plan as lists show it. @param on reads what its partition holds, where that is not known */
export async function summaryOf(on: Queryable, plan: KeptPlan): Promise<ZonePlanSummary> {
  const { depth, zones } = await figuresAt(on, plan);
  return {
    ...{ id: plan.id, name: plan.name, status: plan.status, version: plan.version, depth, zones: [...zones] },
    from: plan.from_id === null ? null : { id: plan.from_id, name: plan.from_name ?? "" },
    note: plan.note,
    ...{ made: plan.made.toISOString(), madeBy: plan.made_by, changed: plan.changed.toISOString(), changedBy: plan.changed_by },
    ...{ effectiveFrom: plan.effective_from, inForce: plan.in_force, approver: plan.approver, publishedBy: plan.published_by },
    published: plan.published?.toISOString() ?? null,
  };
}

/** @throws NotFound */
export async function planOf(on: Queryable, id: number): Promise<KeptPlan> {
  const [plan] = await on.query<KeptPlan>(planRows(sql`n.id = ${id}::bigint`));
  if (!plan) throw noPlan();
  return plan;
}

/** A plan that nobody else can change until this transaction ends. @throws NotFound */
export async function lockedPlan(tx: Tx, id: number): Promise<KeptPlan> {
  const [plan] = await tx.query<KeptPlan>(planRows(sql`n.id = ${id}::bigint`, sql`for update of n`));
  if (!plan) throw noPlan();
  return plan;
}

const otherwise: Readonly<Record<PlanStatus, { readonly zh: string; readonly en: string }>> = {
  draft: { zh: "尚未送审", en: "has not been sent to review" },
  review: { zh: "正在审核：退回后才能修改", en: "is in review: it must be handed back first" },
  published: { zh: "已发布，不能再改：请另建方案", en: "is published and stays as it is: make a new plan of it" },
  archived: { zh: "已归档，不能再改：请另建方案", en: "is archived and stays as it is: make a new plan of it" },
};

/** @throws Conflict when the plan is in none of these states */
export function refuseStatus({ id, name, status, version }: KeptPlan, ...may: readonly PlanStatus[]): void {
  if (may.includes(status)) return;
  const { zh, en } = otherwise[status];
  throw new Conflict({ zh: `方案“${name}”${zh}`, en: `The plan “${name}” ${en}.` }, { id, status, version });
}

/** @throws Conflict when somebody made another version meanwhile */
export function refuseOlder({ version, changed, changed_by: by, name }: KeptPlan, seen: number | null): void {
  if (seen === null || seen === version) return;
  throw new Conflict(
    {
      zh: `${by ?? "别人"}已把方案“${name}”改到第 ${version} 版（您看到的是第 ${seen} 版）`,
      en: `${by ?? "Somebody"} has changed the plan “${name}” to version ${version} meanwhile; you saw version ${seen}.`,
    },
    { version, by, changed: changed.toISOString() },
  );
}

/** A new draft. */
export interface NewPlan {
  readonly name: string;
  /** The plan it was made of; null = the zones in force, or a file. */
  readonly from: number | null;
  readonly partition: Partition;
  readonly weights: Partial<PlanWeights>;
  readonly mended: readonly Mend[];
}

/** @throws Conflict when there are too many drafts */
async function refuseMany(tx: Tx): Promise<void> {
  const [row] = await tx.query<{ n: number }>(sql`select count(*)::int as n from zone_plan where status in ('draft', 'review')`);
  if ((row?.n ?? 0) < mostDrafts) return;
  throw new Conflict({
    zh: `至多 ${mostDrafts} 个未发布的方案：请先删除不用的`,
    en: `At most ${mostDrafts} plans that are not published: remove one first.`,
  });
}

/** Writes a draft. @throws Conflict when there are too many */
export async function keepPlan(tx: Tx, { personId }: Caller, plan: NewPlan): Promise<KeptPlan> {
  await refuseMany(tx);
  const text = partitionText(plan.partition);
  const sum = sumOf(text);
  const [row] = (await tx.query<{ id: number; version: number }>(sql`
    insert into zone_plan (name, from_id, partition, sum, weights, mended, made_by, changed_by)
    values (${plan.name}::text, ${plan.from}::bigint, ${text}::text, ${sum}::text, ${JSON.stringify(plan.weights)}::jsonb,
      ${JSON.stringify(plan.mended)}::jsonb, ${personId}::bigint, ${personId}::bigint) returning id, version`)) as [
    { id: number; version: number },
  ];
  rememberPartition({ ...row, sum }, plan.partition);
  return planOf(tx, row.id);
}

/** A plan in the audit log: what can be told in a line. */
export const auditedPlan = ({ id, name, status, version, sum, note, weights }: KeptPlan): object => ({
  ...{ id, name, status, version, sum, note, weights },
});

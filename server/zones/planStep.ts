/**
 * "Do this to the draft." Steps taken back and steps done, all or nothing, on the version that was seen. The server does each step itself:
 * what a page believes its draft to be is held against the sum.
 */
import { Type } from "typebox";
import { type Body, type Field, idField, listField, numberField, refusedField } from "../ask/body.ts";
import { type Caller, Conflict } from "../ask/caller.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { ParameterError } from "../contract/parameter.ts";
import { applyStep } from "../contract/partition/apply.ts";
import type { Partition } from "../contract/partition/partition.ts";
import { PartitionError } from "../contract/partition/partitionError.ts";
import { applyPatch, type PartitionPatch, patchBetween } from "../contract/partition/patch.ts";
import { type Refusal, type Step, type StepKind, stepKinds } from "../contract/partition/steps.ts";
import { partitionText, readStep, sumOf } from "../contract/partition/text.ts";
import { mostSteps } from "../contract/plan.ts";
import { PlanStood } from "../contract/planSchemas.ts";
import type { PlanStood as Stood } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type KeptPlan, lockedPlan, mayDrawPlans, refuseOlder, refuseStatus } from "./kept.ts";
import { partitionAt, rememberPartition } from "./partitions.ts";

/** A step as text is some hundred characters; a suggestion for 5,000 cells, a hundred thousand. */
const mostBody_bytes = 4 * 1024 * 1024;

const stepField: Field<Step> = {
  schema: Type.Object(
    { kind: Type.Enum(Object.keys(stepKinds) as StepKind[]) },
    { additionalProperties: true, description: "server/contract/partition/steps.ts" },
  ),
  read(name, value) {
    try {
      return readStep(value);
    } catch (error) {
      if (!(error instanceof PartitionError)) throw error;
      const shown = typeof error.value === "string" ? error.value : (JSON.stringify(error.value) ?? "");
      throw new ParameterError(error.member ? `${name}.${error.member}` : name, shown, error.expected);
    }
  },
};
const fields = {
  version: idField("The version that was seen."),
  undo: numberField(0, mostSteps, "So many of the last steps are taken back first.", true),
  steps: listField(stepField, 0, mostSteps, "What is done then, in order."),
};
type Given = Body<typeof fields>;

/** A step done, and what takes it back. */
interface Done {
  readonly step: Step;
  readonly back: PartitionPatch;
}

/** @throws Conflict that says which step was refused, and why */
function refused(step: Step, index: number, { code, why, at }: Refusal): never {
  const { zh, en } = stepKinds[step.kind];
  throw new Conflict(
    { zh: `第 ${index + 1} 步（${zh}）未执行：${why.zh}`, en: `Step ${index + 1} (${en}) was not done: ${why.en}` },
    { step: index, code, why, at },
  );
}

/** @throws Conflict */
function doneAll(before: Partition, steps: readonly Step[]): { readonly after: Partition; readonly done: readonly Done[] } {
  let after = before;
  const done = steps.map((step, index): Done => {
    const outcome = applyStep(after, step);
    if ("refused" in outcome) return refused(step, index, outcome.refused);
    const back = patchBetween(outcome.done, after);
    after = outcome.done;
    return { step, back };
  });
  return { after, done };
}

/** The partition before the last so many steps, which are gone from the log then. @throws ParameterError when there are not so many */
async function takenBack(tx: Tx, { id }: KeptPlan, partition: Partition, undo: number): Promise<Partition> {
  if (undo === 0) return partition;
  const gone = await tx.query<{ seq: number; back: PartitionPatch }>(sql`delete from zone_plan_step where plan_id = ${id}::bigint
    and seq in (select seq from zone_plan_step where plan_id = ${id}::bigint order by seq desc limit ${undo}::int) returning seq, back`);
  if (gone.length < undo)
    throw refusedField("undo", undo, { zh: `至多 ${gone.length}：可撤销的步数`, en: `at most ${gone.length}: there are no more steps` });
  return gone.toSorted((a, b) => b.seq - a.seq).reduce((at, { back }) => applyPatch(at, back), partition);
}

async function log(tx: Tx, { personId }: Caller, { id, version }: { id: number; version: number }, done: readonly Done[]): Promise<void> {
  if (done.length === 0) return;
  await tx.query(sql`insert into zone_plan_step (plan_id, seq, version, step, back, by_id)
    select ${id}::bigint, x.n + coalesce((select max(seq) from zone_plan_step where plan_id = ${id}::bigint), 0), ${version}::int, x.one -> 'step',
      x.one -> 'back', ${personId}::bigint
    from jsonb_array_elements(${JSON.stringify(done)}::jsonb) with ordinality x (one, n)`);
}

async function write(tx: Tx, { personId }: Caller, { id }: KeptPlan, partition: Partition): Promise<Stood> {
  const text = partitionText(partition);
  const sum = sumOf(text);
  const [row] = (await tx.query<{ version: number; changed: Date }>(sql`
    update zone_plan set partition = ${text}::text, sum = ${sum}::text, version = version + 1, changed_by = ${personId}::bigint, changed_at = now()
    where id = ${id}::bigint returning version, changed_at as changed`)) as [{ version: number; changed: Date }];
  rememberPartition({ id, version: row.version, sum }, partition);
  return { id, version: row.version, sum, changed: row.changed.toISOString() };
}

/** @throws NotFound, Conflict, ParameterError */
async function step(tx: Tx, caller: Caller, id: number, { version, undo, steps }: Given): Promise<Stood> {
  const plan = await lockedPlan(tx, id);
  refuseStatus(plan, "draft");
  refuseOlder(plan, version);
  const before = await takenBack(tx, plan, await partitionAt(tx, plan), undo);
  const { after, done } = doneAll(before, steps);
  const stood = await write(tx, caller, plan, after);
  await log(tx, caller, stood, done);
  return stood;
}

export const planStep = route({
  method: "POST",
  path: "/api/zonePlans/{id}/steps",
  question: "Takes the last steps of a draft back, then does these, all or nothing, when it is as it was seen.",
  may: mayDrawPlans,
  body: fields,
  mostBody_bytes,
  answer: PlanStood,
  handle({ id, body, caller, tx, audit }) {
    const plan = id();
    if (body.undo === 0 && body.steps.length === 0)
      throw refusedField("steps", [], { zh: "至少一步，或 undo 大于 0", en: "one step at least, or undo above 0" });
    return tx("step", async (on) => {
      const stood = await step(on, caller, plan, body);
      const kinds = body.steps.map((one) => one.kind);
      await audit({ kind: "change", detail: { what: "zonePlan", plan, version: stood.version, undo: body.undo, steps: kinds } }, on);
      await on.query(moved("plans"));
      return stood;
    });
  },
});

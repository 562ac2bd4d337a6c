/** "From Monday on these are the zones." */
import { type Body, dayField, idField, listField, objectField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import { type Caller, Conflict } from "../ask/caller.ts";
import { today } from "../ask/day.ts";
import { route } from "../ask/route.ts";
import type { Partition } from "../contract/partition/partition.ts";
import { type SignOffKind, signOffKinds } from "../contract/plan.ts";
import { ZonePlanSummary } from "../contract/planSchemas.ts";
import type { ZonePlanProof } from "../contract/types.ts";
import { roles, type Word } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { approvers } from "./approvers.ts";
import { changing } from "./changing.ts";
import { type KeptPlan, mayDrawPlans, refuseOlder, refuseStatus } from "./kept.ts";
import { partitionAt } from "./partitions.ts";
import { prove } from "./proving.ts";
import { holdPlans, turnDue } from "./turn.ts";

const fields = {
  version: idField("The version that was seen and proven: another one is not published."),
  from: dayField("The day from which it is in force: today or later, by the district's calendar."),
  approver: idField("Who approved it: a leader, an administrator or a planner."),
  signOffs: listField(
    objectField({
      kind: wordField(Object.keys(signOffKinds) as SignOffKind[], "What is signed off."),
      reason: textField(1, 500, "Why it may stay so."),
    }),
    0,
    Object.keys(signOffKinds).length,
    "Why what the proof lists may stay so: one for each of its needs.",
  ),
  note: optional(textField(0, 2000, "What is to be known of it; left out: as it was.")),
};
type Given = Body<typeof fields>;

const figure = (area_m2: number): string =>
  area_m2 >= 0.1 ? area_m2.toLocaleString("en", { maximumFractionDigits: 1 }) : area_m2.toPrecision(2);

/** What no reason can mend. @throws Conflict with the figures */
function refuseUnproven({ name }: KeptPlan, { uncovered_m2, overlap_m2, faults, version }: ZonePlanProof): void {
  const why: Word[] = [];
  if (uncovered_m2 > 0) why.push({ zh: `有 ${figure(uncovered_m2)} 平方米没有划入`, en: `${figure(uncovered_m2)} m² are not covered` });
  if (overlap_m2 > 0) why.push({ zh: `有 ${figure(overlap_m2)} 平方米重叠`, en: `${figure(overlap_m2)} m² are covered twice` });
  const [first] = faults;
  if (first) why.push({ zh: `有 ${faults.length} 处错误（${first.why.zh}）`, en: `it has ${faults.length} faults (${first.why.en})` });
  if (!why.length) return;
  throw new Conflict(
    {
      zh: `方案“${name}”不能发布：${why.map(({ zh }) => zh).join("；")}`,
      en: `The plan “${name}” cannot be published: ${why.map(({ en }) => en).join("; ")}.`,
    },
    { version, uncovered_m2, overlap_m2, faults: faults.length },
  );
}

const signOffCount = (kind: SignOffKind, { nobodys, multipart, withoutPerson }: ZonePlanProof): number =>
  ({ nobodys: nobodys.length, multipart: multipart.length, withoutPerson: withoutPerson.total })[kind];

/** @throws ParameterError naming what lacks a reason, with how many there are */
function refuseUnsigned(proof: ZonePlanProof, { signOffs }: Given): void {
  const missing = proof.needs.filter((kind) => !signOffs.some((one) => one.kind === kind));
  if (!missing.length) return;
  const told = (language: "zh" | "en") => missing.map((kind) => `${signOffKinds[kind][language]} (${signOffCount(kind, proof)})`);
  throw refusedField("signOffs", signOffs.map(({ kind }) => kind).join(", "), {
    zh: `以下各项都要写明理由：${told("zh").join("、")}`,
    en: `a reason for each of: ${told("en").join(", ")}`,
  });
}

interface Asked {
  readonly today: string;
  readonly approver: string[] | null;
  readonly other: string | null;
  readonly otherFrom: string | null;
  readonly unknown: number | null;
}

/** What only the database knows. @throws ParameterError naming from or approver; Conflict for zones that are none */
async function refuseWrong(tx: Tx, { id, name }: KeptPlan, { from, approver }: Given, { zones }: Partition): Promise<string> {
  const ids = [...zones.keys()].filter((zone) => zone > 0);
  const [asked] = (await tx.query<Asked>(sql`select ${today}::text as today,
    (select p.roles from person p where p.id = ${approver}::bigint and (p.left_on is null or p.left_on > ${today})) as approver,
    o.name as other, o.effective_from::text as "otherFrom", (select i from unnest(${ids}::bigint[]) i where not exists (select from zone z where z.id = i) limit 1) as unknown
    from (select 1) one left join lateral (select p.name, p.effective_from from zone_plan p where p.id <> ${id}::bigint and p.published_at is not null
      and (p.status = 'published' or p.in_force_at is not null) order by p.effective_from desc limit 1) o on true`)) as [Asked];
  if (from < asked.today)
    throw refusedField("from", from, { zh: `今天（${asked.today}）或以后的日期`, en: `today (${asked.today}) or a later day` });
  if (asked.otherFrom !== null && from <= asked.otherFrom)
    throw refusedField("from", from, {
      zh: `晚于 ${asked.otherFrom} 的日期：方案“${asked.other}”自该日起施行`,
      en: `a day after ${asked.otherFrom}: from then on the plan “${asked.other}” is in force`,
    });
  if (!asked.approver?.some((role) => (approvers as readonly string[]).includes(role)))
    throw refusedField("approver", approver, {
      zh: `在岗的${approvers.map((role) => roles[role].zh).join("、")}`,
      en: `the id of a ${approvers.map((role) => roles[role].en).join(", ")} who has not left`,
    });
  if (asked.unknown !== null)
    throw new Conflict({
      zh: `方案“${name}”中有已不存在的责任区（${asked.unknown}）：请按现行责任区重建方案`,
      en: `The plan “${name}” holds a zone that is gone (${asked.unknown}): make a new plan of the zones in force.`,
    });
  return asked.today;
}

async function write(tx: Tx, { personId }: Caller, { id }: KeptPlan, { from, approver, signOffs, note }: Given): Promise<void> {
  await tx.query(sql`update zone_plan set status = 'published', effective_from = ${from}::date, approver_id = ${approver}::bigint,
      sign_offs = ${JSON.stringify(signOffs)}::jsonb, published_by = ${personId}::bigint, published_at = now(),
      note = case when ${note}::text is null then note else nullif(${note}::text, '') end where id = ${id}::bigint`);
}

export const planPublish = route({
  method: "POST",
  path: "/api/zonePlans/{id}/publish",
  question: "Publishes a zone plan from a day on. From then nothing in it changes; its proof is made anew here.",
  may: mayDrawPlans,
  body: fields,
  answer: ZonePlanSummary,
  handle: ({ id, body, caller, ...ask }) =>
    changing(ask, id(), async (on, plan) => {
      await holdPlans(on);
      refuseStatus(plan, "draft", "review");
      refuseOlder(plan, body.version);
      const partition = await partitionAt(on, plan);
      const day = await refuseWrong(on, plan, body, partition);
      const proof = await prove(on, plan.version, partition);
      refuseUnproven(plan, proof);
      refuseUnsigned(proof, body);
      await write(on, caller, plan, body);
      if (body.from === day) await turnDue(on);
    }),
});

/**
 * What a dispatch says: to whom, until when, and why if not as the books have it. One dispatch and a bulk one both ask here.
 * There is none without a unit, a named person and a deadline, and nothing of these is made up.
 */
import { type Body, idField, limitField, optional, refusedField, textField, timeField } from "../ask/body.ts";
import { anyProblem } from "../ask/past.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Word } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { type Place, type Resolved, resolveAll } from "../duty/resolve.ts";
import type { Facts, Limit } from "../life/facts.ts";
import { dueAfter, NoWorkTime } from "../life/workTime.ts";
import type { Ground, Said, Says } from "../log/perform.ts";
import { subjectColumns } from "../log/problem.ts";
import { loadStaff, type Staff } from "./staff.ts";

/** What a dispatch takes beside its unit and its person. */
export const terms = {
  coop: optional(idField("The cooperating unit.")),
  limit: optional(limitField),
  deadline: optional(timeField("The deadline, when no limit is given: later than now. Neither: by the category's limit in force.")),
  reason: optional(textField(1, 500, "Why it goes to another unit than the one found responsible, or with another limit.")),
};
/** What a dispatch takes beside the version, the place and a note. */
export const dispatchFields = {
  unit: idField("The responsible unit."),
  person: idField("The responsible person: a handler of the unit, or of one under it."),
  ...terms,
};
export type Choice = Body<typeof dispatchFields>;

/** No deadline is further off than ten years: that is a slip of the hand. */
export const furthest_ms = 10 * 366 * 86_400_000;

/** Who and until when, of one problem. */
interface Term {
  readonly deadline: number;
  readonly limit: Limit | null;
}

const same = (a: Limit | null, b: Limit | null): boolean => a?.value === b?.value && a?.unit === b?.unit;

function dueBy(limit: Limit, { now, calendar }: Ground): Term {
  try {
    return { limit, deadline: dueAfter(calendar, now, limit) };
  } catch (error) {
    if (error instanceof NoWorkTime) throw refusedField("limit", limit, error.why);
    throw error;
  }
}

/** By the limit or the deadline given, else by the category's limit. @throws ParameterError when none of them gives one */
function termOf({ limit, deadline }: Pick<Choice, "limit" | "deadline">, usual: Limit | null, ground: Ground): Term {
  const given = deadline === null ? undefined : new Date(deadline).toISOString();
  if (limit !== null && deadline !== null)
    throw refusedField("deadline", given, { zh: "limit 与 deadline 只填其一", en: "either limit or deadline, not both" });
  if (deadline !== null) {
    if (deadline > ground.now && deadline < ground.now + furthest_ms) return { deadline, limit: null };
    throw refusedField("deadline", given, { zh: "晚于现在，且在十年之内", en: "a time later than now, within ten years" });
  }
  const by = limit ?? usual;
  if (by === null)
    throw refusedField("deadline", undefined, {
      zh: "该类别没有现行时限，须给出 limit 或 deadline",
      en: "the category has no limit in force: give a limit or a deadline",
    });
  const term = dueBy(by, ground);
  if (term.deadline < ground.now + furthest_ms) return term;
  throw refusedField("limit", by, { zh: "十年之内到期的时限", en: "a limit that ends within ten years" });
}

/** The reason, where one is due: another unit than the one found responsible, or another term than the category's. @throws ParameterError */
function overruling({ unit, reason }: Choice, resolved: Resolved, { limit }: Term): string | null {
  const otherUnit = unit !== resolved.unitId;
  const otherTerm = resolved.limit !== null && !same(limit, resolved.limit);
  if (!otherUnit && !otherTerm) return null;
  if (reason !== null) return reason;
  throw refusedField("reason", undefined, otherUnit ? otherThan(resolved) : otherLimit);
}

const otherLimit: Word = {
  zh: "时限与类别规定不同，须说明理由",
  en: "a reason: the time limit is not the category's",
};
const otherThan = ({ unitId, faults }: Resolved): Word =>
  unitId === null
    ? {
        zh: `未能确定责任单位，须说明指定理由${faults.map((f) => `；${f.zh}`).join("")}`,
        en: `a reason for this unit: none was found responsible${faults.map((f) => `; ${f.en}`).join("")}`,
      }
    : { zh: "与查定的责任单位不同，须说明理由", en: "a reason: it is another unit than the one found responsible" };

/** What was found, and what of it was overruled. */
const factsOf = (resolved: Resolved, coop: number | null, limit: Limit | null, overruled: string | null): Facts => ({
  ...(limit && { limit }),
  ...(coop !== null && { coop }),
  ...(resolved.area.unitId !== null && { area: resolved.area.unitId }),
  ...(resolved.trade.unitId !== null && { trade: resolved.trade.unitId }),
  ...(resolved.lead !== null && { lead: resolved.lead }),
  ...(overruled !== null && { overruled }),
});

/** A dispatch to whom the dispatcher names. @throws ParameterError naming unit, person, coop, limit, deadline or reason */
function chosen(choice: Choice, staff: Staff, resolved: Resolved, ground: Ground): Said {
  const unit = staff.unit("unit", choice.unit);
  const person = staff.handler(choice.person, unit);
  if (choice.coop !== null) staff.unit("coop", choice.coop);
  if (choice.coop === unit.id)
    throw refusedField("coop", choice.coop, { zh: "不能与责任单位相同", en: "another than the responsible unit" });
  const term = termOf(choice, resolved.limit, ground);
  const facts = factsOf(resolved, choice.coop, term.limit, overruling(choice, resolved, term));
  return { unitId: unit.id, person: person.name, personId: person.id, deadline: term.deadline, facts };
}

/** A dispatch as the books have it: the leading unit, its contact, the category's limit. @throws ParameterError saying what they lack */
function byTheBooks(staff: Staff, resolved: Resolved, ground: Ground): Said {
  const { unitId, coopId, person, faults } = resolved;
  if (unitId === null) {
    const [zh, en] = [faults.map((f) => f.zh).join("；"), faults.map((f) => f.en).join("; ")];
    throw new ParameterError("unit", "", { zh: `未能确定责任单位：${zh}`, en: `no responsible unit: ${en}` });
  }
  const unit = staff.unit("unit", unitId);
  if (!person)
    throw new ParameterError("person", "", { zh: `${unit.name}没有在岗的联系人`, en: `${unit.name} has no contact who is still there` });
  const { id, name } = staff.handler(person.id, unit);
  const term = termOf({ limit: null, deadline: null }, resolved.limit, ground);
  return { unitId, person: name, personId: id, deadline: term.deadline, facts: factsOf(resolved, coopId, term.limit, null) };
}

/**
 * What a dispatch of these problems says of each.
 * @param choice whom and until when; `auto` = each to its own responsible unit and that unit's contact, by its category's limit
 */
export async function prepareDispatch(on: Queryable, ids: readonly number[], choice: Choice | "auto"): Promise<Says> {
  const subjects = await on.query<Place & { id: number }>(
    sql`select ${subjectColumns} from ${anyProblem} p where p.id = any(${ids}::bigint[])`,
  );
  const resolved = await resolveAll(on, subjects);
  const found = new Map(subjects.map(({ id }, i) => [id, resolved[i] as Resolved]));
  const staff = await loadStaff(
    on,
    choice === "auto" ? resolved.map((r) => r.unitId) : [choice.unit, choice.coop],
    choice === "auto" ? resolved.map((r) => r.person?.id ?? null) : [choice.person],
  );
  return ({ id }, ground) => {
    const responsible = found.get(id) as Resolved;
    return choice === "auto" ? byTheBooks(staff, responsible, ground) : chosen(choice, staff, responsible, ground);
  };
}

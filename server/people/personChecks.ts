/** What only the database knows of a person about to be written: the account is free, unit and zone exist, duties stay apart, somebody can still let others in. */
import { refusedField } from "../ask/body.ts";
import { type Caller, Conflict } from "../ask/caller.ts";
import { zoneStands } from "../ask/zones.ts";
import type { Role } from "../contract/vocabulary.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { loadPolicy } from "./policy.ts";
import { somebodyLetsIn } from "./standing.ts";

export interface Drafted {
  readonly account: string | null;
  readonly roles: readonly Role[];
  readonly unit: number | null;
  readonly zone: number | null;
}

/** @throws ParameterError naming account */
export async function refuseTakenAccount(on: Queryable, account: string, but: number | null): Promise<void> {
  const taken = await on.query(sql`select from person where account = ${account}::text and id is distinct from ${but}::bigint`);
  if (taken.length) throw refusedField("account", account, { zh: "没有人用的账号", en: "an account that nobody has" });
}

/** @param but the person themselves, when they exist @throws ParameterError naming account, roles, unit or zone */
export async function checkDrafted(tx: Tx, { account, roles, unit, zone }: Drafted, but: number | null): Promise<void> {
  const held = (role: Role) => roles.includes(role);
  if (new Set(roles).size < roles.length) throw refusedField("roles", roles, { zh: "每个职责一次", en: "each duty once" });
  if (held("auditor") && (held("administrator") || held("security")) && (await loadPolicy(tx)).dutiesSeparate)
    throw refusedField("roles", roles, {
      zh: "审计员不得兼任系统管理员或安全管理员（三员分立）",
      en: "an auditor is neither administrator nor security officer: these duties are separate",
    });
  if (held("handler") && unit === null) throw refusedField("unit", "", { zh: "处置员须有责任单位", en: "the unit of the handler" });
  if (account !== null) await refuseTakenAccount(tx, account, but);
  if (unit !== null && !(await tx.query(sql`select from unit where id = ${unit}::bigint`)).length)
    throw refusedField("unit", unit, { zh: "没有这个责任单位", en: "the id of a unit that exists" });
  if (zone !== null && !(await tx.query(sql`select from zone z where z.id = ${zone}::bigint and ${zoneStands}`)).length)
    throw refusedField("zone", zone, { zh: "没有这个责任区（可能已撤销）", en: "the id of a zone in force" });
}

/** Changes of people take turns, so that two who take the last duty from each other cannot both succeed. @returns whether somebody lets others in now */
export async function takeTurn(tx: Tx): Promise<boolean> {
  await tx.query(sql`select from sign_in_policy for update`);
  return letsIn(tx);
}

async function letsIn(on: Queryable): Promise<boolean> {
  const [row] = await on.query<{ any: boolean }>(sql`select ${somebodyLetsIn} as any`);
  return row?.any ?? false;
}

/** After a change. @param before what `takeTurn` found @throws Conflict when nobody is left who lets others in */
export async function refuseLockedOut(tx: Tx, before: boolean): Promise<void> {
  if (before && !(await letsIn(tx)))
    throw new Conflict({
      zh: "这是最后一名能登录的安全管理员，请先另设一名",
      en: "This is the last security officer who can sign in; appoint another one first.",
    });
}

/** @throws Conflict when somebody would take the security officer's duty from themselves */
export function refuseOwnRemoval(caller: Caller, person: number, was: readonly Role[], becomes: readonly Role[]): void {
  if (caller.personId === person && was.includes("security") && !becomes.includes("security"))
    throw new Conflict({ zh: "不能免去自己的安全管理员职责", en: "Nobody takes the security officer's duty from themselves." });
}
